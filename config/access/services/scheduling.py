"""Reviews begin by themselves, remind, raise an alarm – and accounts that nobody confirms end."""

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.utils import timezone

from audit import outbox, trail
from audit.actors import CLOCK
from audit.one_by_one import one_by_one
from config.access.models import AccessPolicy, AccessReview, Answer, ReviewedAccount
from config.access.services import reviewing
from config.accounts import rights
from config.accounts.models import User
from config.accounts.services import leaving
from partners.models import Organisation

A_WEEK = timedelta(days=7)
BEGUN, REMINDED, OVERDUE = 0, 1, 2


def sweep() -> None:
    """Everything that is due today."""
    one_by_one(_look_at, Organisation.objects.order_by("pk"))


def _look_at(organisation: Organisation) -> None:
    begin(organisation)
    for review in AccessReview.objects.filter(organisation=organisation, finished_at=None):
        remind(review.pk)
        _end_unconfirmed(review)


def quarter_of(moment: datetime) -> str:
    day = timezone.localdate(moment)
    return f"{day.year}Q{(day.month + 2) // 3}"


@trail.act
def begin(organisation: Organisation) -> AccessReview | None:
    """A review of every account there, once a quarter – when the one before is done."""
    now = timezone.now()
    accounts = list(User.objects.filter(organisation=organisation, is_active=True))
    earlier = AccessReview.objects.filter(organisation=organisation)
    if not accounts or earlier.filter(finished_at=None).exists():
        return None
    review, is_new = AccessReview.objects.get_or_create(
        organisation=organisation, quarter=quarter_of(now),
        defaults={"due_at": now + timedelta(days=AccessPolicy.current().review_days)},
    )  # fmt: skip
    if not is_new:
        return None
    ReviewedAccount.objects.bulk_create(
        ReviewedAccount(review=review, user=user, role=user.role) for user in accounts
    )
    counted = {"organisation": organisation.pk, "accounts": len(accounts)}
    trail.record(CLOCK, "access.review", review, **counted)
    _tell(review, "REVIEW_BEGINS")
    return review


@trail.act
def remind(pk) -> None:
    """A week before it is due, and once more when it is late. Then our administrators know, too."""
    review = AccessReview.objects.select_for_update(of=("self",)).get(pk=pk)
    reviewing.finish(review)
    if review.finished_at is not None:
        return
    stage = OVERDUE if review.is_overdue else REMINDED
    if review.reminded >= stage or review.due_at - timezone.now() > A_WEEK:
        return
    review.reminded = stage
    review.save(update_fields=["reminded"])
    _tell(review, "REVIEW_LATE" if stage == OVERDUE else "REVIEW_DUE")


def unconfirmed(now=None):
    """Accounts that nobody has answered for in time: the alarm."""
    late = ReviewedAccount.objects.filter(
        answer=Answer.NONE, user__is_active=True, review__finished_at=None,
        review__due_at__lte=now or timezone.now(),
    )  # fmt: skip
    return late.select_related("review__organisation", "user")


def _end_unconfirmed(review: AccessReview) -> None:
    after = AccessPolicy.current().ends_after(review.organisation)
    if after is None or review.due_at + after > timezone.now():
        return
    for one in unconfirmed().filter(review=review):
        try:
            close(one.pk)
        except ValidationError:  # the only administrator left: the alarm stays
            continue


@trail.act
def close(pk) -> None:
    """Nobody has said that this account is needed, in all that time."""
    one = unconfirmed().select_for_update(of=("self",)).filter(pk=pk).first()
    if one is None:
        return
    leaving.end(one.user, by=CLOCK)
    reviewing.answer(one, Answer.CLOSED, by=CLOCK)
    reviewing.finish(one.review)


def _tell(review: AccessReview, notice: str) -> None:
    """Those there who may do it, or their mailbox; when it is late, our administrators as well."""
    users = User.objects.filter(is_active=True).select_related("organisation")
    may = [one for one in users if one.may_sign_in and one.has_perm(rights.REVIEW_ACCESS)]
    ours = [one for one in may if one.organisation and one.organisation.is_ours]
    theirs = [one for one in may if one.organisation_id == review.organisation_id]
    to = theirs or [review.organisation]
    if notice == "REVIEW_LATE":
        to = list({*to, *ours})
    for reader in to:
        outbox.post(reader, f"config.access.{notice}", about=review, by=CLOCK)
