"""Who is here for a while: the end comes by itself, and somebody is told two weeks before."""

from django.db.models import F, Q
from django.utils import timezone

from audit import outbox, trail
from audit.actors import CLOCK
from audit.one_by_one import one_by_one
from config.access.models import AnnouncedEnd
from config.accounts import rights
from config.accounts.models import SOON, User
from config.accounts.services import leaving


def sweep() -> int:
    """End every account whose time is over. It has opened nothing since its last second."""
    over = User.objects.filter(is_active=True, expires_at__lte=timezone.now())
    return one_by_one(end, over.values_list("pk", flat=True))


@trail.act
def end(pk) -> bool:
    """Sessions, groups, named grants and keys go with it; the name stays."""
    user = User.objects.select_for_update(of=("self",)).filter(pk=pk, is_active=True).first()
    if user is None or not user.has_expired:
        return False
    leaving.end(user, by=CLOCK)
    return True


def ending_soon(now=None):
    now = now or timezone.now()
    return User.objects.filter(is_active=True, expires_at__gt=now, expires_at__lte=now + SOON)


@trail.act
def announce() -> int:
    """Tell the administrators once about each end that comes within two weeks."""
    told = Q(announced_end__expires_at=F("expires_at"))
    users = list(ending_soon().exclude(told))
    for user in users:
        AnnouncedEnd.objects.update_or_create(user=user, defaults={"expires_at": user.expires_at})
        _tell(user)
    return len(users)


def _tell(user: User) -> None:
    others = User.objects.filter(is_active=True).exclude(pk=user.pk)
    for one in others:
        if one.may_sign_in and one.has_perm(rights.INVITE):
            outbox.post(one, "config.access.ENDS_SOON", about=user, by=CLOCK)
