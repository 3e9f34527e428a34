"""/desk/ leads to the first door of one's role."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect

from audit.guard import guarded
from config.accounts import rights
from config.navigation import entries


@guarded(rights.USE)
def first_door(request):
    doors = entries(request, request.user)
    if not doors:
        raise PermissionDenied
    return redirect(doors[0]["url"])
