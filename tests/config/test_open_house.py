"""A new house: lists to start from, and somebody who can let the others in."""

import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from config.accounts.models import Invitation, User
from config.accounts.roles import Role
from config.accounts.services import joining
from config.management.commands import prepare
from partners.models import Organisation, PublicText, Topic
from referrals.models import LegalGround

pytestmark = pytest.mark.django_db


def open_house(email="ada@tallsunda.example"):
    said = StringIO()
    call_command("open_house", "Tallsunda kommun", email, stdout=said)
    return said.getvalue()


def test_a_new_house_has_topics_grounds_and_texts_and_its_own_organisation():
    open_house()
    assert Topic.objects.count() == 19
    assert LegalGround.objects.filter(code="young_crime_prevention").exists()
    assert PublicText.objects.count() == len(PublicText.Key) - 1  # “before”: the page's own words
    assert Organisation.objects.get(is_ours=True)


def test_the_link_on_the_console_makes_the_first_administrator():
    token = re.search(r"/accounts/join/([^/\s]+)/", open_house()).group(1)
    user = joining.accept(token, password="a long password for the first day")
    assert user.role == Role.ADMINISTRATOR


def test_it_keeps_what_the_municipality_has_changed():
    open_house()
    Topic.objects.filter(code="economy").update(label={"sv": "Pengar"})
    open_house("berit@tallsunda.example")
    assert Topic.objects.get(code="economy").label == {"sv": "Pengar"}
    assert Invitation.objects.count() == 2


def test_it_is_no_way_in_once_there_is_an_administrator():
    token = re.search(r"/accounts/join/([^/\s]+)/", open_house()).group(1)
    joining.accept(token, password="a long password for the first day")
    with pytest.raises(CommandError):
        open_house("mallory@elsewhere.example")
    assert User.objects.count() == 1


def test_something_that_is_no_address_is_refused():
    with pytest.raises(CommandError):
        open_house("nobody")
    assert not Topic.objects.exists()


def test_the_embedded_database_is_its_owners_to_read_alone(tmp_path, settings):
    """Also where its folder was there before, and open: it holds what a signed-in browser shows."""
    path = tmp_path / "town.sqlite3"
    path.touch(0o644)
    settings.DATABASE = {"ENGINE": "django.db.backends.sqlite3", "NAME": str(path)}
    prepare.Command()._shut()
    assert path.stat().st_mode & 0o777 == 0o600
    for name in (":memory:", "file:memorydb?mode=memory"):
        settings.DATABASE = settings.DATABASE | {"NAME": name}
        prepare.Command()._shut()
