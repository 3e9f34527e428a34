"""Why somebody reads, remembered for half an hour for one row, so that its page can be reloaded.

Every showing leaves its own line in the trail all the same.
"""

from time import time

SECONDS = 30 * 60


def state(request, pk, purpose: str) -> None:
    now = time()
    stated = {row: one for row, one in _stated(request).items() if one[1] > now}
    stated[str(pk)] = [purpose, now + SECONDS]
    request.session["purposes"] = stated
    request.session["purpose"] = purpose


def stated(request, pk) -> str:
    """The purpose that still holds for this row, or nothing."""
    purpose, until = _stated(request).get(str(pk), ("", 0))
    return purpose if until > time() else ""


def usual(request) -> str:
    """The one stated last, to be offered first."""
    return request.session.get("purpose", "")


def _stated(request) -> dict:
    return request.session.get("purposes", {})
