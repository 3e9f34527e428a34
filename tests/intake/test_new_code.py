"""A lost receipt code is replaced: through the safe contact, with delay and trace."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from audit import outbox
from audit.actors import ANYBODY
from audit.guard import OutOfReach, Refused
from audit.models import Event, Letter, Outgoing
from audit.services import accounting
from audit.vault import DoesNotOpen, Erased, NoPrivateKey, box, readdressing
from intake import tickets
from intake.models import CallOutcome, Days, Hours, NewCode, Receipt, Way
from intake.services import (
    admitting,
    calling,
    conversing,
    protecting,
    reaching,
    receiving,
    redeeming,
    reissuing,
    replacing,
    triaging,
)
from partners.models import Municipality
from referrals.services import erasing, withdrawing
from tests.audit.erasing import a_ground
from tests.conftest import STORY
from tests.stage import stopped

HOUR, DAY = timedelta(hours=1), timedelta(hours=24)
MONDAY_TEN = "2026-11-23T10:00:00+01:00"


pytestmark = pytest.mark.usefixtures("clock")

clock = stopped(MONDAY_TEN)  # in the middle of the day, so that a notice may leave at once


@pytest.fixture
def row(answered):
    """Kim's request, which Amina has: to be reached by e-mail."""
    return answered


@pytest.fixture
def by_phone(tell, amina):
    contact = {"way": Way.PHONE, "phone": "+46701740605", "code_word": "Blåbär", "name": "Kim"}
    told = tell(contact=contact)
    triaging.take(told.help_request.pk, by=amina)
    return told.help_request


def give(row, by, checked="known", revision=0):
    return reissuing.give_digits(row.pk, revision=revision, checked=checked, by=by)


def call(row, by, outcome=CallOutcome.REACHED):
    calling.acknowledge(row.pk, revision=0, by=by)
    calling.end(row.pk, outcome=outcome, by=by)


def redeem(row, digits, ticket=None):
    ticket = ticket or tickets.new()
    return redeeming.redeem(reference=row.reference, digits=digits, ticket=ticket)


def made(row, by):
    """The person has made the new code, and the notice has left."""
    new = redeem(row, give(row, by).digits)
    outbox.deliver()
    return new


def after(time=DAY + HOUR):
    """The delay, and the hour in which the notice may have left."""
    return time_machine.travel(timezone.now() + time, tick=False)


def wrong(digits):
    return f"{(int(digits) + 1) % 10**8:08d}"


def test_after_the_delay_the_new_code_opens_the_whole_thread_and_the_old_one_nothing(
    told, row, amina
):
    new = made(row, amina)
    conversing.write(admitting.admit(told.code), text="Under väntan.", ticket=tickets.new())
    with after():
        replacing.sweep()
        thread = conversing.read_thread(admitting.admit(new.code))
        with pytest.raises(admitting.NoSuchCode):
            admitting.admit(told.code)
    assert [one.text for one in thread.said] == [
        STORY, "Välkommen att höra av dig.", "Under väntan."
    ]  # fmt: skip
    assert "kim@example.org" in reaching.read_contact(admitting.admit(new.code))["email"]


def test_no_letter_to_the_old_code_is_left(told, row, amina):
    old = box.key_id(bytes(row.receipt.public))
    before = Letter.objects.filter(key_id=old).count()
    made(row, amina)
    with after():
        replacing.sweep()
    new = box.key_id(bytes(Receipt.objects.get(help_request=row).public))
    assert before
    assert not Letter.objects.filter(key_id=old).exists()
    assert Letter.objects.filter(key_id=new).count() == before


def test_until_then_the_old_code_opens_and_the_new_one_says_when_it_will(told, row, amina):
    new = made(row, amina)
    with after(DAY - timedelta(minutes=1)):
        replacing.sweep()
        assert conversing.read_thread(admitting.admit(told.code)).said
        with pytest.raises(admitting.NotYet) as early:
            admitting.admit(new.code)
    assert early.value.opens_at == new.opens_at == timezone.now() + DAY


def test_the_municipality_sets_the_delay(row, amina):
    Municipality.objects.update(new_code_hours=72)
    assert redeem(row, give(row, amina).digits).opens_at == timezone.now() + timedelta(hours=72)


def test_the_digits_are_kept_as_a_digest_alone(row, amina):
    digits = give(row, amina).digits
    kept = NewCode.objects.values().get()
    assert len(digits) == 8
    assert digits not in str(kept)
    assert digits not in str(list(Event.objects.values_list("facts", "header")))


def test_a_word_that_was_keyed_with_the_secret_before_still_fits(row, amina, settings):
    digits = give(row, amina).digits
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another secret, since this morning, and long enough for anything"
    assert redeem(row, digits).code


def test_the_notice_is_empty_and_goes_to_the_address_they_once_gave(row, amina):
    mail.outbox.clear()
    made(row, amina)
    sent = [one for one in mail.outbox if one.to == ["kim@example.org"]]
    assert len(sent) >= 1
    assert row.reference not in sent[-1].subject + sent[-1].body
    assert "/mailbox/new-code/" in sent[-1].body


def test_the_delay_begins_when_the_notice_has_really_left(row, amina):
    """Otherwise it could be over before the person's own hours have come."""
    reaching_by = row.safe_contact
    reaching_by.hours, reaching_by.days = Hours.EVENING, Days.WEEKEND
    reaching_by.save()
    new = redeem(row, give(row, amina).digits)
    with after():
        outbox.deliver()
        replacing.sweep()
        assert NewCode.objects.get().status == "waiting"
    saturday = timezone.localtime() + timedelta(days=5, hours=7)
    assert new.opens_at == saturday + DAY
    with time_machine.travel(saturday + HOUR, tick=False):
        outbox.deliver()
    with time_machine.travel(saturday + DAY + HOUR, tick=False):
        replacing.sweep()
        assert NewCode.objects.get().status == "waiting"
    with time_machine.travel(saturday + DAY + 2 * HOUR, tick=False):
        replacing.sweep()
        assert NewCode.objects.get().status == "replaced"


@pytest.mark.parametrize("state", ["held", "failed"])
def test_without_a_notice_that_left_the_code_is_not_replaced(told, row, amina, state):
    redeem(row, give(row, amina).digits)
    Outgoing.objects.filter(notice="intake.NEW_CODE").update(state=state, settled_at=timezone.now())
    with after():
        replacing.sweep()
        assert admitting.admit(told.code)
    assert NewCode.objects.get().status == "called_off"
    assert Outgoing.objects.filter(notice="intake.NEW_CODE_NEWS").exists()


def test_whoever_has_the_old_code_sees_it_and_stops_it(told, row, amina):
    new = made(row, amina)
    redeeming.stop(admitting.admit(told.code))
    with after():
        replacing.sweep()
        assert admitting.admit(told.code)
        with pytest.raises(admitting.NoSuchCode):
            admitting.admit(new.code)
    assert NewCode.objects.get().status == "stopped"
    assert Outgoing.objects.filter(notice="intake.NEW_CODE_NEWS", to=f"accounts.user/{amina.pk}")


def test_it_can_be_stopped_before_the_digits_are_used_too(told, row, amina):
    digits = give(row, amina).digits
    redeeming.stop(admitting.admit(told.code))
    with pytest.raises(redeeming.NoSuchDigits):
        redeem(row, digits)


def test_five_wrong_tries_void_the_digits_and_we_are_told(row, amina):
    digits = give(row, amina).digits
    for _n in range(5):
        with pytest.raises(redeeming.NoSuchDigits):
            redeem(row, wrong(digits))
    with pytest.raises(redeeming.NoSuchDigits):
        redeem(row, digits)
    assert NewCode.objects.get().status == "blocked"
    assert Outgoing.objects.filter(notice="intake.NEW_CODE_NEWS").count() == 1
    assert redeem(row, give(row, amina).digits).code  # and then new ones may be given


def test_four_wrong_tries_void_nothing(row, amina):
    digits = give(row, amina).digits
    for _n in range(4):
        with pytest.raises(redeeming.NoSuchDigits):
            redeem(row, wrong(digits))
    assert redeem(row, digits).code


def test_who_guesses_is_slowed_down_as_with_codes(row, amina):
    digits = give(row, amina).digits
    for _n in range(5):
        with pytest.raises(redeeming.NoSuchDigits):
            redeeming.redeem(reference="A2B-3C4", digits=digits, ticket=tickets.new(), bucket="x")
    with pytest.raises(admitting.TooManyGuesses):
        redeeming.redeem(reference=row.reference, digits=digits, ticket=tickets.new(), bucket="x")


def test_digits_last_a_week(row, amina):
    digits = give(row, amina).digits
    with after(timedelta(days=7)), pytest.raises(redeeming.NoSuchDigits):
        redeem(row, digits)
    with after(timedelta(days=7)):
        replacing.sweep()
    assert NewCode.objects.get().status == "expired"


def test_digits_given_again_void_the_ones_before(row, amina):
    first, second = give(row, amina).digits, give(row, amina).digits
    with pytest.raises(redeeming.NoSuchDigits):
        redeem(row, first)
    assert redeem(row, second).code


def test_the_same_form_sent_twice_gives_the_same_code_and_another_none(row, amina):
    digits, ticket = give(row, amina).digits, tickets.new()
    first = redeem(row, digits, ticket)
    assert redeem(row, digits, ticket).code == first.code
    with pytest.raises(redeeming.NoSuchDigits):
        redeem(row, digits)
    assert NewCode.objects.count() == 1


def test_a_locator_that_is_taken_is_tried_again(told, row, amina, monkeypatch):
    taken, free = row.receipt.locator, "ZZZZZ"
    locators = iter([taken, free])
    monkeypatch.setattr(redeeming.receipts, "new_locator", lambda: next(locators))
    assert redeem(row, give(row, amina).digits).code.startswith(free)


def test_two_new_codes_at_once_are_refused_by_the_database(row, amina):
    give(row, amina)
    twin = NewCode(help_request=row, started_by=amina, started_at=timezone.now(), checked="known")
    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save(force_insert=True)


def test_while_one_waits_no_other_is_given(row, amina):
    made(row, amina)
    with pytest.raises(ValidationError):
        give(row, amina)
    reissuing.call_off(row.pk, by=amina)
    assert give(row, amina).digits
    assert Receipt.objects.filter(help_request=None).count() == 0


@pytest.mark.parametrize(
    "contact",
    [
        {"way": Way.NONE},
        {"way": Way.EMAIL, "email": "kim@example.org", "is_shared": True},
    ],
)
def test_without_a_safe_way_nobody_gets_a_new_code(told, row, amina, contact):
    reaching.change(admitting.admit(told.code), **contact)
    with pytest.raises(ValidationError) as refusal:
        give(row, amina, revision=1)
    assert reissuing.NO_SAFE_WAY in refusal.value.messages


def test_who_wants_to_be_called_has_been_called_just_now_and_answered(by_phone, amina):
    with pytest.raises(ValidationError):
        give(by_phone, amina)
    call(by_phone, amina, CallOutcome.NOT_REACHED)
    with pytest.raises(ValidationError):
        give(by_phone, amina)
    call(by_phone, amina)
    with after(timedelta(hours=3)), pytest.raises(ValidationError):
        give(by_phone, amina)
    given = give(by_phone, amina, checked="code_word")
    assert redeem(by_phone, given.digits).opens_at == timezone.now() + DAY
    with after():
        assert replacing.sweep() == 1


def test_a_code_word_that_was_never_chosen_proves_nothing(row, amina):
    with pytest.raises(ValidationError):
        give(row, amina, checked="code_word")


def test_rules_that_were_changed_meanwhile_are_read_first(told, row, amina):
    reaching.change(admitting.admit(told.code), way=Way.EMAIL, email="ny@example.org")
    with pytest.raises(ValidationError):
        give(row, amina, revision=0)


def test_only_whoever_has_the_request_gives_digits(row, lena, bjorn, clara):
    with pytest.raises(ValidationError):
        give(row, lena)
    with pytest.raises(OutOfReach):
        give(row, bjorn)
    with pytest.raises(Refused):
        give(row, clara)


def test_a_protected_identity_takes_a_second_person(told, row, amina, lena):
    protecting.protect(row.pk, by=amina)
    assert give(row, amina).digits == ""
    with pytest.raises(ValidationError):
        give(row, amina)
    with pytest.raises(Refused):
        reissuing.approve(row.pk, by=amina)
    reissuing.approve(row.pk, by=lena)
    new = made(row, amina)
    with after():
        replacing.sweep()
        assert admitting.admit(new.code)


def test_the_second_person_is_somebody_else(row, amina, lena):
    protecting.protect(row.pk, by=amina)
    give(row, amina)
    NewCode.objects.update(started_by=lena)
    with pytest.raises(ValidationError):
        reissuing.approve(row.pk, by=lena)


def test_a_second_person_may_say_no(row, amina, lena):
    protecting.protect(row.pk, by=amina)
    give(row, amina)
    reissuing.refuse(row.pk, by=lena)
    assert NewCode.objects.get().status == "refused"


def test_a_protection_that_is_younger_than_the_digits_voids_them(told, row, amina):
    digits = give(row, amina).digits
    protecting.protect(row.pk, by=amina)
    with pytest.raises(redeeming.NoSuchDigits):
        redeem(row, digits)
    assert give(row, amina).digits == ""


def test_a_protection_that_comes_during_the_delay_calls_it_off(told, row, amina):
    made(row, amina)
    protecting.protect(row.pk, by=amina)
    with after():
        replacing.sweep()
        assert admitting.admit(told.code)
    assert NewCode.objects.get().status == "called_off"


def test_a_request_that_is_closed_meanwhile_gets_its_new_code_all_the_same(told, row, amina):
    """Whoever wrote may read and reopen what is closed."""
    new = made(row, amina)
    triaging.close(row.pk, reason="advised", children="none", by=amina)
    with after():
        replacing.sweep()
        assert admitting.admit(new.code)


def test_whoever_takes_the_request_back_has_the_old_code_and_keeps_it(told, row, amina):
    made(row, amina)
    withdrawing.take_back_request(admitting.admit(told.code))
    with after():
        replacing.sweep()
        assert admitting.admit(told.code)
    assert NewCode.objects.get().status == "called_off"


def test_whoever_is_erased_meanwhile_gets_no_code(told, row, amina, lena, adam):
    new = made(row, amina)
    triaging.close(row.pk, reason="advised", children="none", by=amina)
    proposed = erasing.propose(row.pk, ground_pk=a_ground().pk, by=lena)
    erasing.confirm(proposed.pk, by=adam)
    with after():
        assert replacing.sweep() == 0
        with pytest.raises(admitting.NoSuchCode):
            admitting.admit(new.code)
        with pytest.raises(Erased):
            admitting.admit(told.code)


def test_a_killed_worker_has_changed_nothing_and_the_next_one_does_it(
    told, row, amina, monkeypatch
):
    new = made(row, amina)

    def killed(*args, **kwargs):
        raise KeyboardInterrupt

    with after():
        with monkeypatch.context() as at_the_end:
            at_the_end.setattr(replacing.moves, "make", killed)
            with pytest.raises(KeyboardInterrupt):
                replacing.sweep()
        assert conversing.read_thread(admitting.admit(told.code)).said
        assert replacing.sweep() == 1
        assert replacing.sweep() == 0
        assert conversing.read_thread(admitting.admit(new.code)).said


def test_one_that_does_not_open_changes_nothing_and_holds_up_no_other(told, row, tell, amina):
    new = made(row, amina)
    other = tell(contact={"way": Way.EMAIL, "email": "robin@example.org"})
    triaging.take(other.help_request.pk, by=amina)
    fine = made(other.help_request, amina)
    service = Letter.objects.filter(about=f"intake.helprequest/{row.pk}")
    service = service.exclude(key_id=box.key_id(bytes(row.receipt.public)))
    service.update(sealed=b"x" * 1300)
    with after():
        with pytest.raises(DoesNotOpen):
            replacing.sweep()
        assert admitting.admit(told.code)
        assert admitting.admit(fine.code)
        with pytest.raises(admitting.NotYet):
            admitting.admit(new.code)


def test_where_people_write_nothing_can_be_put_in_force(told, row, amina, settings):
    made(row, amina)
    settings.LOTSEN_ROLE = "public"
    with after(), pytest.raises(NoPrivateKey):
        replacing.sweep()
    settings.LOTSEN_ROLE = "desk"
    assert admitting.admit(told.code)


def test_all_or_nothing_is_readdressed(told, row, amina):
    """A row that has no letter of ours cannot be moved, and then none is."""
    old = bytes(row.receipt.public)
    names = list(Letter.objects.filter(key_id=box.key_id(old)).values_list("about", flat=True))
    Letter.objects.filter(about=names[0]).exclude(key_id=box.key_id(old)).delete()
    with pytest.raises(NoPrivateKey):
        readdressing.readdress(names, old=old, new=box.public_of(box.new_private()))
    assert Letter.objects.filter(key_id=box.key_id(old)).count() == len(names)


def test_the_person_is_told_of_every_step(told, row, amina):
    made(row, amina)
    with after():
        replacing.sweep()
    deeds = [line.deed for line in accounting.what_happened(row.subject)]
    assert [one for one in deeds if one.startswith("newcode.")] == [
        "newcode.replace", "newcode.redeem", "newcode.give"
    ]  # fmt: skip
    assert accounting.prove(row.subject).is_complete


def test_a_wrong_try_says_the_same_of_a_number_that_exists_and_one_that_does_not(row, amina):
    give(row, amina)
    before = Event.objects.count()
    for reference in (row.reference, "A2B-3C4"):
        with pytest.raises(redeeming.NoSuchDigits):
            redeeming.redeem(reference=reference, digits="00000000", ticket=tickets.new())
    lines = Event.objects.order_by("pk")[before:]
    assert len({(one.deed, one.actor, one.about, one.subject) for one in lines}) == 1


def test_the_form_of_the_old_code_no_longer_gives_a_code_to_that_thread(north, amina):
    """Sent once more it is a request of its own: nothing that was written is lost."""
    ticket, contact = tickets.new(), {"way": Way.EMAIL, "email": "k@example.org"}
    form = {"ticket": ticket, "story": "Hej.", "about": "self", "channel": "web_form"}
    told = receiving.submit(by=ANYBODY, contact=contact, **form)
    triaging.take(told.help_request.pk, by=amina)
    made(told.help_request, amina)
    with after():
        replacing.sweep()
        assert receiving.receipt_again(ticket) is None
        again = receiving.submit(by=ANYBODY, contact=contact, **form)
        assert again.help_request != told.help_request
        assert admitting.admit(again.code).request_id == again.help_request.pk
