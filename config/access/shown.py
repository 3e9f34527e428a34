"""One account in a review, with what one needs to know in order to answer for it."""

from dataclasses import dataclass
from datetime import date, datetime

from config.access.models import ReviewedAccount
from config.accounts.models import User
from partners.models import Team


@dataclass(frozen=True)
class Shown:
    """*last* is when they signed in last; for a machine, the day its key was used last."""

    pk: int
    name: str
    role: str
    units: str
    last: datetime | date | None
    ends: datetime | None
    is_machine: bool
    answer: str
    answered_by: str
    answered_at: datetime | None
    user_pk: int
    organisation: str


def of(one: ReviewedAccount) -> Shown:
    user = one.user
    return Shown(
        one.pk, user.name or user.email, one.get_role_display(), _units(user), _last(user),
        user.expires_at, user.is_machine, one.get_answer_display() if one.answer else "",
        one.answered_by.name if one.answered_by else "", one.answered_at, user.pk,
        user.organisation.name if user.organisation else "",
    )  # fmt: skip


def _units(user: User) -> str:
    """Our teams; of a partner's own people the organisation says it all."""
    teams = Team.objects.filter(group__in=user.groups.all())
    return ", ".join(str(team) for team in teams)


def _last(user: User):
    if not user.is_machine:
        return user.last_login
    return max((key.last_used_on for key in user.tokens.all() if key.last_used_on), default=None)
