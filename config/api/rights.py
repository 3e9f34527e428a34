"""The default permission of every endpoint. DRF resolves it while its own views are being
imported, so this module imports neither views nor routers."""

from rest_framework.permissions import BasePermission

from audit.guard import PUBLIC, right_of


class HoldsDeclaredRight(BasePermission):
    """The endpoint declares a right; the role must hold it, and the key must be for it."""

    def has_permission(self, request, view) -> bool:
        right = right_of(view)
        if right == PUBLIC:
            return True
        if right is None or request.auth is None:
            return False
        if right not in request.auth.scopes or not request.user.has_perm(right):
            return False
        if hasattr(view, request.method.lower()):  # else it ends as a 405
            request.auth.note_use()
        return True
