"""From yes to the end: the first contact, who helps, handing back, and our confirmation."""

from datetime import date

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit import moves, outbox, trail
from referrals import rights
from referrals.lifecycle import ACKNOWLEDGE, ASSIGN, RETURN, START
from referrals.models import Appointments, Referral, ReturnReason, View, WorkDone
from referrals.services import covering
from referrals.services.disclosing import require_begun, suggested
from referrals.services.ending import end
from referrals.services.holding import hold
from referrals.services.packing import known
from referrals.services.telling import tell_partner, tell_us

CHANGED = _("The partner has changed its report since you read it. Read it again.")


@trail.act
def start(pk, *, first_contact: date | None = None, by) -> Referral:
    """The partner has been in touch with the person: on which day, today if it is not said."""
    referral = hold(pk, START, by=by)
    require_begun(referral)
    referral.first_contact_on = first_contact or timezone.localdate()
    if not _since_yes(referral) <= referral.first_contact_on <= timezone.localdate():
        said = _("Choose a day between your yes and today.")
        raise ValidationError({"first_contact": ValidationError(said, code="no_day")})
    moves.make(START, referral, by=by, first_contact=referral.first_contact_on.isoformat())
    return referral


def _since_yes(referral: Referral) -> date:
    """The day on which the partner said yes; of what was accepted long ago we know the asking."""
    return timezone.localdate(referral.accepted_at or referral.sent_at)


@trail.act
def assign(pk, *, to_user_pk, by) -> Referral:
    """The partner's lead gives it to one of their own."""
    referral = hold(pk, ASSIGN, by=by)
    found = (one for one in members(referral) if one.pk == to_user_pk)
    referral.assigned_to = next(found, None)
    if referral.assigned_to is None:
        raise ValidationError(_("Choose somebody of your own."), code="not_a_member")
    referral.save()
    trail.record(by, "referral.assign", referral, user=to_user_pk)
    reader = covering.reader_of(referral)
    if reader and reader != by:
        outbox.post(reader, "referrals.GIVEN", about=referral, by=by)
    return referral


def members(referral) -> list:
    """Who at the partner may be given it: who answers referrals, and is not related to it."""
    people = get_user_model().objects.filter(groups=referral.to.group)
    unrelated = people.exclude(pk__in=referral.conflicts.values("user")).order_by("name")
    return [one for one in unrelated if one.may_sign_in and one.has_perm(rights.RESPOND)]


@trail.act
def give_back(
    pk, *, reason: str, work_done: str = "", appointments: str = "", suggested_pk=None, by
) -> Referral:
    """The partner's lead hands back what they took on: why, what was done, what is still booked."""
    referral = hold(pk, RETURN, by=by)
    referral.return_reason = known([reason], ReturnReason)[0]
    referral.work_done = known([work_done], ["", *WorkDone])[0]
    referral.appointments = known([appointments], ["", *Appointments])[0]
    referral.suggested = suggested(suggested_pk)
    end(
        referral, RETURN, by=by, reason=reason, why=reason, work_done=work_done or None,
        appointments=appointments or None, suggested=referral.suggested_id,
    )  # fmt: skip
    tell_us(referral, "BACK", by=by)
    return referral


@trail.act
def acknowledge(
    pk, *, our_view: str = View.UNKNOWN, persons_view: str = View.UNKNOWN,
    version: int | None = None, by,
) -> Referral:  # fmt: skip
    """We have read how it went, and close: did it help, as we see it and as the person does?

    With *version*, only if that is still the newest report: the partner may have changed it.
    """
    referral = hold(pk, ACKNOWLEDGE, by=by)
    if version is not None and version != referral.reports.count():
        raise ValidationError(CHANGED, code="changed")
    referral.our_view, referral.persons_view = known([our_view, persons_view], View)
    return close(referral, by=by)


def close(referral: Referral, *, by, by_clock: bool = False) -> Referral:
    """Step: the last move of a referral that went its whole way."""
    referral.closed_by_clock = by_clock
    end(
        referral, ACKNOWLEDGE, by=by, by_clock=by_clock, our_view=referral.our_view or None,
        persons_view=referral.persons_view or None,
    )  # fmt: skip
    tell_partner(referral, "ENDED", by=by)
    return referral
