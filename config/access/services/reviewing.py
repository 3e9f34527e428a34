"""Once a quarter every account is gone through: confirmed by name, or ended. Nobody their own."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit import guard, trail
from audit.guard import OutOfReach
from config.access.models import AccessReview, Answer, ReviewedAccount
from config.accounts import rights
from config.accounts.services import leaving


def reviews_of(user):
    """Our administrators see to every organisation, a partner's lead to their own."""
    rows = AccessReview.objects.select_related("organisation")
    if user.organisation is not None and user.organisation.is_ours:
        return rows
    return rows.filter(organisation=user.organisation_id)


def reach(pk, *, by) -> AccessReview:
    guard.require(by, rights.REVIEW_ACCESS)
    review = reviews_of(by).filter(pk=pk).first()
    if review is None:
        raise OutOfReach
    return review


@trail.act
def confirm(pk, *, accounts, by) -> int:
    """These people are here and need this access. Returns how many were confirmed."""
    review = reach(pk, by=by)
    open_ones = _held(review).filter(pk__in=accounts, answer=Answer.NONE)
    confirmed = [_not_own(one, by) for one in open_ones if one.user.is_active]
    for one in confirmed:
        answer(one, Answer.CONFIRMED, by=by)
    finish(review)
    return len(confirmed)


@trail.act
def end(pk, *, by) -> ReviewedAccount:
    """This one is not needed any more: it ends now, everywhere."""
    one = find(pk, by=by, rows=ReviewedAccount.objects.select_for_update(of=("self",)))
    user = _not_own(one, by).user
    leaving.end(user, by=by)
    answer(one, Answer.ENDED, by=by)
    finish(one.review)
    return one


def find(pk, *, by, rows=ReviewedAccount.objects) -> ReviewedAccount:
    """One account in a review that is under way and within reach."""
    guard.require(by, rights.REVIEW_ACCESS)
    rows = rows.select_related("review__organisation", "user")
    one = rows.filter(review__in=reviews_of(by), review__finished_at=None, pk=pk).first()
    if one is None:
        raise OutOfReach
    return one


def finish(review: AccessReview) -> None:
    """Step: who has left meanwhile needs no answer; when none is missing, the review is done."""
    now, missing = timezone.now(), review.accounts.filter(answer=Answer.NONE)
    missing.filter(user__is_active=False).update(answer=Answer.GONE, answered_at=now)
    if review.finished_at is None and not missing.exists():
        review.finished_at = now
        review.save(update_fields=["finished_at"])


def _held(review: AccessReview):
    rows = review.accounts.select_related("user").select_for_update(of=("self",))
    return rows.filter(review__finished_at=None)


def _not_own(one: ReviewedAccount, by) -> ReviewedAccount:
    if one.user_id == by.pk:
        raise ValidationError(
            _("Nobody confirms or ends their own access. Ask somebody else."), code="own_account"
        )
    return one


def answer(one: ReviewedAccount, said: Answer, *, by) -> None:
    """Step: what was said about this account, by whom and when. The history is kept."""
    one.answer, one.answered_at = said, timezone.now()
    one.answered_by = by if hasattr(by, "pk") else None
    one.save()
    trail.record(by, f"access.{said}", one.user, review=one.review_id)
