"""Keys for machines, issued by adam through the front door; and a municipality’s own sign-in."""

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client

from config.accounts.models import GroupRule
from config.accounts.roles import Role, rights_of, withheld_from
from config.api import issuing
from tests.config.oidc_house import a_provider, come


class Machine:
    """A system that comes in with a key."""

    def __init__(self, client, issued):
        self.client, self.token, self.key = client, issued.token, issued.key
        self.headers = {"Authorization": f"Bearer {issued.key}"}

    def get(self, address, **fields):
        return self.client.get(address, headers=self.headers, **fields)

    def post(self, address, body=None, headers=None, **fields):
        return self.client.post(
            address, body or {}, content_type="application/json",
            headers={**self.headers, **(headers or {})}, **fields,
        )  # fmt: skip


def a_machine(client, by, role, organisation=None, scopes=None, **fields) -> Machine:
    given = {"name": "A system", "days": 30, **fields}
    issued = issuing.issue(
        by=by, role=role, organisation=organisation,
        scopes=_all_of(role, organisation) if scopes is None else scopes, **given,
    )  # fmt: skip
    return Machine(client, issued)


def _all_of(role, organisation) -> list[str]:
    kind = organisation and organisation.kind
    return sorted(right for right in rights_of(role) if kind not in withheld_from(right))


@pytest.fixture
def e_service(client, adam, north):
    return a_machine(client, adam, Role.E_SERVICE)


@pytest.fixture
def provider(settings, house):
    cache.clear()
    with a_provider() as found:
        settings.OIDC_PROVIDERS = [found.trusted()]
        yield found


def a_rule(group, role, organisation, teams=(), **fields) -> GroupRule:
    rule = GroupRule(
        provider="kommunen", group=group, role=role, organisation=organisation, **fields
    )
    rule.full_clean()
    rule.save()
    rule.teams.set(teams)
    return rule


@pytest.fixture
def allowed(provider, house):
    """Whoever is in this group may be a social worker of ours."""
    return a_rule("lotsen-norr", Role.SOCIAL_WORKER, house)


@pytest.fixture
def bound(provider, amina, allowed):
    """Amina has come by the municipality's own sign-in once, and left again."""
    come(Client(), provider)
    UserSession.objects.all().delete()
    Session.objects.all().delete()
    return amina
