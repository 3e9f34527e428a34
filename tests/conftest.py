"""The cast. Everyone has one fixed place, so a test's name says what should happen.

amina   social worker, team North          bjorn   social worker, team South
lena    team lead, team North              rut     social worker, the reception
clara   youth centre, member               carl    youth centre, lead
dag     debt advice (civil society)        petra   police
stina   school registrar                   loke    log reviewer
adam    administrator                      sofia   superuser, member of nothing
"""

import gc
import os
import shutil
from datetime import date, time, timedelta

import pytest
from _pytest import runner
from django.core.cache import caches
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.test import override_settings
from django.utils import timezone
from pytest_django.plugin import blocking_manager_key

from audit import append_only
from audit.actors import ANYBODY, CLOCK
from audit.vault import keys, receipts
from config.accounts.models import User
from config.accounts.roles import Role
from config.accounts.services import joining
from config.stack import roomy
from intake.models import About, AgeBand, Channel, Way
from intake.services import qualifying, receiving
from partners.models import (
    Area,
    Kind,
    Municipality,
    OpeningHours,
    Organisation,
    Topic,
)
from partners.services import directory
from referrals import finality
from tests import migrating, photographs, stage
from tests.stage import (
    by_their_beginning,
    cast,
    pytest_fixture_setup,
    pytest_runtest_setup,
    pytest_runtest_teardown,
)

__all__ = ["pytest_fixture_setup", "pytest_runtest_setup", "pytest_runtest_teardown"]

PASSWORD = "a long password for tests"

# A test lies deep under those that run it, and calls much; so does a browser's page in its thread.
roomy(runner.runtestprotocol)
roomy(WSGIHandler.__call__)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection_modifyitems(items):
    """Who uses the database is marked so: nobody else need run once more on PostgreSQL.

    It is no promise but a fact: in a test that is not marked, pytest-django refuses every query.
    """
    for item in items:
        asked = {"django_db_setup", "live_server"} & set(item.fixturenames)
        if asked or item.get_closest_marker("django_db"):
            item.add_marker("database")
    told = yield
    items.sort(key=by_their_beginning)
    return told


def pytest_sessionfinish():
    photographs.throw_all_away()


def pytest_collection_finish():
    """What is imported now stays: the garbage collector need not look through it all the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix, tmp_path_factory):
    """A worker's database is a copy of one that is migrated already, tables, triggers and all.

    On SQLite it is a file, so that a browser's server has connections of its own; nothing in it
    has to survive a power cut. On PostgreSQL a single test by hand runs the migrations.
    """
    database = connection.settings_dict
    if connection.vendor == "postgresql":
        database["TEST"]["TEMPLATE"] = os.environ.get("MIGRATED")
        return
    own = str(tmp_path_factory.mktemp("database") / "town.sqlite3")
    database["TEST"]["NAME"] = own
    database["OPTIONS"]["init_command"] = "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"
    shutil.copyfile(migrating.file(), own)


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_keepdb):
    """What was copied is not emptied first. (PostgreSQL copies by itself.)"""
    return django_db_keepdb or connection.vendor == "sqlite"


@pytest.fixture(scope="session")
def live_server(django_db_setup, live_server):
    """The database stands before the server looks at it. Else, where one file is run by hand, the
    server takes it for one in memory and lends its threads the test's own connection: now and then
    two of them use it at once, and Python dies.
    """
    return live_server


@pytest.fixture(scope="session")
def key_pair(tmp_path_factory):
    """Made once: a pair is written with care for power cuts, which takes its time."""
    folder = tmp_path_factory.mktemp("vault") / "keys"
    with override_settings(VAULT_KEYS=str(folder)):
        keys.make()
    return folder


@pytest.fixture(autouse=True)
def letter_box(key_pair, tmp_path, settings):
    """Every test has a folder of keys of its own."""
    settings.VAULT_KEYS = str(tmp_path / "keys")
    settings.SEALER_KEYS = str(tmp_path / "sealer")
    return shutil.copytree(key_pair, tmp_path / "keys")


@pytest.fixture(autouse=True)
def _empty_caches(settings):
    """What one test counted or kept for a minute is not another test's."""
    for name in settings.CACHES:
        caches[name].clear()


@pytest.fixture(autouse=True)
def _trail_lets_tests_clean_up(request):
    """A test that really commits empties the tables afterwards, which the triggers refuse."""
    commits = stage.commits(request.node)
    if commits:
        request.getfixturevalue("_django_db_helper")
    yield
    if commits:
        append_only.remove(connection)
        finality.remove(connection)


@pytest.hookimpl(wrapper=True, specname="pytest_runtest_teardown")
def pytest_triggers_come_back(item, nextitem):
    """The tables are empty, and the triggers come back for whoever is next."""
    yield
    if stage.commits(item) and nextitem is not None:
        with item.config.stash[blocking_manager_key].unblock():
            append_only.install(connection)
            finality.install(connection)


@cast
def house(db):
    """The town, set up: ourselves, two areas, topics and what is promised."""
    Municipality.objects.create(name="Tallsunda", promise_days=1)
    ours = directory.add_organisation(
        by=CLOCK, name="Tallsundas socialtjänst", kind=Kind.SOCIAL_SERVICES,
        secrecy=Organisation.Secrecy.STRONG, is_ours=True,
    )  # fmt: skip
    for weekday in range(5):
        OpeningHours.objects.create(
            organisation=ours, weekday=weekday, opens=time(8), closes=time(17)
        )
    for code, label in [("parenting", "Föräldraskap"), ("economy", "Ekonomi")]:
        Topic.objects.create(code=code, label={"sv": label, "en": code.capitalize()})
    return ours


@cast
def areas(db):
    codes = ("north", "south")
    return {code: Area.objects.create(code=code, name=code.capitalize()) for code in codes}


@cast
def north(house, areas):
    return directory.add_team(
        by=CLOCK, name="North", areas=[areas["north"]], takes_the_rest=True,
        email="north@tallsunda.example",
    )  # fmt: skip


@cast
def south(house, areas):
    return directory.add_team(by=CLOCK, name="South", areas=[areas["south"]])


@cast
def reception(house):
    return directory.add_team(by=CLOCK, name="Reception", kind="reception")


def _person(name, role, organisation, teams=()):
    return joining.join(
        by=CLOCK, email=f"{name}@tallsunda.example", name=name.capitalize(), role=role,
        organisation=organisation, teams=teams, password=PASSWORD,
    )  # fmt: skip


@cast
def amina(house, north):
    return _person("amina", Role.SOCIAL_WORKER, house, [north])


@cast
def bjorn(house, south):
    return _person("bjorn", Role.SOCIAL_WORKER, house, [south])


@cast
def lena(house, north):
    return _person("lena", Role.TEAM_LEAD, house, [north])


@cast
def rut(house, reception):
    """She is a qualified social worker (SoL 25:1)."""
    user = _person("rut", Role.SOCIAL_WORKER, house, [reception])
    qualifying.register(user_pk=user.pk, kind="socionom", from_on=date(2020, 1, 1), by=CLOCK)
    return user


def _partner(name, kind, secrecy, **fields):
    organisation = directory.add_organisation(
        by=CLOCK, name=name, kind=kind, secrecy=secrecy,
        agreement_until=timezone.localdate() + timedelta(days=365),
        email=f"{kind}@partner.example", **fields,
    )  # fmt: skip
    directory.add_service(
        organisation, by=CLOCK, name={"sv": f"Stöd från {name}", "en": f"Support from {name}"}
    )
    return organisation


@cast
def youth_centre(house):
    return _partner("Bryggan", Kind.YOUTH_CENTRE, Organisation.Secrecy.WEAK)


@cast
def debt_advice(house):
    return _partner("Skuldhjälpen", Kind.CIVIL_SOCIETY, Organisation.Secrecy.PRIVATE)


@cast
def police(house):
    return _partner("Polisen Tallsunda", Kind.POLICE, Organisation.Secrecy.STRONG)


@cast
def school(house):
    return _partner("Ekskolan", Kind.SCHOOL, Organisation.Secrecy.STRONG)


@cast
def clara(youth_centre):
    return _person("clara", Role.PARTNER_MEMBER, youth_centre)


@cast
def carl(youth_centre):
    return _person("carl", Role.PARTNER_LEAD, youth_centre)


@cast
def dag(debt_advice):
    return _person("dag", Role.PARTNER_MEMBER, debt_advice)


@cast
def petra(police):
    return _person("petra", Role.PARTNER_MEMBER, police)


@cast
def stina(school):
    return _person("stina", Role.REGISTRAR, school)


@cast
def loke(house):
    return _person("loke", Role.LOG_REVIEWER, house)


@cast
def adam(house):
    return _person("adam", Role.ADMINISTRATOR, house)


@cast
def sofia(house):
    return User.objects.create_superuser("sofia@tallsunda.example", PASSWORD, name="Sofia")


STORY = "Jag kan inte betala hyran."


@cast
def told(north, areas):
    """Somebody in the north has written. .code is their receipt code."""
    return receiving.submit(
        by=ANYBODY, ticket=receipts.new_ticket(), story=STORY, about=About.SELF,
        age_band=AgeBand.FROM_25, area=areas["north"], language="sv", channel=Channel.WEB,
        contact={"way": Way.EMAIL, "email": "kim@example.org", "name": "Kim Exempel"},
    )  # fmt: skip


@cast
def help_request(told):
    return told.help_request
