"""How it went, as three see it. Where they differ, one of ours looks into it.

The person says it themselves, with their code, whenever they like after the partner has reported.
Nobody is asked to change what they have said: what differs is something to talk about.
"""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit import coarse, guard, trail
from audit.actors import Resident
from referrals import rights
from referrals.lifecycle import Status
from referrals.models import LookedInto, Outcome, Referral, View, differing
from referrals.services.holding import rows
from referrals.services.telling import tell_us

REPORTED = (Status.REPORTED, Status.CLOSED)


def of_person(resident: Resident):
    """What the person can say something about: their own, once the partner has told how it went."""
    own = rows().filter(help_request=resident.request_id, status__in=REPORTED)
    return own.select_related("outcome") if resident.request_id else own.none()


@trail.act
def say(resident: Resident, pk, *, view: str) -> Referral:
    """The person’s own view. Said again, the newest holds."""
    own = of_person(resident).select_related(None).select_related("to", "unit__team", "held_by")
    referral = own.select_for_update(of=("self",)).filter(pk=pk).first()
    if referral is None:
        raise guard.OutOfReach
    if view not in View.values:
        raise ValidationError(_("Choose one of the answers."), code="no_view")
    outcome = _held(referral)
    outcome.view, outcome.said_at = view, coarse.now_for(resident)
    outcome.looked_into, outcome.looked_at, outcome.looked_by = "", None, None
    outcome.save()
    trail.record(resident, "referral.persons_view", referral, view=view)
    if differing(Referral.objects.filter(pk=referral.pk)).exists():
        tell_us(referral, "VIEWS_DIFFER", by=resident)
    return referral


@trail.act
def look_into(pk, *, looked_into: str, by) -> Referral:
    """One of ours has looked at why the views differ, and says what was done."""
    referral = guard.hold(rows(), pk, by=by, right=rights.SEND)
    if looked_into not in LookedInto.values:
        raise ValidationError(_("This is not one of the choices."), code="not_a_choice")
    if not differing(Referral.objects.filter(pk=pk)).exists():
        raise ValidationError(_("They do not differ any more."), code="no_difference")
    outcome = _held(referral)
    outcome.looked_into, outcome.looked_at, outcome.looked_by = looked_into, timezone.now(), by
    outcome.save()
    trail.record(by, "referral.views_compared", referral, what=looked_into)
    return referral


def _held(referral: Referral) -> Outcome:
    outcome, _is_new = Outcome.objects.select_for_update().get_or_create(referral=referral)
    return outcome
