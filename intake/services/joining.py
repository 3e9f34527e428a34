"""Two requests about the same thing become one to work with. Each sender keeps code and answer.

One leads; the other is joined to it and is in no queue. The conversations stay apart, because
the senders may be two: nothing that one of them reads says that there is another.
"""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit import moves, trail
from intake import drafts
from intake.lifecycle import JOIN, TAKE_APART, UNDER_WAY, Status, may_release
from intake.models import URGENCY_RANK, HelpRequest, Message
from intake.services import answering, following, leaving, linking, saving_drafts, triaging

LEADS = _("Others are joined to this one, so it must lead. Join the other one to it instead.")
FOLLOWS = _("That one is joined to another itself. Join this one to the one that leads.")
ENDED = _("That one has ended. Join to a request that is under way.")
OTHER_TEAM = _("They belong to different teams. Pass one of them on first.")
PROTECTED = _("Only one of them is marked as a protected identity. Mark both, or join neither.")
UNREAD = _("Nobody has read all that was written in this one. Read it before you join it.")
COLLEAGUES = _("A colleague has it. Only they, or whoever leads the team, can join it to another.")
RUNS = _("Something still runs because of this one, so it must lead. Join the other one to it.")
TOO_LATE = _("The one that leads has ended, so this cannot be undone. If the sender writes, it "
             "comes back by itself.")  # fmt: skip


@trail.act
def join(pk, *, reference: str, by, text: str = "", ticket: str = "", confirmed: bool = False):
    """Join this one to the one with that number, which leads from now on.

    It is done with together with the one that leads, and kept and disposed of together. *text* is
    a word to whoever wrote this one, in their own conversation.
    """
    mine, lead = linking.hold_both(pk, reference, by=by)
    _require_free(mine, by=by)
    _require_fit(mine, lead)
    mine.joined_to, mine.closed_at = lead, timezone.now()
    moves.make(JOIN, mine, by=by, lead=lead.pk)
    trail.record(by, "helprequest.lead", lead, joined=mine.pk)
    following.stand_aside_alike(mine, lead, by=by)
    _raise(lead, mine.urgency, by=by)
    if text.strip():
        answering.say(mine, text, ticket=ticket, confirmed=confirmed, by=by)
    saving_drafts.drop(drafts.JOIN, mine, {"text": text}, by=by)
    return mine


@trail.act
def take_apart(pk, *, by) -> HelpRequest:
    """It was a mistake: this one is with whoever says so, as a request of its own.

    For as long as nothing new has happened: once the sender has written it is apart already, and
    what has ended together has ended. An urgency that was raised stays as high as it is.
    """
    mine = triaging.hold(pk, by=by, right=TAKE_APART.right)
    lead_pk = mine.joined_to_id
    if mine.status in TAKE_APART.sources and following.leading(mine).status not in UNDER_WAY:
        raise ValidationError(TOO_LATE, code="too_late")
    mine.assigned_to = by
    moves.make(TAKE_APART, mine, by=by, lead=lead_pk)
    return mine


# --- Steps: they expect to be inside a use case ---------------------------------------------------


def _require_free(mine: HelpRequest, *, by) -> None:
    moves.require(JOIN, mine)
    if mine.assigned_to_id and not may_release(by, mine):
        raise ValidationError(COLLEAGUES, code="somebody_elses")
    unread = mine.messages.filter(writer=Message.Writer.PERSON, read_at__isnull=True)
    if mine.first_read_at is None or unread.exists():
        raise ValidationError(UNREAD, code="unread")
    if mine.joined.exists():
        raise ValidationError(LEADS, code="leads")
    runs = mine.service_starts.filter(ended_at__isnull=True).exists()
    if runs or leaving.running(mine, by=by):
        raise ValidationError(RUNS, code="runs")


def _require_fit(mine: HelpRequest, lead: HelpRequest) -> None:
    wrong = ""
    if lead.status == Status.JOINED:
        wrong, code = FOLLOWS, "follows"
    elif lead.status not in UNDER_WAY or lead.set_aside_at:
        wrong, code = ENDED, "ended"
    elif lead.unit_id != mine.unit_id:
        wrong, code = OTHER_TEAM, "other_team"
    elif lead.is_protected != mine.is_protected:
        wrong, code = PROTECTED, "protected"
    if wrong:
        raise ValidationError({"reference": ValidationError(wrong, code=code)})


def _raise(lead: HelpRequest, urgency: str, *, by) -> None:
    """The one that leads is as urgent as the most urgent; joining never lowers anything."""
    if URGENCY_RANK[urgency] >= lead.urgency_rank:
        return
    before = lead.urgency
    triaging.set_urgency(lead, urgency)
    lead.save()
    trail.record(by, "helprequest.set", lead, urgency=urgency, urgency_before=before)
