"""Call the person: their rules first, a yes to them, then the number, then how it went."""

from dataclasses import dataclass, field
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit import guard, trail, vault
from audit.outbox import safe_contact
from intake import circumstances, rights
from intake.models import CallOutcome, ContactAttempt, HelpRequest, Purpose, SafeContact

OPEN_FOR = timedelta(minutes=30)
BEFORE = ("name", "code_word", "wishes")
NUMBER = ("phone", "name", "code_word")

NOT_BY_PHONE = _("The person does not want to be called.")
CHANGED = _("The person has changed their wishes since you read them. Read them again.")
OUTSIDE = _("It is outside the hours the person has set. Say why you call now, or wait.")


@dataclass(frozen=True)
class Told:
    """What the person has told us about calls. *verdict* says whether now is one of their hours."""

    help_request: HelpRequest
    row: SafeContact
    verdict: safe_contact.Verdict
    details: dict = field(repr=False)


@trail.act
def prepare(pk, *, by) -> Told:
    """The rules, in the person's own words too. The number is not opened."""
    help_request = guard.reach(_rows(by), pk, by=by, right=rights.WRITE)
    return _told(help_request, BEFORE, by=by)


@trail.act
def acknowledge(pk, *, revision: int, reason: str = "", by) -> ContactAttempt:
    """Somebody has read the rules as they stand, and will follow them. Now the number opens.

    Outside the person's hours it takes a reason, which the log keeps. A yes of one's own from
    before that led to no call is over.
    """
    help_request = guard.hold(_rows(by), pk, by=by, right=rights.WRITE)
    contact = help_request.safe_contact
    verdict = _weigh(contact)
    if revision != contact.revision:
        raise ValidationError(CHANGED, code="changed")
    if not verdict.may and not reason:
        raise ValidationError({"reason": OUTSIDE}, code="outside_hours")
    now = timezone.now()
    _unended(pk, by).update(outcome=CallOutcome.NOT_CALLED, ended_at=now)
    attempt = ContactAttempt.objects.create(
        help_request=help_request, made_by=by, acknowledged_at=now,
        revision=revision, reason="" if verdict.may else reason,
    )  # fmt: skip
    trail.record(
        by, "helprequest.call", help_request, purpose=Purpose.CONTACT,
        outside=attempt.reason or None,
    )  # fmt: skip
    return attempt


def running(pk, *, by) -> ContactAttempt | None:
    """The call that *by* has begun here: not ended, and not more than half an hour ago."""
    return _unended(pk, by).filter(acknowledged_at__gt=timezone.now() - OPEN_FOR).first()


@trail.act
def open_number(pk, *, by) -> Told | None:
    """The number and the code word, traced. Nothing if the rules have changed meanwhile."""
    help_request = guard.reach(_rows(by), pk, by=by, right=rights.WRITE)
    attempt = running(pk, by=by)
    if attempt is None or attempt.revision != help_request.safe_contact.revision:
        return None
    return _told(help_request, NUMBER, by=by)


@trail.act
def end(pk, *, outcome: str, by) -> ContactAttempt:
    """How it went, as a code. The person sees that we called; what was said stands elsewhere."""
    help_request = guard.hold(_rows(by), pk, by=by, right=rights.WRITE)
    attempt = _unended(pk, by).select_for_update().first()
    if attempt is None:
        raise ValidationError(_("You have no call under way here."), code="no_call")
    attempt.outcome, attempt.ended_at = outcome, timezone.now()
    attempt.save()
    deed = "not_called" if outcome == CallOutcome.NOT_CALLED else "called"
    trail.record(by, f"helprequest.{deed}", help_request, outcome=outcome)
    return attempt


def _unended(pk, by):
    return ContactAttempt.objects.filter(help_request=pk, made_by=by, outcome="")


def _rows(by):
    rows = HelpRequest.objects.without_words().select_related("safe_contact")
    return circumstances.with_them(rows, by)


def _told(help_request: HelpRequest, names, *, by) -> Told:
    contact = help_request.safe_contact
    verdict, facts = _weigh(contact), circumstances.of_request(help_request, by)
    places = [(contact, name) for name in names]
    texts = vault.unseal_all(contact, places, by=by, purpose=Purpose.CONTACT, **facts)
    return Told(help_request, contact, verdict, dict(zip(names, texts, strict=True)))


def _weigh(contact: SafeContact) -> safe_contact.Verdict:
    """Raises ValidationError where the person has not asked to be called at all."""
    verdict = safe_contact.weigh_call(contact.rules, timezone.localtime())
    if not verdict.may and verdict.wait_until is None:
        raise ValidationError(NOT_BY_PHONE, code="not_by_phone")
    return verdict
