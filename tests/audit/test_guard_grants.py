"""A grant says who gave it, why, through which deed and until when – and then it is over."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from audit import guard, trail
from audit.models import Event
from audit.services import running_out
from intake.models import IN_LINE, HelpRequest, HelpRequestConflict, HelpRequestGrant
from tests.stage import stopped

NOON = "2027-03-01 12:00+01:00"
AN_HOUR = timedelta(hours=1)


@trail.act
def lend(row, group, by, **terms):
    guard.grant(group, row, by=by, **terms)


@trail.act
def take_back(row, by, group=None):
    guard.revoke(row, by=by, group=group)


def listed(user):
    place = guard.place_of(user)
    return list(HelpRequest.objects.first_visible(place, *IN_LINE, most=100))


clock = stopped(NOON)


def test_a_grant_says_who_gave_it_why_and_for_how_long(clock, help_request, south, amina):
    until = timezone.now() + AN_HOUR
    lend(help_request, south.group, amina, reason="urgent", until=until, source="glass.open")
    grant = HelpRequestGrant.objects.get()
    assert (grant.given_by, grant.given_at) == (f"user/{amina.pk}", timezone.now())
    assert (grant.reason, grant.until, grant.source) == ("urgent", until, "glass.open")
    facts = Event.objects.get(deed="guard.grant").facts
    assert facts == {
        "group": south.group_id, "reason": "urgent", "source": "glass.open",
        "until": until.isoformat(timespec="seconds"),
    }  # fmt: skip


def test_a_reason_in_words_is_refused_and_nothing_is_granted(help_request, south, amina):
    with pytest.raises(TypeError):
        lend(help_request, south.group, amina, reason="Kim ringde mig")
    assert not HelpRequestGrant.objects.exists()


def test_a_grant_gives_reach_until_its_end_and_not_a_moment_longer(
    clock, help_request, south, amina, bjorn
):
    lend(help_request, south.group, amina, until=timezone.now() + AN_HOUR)
    clock.shift(AN_HOUR - timedelta(microseconds=1))
    assert HelpRequest.objects.visible_to(bjorn).get() == help_request == listed(bjorn)[0]
    clock.shift(timedelta(microseconds=1))
    assert not HelpRequest.objects.visible_to(bjorn).exists()
    assert listed(bjorn) == []
    with pytest.raises(guard.OutOfReach):
        guard.reach(HelpRequest.objects, help_request.pk, by=bjorn, right="intake.read_request")


def test_the_page_is_gone_with_the_grant(
    clock, client, settings, help_request, south, amina, bjorn
):
    settings.SECOND_FACTOR_REQUIRED = False
    client.force_login(bjorn)
    lend(help_request, south.group, amina, until=timezone.now() + AN_HOUR)
    address = reverse("desk:request", args=[help_request.pk])
    assert client.get(address).status_code == 200
    clock.shift(AN_HOUR)
    assert client.get(address).status_code == 404
    assert help_request.reference not in client.get(reverse("desk:queue")).content.decode()


def test_a_longer_grant_is_not_made_shorter_and_a_shorter_one_is_given_anew(
    clock, help_request, south, amina, lena
):
    lend(help_request, south.group, amina, until=timezone.now() + AN_HOUR)
    lend(help_request, south.group, lena, until=timezone.now() + AN_HOUR / 2)
    assert HelpRequestGrant.objects.get().given_by == f"user/{amina.pk}"
    lend(help_request, south.group, lena, until=timezone.now() + 2 * AN_HOUR)
    assert HelpRequestGrant.objects.get().given_by == f"user/{lena.pk}"
    lend(help_request, south.group, lena)
    lend(help_request, south.group, amina, until=timezone.now() + AN_HOUR)
    assert HelpRequestGrant.objects.get().until is None
    assert Event.objects.filter(deed="guard.grant").count() == 3


def test_one_that_has_run_out_can_be_given_again(clock, help_request, south, amina, bjorn):
    lend(help_request, south.group, amina, until=timezone.now() + AN_HOUR)
    clock.shift(2 * AN_HOUR)
    lend(help_request, south.group, amina, until=timezone.now() + AN_HOUR)
    assert HelpRequest.objects.visible_to(bjorn).exists()


def test_what_has_run_out_is_removed_by_the_clock_with_a_line(clock, help_request, south, amina):
    lend(help_request, south.group, amina, until=timezone.now() + AN_HOUR)
    assert running_out.sweep() == 0
    clock.shift(AN_HOUR)
    assert running_out.sweep() == 1
    assert running_out.sweep() == 0
    event = Event.objects.get(deed="guard.revoke")
    assert (event.actor, event.facts) == ("clock", {"group": south.group_id})
    assert (event.about, event.subject) == (trail.name_of(help_request), help_request.subject)
    assert not HelpRequestGrant.objects.exists()


def test_taking_back_names_each_group_it_is_taken_from(help_request, south, reception, amina):
    lend(help_request, south.group, amina)
    lend(help_request, reception.group, amina)
    take_back(help_request, amina, south.group)
    assert HelpRequestGrant.objects.get().group == reception.group
    take_back(help_request, amina)
    revoked = [event.facts["group"] for event in Event.objects.filter(deed="guard.revoke")]
    assert revoked == [south.group_id, reception.group_id]


def test_a_group_of_one_is_one_persons(help_request, amina, bjorn, lena):
    @trail.act
    def named():
        guard.grant(guard.group_of_one(bjorn), help_request, by=lena, until=None)

    named()
    assert guard.group_of_one(bjorn) == guard.group_of_one(bjorn)
    assert list(guard.group_of_one(bjorn).user_set.all()) == [bjorn]
    assert HelpRequest.objects.visible_to(bjorn).exists()


def test_deleting_a_request_leaves_no_grant_and_no_conflict(help_request, south, amina, bjorn):
    lend(help_request, south.group, amina)

    @trail.act
    def step_aside():
        guard.stand_aside(help_request, by=bjorn)

    step_aside()
    HelpRequest.objects.filter(pk=help_request.pk).delete()
    assert not HelpRequestGrant.objects.exists()
    assert not HelpRequestConflict.objects.exists()


def test_somebody_without_groups_asks_the_database_nothing_more(help_request, loke):
    place = guard.place_of(loke)
    with CaptureQueriesContext(connection) as captured:
        assert list(HelpRequest.objects.first_visible(place, *IN_LINE, most=100)) == []
    assert len(captured) == 0
