"""The matrix is the only source of rights: not a flag, not a row, not the past."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.utils import timezone

from config.accounts.roles import EVERY_RIGHT, ROLES

pytestmark = pytest.mark.django_db

RIGHTS = [right for right, _label in EVERY_RIGHT]


def test_a_superuser_holds_no_right_at_all(sofia):
    assert not [right for right in RIGHTS if sofia.has_perm(right)]


def test_a_stray_permission_row_gives_nothing(dag):
    dag.user_permissions.set(Permission.objects.all())
    assert {right for right in RIGHTS if dag.has_perm(right)} == ROLES[dag.role]


def test_rights_end_with_the_account(amina):
    assert amina.has_perm("intake.read_request")
    amina.expires_at = timezone.now() - timedelta(seconds=1)
    assert not [right for right in RIGHTS if amina.has_perm(right)]
    amina.expires_at, amina.is_active = None, False
    assert not [right for right in RIGHTS if amina.has_perm(right)]


def test_every_right_is_given_to_some_role():
    assert set(RIGHTS) == set().union(*ROLES.values())
