"""The person changes how they may be reached: the partner sees today's rules, and hears of it."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from audit.models import Event, Outgoing
from audit.trail import name_of
from intake.services import reaching
from referrals.services import following_up, keeping_up, reading, trying

TOLD = "referrals.NEW_RULES"


@pytest.fixture
def changed(accepted, resident):
    """Somebody else reads the address now, and it is the telephone that may be used."""
    reaching.change(resident, way="phone", phone="070-174 06 11", hours="evening", is_shared=True)
    return accepted


def notices(to) -> int:
    return Outgoing.objects.filter(notice=TOLD, to=name_of(to)).count()


def test_the_rules_a_partner_reads_are_those_that_hold_now(changed, clara):
    opened = reading.open_package(changed.pk, by=clara, purpose="help")
    assert (opened.rules["way"], opened.rules["hours"]) == ("phone", "evening")
    assert opened.rules["is_shared"]
    assert opened.rules_changed


def test_what_was_not_changed_is_not_said_to_be(accepted, clara):
    opened = reading.open_package(accepted.pk, by=clara, purpose="help")
    assert opened.rules["way"] == "email"
    assert not opened.rules_changed


def test_an_attempt_is_weighed_by_the_rules_that_hold_now(changed, clara):
    with pytest.raises(ValidationError) as refusal:
        trying.attempt(changed.pk, way="email", by=clara)
    assert refusal.value.error_dict["way"][0].code == "wrong_way"


@pytest.mark.parametrize("door", ["package", "attempt"])
def test_the_page_says_that_they_have_changed(door, changed, clara, at):
    browser, url = at(clara), reverse(f"portal:{door}", args=[changed.pk])
    shown = browser.post(url, {"purpose": "help"}) if door == "package" else browser.get(url)
    assert "har ändrat hur de får nås" in shown.content.decode()


def test_the_partner_and_we_are_told_once(changed, youth_centre, help_request):
    assert [keeping_up.sweep(), keeping_up.sweep()] == [1, 0]
    assert notices(youth_centre) == 1
    team = name_of(help_request.unit.team)
    assert Outgoing.objects.filter(notice="referrals.NEWS", to=team).exists()
    assert Event.objects.get(deed="referral.wishes").about.endswith(str(changed.pk))


def test_a_second_change_is_told_again(changed, resident, youth_centre):
    keeping_up.sweep()
    reaching.change(resident, way="none")
    assert keeping_up.sweep() == 1
    assert notices(youth_centre) == 2


def test_nobody_is_told_who_cannot_open_it(sent, resident, youth_centre, clara):
    reaching.change(resident, way="phone", phone="070-174 06 11")
    assert keeping_up.sweep() == 0


def test_whoever_has_ended_is_not_told(changed, carl, youth_centre):
    following_up.give_back(changed.pk, reason="capacity", by=carl)
    assert keeping_up.sweep() == 0
    assert notices(youth_centre) == 0


def test_where_no_way_to_reach_them_was_told_nobody_is_told(accepted, resident):
    package = accepted.package
    package.rules = {}
    package.save(update_fields=["rules"])
    reaching.change(resident, way="none")
    assert keeping_up.sweep() == 0
    assert keeping_up.rules_now(package) == keeping_up.RulesNow()
