"""One letter about several people becomes one request each, for instance one for every child.

Each has its own age, urgency, end and time of being kept. Whoever wrote keeps their one code: it
opens their own conversation as before, and says there what became of the rest.
"""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from audit import moves, trail
from intake import drafts, rights
from intake.lifecycle import IN_HAND, TAKE, Status, may_release
from intake.models import HelpRequest, Message
from intake.services import following, protecting, receiving, saving_drafts, searching, triaging
from intake.services.receiving import Told
from intake.tickets import counts_once

NOT_YOURS = _("Take the request first. Only whoever has it, or leads the team, can split it.")
UNREAD = _("Read all that was written before you split it.")
CODED = ("area", "arena", "asker", "channel", "interpreter", "language", "is_protected")
OWN_CODE, WORKED_ON, OVER = "own_code", "worked_on", "over"


@counts_once
@trail.act
def split(
    pk, *, ticket: str, story: str, about: str, age_band: str, urgency: str, with_code: bool, by,
    topic=None, name: str = "",
) -> Told:  # fmt: skip
    """What concerns one more person gets a request of its own, with whoever splits it.

    *story* is what the worker writes down of it: nothing is copied by itself. It keeps the time
    when the first came in and was read. *with_code*: it gets a code and a conversation of its
    own; else whatever is said is said in the first one.
    """
    first = triaging.hold(pk, by=by, right=rights.TRIAGE)
    _require_in_hand(first, by=by)
    copied = {name: getattr(first, name) for name in CODED}
    told = receiving.take_in(
        by=by, ticket=ticket, story=story, about=about, age_band=age_band, topic=topic,
        urgency=urgency, with_receipt=with_code, contact={"name": name}, tells_team=False, **copied,
    )  # fmt: skip
    if told.is_new:
        _begin(told.help_request, first, by=by)
        trail.record(by, "helprequest.split", first, part=told.help_request.pk, with_code=with_code)
        saving_drafts.drop(drafts.SPLIT, first, {"story": story, "name": name}, by=by)
    return told


def parts_of(help_request_pk) -> list[str]:
    """What became of the rest, for whoever wrote: no ages, no numbers.

    A part with a code of its own is told to whoever has that code, and to nobody else. That one
    is handed over as a concern report is nobody's to read here: colleagues work on it.
    """
    rows = HelpRequest.objects.filter(split_from=help_request_pk, is_protected=False)
    shown = rows.select_related("receipt").without_words().order_by("received_at", "pk")
    return [_told_of(row) for row in shown]


# --- Steps: they expect to be inside a use case ---------------------------------------------------


def _begin(part: HelpRequest, first: HelpRequest, *, by) -> None:
    part.split_from, part.unit_id, part.assigned_to = first, first.unit_id, by
    part.received_at, part.first_read_at = first.received_at, first.first_read_at
    part.promised_at = first.promised_at
    moves.make(TAKE, part, by=by)
    following.stand_aside_alike(part, first, by=by)
    searching.let_find(part, by=by)
    protecting.begin(part, by=by)


def _require_in_hand(first: HelpRequest, *, by) -> None:
    if first.status not in IN_HAND or not may_release(by, first):
        raise ValidationError(NOT_YOURS, code="not_yours")
    unread = first.messages.filter(writer=Message.Writer.PERSON, read_at__isnull=True)
    if first.first_read_at is None or unread.exists():
        raise ValidationError(UNREAD, code="unread")


def _told_of(part: HelpRequest) -> str:
    if hasattr(part, "receipt"):
        return OWN_CODE
    return OVER if following.told_as(part) == Status.CLOSED else WORKED_ON
