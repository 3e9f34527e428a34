from rest_framework.permissions import BasePermission


class HoldsDeclaredRight(BasePermission):
    def has_permission(self, request, view) -> bool:
        return request.user.has_perm(view.right)
