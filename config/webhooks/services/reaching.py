"""Where a partner's system is called, asked at the moment of calling."""

from django.utils import timezone

from audit.outbox.hooks import Hook
from audit.vault import locker
from config.webhooks.models import Receiver

PURPOSE = "webhooks.secret"


def receiver(pk: str) -> Hook | None:
    """None: it is no longer in use, or its organisation no longer a partner."""
    found = Receiver.objects.told().filter(pk=pk).first()
    return Hook(found.url, _secrets(found)) if found else None


def locked(secret: str) -> str:
    """As it lies in the table."""
    return locker.lock(secret, purpose=PURPOSE)


def _secrets(found: Receiver) -> tuple[str, ...]:
    is_changing = found.former_until is not None and found.former_until > timezone.now()
    locked = [found.secret, *([found.former_secret] if is_changing else [])]
    return tuple(locker.unlock(one, purpose=PURPOSE) for one in locked)
