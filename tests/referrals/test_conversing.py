"""What we and a partner write to each other: agreed on, sealed, from accepting until the end."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from audit import outbox
from audit.guard import OutOfReach
from audit.models import Event, Letter, Outgoing
from audit.trail import name_of
from audit.vault import Erased
from intake import tickets
from intake.models import Consent
from intake.services import protecting, triaging
from intake.services.extracting import Section
from partners.models import Organisation
from referrals.models import PartnerMessage, Referral
from referrals.services import (
    answering,
    compiling,
    conversing,
    digesting,
    erasing,
    following_up,
    pausing,
    sending,
    so_far,
)
from tests.referrals.conftest import a_day
from tests.stage import cast

pytestmark = pytest.mark.django_db
OURS, THEIRS = "Hon kan på tisdagar.", "Vi ses på tisdag klockan tre."


@cast
def agreed(accepted):
    """Accepted, by a partner whose agreement says that we write to each other."""
    Organisation.objects.filter(pk=accepted.to_id).update(takes_messages=True)
    return Referral.objects.get(pk=accepted.pk)


@cast
def talked(agreed, amina, clara):
    conversing.write_to_partner(agreed.pk, text=OURS, by=amina)
    conversing.write_to_us(agreed.pk, text=THEIRS, by=clara)
    return agreed


def texts(conversation) -> list[str]:
    return [one.text for one in conversation.said]


def unread(user, referral) -> int:
    found = digesting.unread_by(user, [referral.pk]).get(referral.pk)
    return found.many if found else 0


def unread_there(referral) -> int:
    found = digesting.unread_by_partner([referral]).get(referral.pk)
    return found.many if found else 0


def refused(deed) -> str:
    with pytest.raises(ValidationError) as refusal:
        deed()
    raised = refusal.value
    fields = getattr(raised, "error_dict", {"": getattr(raised, "error_list", [])})
    return next(one.code for errors in fields.values() for one in errors)


def test_both_sides_read_what_both_have_written(talked, amina, lena, clara, carl):
    assert texts(conversing.read_theirs(talked.pk, by=carl)) == [OURS, THEIRS]
    assert texts(conversing.read_ours(talked.pk, by=lena)) == [OURS, THEIRS]
    lines = Event.objects.filter(purpose="conversation", subject=talked.subject)
    readers = [f"user/{who.pk}" for who in (carl, lena)]
    assert [line.actor for line in lines.order_by("pk")] == readers


def test_each_lies_under_a_key_of_its_own_that_no_receipt_code_opens(talked):
    for message in PartnerMessage.objects.all():
        assert OURS.encode() not in bytes(message.text)
        (letter,) = Letter.objects.filter(about=name_of(message))
        assert letter.key_id in set(
            Letter.objects.filter(about=name_of(talked.package)).values_list("key_id", flat=True)
        )
    facts = Event.objects.filter(deed="referral.write").values_list("facts", flat=True)
    assert {frozenset(one) for one in facts} == {frozenset({"message", "side"})}


@pytest.mark.parametrize(
    ("why", "theirs", "ours"),
    [
        ("not agreed", "not_agreed", "not_agreed"),
        ("run out", "basis_gone", "basis_gone"),
        ("paused", "paused", None),
        ("police", "codes_only", "codes_only"),
    ],
)
def test_nothing_is_written_where_it_may_not_be(why, theirs, ours, agreed, amina, clara):
    following_up.start(agreed.pk, by=clara)
    {
        "not agreed": lambda: Organisation.objects.update(takes_messages=False),
        "run out": lambda: Consent.objects.update(valid_until=a_day(-1)),
        "paused": lambda: pausing.pause(agreed.pk, reason="away", review_at=a_day(9), by=clara),
        "police": lambda: Organisation.objects.filter(pk=agreed.to_id).update(kind="police"),
    }[why]()
    assert refused(lambda: conversing.write_to_us(agreed.pk, text=THEIRS, by=clara)) == theirs
    if ours is None:
        conversing.write_to_partner(agreed.pk, text=OURS, by=amina)
    else:
        deed = lambda: conversing.write_to_partner(agreed.pk, text=OURS, by=amina)  # noqa: E731
        assert refused(deed) == ours
        assert not PartnerMessage.objects.exists()


def test_where_only_codes_may_be_told_no_word_is_read_either(talked, clara):
    """A partner that has become an authority of the police, or a ground that says so."""
    Organisation.objects.filter(pk=talked.to_id).update(kind="police")
    assert refused(lambda: conversing.read_theirs(talked.pk, by=clara)) == "codes_only"
    assert not Event.objects.filter(purpose="conversation").exists()


@pytest.mark.parametrize("state", ["sent", "opened", "asked"])
def test_nothing_is_written_or_read_before_it_is_accepted(state, draft, story, amina, clara):
    Organisation.objects.update(takes_messages=True)
    row = story.bring(draft, state)
    refused(lambda: conversing.write_to_us(row.pk, text=THEIRS, by=clara))
    refused(lambda: conversing.write_to_partner(row.pk, text=OURS, by=amina))
    refused(lambda: conversing.read_theirs(row.pk, by=clara))


def test_accepted_for_later_it_is_shut_until_the_package_opens(opened, amina, clara):
    Organisation.objects.update(takes_messages=True)
    answering.accept(opened.pk, expected_start=a_day(60), by=clara)
    assert refused(lambda: conversing.write_to_us(opened.pk, text=THEIRS, by=clara)) == "not_begun"
    write = lambda: conversing.write_to_partner(opened.pk, text=OURS, by=amina)  # noqa: E731
    assert refused(write) == "not_begun"
    with time_machine.travel(timezone.now() + timedelta(days=59)):
        conversing.write_to_us(opened.pk, text=THEIRS, by=clara)


def test_the_end_shuts_it_to_the_partner_and_keeps_it_with_us(talked, amina, clara):
    sending.recall(talked.pk, reason="changed", by=amina)
    for deed in (
        lambda: conversing.read_theirs(talked.pk, by=clara),
        lambda: conversing.write_to_us(talked.pk, text=THEIRS, by=clara),
    ):
        with pytest.raises(OutOfReach):
            deed()
    conversation = conversing.read_ours(talked.pk, by=amina)
    assert texts(conversation) == [OURS, THEIRS]
    assert conversation.shut
    refused(lambda: conversing.write_to_partner(talked.pk, text=OURS, by=amina))


def test_what_is_sent_twice_counts_once(agreed, clara):
    ticket = tickets.new()
    for _time in range(2):
        conversing.write_to_us(agreed.pk, text=THEIRS, ticket=ticket, by=clara)
    assert PartnerMessage.objects.count() == 1
    assert Event.objects.filter(deed="referral.write").count() == 1


def test_about_a_protected_identity_we_look_twice(agreed, help_request, amina):
    protecting.protect(help_request.pk, by=amina)
    write = lambda: conversing.write_to_partner(agreed.pk, text=OURS, by=amina)  # noqa: E731
    assert refused(write) == "not_confirmed"
    conversing.write_to_partner(agreed.pk, text=OURS, confirmed=True, by=amina)
    assert PartnerMessage.objects.count() == 1


# --- Unread ---------------------------------------------------------------------------------------


def test_a_partner_has_read_when_anybody_there_has_and_we_each_for_ourselves(
    talked, amina, lena, carl
):
    assert unread_there(talked) == 1
    conversing.read_theirs(talked.pk, by=carl)
    assert unread_there(talked) == 0
    assert [unread(who, talked) for who in (amina, lena)] == [1, 1]
    conversing.read_ours(talked.pk, by=amina)
    assert [unread(who, talked) for who in (amina, lena)] == [0, 1]


def test_reading_the_package_is_not_reading_the_conversation(talked, clara, at):
    at(clara).get(reverse("portal:package", args=[talked.pk]))
    assert unread_there(talked) == 1


def test_the_lists_say_so(talked, at, amina, clara, carl):
    inbox = at(carl).get(reverse("portal:inbox"), {"tab": "ours"}).content.decode()
    assert "1 oläst meddelande" in inbox
    listed = at(amina).get(reverse("desk:referrals")).content.decode()
    assert "1 oläst meddelande" in listed
    day = at(amina).get(reverse("desk:mine")).content.decode()
    assert reverse("desk:referral_conversation", args=[talked.pk]) not in day  # nobody's yet
    triaging.take(talked.help_request_id, by=amina)
    day = at(amina).get(reverse("desk:mine")).content.decode()
    assert reverse("desk:referral_conversation", args=[talked.pk]) in day


# --- The daily word -------------------------------------------------------------------------------

MONDAY, SATURDAY = "2027-03-01 07:30+01:00", "2027-03-06 07:30+01:00"


@pytest.fixture
def said(clock, talked, amina, help_request):
    """Two more from us, on a Monday; the request is Amina's."""
    triaging.take(help_request.pk, by=amina)
    for text in ("Ett till.", "Och ett."):
        conversing.write_to_partner(talked.pk, text=text, by=amina)
    return talked


def digests() -> list[tuple]:
    rows = Outgoing.objects.filter(notice__contains="UNREAD").order_by("pk")
    return list(rows.values_list("to", "count"))


def test_each_side_gets_a_number_and_nothing_else(said, amina):
    assert digesting.sweep() == 2
    assert dict(digests()) == {name_of(said.to): 3, name_of(amina): 1}
    outbox.deliver()
    there = next(one for one in mail.outbox if one.to == [said.to.email] and "3" in one.body)
    assert "/portal/inbox/?tab=ours" in there.body
    for secret in (OURS, THEIRS, said.reference, "Kim", "Amina", "Bryggan"):
        assert secret not in there.subject + there.body


def test_once_a_day_and_only_when_something_has_come(said, clock, amina):
    assert [digesting.sweep() for _time in range(2)] == [2, 0]
    clock.shift(timedelta(days=1))
    assert digesting.sweep() == 0, "still unread, but said"
    conversing.write_to_partner(said.pk, text="Nytt.", by=amina)
    assert digesting.sweep() == 1
    assert digests()[-1] == (name_of(said.to), 4)


def test_never_on_a_day_off_unless_the_partner_asks_for_it(said, clock):
    clock.move_to(SATURDAY)
    assert digesting.sweep() == 0
    Organisation.objects.filter(pk=said.to_id).update(digests_on_days_off=True)
    assert digesting.sweep() == 1
    assert digests() == [(name_of(said.to), 3)]


def test_nor_on_a_holiday_in_the_week(said, clock):
    clock.move_to("2027-03-26 07:30+01:00")  # Good Friday
    assert digesting.sweep() == 0
    clock.move_to("2027-03-30 07:30+02:00")
    assert digesting.sweep() == 2


def test_what_has_ended_is_not_spoken_of(said, amina):
    sending.recall(said.pk, reason="changed", by=amina)
    assert digesting.sweep() == 0


# --- With the rest of the house -------------------------------------------------------------------


def test_the_person_sees_that_it_was_written_and_not_what(talked, told, resident, client):
    steps = so_far.so_far(resident).steps
    wrote = [step.role for step in steps if step.what.startswith("Första meddelandet")]
    assert wrote == ["social_worker", "partner_member"]
    client.post(reverse("mailbox:enter"), {"code": told.code})
    for page in ("so_far", "who", "thread", "shared"):
        shown = client.get(reverse(f"mailbox:{page}")).content.decode()
        assert OURS not in shown
        assert THEIRS not in shown
    who = client.get(reverse("mailbox:who")).content.decode()
    assert "Skrev ett meddelande" in who


def test_it_is_part_of_an_extract(talked, help_request):
    parts = [one for one in compiling.parts_of(help_request, "sender") if one.column == "text"]
    found = [one for one in parts if one.section == Section.PARTNERS]
    assert len(found) == 2
    assert all(one.by_us for one in found)  # nothing of it is given before somebody has looked


def test_it_is_erased_and_counted_with_everything_else(
    talked, help_request, right, amina, lena, adam
):
    sending.recall(talked.pk, reason="changed", by=amina)
    triaging.take(help_request.pk, by=amina)
    triaging.close(help_request.pk, reason="advised", children="none", by=amina)
    proposed = erasing.propose(help_request.pk, ground_pk=right.pk, by=lena)
    assert erasing.confirm(proposed.pk, by=adam).counts["partner_messages"] == 2
    assert {bytes(one.text) for one in PartnerMessage.objects.all()} == {b""}
    with pytest.raises(Erased):
        conversing.read_ours(talked.pk, by=amina)


# --- The pages ------------------------------------------------------------------------------------


def page(name, row) -> str:
    return reverse(name, args=[row.pk])


OUR_PAGE, THEIR_PAGE = "desk:referral_conversation", "portal:conversation"


@pytest.mark.parametrize(("who", "address"), [("amina", OUR_PAGE), ("clara", THEIR_PAGE)])
def test_who_reads_it_is_said_before_anything_is_written(who, address, agreed, at, request):
    client = at(request.getfixturevalue(who))
    shown = client.get(page(address, agreed)).content.decode()
    assert shown.index('id="readers"') < shown.index("<textarea")
    assert "Personen läser det inte här" in shown
    empty = client.post(page(address, agreed), {"text": " "})
    assert empty.context["form"].errors
    sent = client.post(page(address, agreed), {"text": OURS}, follow=True)
    assert OURS in sent.content.decode()


def test_a_receipt_code_in_the_text_is_said_once(agreed, told, at, amina):
    client, text = at(amina), f"Koden är {told.code}."
    shown = client.post(page(OUR_PAGE, agreed), {"text": text})
    assert "with_code" in shown.context["form"].fields
    assert not PartnerMessage.objects.exists()
    client.post(page(OUR_PAGE, agreed), {"text": text, "with_code": "on"})
    assert PartnerMessage.objects.exists()


def test_what_is_written_too_late_is_shown_and_not_lost(agreed, at, amina, clara):
    client = at(clara)
    Consent.objects.update(valid_until=a_day(-1))
    shut = client.post(page(THEIR_PAGE, agreed), {"text": THEIRS})
    assert THEIRS in shut.content.decode()
    sending.recall(agreed.pk, reason="changed", by=amina)
    gone = client.post(page(THEIR_PAGE, agreed), {"text": THEIRS})
    assert gone.status_code == 404
    assert THEIRS in gone.content.decode()
    late = at(amina).post(page(OUR_PAGE, agreed), {"text": OURS})
    assert OURS in late.content.decode()
    assert not PartnerMessage.objects.exists()


def test_a_partner_without_the_agreement_sees_no_conversation(accepted, at, amina, clara):
    shown = at(clara).get(page("portal:package", accepted)).content.decode()
    assert 'data-test="conversation"' not in shown
    assert 'data-test="conversation"' not in (
        at(amina).get(page("desk:referral", accepted)).content.decode()
    )
