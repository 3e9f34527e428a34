"""Keys for machines, issued by adam through the front door."""

import pytest

from config.accounts.roles import Role, rights_of
from config.api import issuing


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
        scopes=sorted(rights_of(role)) if scopes is None else scopes, **given,
    )  # fmt: skip
    return Machine(client, issued)


@pytest.fixture
def e_service(client, adam, north):
    return a_machine(client, adam, Role.E_SERVICE)
