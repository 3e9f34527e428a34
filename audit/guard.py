"""REACH: who may touch what. Together with grants.py the only one that knows django-guardian."""

import re

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.db import DatabaseError
from django.http import Http404
from django.shortcuts import render

from audit import trail
from audit.actors import CLOCK, CONSOLE, Actor, actor_of
from audit.grants import (
    Conflict,
    Grant,
    GuardedRow,
    Place,
    ReachQuerySet,
    grant_kinds,
    group_of_one,
    groups_of,
    name_of_one,
    place_of,
)
from audit.models import Decision

__all__ = [
    "PUBLIC", "Conflict", "Grant", "GuardMiddleware", "GuardedRow", "OutOfReach", "Place",
    "ReachQuerySet", "Refused", "freshly", "grant", "grant_kinds", "group_of_one", "groups_of",
    "guarded", "hold", "let_back", "name_of_one", "open_to_all", "place_of", "reach",
    "remove_run_out", "require", "revoke", "revoke_all", "right_of", "stand_aside",
]  # fmt: skip

PUBLIC = "open to all"
A_KEY = re.compile(r"[0-9a-f-]{1,36}")


class Refused(PermissionDenied):
    """The role does not hold the right: 403."""

    def __init__(self, right: str):
        super().__init__(right)
        self.right = right


class OutOfReach(Http404):
    """The row is not within reach; whether it exists is not said: 404."""


def require(by, right: str) -> None:
    """Refuse whoever does not hold *right*, where no row is reached. The house itself may."""
    may = by in (CLOCK, CONSOLE) if isinstance(by, Actor) else by.has_perm(right)
    if not may:
        raise Refused(right)


def reach(rows, pk, *, by, right: str):
    """Return one of *rows* if *by* holds *right* and the row is within their reach.

    Raises Refused (403) without the right and OutOfReach (404) without the row.
    """
    if not by.has_perm(right):
        raise Refused(right)
    try:
        return rows.visible_to(by).get(pk=pk)
    except rows.model.DoesNotExist:
        raise OutOfReach from None


def hold(rows, pk, *, by, right: str):
    """Reach a row in order to change it: nobody else may until the transaction ends."""
    return reach(rows.select_for_update(of=("self",)), pk, by=by, right=right)


def grant(group: Group, row, *, by, reason: str = "", until=None, source: str = "") -> None:
    """Bring *row* within reach of *group*, for good or *until*. The trail says who did.

    A grant that already lasts as long stays as it is; a shorter one is given anew.
    """
    grants = row.grants.filter(group=group)
    found = grants.select_for_update().first()
    if found is not None and found.lasts(until):
        return
    kind = ContentType.objects.get_for_model(row)
    view = Permission.objects.get(content_type=kind, codename=f"view_{row._meta.model_name}")
    grants.delete()
    row.grants.create(
        group=group, permission=view, given_by=actor_of(by).name, until=until, reason=reason,
        source=source,
    )  # fmt: skip
    trail.record(
        by, "guard.grant", row, group=group.pk, reason=reason or None, source=source or None,
        until=until and until.isoformat(timespec="seconds"),
    )  # fmt: skip


def revoke(row, *, by, group: Group | None = None) -> None:
    """Take *row* out of reach again: of *group*, or of everybody it was granted to."""
    _take_back(row.grants.all() if group is None else row.grants.filter(group=group), by=by)


def revoke_all(group: Group, *, by) -> int:
    """Take back whatever was granted to *group*, of every kind."""
    return sum(_take_back(kind.objects.filter(group=group), by=by) for kind in grant_kinds())


def remove_run_out(*, by) -> int:
    """Remove the grants whose time is over. They gave no reach any more; each leaves a line."""
    return sum(_take_back(kind.objects.run_out(), by=by) for kind in grant_kinds())


def _take_back(grants, *, by) -> int:
    ended = list(grants.select_for_update())
    for one in ended:
        trail.record(by, "guard.revoke", one.content_object, group=one.group_id)
        one.delete()
    return len(ended)


def stand_aside(row, *, by, who=None) -> None:
    """*by* is related to what *row* is about: from now on it does not exist for them.

    Or *who* is, as they have said about a row that belongs together with this one.
    """
    _conflict, is_new = row.conflicts.get_or_create(user=who or by)
    if is_new:
        trail.record(by, "guard.stand_aside", row, user=who and who.pk)


def let_back(row, user_pk, *, by) -> None:
    """What somebody said about themselves is lifted, by somebody else."""
    removed, _kinds = row.conflicts.filter(user=user_pk).delete()
    if removed:
        trail.record(by, "guard.let_back", row, user=user_pk)


def guarded(right: str):
    """Declare the right that a view takes. GuardMiddleware enforces it."""

    def declare(view):
        view.right = right
        return view

    return declare


def freshly(view):
    """Declare that a view also takes a sign-in of the last quarter of an hour (config/accounts)."""
    view.takes_fresh_sign_in = True
    return view


def open_to_all(view):
    """Declare that a view takes no right: the public pages and the way in."""
    view.right = PUBLIC
    return view


def right_of(view) -> str | None:
    """The right a view declares: on the function, its class or its viewset."""
    for place in (view, getattr(view, "cls", None), getattr(view, "view_class", None)):
        right = getattr(place, "right", None)
        if right is not None:
            return right
    return None


class GuardMiddleware:
    """Refuse a view that declares no right, and leave a trace of every refusal."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        user = getattr(request, "user", None)
        if response.status_code in (403, 404) and user is not None and user.is_authenticated:
            try:
                note_refusal(user, request.resolver_match, response.status_code)
            except (trail.TrailUnwritable, DatabaseError):
                return render(request, "503.html", status=503)
        return response

    def process_view(self, request, view, args, kwargs):
        right = right_of(view)
        if right is None:
            raise ImproperlyConfigured(f"{view.__module__}.{view.__name__} declares no right.")
        is_api = hasattr(view, "cls")  # DRF knows the caller later and asks config.api.rights
        if right != PUBLIC and not is_api and not request.user.has_perm(right):
            raise Refused(right)


@trail.act
def note_refusal(user, match, status: int) -> None:
    """After the rollback: written inside the refused act, it would vanish with it.

    The address may hold what somebody typed, so its route is noted and the row's key.
    """
    door = (match.view_name or "unnamed") if match else "no-such-address"
    pk = str(match.kwargs.get("pk", "")) if match else ""
    about = f"door/{door[:60]}/{pk if A_KEY.fullmatch(pk) else ''}"
    trail.record(user, "guard.refuse", about, decision=Decision.REFUSED, status=status)
