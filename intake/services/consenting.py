"""What the person has said yes to – and taken back."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit import coarse, guard, trail
from intake import rights
from intake.models import AgeBand, Consent, GivenBy, HelpRequest
from intake.services.breaking_glass import require_not_through
from intake.services.triaging import require_under_way
from partners.languages import joined
from partners.models import Organisation, purposes_agreed_with

ADULT = (AgeBand.FROM_18, AgeBand.FROM_25, AgeBand.FROM_65)


@trail.act
def give(
    pk, *, organisation: Organisation, items: list[str], given_by: str, given_how: str,
    valid_until, by, purpose: str = "",
) -> Consent:  # fmt: skip
    """Note the person's yes to telling one organisation named things, for what, until a day."""
    rows = HelpRequest.objects.without_words()
    help_request = guard.hold(rows, pk, by=by, right=rights.TRIAGE)
    require_not_through(help_request, by=by)
    require_under_way(help_request)
    _require_age(help_request, given_by)
    _require_scope(organisation, items, valid_until)
    _require_purpose(organisation, purpose)
    consent = Consent.objects.create(
        help_request=help_request, organisation=organisation, items=list(items), purpose=purpose,
        given_by=given_by, given_how=given_how, given_at=timezone.now(),
        valid_until=valid_until, recorded_by=by,
    )  # fmt: skip
    trail.record(
        by, "consent.give", consent, organisation=organisation.pk, items=items,
        told_for=purpose or None, given_by=given_by, given_how=given_how,
        until=valid_until.isoformat(),
    )  # fmt: skip
    return consent


def take_back(consent: Consent, *, by, behind: datetime) -> None:
    """Step: from this moment nothing may be told on it. Expects to be inside a use case.

    A resident's hour may have begun before what was told on it: it stands *behind* the last of it.
    """
    if consent.withdrawn_at is not None:
        raise ValidationError(_("This has already been taken back."), code="already_taken_back")
    consent.withdrawn_at = coarse.after(coarse.now_for(by), behind)
    consent.save(update_fields=["withdrawn_at"])
    trail.record(by, "consent.withdraw", consent, organisation=consent.organisation_id)


def _require_age(help_request: HelpRequest, given_by: str) -> None:
    if help_request.needs_a_guardian and given_by == GivenBy.PERSON:
        raise ValidationError({"given_by": NEEDS_A_GUARDIAN}, code="needs_a_guardian")
    if help_request.age_band in ADULT and given_by != GivenBy.PERSON:
        raise ValidationError({"given_by": OF_AGE}, code="of_age")


NEEDS_A_GUARDIAN = _(
    "For a child under 15 a guardian gives the consent (SoL 21:2). An unknown age counts as "
    "under 15."
)
OF_AGE = _("Whoever is 18 or older gives their consent themselves.")


def _require_scope(organisation: Organisation, items, valid_until) -> None:
    today = timezone.localdate()
    if not organisation.may_be_asked(today):
        raise ValidationError(
            {"organisation": _("There is no agreement with this organisation now.")}
        )
    if not items:
        raise ValidationError({"items": _("A consent says what may be told.")})
    if valid_until < today:
        raise ValidationError({"valid_until": _("The day has already passed.")})


def _require_purpose(organisation: Organisation, purpose: str) -> None:
    """One yes is for one purpose, where the agreement with that organisation names any."""
    agreed = purposes_agreed_with(organisation, timezone.localdate())
    if purpose in (agreed or {""}):
        return
    if not agreed:
        raise ValidationError({"purpose": ValidationError(NONE_AGREED, code="none_agreed")})
    told = {"purposes": joined(agreed.values())}
    raise ValidationError({"purpose": ValidationError(WHAT_FOR, "what_for", told)})


WHAT_FOR = _("The agreement with them names: %(purposes)s. Choose which the person said yes to.")
NONE_AGREED = _("The agreement with them names no purposes. Choose “None is named”.")
