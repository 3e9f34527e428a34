"""When a request ends, nothing that runs because of it is left to itself.

A concern report leaves the first line, and a closed request has nobody who looks after it. What
a person said yes to may go on – but only if somebody of ours holds it, by name. So whoever ends
the request decides about each: it is taken back, or it goes on and one person has it.

*running*, *settle* and *follow* are asked for by intake (settings.RUNS_ELSEWHERE), which knows no
referral.
"""

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from audit import guard, outbox, trail
from intake.models import HelpRequest
from intake.services import protecting
from intake.services.leaving import Running
from referrals import rights
from referrals.lifecycle import PACKAGE_OPEN, RECALL, UNDER_WAY, Status
from referrals.models import KEPT, MustConfirm, RecallReason, Referral, View
from referrals.services import going_on
from referrals.services.drafting import throw_away
from referrals.services.ending import end
from referrals.services.following_up import close
from referrals.services.holding import rows
from referrals.services.telling import tell_partner

HOLD = "hold-"


def running(help_request: HelpRequest, *, by) -> list[Running]:
    """Each with what can be decided about it."""
    found = _with_request(_open(help_request).order_by("reference"), help_request)
    return [Running(str(one.pk), _name(one), _choices(one, by)) for one in found]


def settle(help_request: HelpRequest, decisions: dict[str, str], *, by) -> None:
    """Step: do what was decided about each, or refuse the whole."""
    held = _open(help_request).select_for_update(of=("self",)).order_by("pk")
    found = _with_request(held, help_request)
    undecided = [
        one.reference for one in found
        if decisions.get(str(one.pk)) not in dict(_choices(one, by))
    ]  # fmt: skip
    if undecided:
        raise ValidationError(
            _("Decide what happens with what still runs: %(references)s."),
            code="still_runs", params={"references": ", ".join(sorted(undecided))},
        )  # fmt: skip
    for one in found:
        _carry_out(one, decisions[str(one.pk)], by=by)
    going_on.let_rest(help_request, by=by)


def follow(help_request: HelpRequest, *, by) -> None:
    """Step: passed on to another team, what runs goes with it; what has ended stays as it was."""
    for one in _open(help_request).select_for_update(of=("self",)).order_by("pk"):
        one.unit_id = help_request.unit_id
        one.save(update_fields=["unit"])
        trail.record(by, "referral.pass_on", one, team=one.unit_id)


def _open(help_request: HelpRequest):
    return rows().filter(help_request=help_request, status__in=UNDER_WAY)


def _with_request(rows, help_request: HelpRequest) -> list[Referral]:
    """Each knows its request, without its story being fetched once more."""
    found = list(rows)
    for one in found:
        one.help_request = help_request
    return found


def _name(referral: Referral) -> str:
    return _("%(reference)s to %(partner)s (%(state)s): what happens with it?") % {
        "reference": referral.reference, "partner": referral.to.name,
        "state": referral.get_status_display().lower(),
    }  # fmt: skip


def _choices(referral: Referral, by) -> list[tuple[str, str]]:
    if referral.status == Status.DRAFT:
        return [("discard", _("Throw the draft away"))]
    over = ("recall", _("Take it back: the partner stops"))
    if referral.status == Status.REPORTED:
        over = ("close", _("Confirm the report and close it"))
    return [over, *_holders(referral, by)]


def _holders(referral: Referral, by) -> list[tuple[str, str]]:
    """Who can hold it: whoever decides first, then colleagues of the referral's own team – of a
    protected identity those who are named. Nobody who is related to it, or to the request.
    """
    people = _who_reach(referral)
    for row in (referral, referral.help_request):
        aside = set(row.conflicts.values_list("user", flat=True))
        people = [one for one in people if one.pk not in aside]
    able = [one for one in people if one.has_perm(rights.SEND) and not one.has_expired]
    able.sort(key=lambda one: one.pk != by.pk)
    said = _("It goes on, and %(name)s holds it")
    return [(f"{HOLD}{one.pk}", said % {"name": one.name}) for one in able]


def _who_reach(referral: Referral) -> list:
    if referral.help_request.is_protected:
        return protecting.named(referral.help_request)
    people = get_user_model().objects.filter(groups=referral.unit_id, is_active=True)
    return list(people.order_by("name"))


def _carry_out(referral: Referral, decision: str, *, by) -> None:
    if decision == "discard":
        throw_away(referral, by=by)
    elif decision == "recall":
        _recall(referral, by=by)
    elif decision == "close":
        referral.our_view = referral.persons_view = View.UNKNOWN
        close(referral, by=by)
    else:
        _give_to(referral, int(decision.removeprefix(HOLD)), by=by)


def _recall(referral: Referral, *, by) -> None:
    told = referral.status in PACKAGE_OPEN
    referral.recall_reason = RecallReason.REQUEST_ENDED
    end(
        referral, RECALL, by=by, why=referral.recall_reason,
        must_confirm=MustConfirm.STOPPED if told else MustConfirm.NOTHING,
    )  # fmt: skip
    tell_partner(referral, "ENDED", by=by)


def _give_to(referral: Referral, user_pk: int, *, by) -> None:
    referral.held_by_id = user_pk
    referral.save(update_fields=["held_by"])
    trail.record(by, "referral.keep", referral, user=user_pk)
    if referral.help_request.is_protected:  # the request may go where they are named no more
        group = guard.group_of_one(referral.held_by)
        guard.grant(group, referral, by=by, source=KEPT)
    outbox.post(referral.held_by, "referrals.YOURS", about=referral, by=by)
