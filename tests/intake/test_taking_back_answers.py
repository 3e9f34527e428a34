"""An answer can be taken back until the person has opened it; and nobody is told otherwise."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.utils import timezone

from audit import guard, outbox, trail
from audit.actors import CLOCK
from audit.guard import Refused
from audit.models import Event, Letter, Outgoing, OutgoingState
from audit.trail import name_of
from intake import drafts
from intake.circumstances import GLASS
from intake.lifecycle import Status
from intake.models import HelpRequest, Message
from intake.notices import ANSWERED
from intake.services import (
    admitting,
    answering,
    conversing,
    rating,
    saving_drafts,
    taking_back_answers,
    triaging,
)

TEXT = "Välkommen att höra av dig."  # what *answered* says


def take_back(row, by):
    return taking_back_answers.take_back(row.pk, by=by)


def refusal_of(row, by) -> str:
    with pytest.raises(ValidationError) as refusal:
        take_back(row, by)
    return refusal.value.code


def test_its_words_are_destroyed_and_are_the_writers_draft_again(answered, amina):
    sent = Message.objects.get()
    assert take_back(answered, amina).status == Status.OPEN
    message = Message.objects.get()
    assert (message.kind, message.text) == (Message.Kind.TAKEN_BACK, None)
    assert not Letter.objects.filter(about=name_of(sent)).exists()
    begun = saving_drafts.read(answered.pk, writing=drafts.ANSWER, by=amina)
    assert begun.texts == {"text": TEXT}


def test_a_notice_of_it_that_has_not_left_yet_does_not_leave(answered, amina):
    assert take_back(answered, amina)
    outbox.deliver(timezone.now() + timedelta(days=3))
    told = Outgoing.objects.get(notice="intake.ANSWERED")
    assert (told.state, told.reason) == (OutgoingState.HELD, "taken_back")
    assert Event.objects.get(deed="outbox.held").actor == f"user/{amina.pk}"
    assert str(ANSWERED.subject) not in [letter.subject for letter in mail.outbox]


def test_what_has_left_already_stands_as_sent(answered, amina):
    outbox.deliver(timezone.now() + timedelta(days=3))
    take_back(answered, amina)
    told = Outgoing.objects.get(notice="intake.ANSWERED")
    assert (told.state, told.reason) == (OutgoingState.SENT, "sent")
    assert str(ANSWERED.subject) in [letter.subject for letter in mail.outbox]


def test_what_is_queued_about_something_else_leaves_all_the_same(answered, amina):
    """An earlier answer, or a question of the clock's: the person is told of those."""
    notices = Outgoing.objects.filter(notice="intake.ANSWERED")
    notices.update(queued_at=timezone.now() - timedelta(hours=1))
    trail.act(outbox.post)(answered.safe_contact, "intake.ANSWERED", about=answered, by=CLOCK)
    later = notices.order_by("pk").last()
    notices.filter(pk=later.pk).update(queued_at=timezone.now() + timedelta(hours=1))
    take_back(answered, amina)
    assert set(notices.values_list("state", flat=True)) == {OutgoingState.QUEUED}


def test_the_person_sees_that_one_was_taken_back_and_no_word_of_it(told, answered, amina):
    take_back(answered, amina)
    thread = conversing.read_thread(admitting.admit(told.code))
    gone = thread.said[-1]
    assert (gone.text, gone.is_mine) == ("", False)
    assert gone.note
    assert not thread.is_answered
    assert not rating.may_rate(admitting.admit(told.code))
    assert Event.objects.get(deed="helprequest.take_back").subject == answered.subject


def test_whoever_has_come_in_since_with_the_code_counts_as_having_read(told, answered, amina):
    admitting.admit(told.code)
    assert refusal_of(answered, amina) == "read"
    assert Message.objects.get().text is not None


def test_what_the_person_has_opened_stays_also_if_they_had_come_in_before(told, taken, amina):
    inside = admitting.admit(told.code)
    answering.answer(taken.pk, text=TEXT, by=amina)
    conversing.read_thread(inside)
    assert refusal_of(taken, amina) == "read"
    assert Message.objects.get().text is not None
    assert HelpRequest.objects.get().status == Status.WAITING


def test_what_they_opened_before_it_was_written_does_not_count(told, taken, amina):
    conversing.read_thread(admitting.admit(told.code))
    answering.answer(taken.pk, text=TEXT, by=amina)
    assert take_back(taken, amina).status == Status.OPEN


def test_nobody_takes_back_a_colleagues_answer_or_twice(answered, amina, lena, stina):
    assert refusal_of(answered, lena) == "not_yours"
    with pytest.raises(Refused):
        take_back(answered, stina)
    take_back(answered, amina)
    assert refusal_of(answered, amina) == "not_yours"


def test_what_is_open_for_an_hour_is_the_other_teams_to_decide_about(answered, amina, south):
    HelpRequest.objects.filter(pk=answered.pk).update(unit=south.group)
    trail.act(guard.grant)(guard.group_of_one(amina), answered, by=amina, source=GLASS)
    assert refusal_of(answered, amina) == "glass"
    assert Message.objects.get().text is not None


def test_a_last_answer_that_closed_the_request_stays(taken, amina):
    triaging.close(taken.pk, reason="advised", children="none", text=TEXT, by=amina)
    assert refusal_of(taken, amina) == "move_not_allowed"


def test_what_was_begun_meanwhile_stands_below_it(answered, amina):
    texts = {"text": "Ett tillägg."}
    saving_drafts.save(answered.pk, writing=drafts.ANSWER, texts=texts, instead_of="", by=amina)
    take_back(answered, amina)
    begun = saving_drafts.read(answered.pk, writing=drafts.ANSWER, by=amina)
    assert begun.texts["text"] == f"{TEXT}\n\nEtt tillägg."


def test_the_page_offers_it_while_it_may_be_done(at, page, told, answered, amina):
    client = at(amina)
    client.post(page("open", answered), {"purpose": "answer"})
    assert client.get(page("words", answered)).context["opened"].may_take_back
    back = client.post(page("answer_take_back", answered))
    form = client.get(back.url).context["form"]
    assert form["text"].value() == TEXT
    assert not client.get(page("words", answered)).context["opened"].may_take_back
    assert client.post(page("answer_take_back", answered)).status_code == 409


def test_it_is_offered_no_more_when_it_is_opened(at, page, told, answered, amina):
    client = at(amina)
    client.post(page("open", answered), {"purpose": "answer"})
    conversing.read_thread(admitting.admit(told.code))
    assert not client.get(page("words", answered)).context["opened"].may_take_back


def test_it_can_be_sent_again_with_the_same_form(answered, amina):
    take_back(answered, amina)
    answering.answer(answered.pk, text=TEXT, by=amina)
    assert Message.objects.filter(kind=Message.Kind.MESSAGE).count() == 1
