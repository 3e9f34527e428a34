"""One letter about several children: one request each, and one code that says what became of it."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from audit.guard import OutOfReach
from audit.models import BlindIndex, Event, Outgoing
from intake import tickets
from intake.lifecycle import Status
from intake.models import HelpRequest
from intake.services import (
    admitting,
    conflicting,
    conversing,
    protecting,
    raising_concern,
    reading,
    splitting,
    triaging,
)


@pytest.fixture
def read(taken, amina):
    reading.read(taken.pk, by=amina, purpose="triage")
    return taken


@pytest.fixture
def split_off(read, amina):
    def off(story="Om Alva, som inte vill gå till skolan.", with_code=False, **codes):
        told = {
            "about": "family", "age_band": "under_12", "urgency": "normal", "ticket": tickets.new(),
        } | codes  # fmt: skip
        return splitting.split(read.pk, story=story, with_code=with_code, by=amina, **told)

    return off


def fresh(row):
    return HelpRequest.objects.get(pk=row.pk)


def test_each_child_has_a_request_with_an_age_and_an_urgency_of_its_own(split_off, read, amina):
    young = split_off(age_band="under_12", urgency="same_day").help_request
    older = split_off("Om Ivar.", age_band="15_17").help_request
    rows = [fresh(young), fresh(older)]
    assert [row.split_from for row in rows] == [read, read]
    assert [row.age_band for row in rows] == ["under_12", "15_17"]
    assert [row.urgency for row in rows] == ["same_day", "normal"]
    assert [row.needs_a_guardian for row in rows] == [True, False]
    assert {(row.status, row.assigned_to) for row in rows} == {(Status.OPEN, amina)}
    assert Event.objects.filter(deed="helprequest.split", about__endswith=str(read.pk)).count() == 2


def test_it_keeps_the_time_when_the_first_came_in_and_was_read(split_off, read):
    part, first = fresh(split_off().help_request), fresh(read)
    for name in ("received_at", "first_read_at", "promised_at", "unit", "channel", "language"):
        assert getattr(part, name) == getattr(first, name), name


def test_nothing_is_copied_by_itself(split_off, amina):
    part = split_off("Om Alva.").help_request
    opened = reading.read(part.pk, by=amina, purpose="triage")
    assert opened.story == "Om Alva."
    assert not any(opened.contact.values())


def test_without_a_code_whoever_wrote_follows_it_in_the_thread_they_have(split_off, told, client):
    first, second = split_off(), split_off("Om Ivar.")
    assert (first.code, second.code) == ("", "")
    client.post(reverse("mailbox:enter"), {"code": told.code})
    page = client.get(reverse("mailbox:thread"))
    assert page.context["parts"] == ["worked_on", "worked_on"]
    text = page.content.decode()
    assert text.count('data-test="part"') == 2
    assert "Alva" not in text
    assert first.help_request.reference not in text


@pytest.mark.parametrize(
    ("ending", "said"), [("closed", "over"), ("handed_over", "worked_on"), ("open", "worked_on")]
)
def test_it_says_plainly_how_it_goes_and_not_that_there_is_concern(
    split_off, read, amina, rut, ending, said
):
    part = split_off().help_request
    if ending == "closed":
        triaging.close(part.pk, reason="advised", no_suspicion=True, by=amina)
    elif ending == "handed_over":
        raising_concern.hand_over(part.pk, concern="Oro.", by=amina)
    assert splitting.parts_of(read.pk) == [said]


def test_with_a_code_of_its_own_only_that_code_opens_it(split_off, told, amina, read):
    part = split_off(with_code=True)
    thread = conversing.read_thread(admitting.admit(part.code))
    assert [one.text for one in thread.said] == ["Om Alva, som inte vill gå till skolan."]
    own = conversing.read_thread(admitting.admit(told.code))
    assert [one.text for one in own.said] == ["Jag kan inte betala hyran."]
    triaging.close(part.help_request.pk, reason="advised", no_suspicion=True, by=amina)
    assert splitting.parts_of(read.pk) == ["own_code"]


def test_a_child_whose_identity_is_protected_since_is_not_told_of(split_off, read, amina):
    part = split_off().help_request
    protecting.protect(part.pk, by=amina)
    assert splitting.parts_of(read.pk) == []


def test_the_same_form_sent_twice_is_one_request_with_one_code(split_off):
    ticket = tickets.new()
    first, second = (split_off(with_code=True, ticket=ticket) for _n in range(2))
    assert first.code == second.code
    assert (first.help_request, second.is_new) == (second.help_request, False)
    assert HelpRequest.objects.exclude(split_from=None).count() == 1


def test_only_what_one_has_and_has_read_is_split(taken, told, amina, lena, bjorn, split_off):
    conversing.write(admitting.admit(told.code), text="Och Ivar.", ticket=tickets.new())
    with pytest.raises(ValidationError) as refusal:
        split_off()
    assert refusal.value.code == "unread"
    triaging.release(taken.pk, by=amina)
    with pytest.raises(ValidationError) as refusal:
        split_off()
    assert refusal.value.code == "not_yours"
    with pytest.raises(OutOfReach):
        splitting.split(
            taken.pk, story="Nej.", about="family", age_band="unknown", urgency="normal",
            with_code=False, ticket=tickets.new(), by=bjorn,
        )  # fmt: skip


def test_the_team_is_not_called_to_what_somebody_has_already(split_off):
    before = Outgoing.objects.filter(notice="intake.NEW_REQUEST").count()
    split_off()
    assert Outgoing.objects.filter(notice="intake.NEW_REQUEST").count() == before


def test_whoever_is_related_to_the_first_does_not_reach_the_part(split_off, read, lena):
    conflicting.declare(read.pk, by=lena)
    part = split_off().help_request
    assert not HelpRequest.objects.visible_to(lena).filter(pk=part.pk).exists()


def test_the_part_of_a_protected_identity_is_protected_from_the_start(split_off, read, amina, lena):
    protecting.protect(read.pk, by=amina)
    part = split_off().help_request
    assert fresh(part).is_protected
    assert HelpRequest.objects.visible_to(amina).filter(pk=part.pk).exists()
    assert not HelpRequest.objects.visible_to(lena).filter(pk=part.pk).exists()


def test_the_name_finds_it_as_any_other(split_off):
    part = split_off(name="Alva Exempel").help_request
    assert BlindIndex.objects.filter(about__endswith=str(part.safe_contact.pk)).exists()


def test_the_page_shows_the_code_once_and_loses_no_word(at, page, read, amina):
    client = at(amina)
    told = {
        "story": "Om Alva.", "about": "family", "age_band": "", "urgency": "normal",
        "with_code": "own", "ticket": tickets.new(),
    }  # fmt: skip
    wrong = client.post(page("split", read), told)
    assert wrong.context["form"].has_error("age_band")
    assert "Om Alva." in wrong.content.decode()
    undecided = client.post(page("split", read), told | {"age_band": "12_14", "with_code": ""})
    assert undecided.context["form"].has_error("with_code")  # the worker decides, nobody else
    done = client.post(page("split", read), told | {"age_band": "12_14"})
    part = HelpRequest.objects.get(split_from=read)
    code = done.context["told"].code.split("-")
    assert all(group in done.content.decode() for group in code)
    shown = client.get(page("request", read)).content.decode()
    assert part.reference in shown
    assert code[1] not in shown
