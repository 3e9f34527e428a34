"""The partner tries to reach the person – in the ways and at the hours that the person has set.

An attempt outside them is refused with the reason: it could betray somebody, and it must not be
one of the three after which we hear that nobody is reached.
"""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit import guard, trail
from audit.models import Event
from audit.outbox import safe_contact
from referrals.lifecycle import ATTEMPT
from referrals.models import Reaching, Referral
from referrals.services import keeping_up
from referrals.services.disclosing import require_begun, require_open
from referrals.services.holding import hold, rows
from referrals.services.packing import known
from referrals.services.telling import tell_us

ENOUGH_ATTEMPTS = 3

NO_MOMENT = _("Choose a moment between your yes and now.")
WRONG_WAY = _(
    "The person does not want to be reached in this way, so it does not count. If it has been done "
    "already, call the social services: somebody else may have noticed."
)
WRONG_HOUR = _(
    "It is outside the hours that the person has set, so it does not count. If it has been done "
    "already, call the social services: somebody else may have noticed."
)


@trail.act
def prepare(pk, *, by) -> tuple[Referral, keeping_up.RulesNow]:
    """The person's own rules once more, beside the form. It leaves a line, as the package does."""
    referral = guard.reach(rows(), pk, by=by, right=ATTEMPT.right)
    require_open(referral)
    trail.record(by, "referral.rules", referral)
    return referral, keeping_up.rules_now(referral.package)


@trail.act
def attempt(pk, *, way: str, at: datetime | None = None, by) -> Referral:
    """One attempt: how and when. At the third we are told. Nothing closes by itself.

    The same way at the same minute is the same attempt, sent twice: it counts once.
    """
    referral = hold(pk, ATTEMPT, by=by)
    require_begun(referral)
    way = known([way], Reaching)[0]
    if at is not None and _is_noted(referral, way, at):
        return referral
    at = at or timezone.now()
    _require_moment(referral, at)
    require_wished(keeping_up.rules_now(referral.package).rules, way, at)
    referral.attempts += 1
    referral.save()
    trail.record(
        by, "referral.attempt", referral, attempts=referral.attempts, way=way,
        tried_at=at.isoformat(timespec="minutes"),
    )  # fmt: skip
    if referral.attempts == ENOUGH_ATTEMPTS:
        tell_us(referral, "NOT_REACHED", by=by)
    return referral


def _is_noted(referral: Referral, way: str, at: datetime) -> bool:
    lines = Event.objects.filter(about=trail.name_of(referral), deed="referral.attempt")
    tried = lines.filter(facts__way=way).values_list("facts__tried_at", flat=True)
    return at.replace(second=0, microsecond=0) in map(datetime.fromisoformat, tried)


def _require_moment(referral: Referral, at: datetime) -> None:
    since = referral.accepted_at or referral.sent_at
    if not since.replace(second=0, microsecond=0) <= at <= timezone.now():
        raise ValidationError({"at": ValidationError(NO_MOMENT, code="no_moment")})


def require_wished(rules: dict, way: str, at: datetime) -> None:
    """Step: by the person's own rules, as they are now.

    Where nothing to reach them by was told there are no rules: the partner knows them otherwise.
    """
    if not rules:
        return
    set_now = safe_contact.Wishes(rules["way"], rules["hours"], rules["days"], rules["is_shared"])
    verdict = WEIGHED.get(way, _never)(set_now, timezone.localtime(at))
    if verdict.may:
        return
    if verdict.reason == "outside_hours":
        raise ValidationError({"at": ValidationError(WRONG_HOUR, code="outside_hours")})
    raise ValidationError({"way": ValidationError(WRONG_WAY, code="wrong_way")})


def _never(set_now: safe_contact.Wishes, at: datetime) -> safe_contact.Verdict:
    """A letter lies on the mat, and a visit is seen: nobody has said yes to either."""
    return safe_contact.Verdict(False, "way")


WEIGHED = {Reaching.PHONE: safe_contact.weigh_call, Reaching.EMAIL: safe_contact.weigh}
