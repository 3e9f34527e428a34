"""Did it help? Three answer. Where two who know do not say the same, one of ours looks into it."""

from itertools import product

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from audit.actors import Resident
from audit.guard import OutOfReach, Refused
from audit.models import Event, Outgoing
from referrals.models import Goal, Outcome, Referral, differing, with_views
from referrals.services import comparing, following_up, reporting
from tests.referrals.conftest import results_of

VIEWS = ("helped", "partly", "not", "unknown")
KNOWN = ("helped", "partly", "not")
# What the partner tells goal by goal, for each view of it.
TOLD = {
    "helped": ["met", "met"], "partly": ["met", "not"], "not": ["not", "not_tried"],
    "unknown": ["", ""],
}  # fmt: skip


def say(referral, partners: str, ours: str, persons: str) -> None:
    """As if the three had said so. What is reported is not ended: its columns may still change."""
    for goal, result in zip(referral.goals.order_by("position"), TOLD[partners], strict=True):
        Goal.objects.filter(pk=goal.pk).update(result=result)
    Referral.objects.filter(pk=referral.pk).update(our_view=ours, persons_view="")
    Outcome.objects.update_or_create(
        referral=referral, defaults={"view": persons, "said_at": referral.accepted_at}
    )


def test_views_differ_exactly_where_two_who_know_do_not_say_the_same(reported):
    """Every way in which three can answer: 64, of which these differ and no others."""
    found = set()
    for three in product(VIEWS, repeat=3):
        say(reported, *three)
        row = with_views(Referral.objects.all()).get()
        assert (row.partners, row.ours, row.persons) == three
        if differing(Referral.objects.all()).exists():
            found.add(three)
    due = {three for three in product(VIEWS, repeat=3) if len(set(three) & set(KNOWN)) > 1}
    assert found == due
    assert len(due) == 42


@pytest.mark.parametrize("results", [["met", "partly"], ["partly", "partly"], ["partly", "not"]])
def test_reached_in_part_is_helped_in_part(reported, results):
    for goal, result in zip(reported.goals.all(), results, strict=True):
        Goal.objects.filter(pk=goal.pk).update(result=result)
    assert with_views(Referral.objects.all()).get().partners == "partly"


def test_whom_nobody_reached_was_not_helped(accepted):
    Referral.objects.update(not_reached=True)
    assert with_views(Referral.objects.all()).get().partners == "not"


def test_the_person_says_it_with_their_code_and_we_are_told_that_views_differ(reported, resident):
    comparing.say(resident, reported.pk, view="not")
    outcome = Outcome.objects.get(referral=reported)
    assert (outcome.view, outcome.said_at.minute, outcome.said_at.second) == ("not", 0, 0)
    line = Event.objects.get(deed="referral.persons_view")
    assert (line.actor, line.facts["view"]) == ("resident", "not")
    assert Outgoing.objects.filter(notice="referrals.VIEWS_DIFFER").count() == 1


def test_who_agrees_calls_nobody(reported, resident):
    comparing.say(resident, reported.pk, view="helped")
    assert not Outgoing.objects.filter(notice="referrals.VIEWS_DIFFER").exists()


def test_the_person_may_say_it_after_the_end_and_change_it(reported, resident, amina):
    following_up.acknowledge(reported.pk, our_view="helped", persons_view="helped", by=amina)
    assert not differing(Referral.objects.all()).exists()
    for view, many in (("not", 1), ("helped", 0), ("unknown", 0)):
        comparing.say(resident, reported.pk, view=view)
        assert differing(Referral.objects.all()).count() == many, view


def test_what_they_do_not_know_themselves_is_not_what_they_once_told_us(reported, resident, amina):
    following_up.acknowledge(reported.pk, our_view="helped", persons_view="not", by=amina)
    assert with_views(Referral.objects.all()).get().persons == "not"
    comparing.say(resident, reported.pk, view="unknown")
    assert with_views(Referral.objects.all()).get().persons == "unknown"


def test_nobody_says_it_for_another_or_before_the_partner_has(active, resident):
    with pytest.raises(OutOfReach):
        comparing.say(resident, active.pk, view="helped")
    stranger = Resident("resident", "resident", request_id=None)
    assert not comparing.of_person(stranger).exists()


def test_another_resident_cannot_say_it(reported, resident):
    other = Resident("resident", "resident", request_id=reported.pk, subject=resident.subject)
    with pytest.raises(OutOfReach):
        comparing.say(other, reported.pk, view="helped")


def test_what_is_no_answer_is_refused(reported, resident):
    with pytest.raises(ValidationError):
        comparing.say(resident, reported.pk, view="great")
    assert not Outcome.objects.exists()


def test_one_of_ours_looks_into_it_and_it_is_off_the_list(reported, resident, amina, at):
    comparing.say(resident, reported.pk, view="not")
    url = reverse("desk:differing")
    assert [row.pk for row in at(amina).get(url).context["page"]] == [reported.pk]
    door = reverse("desk:look_into", args=[reported.pk])
    assert at(amina).get(door).status_code == 200
    assert at(amina).post(door, {"looked_into": "person"}).headers["Location"] == url
    assert not at(amina).get(url).context["page"].object_list
    assert len(at(amina).get(url, {"show": "all"}).context["page"].object_list) == 1
    outcome = Outcome.objects.get(referral=reported)
    assert (outcome.looked_into, outcome.looked_by) == ("person", amina)
    comparing.say(resident, reported.pk, view="partly")
    assert len(at(amina).get(url).context["page"].object_list) == 1, "said anew is looked at anew"


def test_it_is_looked_into_by_whoever_reaches_it_and_only_if_it_differs(
    reported, resident, amina, bjorn, clara
):
    with pytest.raises(ValidationError):
        comparing.look_into(reported.pk, looked_into="person", by=amina)
    comparing.say(resident, reported.pk, view="not")
    with pytest.raises(OutOfReach):
        comparing.look_into(reported.pk, looked_into="person", by=bjorn)
    with pytest.raises(Refused):
        comparing.look_into(reported.pk, looked_into="person", by=clara)
    with pytest.raises(ValidationError):
        comparing.look_into(reported.pk, looked_into="", by=amina)


def test_another_team_sees_no_difference_that_is_not_theirs(reported, resident, bjorn, at):
    comparing.say(resident, reported.pk, view="not")
    assert not at(bjorn).get(reverse("desk:differing")).context["page"].object_list
    assert at(bjorn).get(reverse("desk:look_into", args=[reported.pk])).status_code == 404


def test_the_database_refuses_an_answer_without_its_time(reported):
    for values in ({"view": "helped"}, {"looked_into": "person"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Outcome.objects.create(referral=reported, **values)


def test_the_person_is_asked_on_the_page_of_what_was_shared(told, reported):
    inside = Client()
    inside.post(reverse("mailbox:enter"), {"code": told.code})
    door = reverse("mailbox:own_view", args=[reported.pk])
    shared = reverse("mailbox:shared")
    assert door in inside.get(shared).content.decode()
    empty = inside.post(door, {})
    assert empty.context["form"].errors
    assert inside.post(door, {"view": "not"}).headers["Location"] == shared
    assert inside.get(door).context["form"]["view"].value() == "not"


def test_without_a_code_there_is_no_question(client, reported):
    door = reverse("mailbox:own_view", args=[reported.pk])
    assert client.get(door).status_code == 302
    assert client.post(door, {"view": "not"}).status_code == 403
    assert not Outcome.objects.exists()


def test_before_the_partner_has_reported_there_is_no_question(told, active):
    inside = Client()
    inside.post(reverse("mailbox:enter"), {"code": told.code})
    assert inside.get(reverse("mailbox:own_view", args=[active.pk])).status_code == 404


def test_the_report_stands_whatever_is_said(reported, resident, clara):
    comparing.say(resident, reported.pk, view="not")
    reporting.amend(reported.pk, results=results_of(reported), by=clara)
    assert Outcome.objects.get().view == "not"
