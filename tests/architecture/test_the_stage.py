"""What stands for many tests (tests/stage.py) is new to each of them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from audit.models import Event
from config.accounts.models import User
from intake.models import HelpRequest
from tests.stage import stopped

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("turn", ["first", "second"])
def test_what_one_test_changes_no_other_sees(turn, amina, help_request):
    assert amina.name == User.objects.get(pk=amina.pk).name == "Amina"
    assert HelpRequest.objects.get().reference == help_request.reference
    amina.name = "Somebody else"
    amina.save()
    HelpRequest.objects.update(reference="changed")


def test_whoever_was_asked_for_before_is_gone(lena):
    """It runs after those above: fixtures stand in the order of their definitions."""
    assert list(User.objects.all()) == [lena]
    assert not HelpRequest.objects.exists()


def test_two_that_belong_together_are_one_object(told, help_request, north):
    assert told.help_request is help_request
    help_request.refresh_from_db()
    assert help_request.unit.team == north


clock = stopped("2027-03-01 09:00+01:00")


@pytest.mark.parametrize("turn", ["first", "second"])
def test_with_a_stopped_clock_everybody_comes_on_at_that_moment(turn, clock, amina):
    assert Event.objects.latest("pk").at == timezone.now()
    clock.shift(timedelta(days=1))


def test_whoever_is_asked_for_before_it_stops_was_there_before(amina, clock):
    assert Event.objects.latest("pk").at < timezone.now() - timedelta(hours=1)
