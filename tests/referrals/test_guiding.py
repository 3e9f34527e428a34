"""Shown the way, or introduced in person: nothing is sent, it is counted, and arrival is asked."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from audit.actors import ANYBODY
from audit.guard import OutOfReach, place_of
from audit.models import Event, Outgoing
from audit.trail import name_of
from audit.vault import receipts
from intake.services import reaching, receiving, triaging
from partners.models import Municipality, Service
from referrals import arrivals
from referrals.models import Guidance, ReferralGrant
from referrals.services import (
    arriving,
    compiling,
    extracting,
    guiding,
    so_far,
    withdrawing,
)
from tests.referrals.conftest import a_day
from tests.stage import cast

pytestmark = pytest.mark.django_db


@cast
def service(youth_centre):
    """Where residents may come by themselves."""
    Service.objects.filter(organisation=youth_centre).update(is_open=True)
    return Service.objects.get(organisation=youth_centre)


def shown(help_request, service, by, **more) -> Guidance:
    told = {"service_pk": service.pk, "way": "spoken", "ask_on": a_day(14)} | more
    return guiding.signpost(help_request.pk, by=by, **told)


def introduced(help_request, service, by, **more) -> Guidance:
    told = {
        "service_pk": service.pk, "way": "room", "given_on": a_day(0), "agreed_by": "person",
        "agreed": True, "ask_on": a_day(14),
    } | more  # fmt: skip
    return guiding.introduce(help_request.pk, by=by, **told)


@cast
def signpost(help_request, service, amina):
    return shown(help_request, service, amina)


@cast
def warm(help_request, service, amina):
    return introduced(help_request, service, amina)


def refused(deed) -> str:
    with pytest.raises(ValidationError) as refusal:
        deed()
    return (
        refusal.value.error_list[0].code
        if hasattr(refusal.value, "error_list")
        else next(error.code for errors in refusal.value.error_dict.values() for error in errors)
    )


# --- Noted, and nothing sent ----------------------------------------------------------------------


@pytest.mark.parametrize("deed", [shown, introduced])
def test_nothing_goes_to_the_partner(deed, help_request, service, amina):
    before = Outgoing.objects.count()
    row = deed(help_request, service, amina)
    assert Outgoing.objects.count() == before
    assert not ReferralGrant.objects.exists()
    (line,) = Event.objects.filter(about=name_of(row))
    assert line.subject == help_request.subject
    assert line.facts["service"] == service.pk


WRONG = {
    "not open to residents": (shown, {}, "no_service"),
    "told in the room": (shown, {"way": "room"}, "not_a_choice"),
    "asked today": (shown, {"ask_on": 0}, "no_day"),
    "asked in a year": (shown, {"ask_on": 365}, "no_day"),
    "no yes": (introduced, {"agreed": False}, "not_agreed"),
    "nobody said it": (introduced, {"agreed_by": ""}, "not_a_choice"),
    "introduced tomorrow": (introduced, {"given_on": 1}, "no_day"),
    "introduced before it came": (introduced, {"given_on": -9}, "no_day"),
    "introduced on paper": (introduced, {"way": "paper"}, "not_a_choice"),
}


@pytest.mark.parametrize("what", WRONG)
def test_what_does_not_fit_is_refused_with_its_reason(what, help_request, service, amina):
    deed, more, code = WRONG[what]
    more = {name: a_day(at) if isinstance(at, int) and name.endswith("on") else at
            for name, at in more.items()}  # fmt: skip
    if what == "not open to residents":
        Service.objects.update(is_open=False)
    assert refused(lambda: deed(help_request, service, amina, **more)) == code
    assert not Guidance.objects.exists()


def test_an_introduction_may_be_to_what_one_cannot_go_to_alone(help_request, service, amina):
    Service.objects.update(is_open=False)
    assert introduced(help_request, service, amina).agreed_by == "person"


def test_the_database_refuses_an_introduction_without_a_yes(warm):
    with pytest.raises(IntegrityError), transaction.atomic():
        Guidance.objects.update(agreed_by="")


def test_only_who_reaches_the_request_notes_it(help_request, service, bjorn):
    with pytest.raises(OutOfReach):
        shown(help_request, service, bjorn)


def test_not_of_a_request_that_is_closed(help_request, service, amina):
    triaging.take(help_request.pk, by=amina)
    triaging.close(help_request.pk, reason="advised", children="none", by=amina)
    assert refused(lambda: shown(help_request, service, amina)) == "request_closed"


# --- Did they get there? --------------------------------------------------------------------------


def test_the_person_answers_for_their_own_and_may_answer_otherwise(signpost, resident):
    arriving.answer(resident, signpost.pk, arrival="not_yet")
    assert arriving.answer(resident, signpost.pk, arrival="arrived").persons_answer == "arrived"
    assert refused(lambda: arriving.answer(resident, signpost.pk, arrival="unknown"))


def test_nobody_answers_for_somebody_else(signpost, resident):
    stranger = type(resident)("resident", "resident", request_id=None, subject=resident.subject)
    with pytest.raises(OutOfReach):
        arriving.answer(stranger, signpost.pk, arrival="arrived")


def test_a_no_calls_whoever_showed_the_way(signpost, resident, amina):
    arriving.answer(resident, signpost.pk, arrival="arrived")
    assert not Outgoing.objects.filter(notice="referrals.NOT_ARRIVED").exists()
    arriving.answer(resident, signpost.pk, arrival="not")
    (told,) = Outgoing.objects.filter(notice="referrals.NOT_ARRIVED")
    assert told.to == name_of(amina)


def test_we_say_it_once_and_not_to_know_is_an_answer(signpost, amina, lena, bjorn):
    with pytest.raises(OutOfReach):
        arriving.say(signpost.pk, arrival="arrived", by=bjorn)
    arriving.say(signpost.pk, arrival="unknown", by=lena)
    assert refused(lambda: arriving.say(signpost.pk, arrival="arrived", by=amina)) == "answered"


def days_later(clock, days: int) -> None:
    clock.shift(timedelta(days=days))


def test_when_the_day_comes_both_are_asked_once(clock, signpost, help_request, amina):
    days_later(clock, 13)
    assert arriving.sweep() == 0
    days_later(clock, 1)
    assert [arriving.sweep() for _time in range(2)] == [1, 0]
    told = Outgoing.objects.values_list("notice", "to")
    assert ("referrals.ARRIVAL_DUE", name_of(amina)) in told
    assert ("intake.ANSWERED", name_of(help_request.safe_contact)) in told


@pytest.mark.parametrize("why", ["answered", "taken back", "no way to write"])
def test_nobody_is_asked_in_vain(why, clock, signpost, help_request, resident, amina):
    {
        "answered": lambda: arriving.answer(resident, signpost.pk, arrival="arrived"),
        "taken back": lambda: withdrawing.take_back_request(resident),
        "no way to write": lambda: reaching.change(resident, way="none"),
    }[why]()
    days_later(clock, 14)
    assert arriving.sweep() == (why != "taken back")
    to_the_person = Outgoing.objects.filter(notice="intake.ANSWERED")
    assert not to_the_person.exists()


def test_also_after_the_request_has_ended(clock, signpost, help_request, amina):
    triaging.take(help_request.pk, by=amina)
    triaging.close(help_request.pk, reason="signposted", children="none", by=amina)
    days_later(clock, 14)
    assert arriving.sweep() == 1


def test_it_stands_in_the_day_of_whoever_has_it(clock, signpost, help_request, at, amina, lena):
    url = reverse("desk:arrival", args=[signpost.pk])
    triaging.take(help_request.pk, by=amina)
    days_later(clock, 14)
    arriving.sweep()
    assert url in at(amina).get(reverse("desk:mine")).content.decode()
    assert url not in at(lena).get(reverse("desk:mine")).content.decode()
    at(amina).post(url, {"arrival": "arrived"})
    assert url not in at(amina).get(reverse("desk:mine")).content.decode()


def test_the_usual_day_is_the_municipalitys(house):
    assert guiding.usual_day() == a_day(14)
    Municipality.objects.update(arrival_days=7)
    assert guiding.usual_day() == a_day(7)


# --- Counted --------------------------------------------------------------------------------------

# what the person says, what we say: how it is counted
COUNTED = [
    ("arrived", "", "arrived"), ("arrived", "not", "arrived"), ("not", "arrived", "not_arrived"),
    ("", "arrived", "arrived"), ("", "not", "not_arrived"), ("not_yet", "", "unknown"),
    ("not_yet", "arrived", "arrived"), ("", "unknown", "unknown"), ("", "", "unknown"),
]  # fmt: skip


def test_the_persons_word_goes_before_ours_and_the_rest_is_not_known(help_request, service, amina):
    for theirs, ours, _how in COUNTED:
        row = shown(help_request, service, amina)
        Guidance.objects.filter(pk=row.pk).update(persons_answer=theirs, our_answer=ours)
    introduced(help_request, service, amina)
    signposts, warm = arrivals.by_arrival(guiding.within_reach(place_of(amina)))
    for column in ("arrived", "not_arrived", "unknown"):
        assert getattr(signposts, column) == [how for *_said, how in COUNTED].count(column)
    assert (signposts.all, warm.all, warm.unknown) == (len(COUNTED), 1, 1)


def test_only_within_reach(signpost, bjorn, amina):
    assert [one.all for one in arrivals.by_arrival(guiding.within_reach(place_of(bjorn)))] == [0, 0]
    assert [one.all for one in arrivals.by_arrival(guiding.within_reach(place_of(amina)))] == [1, 0]


def test_it_is_part_of_an_extract(warm, help_request, amina):
    extract = extracting.begin(
        help_request.pk, claimant="sender", shown_by="code", asked_on=a_day(0), by=amina
    )
    extract.help_request = help_request
    (told,) = compiling.surroundings(extract)["guided"]
    assert (told["organisation"], told["day"]) == ("Bryggan", a_day(0).isoformat())


# --- The pages ------------------------------------------------------------------------------------


def test_the_worker_notes_it_from_the_request(help_request, service, at, amina):
    client = at(amina)
    told = {"service_pk": service.pk, "way": "spoken", "ask_on": a_day(10).isoformat()}
    kept = client.post(reverse("desk:signpost", args=[help_request.pk]), told | {"ask_on": ""})
    assert kept.context["form"]["way"].value() == "spoken"
    client.post(reverse("desk:signpost", args=[help_request.pk]), told)
    met = {"way": "room", "given_on": a_day(0).isoformat(), "agreed_by": "person"}
    url = reverse("desk:introduce", args=[help_request.pk])
    assert client.post(url, told | met).context["form"].errors
    client.post(url, told | met | {"agreed": "on"})
    listed = client.get(reverse("desk:request_referrals", args=[help_request.pk]))
    assert [row.kind for row in listed.context["guidances"]] == ["warm_handover", "signpost"]
    assert client.get(reverse("desk:ways")).context["counted"][0].all == 1


def test_the_person_sees_it_and_answers(clock, signpost, warm, told, resident, client, service):
    steps = [step.what for step in so_far.so_far(resident).steps]
    assert any("visa" in one or "berättade" in one for one in steps)
    client.post(reverse("mailbox:enter"), {"code": told.code})
    url = reverse("mailbox:way", args=[signpost.pk])
    assert url in client.get(reverse("mailbox:so_far")).content.decode()
    assert url not in client.get(reverse("mailbox:thread")).content.decode()
    days_later(clock, 14)
    client.post(reverse("mailbox:enter"), {"code": told.code})
    assert url in client.get(reverse("mailbox:thread")).content.decode()
    assert str(service) in client.get(url).content.decode()
    client.post(url, {"arrival": "arrived"})
    signpost.refresh_from_db()
    assert signpost.persons_answer == "arrived"
    assert url not in client.get(reverse("mailbox:thread")).content.decode()


def test_another_mailbox_does_not_have_it(signpost, client, north):
    other = receiving.submit(
        by=ANYBODY, ticket=receipts.new_ticket(), story="Annat.", about="self",
        age_band="25_64", language="sv", channel="web_form",
    )  # fmt: skip
    client.post(reverse("mailbox:enter"), {"code": other.code})
    assert client.get(reverse("mailbox:way", args=[signpost.pk])).status_code == 404
