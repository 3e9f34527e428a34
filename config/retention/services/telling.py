"""What decides how long something is kept: a birth, an inquiry that always stays, a hold."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit import guard, trail
from config.retention.models import LegalHold
from config.retention.own import Own
from intake import rights
from intake.models import ConcernReport, HelpRequest, Keeping
from intake.services import retaining
from intake.services.reading import CONCERN

ERASED = _("It is erased. Nothing is left that could be kept.")
PAST = _("The hold must end on a day that has not passed.")
FUTURE = _("That year has not come yet.")
NO_HOLD = _("There is no such hold any more.")


@trail.act
def say_of_request(pk, *, by, **known) -> Keeping:
    """Whoever works with it says what keeps it."""
    rows = HelpRequest.objects.without_words()
    return _say(guard.hold(rows, pk, by=by, right=rights.TRIAGE), by=by, **known)


@trail.act
def say_of_concern(pk, *, by, **known) -> Keeping:
    rows = ConcernReport.objects.defer(*CONCERN)
    return _say(guard.hold(rows, pk, by=by, right=rights.READ_CONCERN), by=by, **known)


@trail.act
def hold_request(pk, *, reason: str, until, by) -> LegalHold:
    """It must not be disposed of before the day after *until*."""
    rows = HelpRequest.objects.without_words()
    return _hold(guard.hold(rows, pk, by=by, right=rights.ERASE), reason, until, by=by)


@trail.act
def hold_concern(pk, *, reason: str, until, by) -> LegalHold:
    rows = ConcernReport.objects.defer(*CONCERN)
    return _hold(guard.hold(rows, pk, by=by, right=rights.ERASE), reason, until, by=by)


@trail.act
def lift_from_request(pk, *, hold_pk, by) -> LegalHold:
    """What it was held for is over before its day."""
    rows = HelpRequest.objects.without_words()
    return _lift(guard.hold(rows, pk, by=by, right=rights.ERASE), hold_pk, by=by)


@trail.act
def lift_from_concern(pk, *, hold_pk, by) -> LegalHold:
    rows = ConcernReport.objects.defer(*CONCERN)
    return _lift(guard.hold(rows, pk, by=by, right=rights.ERASE), hold_pk, by=by)


@trail.act
def look_at_own(pk, *, own: Own, by):
    """A record of our own: codes and days, no words."""
    row = guard.reach(own.model.objects, pk, by=by, right=own.right)
    trail.record(by, f"{own.model._meta.model_name}.seen", row)
    return row


@trail.act
def hold_own(pk, *, own: Own, reason: str, until, by) -> LegalHold:
    """Whoever keeps such records says that this one must not be disposed of yet."""
    return _hold(guard.hold(own.model.objects, pk, by=by, right=own.right), reason, until, by=by)


@trail.act
def lift_from_own(pk, *, own: Own, hold_pk, by) -> LegalHold:
    return _lift(guard.hold(own.model.objects, pk, by=by, right=own.right), hold_pk, by=by)


# --- Steps: they expect to be inside a use case ------------------------------------------------


def _say(row, *, by, birth_day: str, birth_year: int | None, kept_for: str) -> Keeping:
    """The log keeps that it was said, and which of the three; never a year."""
    _require_not_erased(row)
    if birth_year and birth_year > timezone.localdate().year:
        raise ValidationError({"birth_year": ValidationError(FUTURE, code="future")})
    told = {
        "birth_day": birth_day, "birth_year": birth_year, "kept_for": kept_for,
        "recorded_by": by, "recorded_at": timezone.now(),
    }  # fmt: skip
    keeping, _is_new = Keeping.objects.update_or_create(**retaining.of(row), defaults=told)
    trail.record(by, f"{row._meta.model_name}.keeping", row, kept_for=kept_for or None)
    return keeping


def _hold(row, reason: str, until, *, by) -> LegalHold:
    _require_not_erased(row)
    if until < timezone.localdate():
        raise ValidationError({"until": ValidationError(PAST, code="past")})
    hold = LegalHold.objects.create(
        about=trail.name_of(row), reason=reason, until=until, given_by=by
    )
    trail.record(by, f"{row._meta.model_name}.hold", row, reason=reason, until=until)
    return hold


def _lift(row, hold_pk, *, by) -> LegalHold:
    rows = LegalHold.objects.select_for_update().filter(about=trail.name_of(row))
    hold = rows.filter(pk=hold_pk, lifted_at=None).first()
    if hold is None:
        raise ValidationError(NO_HOLD, code="no_hold")
    hold.lifted_at, hold.lifted_by = timezone.now(), by
    hold.save()
    trail.record(by, f"{row._meta.model_name}.lift_hold", row, reason=hold.reason)
    return hold


def _require_not_erased(row) -> None:
    if row.erased_at:
        raise ValidationError(ERASED, code="erased")
