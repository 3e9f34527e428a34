"""Who is on call: theirs is the yes in an emergency, and they are told beside the team's leads."""

# ruff: noqa: F811 – a test is given the fixture of the name it is imported by

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from audit.guard import OutOfReach, Refused
from audit.models import Event
from intake.models import Duty
from intake.services import breaking_glass, conflicting, rostering
from tests.intake.test_breaking_glass import (  # noqa: F401 – fixtures
    MINUTE,
    clock,
    heard,
    ludde,
    open_it,
    opening,
    reaches,
)

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


def watch(user, by, begins=-HOUR, ends=8 * HOUR) -> Duty:
    now = timezone.now()
    return rostering.add(user_pk=user.pk, begins_at=now + begins, ends_at=now + ends, by=by)


def test_whoever_is_on_call_is_asked_and_says_yes(opening, clock, bjorn, lena, ludde):
    watch(ludde, lena)
    breaking_glass.ask_longer(opening.pk, by=bjorn)
    assert heard("GLASS_ASKED") == {f"accounts.user/{one.pk}" for one in (lena, ludde)}
    with pytest.raises(ValidationError) as refusal:
        breaking_glass.agree(opening.pk, by=lena)
    assert refusal.value.code == "on_call"
    breaking_glass.agree(opening.pk, by=ludde)
    clock.shift(90 * MINUTE)
    assert reaches(bjorn)


@pytest.mark.parametrize("when", ["over", "to come"])
def test_where_nobody_is_on_call_every_lead_may(opening, clock, bjorn, lena, ludde, when):
    times = {"over": (-HOUR, HOUR), "to come": (2 * HOUR, 3 * HOUR)}[when]
    watch(ludde, lena, *times)
    if when == "over":
        Duty.objects.update(ends_at=timezone.now())
    breaking_glass.ask_longer(opening.pk, by=bjorn)
    breaking_glass.agree(opening.pk, by=lena)
    clock.shift(90 * MINUTE)
    assert reaches(bjorn)


def test_nobody_on_call_agrees_to_their_own(clock, help_request, lena, ludde):
    watch(ludde, lena)
    own = open_it(help_request, ludde)
    breaking_glass.ask_longer(own.pk, by=ludde)
    with pytest.raises(ValidationError) as refusal:
        breaking_glass.agree(own.pk, by=ludde)
    assert refusal.value.code == "own_opening"
    assert breaking_glass.agree(own.pk, by=lena).longer_agreed_by == lena


def test_somebody_on_call_who_is_related_does_not_stand_in_the_way(
    opening, clock, help_request, bjorn, lena, ludde, south, reception
):
    watch(lena, ludde)
    conflicting.declare(help_request.pk, by=lena)
    breaking_glass.ask_longer(opening.pk, by=bjorn)
    assert breaking_glass.agree(opening.pk, by=ludde).longer_agreed_by == ludde


def test_only_a_lead_is_put_on_call_and_only_by_a_lead(house, amina, lena, loke):
    with pytest.raises(ValidationError) as refusal:
        watch(amina, lena)
    assert "user_pk" in refusal.value.message_dict
    for nobody in (amina, loke):
        with pytest.raises(Refused):
            watch(lena, nobody)


@pytest.mark.parametrize(
    ("begins", "ends"), [(HOUR, HOUR), (-2 * HOUR, -HOUR), (HOUR, timedelta(days=40))]
)
def test_a_watch_makes_sense(house, lena, begins, ends):
    with pytest.raises(ValidationError) as refusal:
        watch(lena, lena, begins, ends)
    assert "ends_at" in refusal.value.message_dict


def test_the_database_refuses_a_watch_that_ends_before_it_begins(house, lena):
    duty = watch(lena, lena)
    with pytest.raises(IntegrityError), transaction.atomic():
        Duty.objects.update(ends_at=duty.begins_at)


def test_a_watch_is_taken_away_and_both_are_in_the_log(house, lena):
    duty = watch(lena, lena)
    rostering.remove(duty.pk, by=lena)
    assert not Duty.objects.exists()
    lines = Event.objects.filter(deed__startswith="duty.").order_by("pk")
    assert list(lines.values_list("deed", flat=True)) == ["duty.add", "duty.remove"]
    with pytest.raises(OutOfReach):
        rostering.remove(duty.pk, by=lena)


def test_a_reviewer_of_the_log_clears_an_opening_the_same_day(
    opening, tell, bjorn, loke, help_request
):
    """They see who, why and when – neither words nor the request – and agree to nothing."""
    with pytest.raises(breaking_glass.Blocked):
        open_it(tell().help_request, bjorn)
    with pytest.raises(Refused):
        breaking_glass.agree(opening.pk, by=loke)
    breaking_glass.cosign(opening.pk, by=loke)
    assert not reaches(loke)
    assert open_it(tell().help_request, bjorn).opened_at


def test_the_pages_of_the_roster_and_of_the_openings(opening, lena, loke, client, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    client.force_login(lena)
    url = reverse("desk:duty")
    assert 'data-test="nobody"' in client.get(url).content.decode()
    assert client.post(url, {"user_pk": lena.pk}).status_code == 200
    told = {"user_pk": lena.pk, "begins_at": "2027-03-01T21:00", "ends_at": "2027-03-02T07:00"}
    assert client.post(url, told).status_code == 302
    assert 'data-test="nobody"' not in client.get(url).content.decode()
    client.force_login(loke)
    page = client.get(reverse("desk:openings")).content.decode()
    assert 'data-test="cosign"' in page
    assert 'data-test="agree"' not in page
    assert client.get(url).status_code == 403
