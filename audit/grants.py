"""What is guarded: rows that belong to somebody, to whom they are granted, and who is related.

Grants and conflicts have direct foreign keys and indexes of their own: a list is as long as
what is shown, however many there are.
"""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import Group
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from guardian.models import GroupObjectPermissionBase

from audit.actors import Guest


class GrantQuerySet(models.QuerySet):
    def in_force(self, now=None):
        """Without an end, or not yet at it. At the very moment of its end it is over."""
        return self.filter(Q(until__isnull=True) | Q(until__gt=now or timezone.now()))

    def run_out(self, now=None):
        return self.filter(until__lte=now or timezone.now())


class Grant(GroupObjectPermissionBase):
    """One row within reach of one group, for a while: a partner, a named colleague.

    Abstract; subclassed beside each model with a direct foreign key *content_object*.
    *reason* and *source* are codes: why, and which deed gave it.
    """

    given_by = models.CharField(_("given by"), max_length=60, blank=True, editable=False)
    given_at = models.DateTimeField(_("from"), default=timezone.now, editable=False)
    until = models.DateTimeField(_("until"), null=True, editable=False)
    reason = models.CharField(_("reason"), max_length=40, blank=True, editable=False)
    source = models.CharField(_("given through"), max_length=60, blank=True, editable=False)

    objects = GrantQuerySet.as_manager()

    class Meta(GroupObjectPermissionBase.Meta):
        abstract = True
        indexes = [
            models.Index(fields=["group", "until", "content_object"]),
            models.Index(fields=["until"], condition=Q(until__isnull=False), name="%(class)s_ends"),
        ]

    def lasts(self, until: datetime | None) -> bool:
        """In force, and at least until then."""
        if self.until is None:
            return True
        return until is not None and self.until >= until and self.until > timezone.now()


def grant_kinds() -> list[type[Grant]]:
    """Every kind of grant there is, in whichever room."""
    return [model for model in apps.get_models() if issubclass(model, Grant)]


class Conflict(models.Model):
    """Somebody is related to what this row is about: from then on it does not exist for them.

    Abstract; subclassed beside each model as grants are. Nobody is asked why.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    declared_at = models.DateTimeField(_("said"), default=timezone.now, editable=False)

    class Meta:
        abstract = True
        unique_together = [("user", "content_object")]

    def __str__(self):
        return f"conflict {self.pk}"


@dataclass(frozen=True)
class Place:
    """Where somebody stands: who they are, and the groups that give all their reach."""

    user: models.Model
    groups: list[int]


def place_of(user) -> Place:
    return Place(user, groups_of(user))


def groups_of(user) -> list[int]:
    """Where somebody belongs: their teams, their organisation."""
    if not user.is_active or user.has_expired:
        return []
    return list(user.groups.values_list("pk", flat=True))


def name_of_one(user) -> str:
    return f"user/{user.pk}"


def group_of_one(user) -> Group:
    """For what is granted to one named person: a group that nobody else ever belongs to."""
    group, _is_new = Group.objects.get_or_create(name=name_of_one(user))
    user.groups.add(group)
    return group


class ReachQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Rows of the user's own units, and rows granted to one of their groups.

        Never those they are related to. The groups are fetched first: as a subquery inside
        the OR they cost SQLite ten times as much. A superuser reaches nothing more. A guest
        reaches one row, for as long as their organisation does.
        """
        if isinstance(user, Guest):
            return self.filter(pk=user.row, pk__in=self._granted([user.group]))
        return self.visible_from(place_of(user))

    def visible_from(self, place: Place):
        """visible_to(), for a page that asks for several kinds of rows: the groups are known."""
        groups = place.groups
        reached = Q(self._open_to_units(), unit__in=groups) | Q(pk__in=self._granted(groups))
        return self.filter(reached).exclude(self._related_to(place.user))

    def listed_from(self, place: Place):
        """visible_from(), for a list: what each way in gives, found by an index of its own.

        An “or” beside an order makes either database look through everybody's rows, however few
        are theirs. What is asked for before this call is asked on each way: narrow first.
        """
        rows = self.order_by().values("pk")
        own = rows.filter(self._open_to_units(), unit__in=place.groups)
        granted = rows.filter(pk__in=self._granted(place.groups))
        listed = self.filter(pk__in=own.union(granted, all=True))
        return listed.exclude(self._related_to(place.user))

    def first_visible(self, place: Place, *order: str, most: int):
        """The head of visible_to() in *order*, for whoever stands at *place*.

        At most *most* rows of each unit, read from the unit's own index, and what was
        granted: the head of a long line costs no more than that of a short one.
        """
        if not place.groups:
            return self.none()
        rows, free = self.model.objects.values("pk"), self.exclude(self._related_to(place.user))
        narrow = free.filter(self._open_to_units()).order_by(*order).values("pk")
        heads = [rows.filter(pk__in=narrow.filter(unit=group)[:most]) for group in place.groups]
        granted = free.filter(pk__in=self._granted(place.groups)).order_by().values("pk")
        return self.model.objects.filter(pk__in=granted.union(*heads)).order_by(*order)

    def _open_to_units(self) -> Q:
        """Which rows their own unit reaches. A room may keep some for those it grants them to."""
        return Q()

    def _granted(self, groups: list[int]):
        grants = self.model.grants.rel.related_model.objects.in_force()
        return grants.filter(group__in=groups).values("content_object")

    def _related_to(self, user) -> Q:
        """Rows that somebody has said they are related to. A room may add what hangs on them."""
        if not hasattr(self.model, "conflicts"):
            return Q()
        conflicts = self.model.conflicts.rel.related_model.objects
        return Q(pk__in=conflicts.filter(user=user).values("content_object"))


class GuardedRow(models.Model):
    """A row that belongs to somebody. No unit: only those it is granted to reach it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    unit = models.ForeignKey(Group, models.PROTECT, null=True, editable=False, related_name="+")

    objects = ReachQuerySet.as_manager()

    class Meta:
        abstract = True
