"""REACH: who may touch what. The only module that knows django-guardian."""

import re
import uuid

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.db import DatabaseError, models
from django.db.models import Q
from django.http import Http404
from django.shortcuts import render
from guardian.models import GroupObjectPermissionBase

from audit import trail
from audit.actors import CLOCK, CONSOLE, Actor
from audit.models import Decision

PUBLIC = "open to all"
A_KEY = re.compile(r"[0-9a-f-]{1,36}")


class Refused(PermissionDenied):
    """The role does not hold the right: 403."""

    def __init__(self, right: str):
        super().__init__(right)
        self.right = right


class OutOfReach(Http404):
    """The row is not within reach; whether it exists is not said: 404."""


class Grant(GroupObjectPermissionBase):
    """One row within reach of one group: a partner, a named colleague.

    Abstract; subclassed beside each model with a direct foreign key *content_object*.
    """

    class Meta(GroupObjectPermissionBase.Meta):
        abstract = True


def groups_of(user) -> list[int]:
    """Where somebody belongs: their teams, their organisation. It gives all their reach."""
    if not user.is_active or user.has_expired:
        return []
    return list(user.groups.values_list("pk", flat=True))


class ReachQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Rows of the user's own units, and rows granted to one of their groups.

        The groups are fetched first: as a subquery inside the OR they cost SQLite ten
        times as much. A superuser reaches nothing more than anybody else.
        """
        groups = groups_of(user)
        return self.filter(Q(unit__in=groups) | Q(pk__in=self._granted(groups)))

    def first_visible(self, groups: list[int], *order: str, most: int):
        """The head of visible_to() in *order*, for whoever belongs to *groups*.

        At most *most* rows of each unit, read from the unit's own index, and what was
        granted: the head of a long line costs no more than that of a short one.
        """
        if not groups:
            return self.none()
        rows, narrow = self.model.objects.values("pk"), self.order_by(*order).values("pk")
        heads = [rows.filter(pk__in=narrow.filter(unit=group)[:most]) for group in groups]
        granted = self.filter(pk__in=self._granted(groups)).order_by().values("pk")
        return self.model.objects.filter(pk__in=granted.union(*heads)).order_by(*order)

    def _granted(self, groups: list[int]):
        grants = self.model.grants.rel.related_model.objects
        return grants.filter(group__in=groups).values("content_object")


class GuardedRow(models.Model):
    """A row that belongs to somebody. No unit: only those it is granted to reach it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    unit = models.ForeignKey(Group, models.PROTECT, null=True, editable=False, related_name="+")

    objects = ReachQuerySet.as_manager()

    class Meta:
        abstract = True


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


def grant(group: Group, row, *, by) -> None:
    """Bring *row* within reach of *group*. The trail says who did."""
    rows = type(row).grants.rel.related_model
    kind = ContentType.objects.get_for_model(row)
    view = Permission.objects.get(content_type=kind, codename=f"view_{row._meta.model_name}")
    _grant, is_new = rows.objects.get_or_create(group=group, content_object=row, permission=view)
    if is_new:
        trail.record(by, "guard.grant", row, group=group.pk)


def revoke(row, *, by, group: Group | None = None) -> None:
    """Take *row* out of reach again: of *group*, or of everybody it was granted to."""
    grants = row.grants.all() if group is None else row.grants.filter(group=group)
    for pk in list(grants.values_list("group", flat=True)):
        trail.record(by, "guard.revoke", row, group=pk)
    grants.delete()


def guarded(right: str):
    """Declare the right that a view takes. GuardMiddleware enforces it."""

    def declare(view):
        view.right = right
        return view

    return declare


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
