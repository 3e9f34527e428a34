"""The person sees what has happened so far, and takes the whole request back."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from audit import guard, outbox
from audit.models import Event, Letter, Outgoing, OutgoingState
from intake.models import HelpRequest
from intake.services import admitting, conversing, reaching, reading, triaging
from intake.services import answering as answers
from referrals.services import drafting, so_far, withdrawing
from referrals.services import reading as partners_read
from tests.referrals.conftest import a_draft, send


def page(client, told, name="so_far"):
    client.post(reverse("mailbox:enter"), {"code": told.code})
    return client.get(reverse(f"mailbox:{name}")).content.decode()


def test_everything_so_far_stands_there_in_order(told, active, resident, amina, client):
    reading.read(told.help_request.pk, by=amina, purpose="triage")
    reading.read(told.help_request.pk, by=amina, purpose="answer")
    triaging.take(told.help_request.pk, by=amina)
    answers.answer(told.help_request.pk, text="Hej Kim.", by=amina)
    conversing.correct(resident, text="Det var fel.", ticket="t" * 32)
    steps = so_far.so_far(resident).steps
    said = [step.what for step in steps]
    assert said[0] == "Vi fick det du skrev."
    assert said[-1] == "Du rättade något."
    assert said.count("Läst för första gången av:") == len({
        (step.role, step.organisation) for step in steps if step.role
    })  # fmt: skip
    assert {"Vi svarade dig.", "Vi bad Bryggan att hjälpa dig."} <= set(said)
    assert [step.when for step in steps] == sorted(step.when for step in steps)
    shown = page(client, told)
    for step in steps:
        assert step.what in shown
    assert "Amina" not in shown
    assert "Hej Kim." not in shown


def test_what_the_person_does_stands_behind_what_it_came_after(sent, consent, resident):
    """Kept by the hour, it must not read as if we had told somebody after their yes was gone."""
    reaching.change(resident, way="none")
    withdrawing.take_back(resident, consent.pk)
    consent.refresh_from_db()
    assert consent.withdrawn_at > sent.sent_at
    said = [step.what for step in so_far.so_far(resident).steps]
    asked = said.index("Vi bad Bryggan att hjälpa dig.")
    assert asked < said.index("Du ändrade hur vi får nå dig.")
    assert asked < said.index("Du tog tillbaka ditt ja till Bryggan.")


def test_it_says_which_partner_it_waits_for_and_until_when(sent, resident):
    (waiting,) = so_far.so_far(resident).partners
    assert (waiting.organisation, waiting.until) == ("Bryggan", sent.due_at)


def test_looking_opens_no_words_and_changes_nothing(told, resident, client):
    client.post(reverse("mailbox:enter"), {"code": told.code})
    before = Event.objects.count()
    client.get(reverse("mailbox:so_far"))
    assert Event.objects.count() == before


# --- Taking it back -------------------------------------------------------------------------------


def test_taking_it_back_ends_every_yes_and_closes(told, active, consent, resident, clara):
    withdrawing.take_back_request(resident)
    row, active_now = HelpRequest.objects.get(), type(active).objects.get()
    assert (row.status, row.close_reason) == ("closed", "withdrawn")
    assert active_now.status == "withdrawn"
    consent.refresh_from_db()
    assert consent.withdrawn_at
    with pytest.raises(guard.OutOfReach):
        partners_read.open_package(active.pk, by=clara, purpose="referral")
    event = Event.objects.get(deed="helprequest.withdraw")
    assert (event.actor, event.subject) == (resident.name, row.subject)


def test_drafts_that_were_never_sent_are_thrown_away(draft, resident):
    withdrawing.take_back_request(resident)
    assert not type(draft).objects.exists()
    assert not Letter.objects.filter(about__startswith="referrals.").exists()


def test_what_rests_on_the_law_stays_for_us_to_decide(
    help_request, debt_advice, ground, resident, amina, dag
):
    referral = a_draft(help_request, debt_advice, amina)
    drafting.set_ground_basis(referral.pk, ground_pk=ground.pk, reasons="Därför.", by=amina)
    sent = send(referral, amina)
    withdrawing.take_back_request(resident)
    sent.refresh_from_db()
    assert sent.status == "sent"


def test_whoever_has_it_is_told_and_the_person_is_left_alone(help_request, resident, amina):
    triaging.take(help_request.pk, by=amina)
    answers.answer(help_request.pk, text="Hej Kim.", by=amina)
    withdrawing.take_back_request(resident)
    told = Outgoing.objects.get(notice="intake.WITHDRAWN")
    assert told.to == f"accounts.user/{amina.pk}"
    outbox.deliver(timezone.now() + timedelta(days=2))
    held = Outgoing.objects.get(notice="intake.ANSWERED")
    assert (held.state, held.reason) == (OutgoingState.HELD, "way_none")


def test_the_code_still_opens_it_and_writing_opens_it_again(told, resident):
    withdrawing.take_back_request(resident)
    again = admitting.admit(told.code)
    assert conversing.read_thread(again).said
    conversing.write(again, text="Jag ångrade mig.", ticket="u" * 32)
    row = HelpRequest.objects.get()
    assert (row.status, row.close_reason) == ("new", "")
    assert row.safe_contact.rules.way == "email"


def test_what_has_ended_cannot_be_taken_back(help_request, resident, amina, client, told):
    withdrawing.take_back_request(resident)
    with pytest.raises(ValidationError):
        withdrawing.take_back_request(resident)
    assert "inget att ta tillbaka" in page(client, told, "withdraw")


def test_it_is_asked_once_more_and_takes_a_press(told, client):
    assert "Ja, ta tillbaka min förfrågan" in page(client, told, "withdraw")
    assert HelpRequest.objects.get().status == "new"
    answer = client.post(reverse("mailbox:withdraw"))
    assert answer.url == reverse("mailbox:so_far")
    assert HelpRequest.objects.get().close_reason == "withdrawn"


def test_staff_cannot_close_it_in_the_person_s_name(at, help_request, amina):
    triaging.take(help_request.pk, by=amina)
    told = {"reason": "withdrawn", "children": "none", "no_suspicion": "on"}
    answer = at(amina).post(reverse("desk:close", args=[help_request.pk]), told)
    assert answer.status_code == 200
    assert HelpRequest.objects.get().status == "open"
