"""A Task is changed by the partner's system: only the version that it has seen, by one deed."""

import re

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError as NotUnderstood

from audit.guard import OutOfReach
from referrals.fhir import incoming, resources, rows
from referrals.models import Tombstone
from referrals.services import holding

A_VERSION = re.compile(r'(?:W/)?"([0-9a-f]{1,64})"')


def find(pk, *, by):
    """The referral, or what is left of it. Raises OutOfReach for anybody else's."""
    found = rows.under_way(by).filter(pk=pk).first() or rows.over(by).filter(task=pk).first()
    if found is None:
        raise OutOfReach
    return found


def update(pk, told, if_match: str | None, *, by, scopes):
    """Do what the change asks for. Whatever comes between is noticed while the row is held."""
    row, version = find(pk, by=by), _version(if_match)
    now = resources.task(row)
    _require_this(pk, told)
    if now["meta"]["versionId"] != version:
        raise holding.ChangedSince
    if isinstance(row, Tombstone):
        raise ValidationError(_("It has ended, and what has ended never changes."), code="ended")
    deed = incoming.deed_of(row, now, told)
    if deed is None:
        return row
    if deed.right not in scopes:
        raise PermissionDenied
    with holding.only_if(lambda: _stands_as(version, pk, by)):
        deed.call(pk, by=by, **deed.given)
    return find(pk, by=by)


def _stands_as(version: str, pk, by) -> bool:
    return resources.task(find(pk, by=by))["meta"]["versionId"] == version


def _version(if_match: str | None) -> str:
    seen = A_VERSION.fullmatch(if_match or "")
    if seen is None:
        raise NotUnderstood({"If-Match": [_("Send the ETag of the version you have seen.")]})
    return seen[1]


def _require_this(pk, told) -> None:
    is_task = isinstance(told, dict) and told.get("resourceType") == "Task"
    if not is_task or told.get("id") != str(pk):
        raise NotUnderstood({"Task.id": [_("Send the Task as it was read, with your changes.")]})
