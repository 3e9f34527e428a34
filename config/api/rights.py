"""The default permission of every endpoint. DRF resolves it while its own views are being
imported, so this module imports neither views nor routers."""

from rest_framework.permissions import BasePermission

from audit.guard import PUBLIC, right_of


def right_for(view) -> str | None:
    """The right that an endpoint takes: its own, or that of the one deed it is."""
    return getattr(view, "initkwargs", {}).get("right") or right_of(view)


def may(token, right: str | None) -> bool:
    """The role holds it, and the key is for it."""
    return right in token.scopes and token.account.has_perm(right)


class HoldsDeclaredRight(BasePermission):
    """The endpoint declares a right; the role must hold it, and the key must be for it."""

    def has_permission(self, request, view) -> bool:
        right = right_of(view)
        if right == PUBLIC:
            return True
        if right is None or request.auth is None or not may(request.auth, right):
            return False
        if hasattr(view, request.method.lower()):  # else it ends as a 405
            request.auth.note_use()
        return True
