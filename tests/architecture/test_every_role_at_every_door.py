"""Everybody knocks at every door, with rows of their own and of others. Nobody gets further.

What should come back stands in answers.py, by hand; who reaches what in town.py. Neither asks
the code that is tried here. One town, built once; each knock is taken back before the next.
"""

import re
import uuid

import pytest
from django.db import transaction
from django.test import override_settings

from audit.vault import keys
from partners.models import Service
from tests.architecture import town
from tests.architecture.answers import CODE, DOORS, HOLDS, OPEN, WITHOUT_SECOND_STEP
from tests.architecture.doors import address, linked, names
from tests.architecture.town import EVERYBODY, INSIDE, MACHINES, NOBODYS, RESIDENTS

pytestmark = pytest.mark.django_db

API = {name for name in DOORS if name.startswith(("api-", "referral-"))}

# What a GET may write: its own line in the log, and who is signed in.
MAY_WRITE = {"audit_event", "audit_link", "audit_head", "django_session"}
# The day a machine's key was last used, once a day: so that keys nobody needs are seen.
MAY_WRITE_TOO = {"api_machinetoken"}


@pytest.fixture(scope="module")
def here(django_db_setup, django_db_blocker, tmp_path_factory):
    folder = str(tmp_path_factory.mktemp("town") / "keys")
    with django_db_blocker.unblock(), override_settings(VAULT_KEYS=folder):
        keys.make()
        whole = transaction.atomic()
        whole._from_testcase = True
        with whole:
            yield town.build(), folder
            transaction.set_rollback(True)


@pytest.fixture
def town_(here, settings):
    """The town, with the keys it was sealed to."""
    settings.VAULT_KEYS = here[1]
    return here[0]


def test_every_address_is_in_the_table():
    found = names()
    assert sorted(found) == sorted(set(found)), "two addresses have one name"
    assert set(found) == set(DOORS)


# --- What is expected ----------------------------------------------------------------------------


def may(who: str, name: str) -> bool:
    """Does *who* hold the right that the door takes?"""
    door = DOORS[name]
    if door.right in (OPEN, CODE):
        return door.right == OPEN or who in RESIDENTS
    return who in HOLDS[door.right]


def expected(who: str, name: str, method: str, row: str) -> tuple[set[int], str]:
    """The answers that are right, and where it leads. *row*: none, own, unfit, foreign, nobodys."""
    door = DOORS[name]
    if door.right == OPEN:
        return door.answers(method), ""
    if door.right == CODE:
        if who not in RESIDENTS:
            return ({302}, "/mailbox/") if method == "GET" else ({403}, "")
        return _beyond(door, method, row), ""
    if name in API:
        if who not in MACHINES or who == "ended_system":
            return {401}, ""
        return (_beyond(door, method, row) if who in HOLDS[door.right] else {403}), ""
    if who not in INSIDE:
        return ({302}, "/accounts/login/") if method == "GET" else ({401}, "")
    if who == "newcomer":
        if name in WITHOUT_SECOND_STEP:
            return door.answers(method) | {302}, ""
        return {302}, "/accounts/factors/"
    return (_beyond(door, method, row) if who in HOLDS[door.right] else {403}), ""


def _beyond(door, method: str, row: str) -> set[int]:
    """For whoever holds the right."""
    answers = door.answers(method)
    if answers == {405} or row in ("none", "own"):
        return answers
    if row == "unfit":
        return answers | door.unfit
    return answers if door.in_body and method == "GET" else {404}


def rows_for(here, who: str, name: str):
    """(what it is to *who*, the row, its key) for one door: a row of theirs, another's, none."""
    door = DOORS[name]
    if not door.kind:
        yield "none", None, None
        return
    everything, own = here.all(door.kind), here.reached(who, door.kind)
    fit = [row for row in everything if door.fits(row)]
    mine = [row for row in fit if row in own]
    others = [row for row in [*fit, *everything] if row not in own]
    if not may(who, name):
        yield "foreign", fit[0], fit[0].pk
        return
    if own:
        yield ("own", mine[0], mine[0].pk) if mine else ("unfit", own[0], own[0].pk)
    if others:
        yield "foreign", others[0], others[0].pk
    if not door.in_body:
        yield "nobodys", fit[0], NOBODYS if isinstance(fit[0].pk, uuid.UUID) else 999_999


def url_of(name: str, pk) -> str:
    door = DOORS[name]
    kwargs = dict(door.fixed)
    if "service_pk" in kwargs:
        found = Service.objects.filter(organisation__name=kwargs["service_pk"])
        kwargs["service_pk"] = found.first().pk
    if pk is not None and not door.in_body:
        kwargs[door.key] = pk
    return address(name, **kwargs) + door.query


def knocks(here, who: str):
    """Every (name, method, kind of row, answer) of one visitor."""
    visitor = here.visitors[who]
    for name, door in DOORS.items():
        for row, instance, pk in rows_for(here, who, name):
            url = url_of(name, pk)
            yield name, "GET", row, visitor.knock("GET", url)
            if name == "api-requests":
                visitor.headers["Idempotency-Key"] = uuid.uuid4().hex
            yield name, "POST", row, visitor.knock("POST", url, door.body(here, instance))


# --- The tests -----------------------------------------------------------------------------------


@pytest.mark.parametrize("who", EVERYBODY)
def test_every_door_answers_as_it_should(town_, who):
    wrong = []
    for name, method, row, answer in knocks(town_, who):
        right, leads_to = expected(who, name, method, row)
        if answer.status not in right or not answer.location.startswith(leads_to):
            wrong.append(
                f"{method} {name} ({row}): {answer.status} {answer.location} {answer.error}, "
                f"not {sorted(right)} {leads_to}"
            )
        if method == "GET" and answer.wrote - MAY_WRITE - (MAY_WRITE_TOO if name in API else set()):
            wrong.append(f"GET {name} ({row}) writes {sorted(answer.wrote - MAY_WRITE)}")
    assert not wrong, "\n" + "\n".join(wrong)
