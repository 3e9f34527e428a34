"""/health/: can this process do its work? Counts and yes or no, never anything about anybody."""

from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import JsonResponse
from django.urls import path

from audit.guard import open_to_all
from audit.models import Head, Outgoing, OutgoingState
from audit.sealing import alarms, freshness
from audit.services import figures
from audit.vault import NoPrivateKey, NoPublicKey, box, keys
from config import half_way
from config.access import alarms as access
from config.clock import worker
from intake.services import scanning
from partners.models import unchecked


@open_to_all
def health(request):
    """200: everything works. 503: something needs a person; the answer says what."""
    try:
        found = _asked()
    except DatabaseError:
        found = {"database": False}
    is_well = all(found.get(part) is not False for part in found)
    is_well = is_well and not found.get("alarms") and not found.get("access_differences")
    answer = {"status": "well" if is_well else "unwell", "role": settings.LOTSEN_ROLE, **found}
    return JsonResponse(answer, status=200 if is_well else 503)


def _asked() -> dict:
    found = {
        "database": True,
        "migrations": _is_migrated(),
        "public_key": _has_public_key(),
        "trail": Head.objects.exists(),  # how much is done here is nobody's business
        "outbox_waiting": Outgoing.objects.filter(state=OutgoingState.QUEUED).count(),
    }
    if settings.SERVES_DESK:
        seen = worker.last_seen()
        found["private_key"] = _has_private_key()
        found["worker"] = worker.is_alive()
        found["worker_last_seen"] = seen.isoformat(timespec="seconds") if seen else None
        found["nobody_unread"] = not worker.has_failed("nobody unread")
        found["jobs_failing"] = worker.failing()
        found["numbers_unchecked"] = unchecked().count()
        found["reviews_late"] = figures.late()
        found["access_differences"] = access.differences()
        found["access_compared"] = not access.is_stale()
        found["scanner"] = not scanning.is_late()
        found["sealer"] = not freshness.is_late()
        found["alarms"] = sorted(set(alarms.ringing().values_list("code", flat=True)))
    return found


def _is_migrated() -> bool:
    """Reading the plan takes a while, so a good answer is remembered for a minute."""
    if cache.get("is_migrated"):
        return True
    executor = MigrationExecutor(connection)
    to_do = executor.migration_plan(executor.loader.graph.leaf_nodes())
    is_migrated = not to_do and not half_way.left_by(executor.loader)
    if is_migrated:
        cache.set("is_migrated", True, 60)
    return is_migrated


def _has_public_key() -> bool:
    try:
        keys.current_public()
    except (NoPublicKey, OSError, ValueError):
        return False
    return True


def _has_private_key() -> bool:
    """The key that new letters go to can be opened here."""
    try:
        keys.private(box.key_id(keys.current_public()))
    except (NoPrivateKey, NoPublicKey, OSError, ValueError):
        return False
    return True


urlpatterns = [path("", health, name="health")]
