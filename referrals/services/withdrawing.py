"""The person takes back what they said yes to. Everything that rested on it ends at once."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from audit import guard, trail
from audit.actors import Resident
from intake.models import Consent, HelpRequest
from intake.services import consenting
from intake.services import withdrawing as request_steps
from referrals import rights
from referrals.lifecycle import PACKAGE_OPEN, UNDER_WAY, WITHDRAW, Status
from referrals.models import MustConfirm, Referral
from referrals.services import going_on
from referrals.services.drafting import throw_away
from referrals.services.ending import end
from referrals.services.holding import hold, rows
from referrals.services.telling import tell_partner, tell_us


@trail.act
def take_back(resident: Resident, consent_pk) -> Consent:
    """The person, let in by the code: their own consent, and no other."""
    consent = _held(consent_pk)
    if resident.request_id is None or consent.help_request_id != resident.request_id:
        raise guard.OutOfReach
    _end_all(consent, by=resident)
    return consent


@trail.act
def take_back_request(resident: Resident) -> HelpRequest:
    """The person takes the whole request back. Every yes they have given ends in that moment.

    What we told on a ground in law does not rest on their yes: the request's team sees that the
    person wants it to end, and decides. Nothing that was written disappears.
    """
    help_request = request_steps.hold(resident)
    request_steps.end(help_request, by=resident)
    consents = Consent.objects.filter(help_request=help_request, withdrawn_at__isnull=True)
    for consent in consents.select_for_update().order_by("pk"):
        consent.help_request = help_request
        _end_all(consent, by=resident)
    drafts = rows().filter(help_request=help_request, status=Status.DRAFT)
    for draft in drafts.select_for_update(of=("self",)).order_by("pk"):
        throw_away(draft, by=resident)
    going_on.let_rest(help_request, by=resident)
    return help_request


@trail.act
def record_wish(consent_pk, *, by) -> Consent:
    """The person has said it to us: we record it, and it takes effect at once."""
    guard.require(by, rights.SEND)
    consent = _held(consent_pk)
    requests = HelpRequest.objects.without_words()
    guard.reach(requests, consent.help_request_id, by=by, right=rights.SEND)
    _end_all(consent, by=by)
    return consent


def _held(consent_pk) -> Consent:
    rows = Consent.objects.select_for_update(of=("self",)).select_related("help_request")
    consent = rows.defer("help_request__story").filter(pk=consent_pk).first()
    if consent is None:
        raise guard.OutOfReach
    return consent


def _end_all(consent: Consent, *, by) -> None:
    """All referrals that rest on it, or none: one transaction."""
    consenting.take_back(consent, by=by, behind=_last_on(consent))
    resting = rows().filter(basis__consent=consent, status__in=UNDER_WAY)
    for referral in resting.select_for_update(of=("self",)).order_by("pk"):
        if referral.status == Status.DRAFT:
            throw_away(referral, by=by)
        elif referral.status in UNDER_WAY:
            _withdraw(referral, by=by)


def _last_on(consent: Consent) -> datetime:
    """When something was last sent or accepted on it; if nothing was, when it was given."""
    rested = Referral.objects.filter(basis__consent=consent)
    last = rested.aggregate(sent=Max("sent_at"), accepted=Max("accepted_at"))
    return max([consent.given_at, *filter(None, last.values())])


def _withdraw(referral: Referral, *, by) -> None:
    told = referral.status in PACKAGE_OPEN
    end(
        referral, WITHDRAW, by=by,
        must_confirm=MustConfirm.STOPPED if told else MustConfirm.NOTHING,
    )  # fmt: skip
    tell_partner(referral, "ENDED", by=by)
    tell_us(referral, "NEWS", by=by)


@trail.act
def withdraw(pk, *, seen: str | None = None, by) -> Referral:
    """The person no longer wants this one. On a legal ground a wish is answered, not obeyed."""
    referral = hold(pk, WITHDRAW, by=by, seen=seen)
    if referral.basis.consent_id is None:
        raise ValidationError(
            _("This rests on the law, not on a consent. Recall it if the person is right."),
            code="not_by_consent",
        )
    _withdraw(referral, by=by)
    return referral
