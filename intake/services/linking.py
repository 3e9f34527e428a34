"""Link two requests that have to do with one another. It gives nobody reach of either."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit import guard, trail
from audit.guard import OutOfReach
from intake import rights
from intake.models import HelpRequest, LinkReason, RequestLink
from intake.services import triaging

NO_SUCH = _("There is no such request within your reach.")
ITSELF = _("That is this request itself.")
ALREADY = _("They are linked already.")
NO_REASON = _("Choose why they are linked.")


@dataclass(frozen=True)
class Relative:
    """Another request that *row* has to do with, and how. *link*: what can be taken away."""

    row: HelpRequest
    how: str
    link: RequestLink | None = None


@trail.act
def link(pk, *, reference: str, reason: LinkReason, by) -> RequestLink:
    """*reason* is one of the municipality's own. Both are within reach of whoever links them."""
    mine, other = hold_both(pk, reference, by=by)
    if reason not in LinkReason.in_force():
        raise ValidationError({"reason": ValidationError(NO_REASON, code="no_reason")})
    first, second = sorted((mine, other), key=lambda row: row.pk)
    if RequestLink.objects.filter(first=first, second=second).exists():
        raise ValidationError({"reference": ValidationError(ALREADY, code="linked_already")})
    made = RequestLink.objects.create(
        first=first, second=second, reason=reason, made_at=timezone.now(), made_by=by
    )
    for row, to in ((mine, other), (other, mine)):
        trail.record(by, "helprequest.link", row, to=to.pk, reason=reason.code)
    return made


@trail.act
def unlink(pk, *, link_pk, by) -> None:
    """Whoever reaches both takes it away again."""
    mine = _reach(pk, by=by)
    ours = RequestLink.objects.filter(Q(first=mine) | Q(second=mine))
    made = ours.filter(pk=link_pk).first()
    if made is None:
        raise OutOfReach
    mine, other = _hold(mine.pk, _other_end(made, mine), by=by)
    if ours.filter(pk=link_pk).delete()[0]:
        for row, to in ((mine, other), (other, mine)):
            trail.record(by, "helprequest.unlink", row, to=to.pk)


def relatives(help_request: HelpRequest, *, by) -> list[Relative]:
    """What it is joined to, was split from or is linked with – as far as *by* reaches it."""
    links = RequestLink.objects.filter(Q(first=help_request) | Q(second=help_request))
    links = links.select_related("reason").order_by("made_at")
    found = [(_other_end(one, help_request), one.why, one) for one in links]
    found += [(pk, how, None) for pk, how in _family(help_request)]
    rows = HelpRequest.objects.visible_to(by).without_words().select_related("topic")
    seen = {row.pk: row for row in rows.filter(pk__in=[pk for pk, _how, _link in found])}
    return [Relative(seen[pk], str(how), one) for pk, how, one in found if pk in seen]


# --- Steps: they expect to be inside a use case ---------------------------------------------------


def hold_both(pk, reference: str, *, by) -> tuple[HelpRequest, HelpRequest]:
    """This one and the one with that number, to change.

    A number out of reach is answered as one that does not exist.
    """
    mine = _reach(pk, by=by)
    named = HelpRequest.objects.visible_to(by).filter(reference=reference)
    other = named.values_list("pk", flat=True).first()
    if other is None:
        raise ValidationError({"reference": ValidationError(NO_SUCH, code="no_such_request")})
    if other == mine.pk:
        raise ValidationError({"reference": ValidationError(ITSELF, code="itself")})
    return _hold(mine.pk, other, by=by)


def _reach(pk, *, by) -> HelpRequest:
    return guard.reach(HelpRequest.objects.without_words(), pk, by=by, right=rights.TRIAGE)


def _hold(one, other, *, by) -> tuple[HelpRequest, HelpRequest]:
    """Always in the same order: two people never wait for one another crosswise."""
    held = {key: triaging.hold(key, by=by, right=rights.TRIAGE) for key in sorted((one, other))}
    return held[one], held[other]


def _family(help_request: HelpRequest):
    """Those that it leads or follows, and those it was split from or into."""
    if help_request.joined_to_id:
        yield help_request.joined_to_id, _("Leads: this one is joined to it")
    if help_request.split_from_id:
        yield help_request.split_from_id, _("This one was split off from it")
    rows = HelpRequest.objects.filter(Q(joined_to=help_request) | Q(split_from=help_request))
    for row in rows.order_by("received_at").only("pk", "joined_to", "split_from"):
        is_joined = row.joined_to_id == help_request.pk
        yield row.pk, _("Is joined to this one") if is_joined else _("Was split off from this one")


def _other_end(one: RequestLink, row: HelpRequest):
    return one.second_id if one.first_id == row.pk else one.first_id
