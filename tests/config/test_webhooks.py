"""Partners' systems are told that something happened: signed, without content, whoever hangs."""

import json
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from audit import outbox, trail
from audit.actors import CLOCK
from audit.guard import OutOfReach, Refused
from audit.models import Event, Link, Outgoing
from audit.outbox import calls, hooks
from config.clock.timetable import TIMETABLE
from config.webhooks.events import KINDS
from config.webhooks.models import HeardUntil, Receiver
from config.webhooks.services import connecting, hearing, reaching
from partners.models import Organisation
from referrals.lifecycle import MOVES
from referrals.services import answering, conversing, sending
from tests.referrals.conftest import *  # noqa: F403 – a referral to a partner, in its states
from tests.referrals.conftest import a_draft, send

URL = "https://journal.example/lotsen"


class World:
    """The other systems: what each takes, and what it was told."""

    def __init__(self):
        self.answers, self.told = {}, []

    def __call__(self, hook, *, message, moment, body):
        self.told.append((hook, message, json.loads(body)))
        answer = self.answers.get(hook.url, 204)
        if answer != 204:
            raise hooks.NotTaken(answer)

    def kinds(self) -> list[str]:
        return [body["type"] for _hook, _message, body in self.told]


@pytest.fixture
def world(monkeypatch):
    world = World()
    monkeypatch.setattr(hooks, "send", world)
    return world


@pytest.fixture
def receiver(youth_centre, adam):
    found = connecting.connect(organisation=youth_centre, url=URL, by=adam).receiver
    hearing.sweep()  # from here on
    return found


def tell() -> int:
    hearing.sweep()
    return outbox.deliver_calls()


# --- What is told ---------------------------------------------------------------------------


def test_what_happens_is_told_as_its_kind_and_an_id(draft, receiver, world, amina, clara):
    row = send(draft, amina)
    answering.open_envelope(row.pk, by=clara)
    sending.recall(row.pk, reason="changed", by=amina)
    assert tell() == 3
    assert world.kinds() == ["referral.sent", "referral.changed", "referral.ended"]
    for _hook, _message, body in world.told:
        assert body.keys() == {"type", "timestamp", "data"}
        assert body["data"] == {"id": str(row.pk)}


def test_nothing_is_told_twice_and_nothing_of_before(sent, youth_centre, adam, world, clara):
    connecting.connect(organisation=youth_centre, url=URL, by=adam)
    assert tell() == 0
    answering.open_envelope(sent.pk, by=clara)
    assert (tell(), tell()) == (1, 0)


def test_a_draft_is_nobodys_but_ours(help_request, youth_centre, receiver, world, amina):
    row = a_draft(help_request, youth_centre, amina)
    trail.act(trail.record)(CLOCK, "referral.look", row)  # as of one in line
    assert tell() == 0


def test_another_partner_hears_nothing(sent, debt_advice, adam, world, clara):
    connecting.connect(organisation=debt_advice, url=URL, by=adam)
    hearing.sweep()
    answering.open_envelope(sent.pk, by=clara)
    assert tell() == 0


def test_if_it_cannot_be_queued_it_is_heard_again(sent, receiver, world, clara, monkeypatch):
    answering.open_envelope(sent.pk, by=clara)
    with monkeypatch.context() as patch:
        patch.setattr(calls.adding, "add", None)
        with pytest.raises(TypeError):
            hearing.sweep()
    assert tell() == 1


def test_a_long_log_is_heard_in_several_rounds_and_nothing_of_it_is_missed(
    draft, receiver, world, amina, clara, monkeypatch
):
    monkeypatch.setattr(hearing, "AT_ONCE", 1)
    row = send(draft, amina)
    answering.open_envelope(row.pk, by=clara)
    lines = Link.objects.filter(number__gt=HeardUntil.objects.get().number).count()
    heard = [hearing.hear() for _line in range(lines)]
    assert max(heard) == 1
    assert sum(heard) == 2
    outbox.deliver_calls()
    assert world.kinds() == ["referral.sent", "referral.changed"]


def test_every_move_at_the_partner_is_one_of_the_kinds():
    """Left out are only those of drafts, which no partner ever sees."""
    ours = {"referral.together"}
    assert {f"referral.{move.verb}" for move in MOVES} - ours <= set(KINDS)


def test_a_message_is_told_of_and_nothing_of_what_it_says(accepted, receiver, world, amina):
    Organisation.objects.filter(pk=accepted.to_id).update(takes_messages=True)
    conversing.write_to_partner(accepted.pk, text="Hon kan på tisdagar.", by=amina)
    assert tell() == 1
    assert world.kinds() == ["referral.written"]
    assert world.told[0][2]["data"] == {"id": str(accepted.pk)}


def test_the_clock_does_it():
    assert {job.calls for job in TIMETABLE} >= {
        "audit.outbox.deliver_calls", "config.webhooks.services.hearing.sweep",
    }  # fmt: skip


# --- Who hangs, and who says no ---------------------------------------------------------------


def test_a_system_that_does_not_answer_holds_up_nobody(
    draft, receiver, youth_centre, adam, world, amina
):
    other = connecting.connect(organisation=youth_centre, url="https://b.example/", by=adam)
    world.answers[URL] = "silent"
    send(draft, amina)
    hearing.sweep()
    assert outbox.deliver_calls() == 1
    assert outbox.deliver() >= 1
    assert mail.outbox
    assert [hook.url for hook, _message, _body in world.told] == [URL, other.receiver.url]
    waits = receiver.calls().get()
    assert (waits.state, waits.reason, waits.attempts) == ("queued", "silent", 1)
    assert waits.due_at > timezone.now()


def test_it_is_tried_ever_more_seldom_and_then_somebody_must_look(
    draft, receiver, world, amina, adam
):
    world.answers[URL] = "status_500"
    send(draft, amina)
    hearing.sweep()
    tries = []
    for _try in range(20):
        waits = receiver.calls().get()
        if waits.state != "queued":
            break
        with time_machine.travel(waits.due_at, tick=False):
            tries.append(timezone.now())
            outbox.deliver_calls()
    assert (waits.state, waits.reason) == ("failed", "status_500")
    assert len(tries) == len(calls.LATER) + 1
    gaps = [b - a for a, b in zip(tries, tries[1:], strict=False)]
    assert gaps == calls.LATER
    assert len({message for _hook, message, _body in world.told}) == 1
    with time_machine.travel(tries[-1], tick=False):
        hearing.sweep()
        hearing.sweep()
    told = Outgoing.objects.filter(notice="config.webhooks.NOT_TAKEN")
    assert [one.to for one in told] == [f"accounts.user/{adam.pk}"]
    connecting.drop(waits.pk, by=adam)
    with time_machine.travel(tries[-1] + timedelta(days=1), tick=False):
        hearing.sweep()
    assert told.count() == 1


def test_one_that_fails_is_left_alone_with_all_that_waits_for_it(
    draft, receiver, world, amina, clara
):
    world.answers[URL] = "silent"
    row = send(draft, amina)
    answering.open_envelope(row.pk, by=clara)
    assert tell() == 0
    assert len(world.told) == 1
    assert outbox.deliver_calls() == 0
    assert len(world.told) == 1


def test_those_that_take_their_time_leave_some_for_the_next_round(
    draft, receiver, world, amina, clara, monkeypatch
):
    """Else one round would go on for as long as all of them together take."""
    row = send(draft, amina)
    answering.open_envelope(row.pk, by=clara)
    hearing.sweep()
    begun, first, late = 0.0, 1.0, calls.SECONDS + 1
    times = iter([begun, first, late])
    monkeypatch.setattr(calls, "monotonic", lambda: next(times))
    assert (outbox.deliver_calls(), len(world.told)) == (1, 1)
    monkeypatch.setattr(calls, "monotonic", lambda: begun)
    assert (outbox.deliver_calls(), len(world.told)) == (1, 2)


def test_gone_is_gone(draft, receiver, world, amina):
    world.answers[URL] = "gone"
    send(draft, amina)
    assert tell() == 1
    assert receiver.calls().get().state == "failed"


def test_what_failed_is_tried_again_or_thrown_away(draft, receiver, world, amina, adam, clara):
    world.answers[URL] = "gone"
    row = send(draft, amina)
    tell()
    answering.open_envelope(row.pk, by=clara)
    tell()
    first, second = receiver.calls().order_by("pk")
    world.answers.clear()
    Outgoing.objects.filter(pk=first.pk).update(attempts=len(calls.LATER))
    connecting.call_again(first.pk, by=adam)
    first.refresh_from_db()
    assert (first.attempts, first.reason) == (0, "")  # it is tried as often as a new one
    connecting.drop(second.pk, by=adam)
    second.refresh_from_db()
    assert second.reason == "dropped"
    assert outbox.deliver_calls() == 1
    assert list(receiver.calls().order_by("pk").values_list("state", flat=True)) == ["sent", "held"]
    for deed in (connecting.call_again, connecting.drop):
        with pytest.raises(OutOfReach):
            deed(first.pk, by=adam)


def test_switched_off_it_is_told_nothing_not_even_later(sent, receiver, world, adam, clara):
    answering.open_envelope(sent.pk, by=clara)
    hearing.sweep()
    connecting.switch(receiver.pk, is_on=False, by=adam)
    assert outbox.deliver_calls() == 1
    assert receiver.calls().get().reason == "no_route"
    answering.accept(sent.pk, by=clara)
    hearing.sweep()
    connecting.switch(receiver.pk, is_on=True, by=adam)
    assert tell() == 0
    assert world.told == []


@pytest.mark.parametrize("now", [{"is_active": False}, {"kind": "police"}])
def test_who_is_no_partner_any_more_or_the_police_is_not_called(
    now, draft, receiver, world, amina, youth_centre
):
    send(draft, amina)
    hearing.sweep()
    Organisation.objects.filter(pk=youth_centre.pk).update(**now)
    outbox.deliver_calls()
    assert world.told == []


def test_what_waits_for_a_system_that_is_gone_is_not_sent(draft, receiver, world, amina, adam):
    send(draft, amina)
    hearing.sweep()
    connecting.disconnect(receiver.pk, by=adam)
    outbox.deliver_calls()
    assert world.told == []
    assert Outgoing.objects.get(notice="referral.sent").state == "held"


def test_every_call_leaves_its_lines(draft, receiver, world, amina):
    row = send(draft, amina)
    tell()
    lines = Event.objects.filter(deed__in=["outbox.post", "outbox.sent"], about__contains=row.pk)
    told = lines.filter(facts__to=f"webhooks.receiver/{receiver.pk}")
    assert sorted(told.values_list("deed", flat=True)) == ["outbox.post", "outbox.sent"]


# --- The secret -------------------------------------------------------------------------------


def test_the_secret_is_shown_once_and_locked_in_the_table(youth_centre, adam):
    connected = connecting.connect(organisation=youth_centre, url=URL, by=adam)
    assert connected.secret.startswith("whsec_")
    assert connected.secret not in str(Receiver.objects.values().get())
    assert reaching.receiver(connected.receiver.pk).secrets == (connected.secret,)


def test_for_a_day_after_a_change_both_secrets_sign(youth_centre, adam):
    first = connecting.connect(organisation=youth_centre, url=URL, by=adam)
    second = connecting.renew_secret(first.receiver.pk, by=adam)
    assert reaching.receiver(first.receiver.pk).secrets == (second.secret, first.secret)
    with time_machine.travel(timezone.now() + timedelta(hours=25), tick=False):
        assert reaching.receiver(first.receiver.pk).secrets == (second.secret,)


# --- Who may, and what makes sense ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("http://journal.example/", "no_https"), ("ftp://journal.example/", "no_https"),
        ("https://", "no_https"), ("https://a:b@journal.example/", "too_much"),
        ("https://journal.example/#x", "too_much"), ("https://testserver/", "ourselves"),
        ("https://journal.example:x/", "no_address"),
    ],
)  # fmt: skip
def test_an_address_that_is_never_called_is_not_taken(url, code, youth_centre, adam):
    with pytest.raises(ValidationError) as refused:
        connecting.connect(organisation=youth_centre, url=url, by=adam)
    assert refused.value.error_dict["url"][0].code == code


def test_police_are_not_told_by_machine(police, house, adam):
    for organisation in (police, house):
        with pytest.raises(ValidationError):
            connecting.connect(organisation=organisation, url=URL, by=adam)


def test_only_who_answers_for_connections_makes_one(receiver, youth_centre, amina, carl):
    for who in (amina, carl):
        for deed in (
            lambda: connecting.connect(organisation=youth_centre, url=URL, by=who),  # noqa: B023
            lambda: connecting.renew_secret(receiver.pk, by=who),  # noqa: B023
            lambda: connecting.switch(receiver.pk, is_on=False, by=who),  # noqa: B023
            lambda: connecting.disconnect(receiver.pk, by=who),  # noqa: B023
            lambda: connecting.test(receiver.pk, by=who),  # noqa: B023
        ):
            with pytest.raises(Refused):
                deed()


# --- The pages ------------------------------------------------------------------------------------


@pytest.fixture
def desk(client, adam, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    client.force_login(adam)
    return client


def test_from_connecting_to_disconnecting(desk, youth_centre, world):
    page = desk.post(reverse("desk:receiver_new"), {"organisation": youth_centre.pk, "url": URL})
    connected = page.context["connected"]
    assert connected.secret in page.text
    at = {"args": [connected.receiver.pk]}
    assert connected.secret not in desk.get(reverse("desk:receiver", **at)).text
    desk.post(reverse("desk:receiver_test", **at))
    assert outbox.deliver_calls() == 1
    assert world.kinds() == ["webhook.test"]
    assert "Mottaget" in desk.get(reverse("desk:receiver", **at)).text
    renewed = desk.post(reverse("desk:receiver_secret", **at)).context["connected"]
    assert renewed.secret != connected.secret
    desk.post(reverse("desk:receiver_switch", **at), {"on": "0"})
    assert desk.post(reverse("desk:receiver_test", **at)).status_code == 409
    desk.post(reverse("desk:receiver_switch", **at), {"on": "1"})
    assert desk.get(reverse("desk:receiver_disconnect", **at)).status_code == 200
    assert Receiver.objects.exists()
    desk.post(reverse("desk:receiver_disconnect", **at))
    assert not Receiver.objects.exists()


def test_what_was_typed_is_still_there_after_a_refusal(desk, youth_centre):
    told = {"organisation": youth_centre.pk, "url": "http://journal.example/a"}
    page = desk.post(reverse("desk:receiver_new"), told)
    assert page.context["form"].errors
    assert told["url"] in page.text
    assert not Receiver.objects.exists()


def test_what_failed_stands_on_the_list_with_why(desk, draft, receiver, world, amina):
    world.answers[URL] = "gone"
    send(draft, amina)
    tell()
    listed = desk.get(reverse("desk:receivers"))
    assert listed.context["failed"][0]["why"]
    desk.post(reverse("desk:call_again", args=[receiver.calls().get().pk]))
    assert desk.get(reverse("desk:receivers")).context["failed"] == []
