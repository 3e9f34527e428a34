"""One account in a review, with what one needs to know in order to answer for it."""

from collections import defaultdict
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


def of_all(rows) -> list[Shown]:
    """However many they are, asked for at once."""
    beside = ("user__organisation", "answered_by")
    found = list(rows.select_related(*beside).prefetch_related("user__tokens"))
    teams = _teams({one.user_id for one in found})
    return [_shown(one, teams.get(one.user_id, [])) for one in found]


def _shown(one: ReviewedAccount, teams: list[str]) -> Shown:
    user = one.user
    return Shown(
        one.pk, user.name or user.email, one.get_role_display(), ", ".join(teams), _last(user),
        user.expires_at, user.is_machine, one.get_answer_display() if one.answer else "",
        one.answered_by.name if one.answered_by else "", one.answered_at, user.pk,
        user.organisation.name if user.organisation else "",
    )  # fmt: skip


def _teams(users: set[int]) -> dict[int, list[str]]:
    """Our teams, by who belongs there; of a partner's own people the organisation says it all."""
    found = defaultdict(list)
    rows = Team.objects.filter(group__user__in=users).order_by("name")
    for user, name in rows.values_list("group__user", "name"):
        found[user].append(name)
    return found


def _last(user: User):
    if not user.is_machine:
        return user.last_login
    return max((key.last_used_on for key in user.tokens.all() if key.last_used_on), default=None)
