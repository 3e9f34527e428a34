"""We answer in the conversation that the person's code opens."""

import pytest
from django.core.exceptions import ValidationError

from audit.guard import OutOfReach, Refused
from audit.models import Event, Letter, Outgoing
from audit.moves import MoveNotAllowed
from intake import tickets
from intake.lifecycle import Status
from intake.models import Channel, HelpRequest, Message
from intake.services import admitting, answering, conversing, registering, triaging

TEXT = "Hej! Vi kan hjälpa dig med hyran."


def test_the_answer_is_read_with_the_code(told, taken, amina):
    row = answering.answer(taken.pk, text=TEXT, by=amina)
    assert row.status == Status.WAITING
    thread = conversing.read_thread(admitting.admit(told.code))
    assert [said.text for said in thread.said][-1] == TEXT
    assert Letter.objects.filter(about__startswith="intake.message/").count() == 2


def test_the_person_is_told_that_there_is_something_and_nothing_more(taken, amina):
    answering.answer(taken.pk, text=TEXT, by=amina)
    posted = Outgoing.objects.get(notice="intake.ANSWERED")
    assert posted.to == f"intake.safecontact/{taken.safe_contact.pk}"


def test_whoever_does_not_want_mail_gets_none(tell, amina):
    told = tell()
    triaging.take(told.help_request.pk, by=amina)
    answering.answer(told.help_request.pk, text=TEXT, by=amina)
    assert not Outgoing.objects.filter(notice="intake.ANSWERED").exists()


def test_it_is_taken_first_and_then_answered(help_request, amina):
    with pytest.raises(MoveNotAllowed):
        answering.answer(help_request.pk, text=TEXT, by=amina)
    assert not Message.objects.exists()


def test_a_colleague_may_answer_and_another_team_may_not(taken, lena, bjorn, loke):
    answering.answer(taken.pk, text=TEXT, by=lena)
    with pytest.raises(OutOfReach):
        answering.answer(taken.pk, text=TEXT, by=bjorn)
    with pytest.raises(Refused):
        answering.answer(taken.pk, text=TEXT, by=loke)


def test_the_same_form_sent_twice_is_one_answer(taken, amina):
    ticket = tickets.new()
    for _ in range(2):
        answering.answer(taken.pk, text=TEXT, ticket=ticket, by=amina)
    assert Message.objects.count() == 1


@pytest.mark.parametrize("text", ["", "   ", "x" * 20_001])
def test_what_cannot_be_sent_stays_in_the_form(at, page, taken, amina, text):
    response = at(amina).post(page("answer", taken), {"text": text})
    assert response.status_code == 200
    assert response.context["form"].has_error("text")
    assert response.context["form"]["text"].value() == text
    assert not Message.objects.exists()


def test_an_answer_that_comes_too_late_is_still_in_the_form(at, page, taken, amina):
    client = at(amina)
    triaging.release(taken.pk, by=amina)
    response = client.post(page("answer", taken), {"text": TEXT})
    assert response.context["form"].non_field_errors()
    assert TEXT in response.content.decode()


def test_an_answer_to_what_was_passed_on_meanwhile_can_still_be_copied(
    at, page, taken, areas, south, amina
):
    client = at(amina)
    triaging.weigh(taken.pk, urgency="normal", area=areas["south"], pass_on=True, by=amina)
    response = client.post(page("answer", taken), {"text": TEXT})
    assert response.status_code == 404
    assert TEXT in response.content.decode()
    assert not Message.objects.exists()


def test_the_page_sends_it(at, page, taken, amina):
    response = at(amina).post(page("answer", taken), {"text": TEXT, "ticket": tickets.new()})
    assert response.url == page("words", taken)
    assert HelpRequest.objects.get().status == Status.WAITING


def test_a_signed_out_answer_is_kept(at, page, taken, amina):
    client = at(amina)
    client.logout()
    response = client.post(page("answer", taken), {"text": TEXT})
    assert TEXT in response.content.decode()
    assert not Message.objects.exists()


def test_the_words_are_nowhere_in_the_trail(taken, amina):
    answering.answer(taken.pk, text=TEXT, by=amina)
    everything = str(list(Event.objects.values_list("facts", "about", "deed", "header")))
    assert "hyran" not in everything


def test_registered_without_the_person_there_is_nobody_to_answer(at, page, north, amina, stina):
    told = registering.register(
        by=stina, with_person=False, no_suspicion=True, ticket=tickets.new(),
        story="En elev behöver stöd.", about="pupil", age_band="15_17",
    )  # fmt: skip
    row = triaging.take(told.help_request.pk, by=amina)
    assert row.channel == Channel.PORTAL
    with pytest.raises(ValidationError):
        answering.answer(row.pk, text=TEXT, by=amina)
    buttons = {one["url"] for one in at(amina).get(page("request", row)).context["moves"]}
    assert page("answer", row) not in buttons
    assert "text" not in at(amina).get(page("close", row)).context["form"].fields
