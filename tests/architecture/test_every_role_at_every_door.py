"""Everybody knocks at every door, with rows of their own and of others. Nobody gets further.

What should come back stands in answers.py, by hand; who reaches what in town.py. Neither asks
the code that is tried here. One town, built once; each knock is taken back before the next.
"""

import re
import uuid
from difflib import ndiff

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection

from audit import guard
from config.accounts.models import User
from config.accounts.roles import ROLES, Role
from intake.services import admitting, reading
from partners.models import Service
from referrals.services import withdrawing
from tests.architecture.answers import CODE, DOORS, HOLDS, LISTS, OPEN, WITHOUT_SECOND_STEP
from tests.architecture.deeds import DEEDS, NO_RIGHT, use_cases
from tests.architecture.doors import address, declared, linked, taken_back, views
from tests.architecture.standing import here, town_
from tests.architecture.together import ABOUT_ONE, told_in_town
from tests.architecture.town import (
    EVERYBODY,
    INSIDE,
    MACHINES,
    MODELS,
    NOBODYS,
    RESIDENTS,
    reaches,
)

pytestmark = pytest.mark.django_db
__all__ = ["here", "town_"]

# What a use case says to somebody who may, when what it was told makes no sense or comes too early.
NOT_A_REFUSAL = (ValidationError, AttributeError, IntegrityError, reading.Unread)
API = {name for name in DOORS if name.startswith(("api-", "referral-", "enclosure-", "fhir-"))}

# What a GET may write: its own line in the log, and who is signed in.
MAY_WRITE = {"audit_event", "audit_link", "audit_head", "audit_personhead", "django_session"}
MAY_WRITE_TOO = {
    # The day a machine's key was last used, once a day: so that keys nobody needs are seen.
    "referral-list": {"api_machinetoken"}, "referral-detail": {"api_machinetoken"},
    "fhir-task-list": {"api_machinetoken"}, "fhir-task": {"api_machinetoken"},
    "fhir-request-list": {"api_machinetoken"}, "fhir-request": {"api_machinetoken"},
    # allauth remembers that somebody has seen their own recovery codes.
    "mfa_view_recovery_codes": {"mfa_authenticator"},
    "mfa_download_recovery_codes": {"mfa_authenticator"},
}  # fmt: skip


def test_every_address_is_in_the_table():
    found = [name for name, _view in views()]
    assert sorted(found) == sorted(set(found)), "two addresses have one name"
    assert set(found) == set(DOORS)


def test_every_view_declares_the_right_in_the_table():
    """Also where a second check behind it would answer the same."""
    due = {name: OPEN if door.right == CODE else door.right for name, door in DOORS.items()}
    assert {name: declared(view) for name, view in views()} == due


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
        if name in WITHOUT_SECOND_STEP:  # who has no second step has no spare codes either
            return door.answers(method) | {302, 404}, ""
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
    own_keys = {row.pk for row in own}
    fit = here.fitting(name, door)
    mine = [row for row in fit if row.pk in own_keys]
    others = [row for row in [*fit, *everything] if row.pk not in own_keys]
    others = [row for row in others if not here.was_theirs(who, row)]
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


def is_tried_here(who: str, name: str) -> bool:
    """Whoever lacks the right is refused before a row is asked for, whatever the database.

    On SQLite everybody is; on PostgreSQL one of ours at each door, another one at the next.
    """
    if connection.vendor != "postgresql" or may(who, name):
        return True
    strangers = [one for one in INSIDE if one != "newcomer" and not may(one, name)]
    return who == strangers[list(DOORS).index(name) % len(strangers)]


def knocks(here, who: str):
    """Every (name, method, kind of row, answer) of one visitor."""
    visitor = here.visitors[who]
    for name, door in DOORS.items():
        if not is_tried_here(who, name):
            continue
        for row, instance, pk in rows_for(here, who, name):
            url = url_of(name, pk)
            yield name, "GET", row, visitor.knock("GET", url)
            if name == "api-requests":
                visitor.headers["Idempotency-Key"] = uuid.uuid4().hex
            yield name, "POST", row, visitor.knock("POST", url, door.body(here, instance))


# --- The tests -----------------------------------------------------------------------------------


@pytest.mark.parametrize("who", EVERYBODY)
def test_every_door_answers_as_it_should(town_, who):
    """The status and where it leads; a row of another answers like one that never was. And only
    where one person's words open does it say who somebody is and what they need (together.py).
    """
    wrong, missing, told = [], {}, told_in_town()
    for name, method, row, answer in knocks(town_, who):
        right, leads_to = expected(who, name, method, row)
        if answer.status not in right or not answer.location.startswith(leads_to):
            wrong.append(
                f"{method} {name} ({row}): {answer.status} {answer.location} {answer.error}, "
                f"not {sorted(right)} {leads_to}"
            )
        if name not in ABOUT_ONE and (both := told.on(answer.text)):
            wrong.append(f"{method} {name} ({row}) says who and why: {both}")
        written = answer.wrote - MAY_WRITE - MAY_WRITE_TOO.get(name, set())
        if method == "GET" and written:
            wrong.append(f"GET {name} ({row}) writes {sorted(written)}")
        if answer.status == 404 and row in ("foreign", "nobodys"):
            first = missing.setdefault((name, method), answer)
            if plain(first.text) != plain(answer.text):
                wrong.append(
                    f"{method} {name}: a foreign row is told from one that never was, "
                    f"{difference(first.text, answer.text)}"
                )
    assert not wrong, listing(wrong)


def test_every_door_is_opened_by_somebody_with_a_fitting_row(town_):
    """Otherwise the table would say something that nobody has tried."""
    opened = {
        name
        for name in DOORS
        for who in EVERYBODY
        if (who in INSIDE) != (name in API) and may(who, name)
        for row, _instance, _pk in rows_for(town_, who, name)
        if row in ("none", "own")
    }
    residents = {name for name, door in DOORS.items() if door.right == CODE}
    assert opened | residents == set(DOORS)
    assert town_.reached("kim", "consent")


@pytest.mark.parametrize("shown", LISTS, ids=lambda one: one.name)
def test_what_is_listed_is_what_opens(town_, shown):
    """Both ways, for everybody who may look; and it is what is theirs."""
    wrong, told = [], told_in_town()
    for who in (*INSIDE, *MACHINES):
        is_door_of_theirs = (who in MACHINES) == (shown.detail in API) and who != "ended_system"
        if not is_door_of_theirs or not (may(who, shown.name) and may(who, shown.detail)):
            continue
        rows, visitor = town_.all(shown.kind), town_.visitors[who]
        theirs = {str(row.pk) for row in rows if reaches(town_, who, row)}
        due = {
            str(row.pk) for row in rows if reaches(town_, who, row) and shown.holds(town_, who, row)
        }
        pages = [visitor.knock("GET", url).text for url in shown.pages()]
        wrong += [f"{who}: a list says who and why: {both}" for both in map(told.on, pages) if both]
        listed = {
            pk
            for page in pages
            for pk in linked(page, shown.detail, [row.pk for row in rows], **shown.fixed)
        }
        opened = {str(row.pk) for row in rows if town_.opens(shown, visitor, row)}
        if listed != due:
            wrong.append(f"{who}: listed too much {listed - due}, too little {due - listed}")
        if not listed <= opened or (shown.is_whole and opened != theirs):
            wrong.append(f"{who}: opens {opened ^ theirs}, listed and shut {listed - opened}")
    assert not wrong, listing(wrong)


def test_registrations_are_those_of_the_own_organisation(town_):
    for who in HOLDS["intake.register_request"]:
        page = town_.visitors[who].knock("GET", address("portal:registrations")).text
        shown = {row.reference for row in town_.all("registration") if row.reference in page}
        assert shown == {row.reference for row in town_.reached(who, "registration")}
    assert town_.reached("stina", "registration")


def test_a_list_of_settings_asks_for_its_own_right(town_, monkeypatch):
    """Who configures partners need not be who edits the legal grounds."""
    narrowed = ROLES[Role.ADMINISTRATOR] - {"referrals.configure"}
    monkeypatch.setitem(ROLES, Role.ADMINISTRATOR, narrowed)
    adam = town_.visitors["adam"]
    for name in ("desk:settings_rows", "desk:setting_new"):
        assert adam.knock("GET", address(name, section="grounds")).status == 403
        assert adam.knock("GET", address(name, section="phones")).status == 200
    page = adam.knock("GET", address("desk:settings")).text
    assert address("desk:settings_rows", section="grounds") not in page


def test_the_log_shows_nobody_their_own_lines(town_):
    assert any(row.event.actor == town_.actors["loke"] for row in town_.all("line"))
    page = town_.visitors["loke"].knock("GET", address("desk:log")).text
    lines = {str(row.pk): row for row in town_.all("line")}
    listed = set(re.findall(r"/desk/log/lines/(\d+)/", page)) & set(lines)
    assert listed
    assert {lines[pk].event.actor for pk in listed}.isdisjoint({town_.actors["loke"]})


@pytest.mark.parametrize("kind", ["request", "concern", "referral", "tombstone", "registration"])
def test_the_row_itself_asks_again(town_, kind):
    """Without any page: the guard wants the right and the reach, from everybody, each time.

    Each right with a row of theirs and another's; each row with a right that they hold.
    """
    wrong, rows, tried = [], MODELS[kind]._default_manager, town_.all(kind)[:12]
    for who in {*INSIDE, "expired", "inactive"} - {
        "newcomer"
    }:  # the second step is asked for by pages
        user = User.objects.get(email__startswith=f"{who}@")
        mine = [row for row in tried if reaches(town_, who, row)]
        few = [*mine[:1], *[row for row in tried if row not in mine][:1]]
        held = next((right for right, holders in HOLDS.items() if who in holders), None)
        with taken_back():
            for right, holders in HOLDS.items():
                for row in tried if right == held else few:
                    got = _outcome(guard.hold, rows, row.pk, by=user, right=right)
                    if got != _due(who in holders, row in mine):
                        wrong.append(f"{who} {right} {kind} {row.pk}: {got}")
    assert not wrong, listing(wrong)


def test_whoever_is_out_reaches_no_row(town_):
    """Their groups are still there; the queryset alone keeps everything from them."""
    for who in ("expired", "inactive"):
        user = User.objects.get(email__startswith=f"{who}@")
        for kind in ("request", "concern", "referral", "tombstone", "registration"):
            assert not MODELS[kind].objects.visible_to(user).exists()


def test_a_resident_takes_back_no_consent_but_their_own(town_):
    """Also without the page."""
    consent = town_.reached("kim", "consent")[0]
    robin = admitting.admit(town_.told["robin"].code)
    with taken_back(), pytest.raises(guard.OutOfReach):
        withdrawing.take_back(robin, consent.pk)


def test_every_use_case_is_in_the_table():
    assert set(use_cases()) == set(DEEDS) | set(NO_RIGHT)


@pytest.mark.parametrize("name", DEEDS)
def test_a_use_case_asks_again(town_, name):
    """Called without any page: 403 without the right, 404 without reach, and else it runs."""
    act, deed, wrong = use_cases()[name], DEEDS[name], []
    for who in {*INSIDE, "expired", "inactive"} - {"newcomer"}:
        user = User.objects.get(email__startswith=f"{who}@")
        holds = who in HOLDS[deed.right]
        for row, is_reached in _one_of_each(town_, who, deed):
            args = [row.pk] if row is not None else []
            with taken_back():
                got = _outcome(act, *args, by=user, **deed.told(row))
            if got != _due(holds, is_reached):
                wrong.append(f"{name} by {who}, {'own' if is_reached else 'foreign'}: {got}")
    assert not wrong, listing(wrong)


def _one_of_each(here, who, deed):
    """A row of theirs and one of another's, each in the state that the deed is about."""
    if not deed.kind:
        return [(None, True)]
    fit = [row for row in here.all(deed.kind) if deed.fits(row)]
    mine = [row for row in fit if reaches(here, who, row)][:1]
    others = [row for row in fit if not reaches(here, who, row)][:1]
    return [(row, True) for row in mine] + [(row, False) for row in others]


def _outcome(act, *args, **told) -> str:
    try:
        act(*args, **told)
    except guard.Refused:
        return "refused"
    except guard.OutOfReach:
        return "out of reach"
    except NOT_A_REFUSAL:
        return "reached"
    return "reached"


def _due(holds: bool, is_reached: bool) -> str:
    if not holds:
        return "refused"
    return "reached" if is_reached else "out of reach"


def listing(wrong: list[str]) -> str:
    return "\n".join(["", *wrong[:40], f"{len(wrong)} deviations"])


def difference(one: str, other: str) -> list[str]:
    """The lines that two pages do not share."""
    lines = ndiff(plain(one).splitlines(), plain(other).splitlines())
    return [line.strip() for line in lines if line[0] in "+-"][:6]


def plain(page: str) -> str:
    """A page without what is new each time it is drawn."""
    page = re.sub(r'nonce="[^"]*"|name="csrfmiddlewaretoken" value="[^"]*"', "", page)
    page = re.sub(r"\d{4}-\d\d-\d\d \d\d:\d\d ·", "", page)  # when it was printed
    return re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}|(?<=/)\d+(?=/)", "", page)
