"""Two act in the same moment: one wins, the other reads a plain sentence, and nobody both.

It takes two connections that really wait for each other: PostgreSQL. RACE_ROUNDS says how often
each race is run; five hundred times is asked for by hand.
"""

import os
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from threading import Event as Signal
from time import sleep

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone

from audit.guard import OutOfReach
from audit.models import Event, Link
from audit.moves import MoveNotAllowed
from audit.trail import name_of
from intake.models import Attachment, Consent, HelpRequest, Message
from intake.services import admitting, scanning, taking_back_answers, triaging, viewing
from intake.services import answering as to_person
from intake.services import conversing as to_read
from referrals import finality
from referrals.models import NextStep, Referral, ReferralGrant, Tombstone
from referrals.services import (
    answering,
    chasing,
    drafting,
    following_up,
    pairing,
    reading,
    sending,
    withdrawing,
)
from tests.intake.test_attaching import a_file
from tests.referrals.conftest import a_draft, consent_to, send
from tests.referrals.test_walks import _holds

ROUNDS = int(os.environ.get("RACE_ROUNDS", "40"))
A_LITTLE = 0.0005  # seconds
LOST = (MoveNotAllowed, OutOfReach)
SHUT = (ValidationError, OutOfReach)

pytestmark = [
    pytest.mark.postgresql_only,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        "connection.vendor != 'postgresql'", reason="SQLite lets one write at a time"
    ),
]


def _look_at_the_file(resident):
    viewing.view_own(resident, Attachment.objects.get().pk)


class Ring:
    """Two threads, each with a connection of its own, that start every round together.

    Who came first starts a little later the next time, so that both do about as often: else the
    one with less to do before it takes the lock would always win, and it would be no race.
    """

    def __enter__(self):
        self.pool, self.barrier = ThreadPoolExecutor(2), Barrier(2)
        self.lag, self.first = [0.0, 0.0], [0, 0]
        return self

    def __exit__(self, *_failure):
        for done in [self.pool.submit(self._leave) for _thread in range(2)]:
            done.result()
        self.pool.shutdown()

    def _leave(self):
        self.barrier.wait()
        connection.close()

    def _act(self, deed, lag):
        self.barrier.wait()
        sleep(lag)
        try:
            deed()
        except SHUT as lost:
            return lost
        return None

    def race(self, *deeds) -> list:
        """What each met with; None is a win. Where both may win, the first deed came first."""
        running = [self.pool.submit(self._act, *one) for one in zip(deeds, self.lag, strict=True)]
        met = [one.result() for one in running]
        first = met.index(None)
        self.first[first] += 1
        self.lag[first] += A_LITTLE
        self.lag[1 - first] = max(0.0, self.lag[1 - first] - A_LITTLE)
        return met

    def was_one(self) -> bool:
        """Did each of the two come first at times?"""
        return all(self.first)


class Again:
    """Puts one referral back to where it stood, without the cost of writing a new one.

    Nobody else can turn the time back: the database refuses it, until it is told not to.
    """

    def __init__(self, referral):
        finality.remove(connection)
        self.pk = referral.pk
        columns = [field.attname for field in Referral._meta.concrete_fields if field.name != "id"]
        self.columns = Referral.objects.filter(pk=self.pk).values(*columns).get()
        self.grant = ReferralGrant.objects.get(content_object=referral)

    @transaction.atomic
    def reset(self):
        Referral.objects.filter(pk=self.pk).update(**self.columns)
        ReferralGrant.objects.all().delete()
        ReferralGrant.objects.bulk_create([self.grant])
        Tombstone.objects.all().delete()
        NextStep.objects.all().delete()
        Consent.objects.update(withdrawn_at=None)

    def status(self) -> str:
        """Where it stands now; and everything that hangs on it stands so too."""
        row = Referral.objects.get(pk=self.pk)
        _holds(row)
        return row.status


def _one_winner(again, deeds: dict) -> None:
    """*deeds* are {the state it leads to: the deed}."""
    with Ring() as ring:
        for _round in range(ROUNDS):
            again.reset()
            met = ring.race(*deeds.values())
            won = [state for state, lost in zip(deeds, met, strict=True) if lost is None]
            assert len(won) == 1, met
            assert all(lost is None or isinstance(lost, LOST) for lost in met), met
            assert again.status() == won[0]
    assert ring.was_one(), ring.first
    assert Link.objects.count() == Event.objects.count()


def test_accept_against_recall(opened, amina, clara):
    _one_winner(
        Again(opened),
        {
            "accepted": lambda: answering.accept(opened.pk, by=clara),
            "recalled": lambda: sending.recall(
                opened.pk, reason="changed", seen="opened", by=amina
            ),
        },
    )


def test_two_partners_give_two_answers(opened, clara, carl):
    _one_winner(
        Again(opened),
        {
            "accepted": lambda: answering.accept(opened.pk, by=clara),
            "declined": lambda: answering.decline(opened.pk, reason="area", by=carl),
        },
    )


def test_both_say_yes(opened, clara, carl):
    again = Again(opened)
    with Ring() as ring:
        for _round in range(ROUNDS):
            again.reset()
            met = ring.race(
                lambda: answering.accept(opened.pk, by=clara),
                lambda: answering.accept(opened.pk, by=carl),
            )
            assert sorted(lost is None for lost in met) == [False, True]
            assert again.status() == "accepted"
    assert ring.was_one(), ring.first


def test_of_two_partners_asked_at_once_one_is_told_no(
    opened, help_request, debt_advice, amina, clara, dag
):
    """Both say yes in the same moment. One has it, the other has nothing left."""
    other = a_draft(help_request, debt_advice, amina)
    consent = consent_to(debt_advice, help_request, amina)
    drafting.set_consent_basis(other.pk, consent_pk=consent.pk, by=amina)
    other = answering.open_envelope(send(other, amina).pk, by=dag)
    pairing.put_together(opened.pk, with_pks=[other.pk], by=amina)
    again = [Again(row) for row in Referral.objects.order_by("pk")]
    grants = list(ReferralGrant.objects.all())
    with Ring() as ring:
        for _round in range(ROUNDS):
            for one in again:
                one.reset()
            ReferralGrant.objects.all().delete()
            ReferralGrant.objects.bulk_create(grants)
            met = ring.race(
                lambda: answering.accept(opened.pk, by=clara),
                lambda: answering.accept(other.pk, reservation=True, by=dag),
            )
            assert sorted(lost is None for lost in met) == [False, True], met
            assert all(lost is None or isinstance(lost, LOST) for lost in met), met
            assert sorted(one.status() for one in again) == ["accepted", "recalled"]
            assert (ReferralGrant.objects.count(), Tombstone.objects.count()) == (1, 1)
    assert ring.was_one(), ring.first


def test_accept_against_the_clock(opened, clara):
    """An answer in the very minute in which it expires."""
    later = timezone.now() + timezone.timedelta(days=60)
    again = Again(opened)
    with Ring() as ring:
        for _round in range(ROUNDS):
            again.reset()
            yes, swept = ring.race(
                lambda: answering.accept(opened.pk, by=clara), lambda: chasing.sweep(later)
            )
            assert swept is None
            assert again.status() == ("expired" if yes else "accepted")
    assert ring.was_one(), ring.first


def test_two_sweepers_do_it_once(opened):
    later = timezone.now() + timezone.timedelta(days=60)
    again = Again(opened)
    with Ring() as ring:
        for _round in range(ROUNDS):
            again.reset()
            assert ring.race(*[lambda: chasing.sweep(later)] * 2) == [None, None]
            assert again.status() == "expired"


def _open(row, by):
    return answering.open_envelope(row.pk, by=by)


def _accept(row, by):
    return answering.accept(row.pk, by=by)


def _read(row, by):
    return reading.open_package(row.pk, by=by, purpose="referral")


@pytest.mark.parametrize(
    ("state", "deed", "line"),
    [
        ("sent", _open, "referral.open"),
        ("opened", _accept, "referral.accept"),
        ("accepted", _read, "referral.opened"),
    ],
)
def test_a_consent_taken_back_always_wins(state, deed, line, consent, resident, clara, request):
    """Whatever the partner does in that moment was done before it, or not at all."""
    row = request.getfixturevalue(state)
    again = Again(row)
    with Ring() as ring:
        for _round in range(ROUNDS):
            again.reset()
            theirs, back = ring.race(
                lambda: deed(row, clara), lambda: withdrawing.take_back(resident, consent.pk)
            )
            assert (back, again.status()) == (None, "withdrawn")
            assert Consent.objects.get().withdrawn_at
            if theirs is None:
                assert _number(row, line) < _number(row, "referral.withdraw")
    assert ring.was_one(), ring.first


def test_nobody_reads_on_after_the_end(active, clara, carl):
    """Read and end at once: what is opened is opened before the end, in the trail as in life."""
    again = Again(active)
    with Ring() as ring:
        for _round in range(ROUNDS):
            again.reset()
            read, ended = ring.race(
                lambda: _read(active, clara),
                lambda: following_up.give_back(active.pk, reason="safety", by=carl),
            )
            assert (ended, again.status()) == (None, "returned")
            if read is None:
                assert _number(active, "referral.opened") < _number(active, "referral.return")
    assert ring.was_one(), ring.first


@pytest.mark.parametrize(
    ("room", "opens", "read"),
    [(to_read, "open_all", to_read.read_thread), (viewing.vault, "unseal_file", _look_at_the_file)],
    ids=["words", "a file"],
)
def test_what_the_person_is_reading_is_not_taken_back(
    told, help_request, amina, monkeypatch, room, opens, read
):
    """The page with the answer is on its way: whoever takes it back meanwhile is told no."""
    triaging.take(help_request.pk, by=amina)
    to_person.answer(help_request.pk, text="Välkommen.", files=[a_file()], by=amina)
    scanning.sweep()
    resident, is_open, is_gone = admitting.admit(told.code), Signal(), Signal()
    Message.objects.update(read_at=None)  # they came in before it was written
    at_once = getattr(room, opens)

    def opening(*args, **facts):
        opened = at_once(*args, **facts)
        is_open.set()
        is_gone.wait(0.5)
        return opened

    monkeypatch.setattr(room, opens, opening)

    def take_back():
        is_open.wait(10)
        taking_back_answers.take_back(help_request.pk, by=amina)
        is_gone.set()

    with Ring() as ring:
        met = ring.race(lambda: read(resident), take_back)
    assert met[0] is None
    assert (met[1].code, Message.objects.get().text is not None) == ("read", True)


def _number(row, deed: str) -> int:
    """Where in the chain the last line of that deed stands."""
    lines = Event.objects.filter(about=name_of(row), deed=deed).select_related("link")
    return lines.latest("pk").link.number


def test_the_same_partner_is_asked_once(draft, amina, lena):
    digest = drafting.preview(draft.pk, by=amina).digest
    with Ring() as ring:
        met = ring.race(
            *[lambda who=who: sending.send(draft.pk, previewed=digest, by=who)
              for who in (amina, lena)]
        )  # fmt: skip
    assert sorted(lost is None for lost in met) == [False, True]


def test_two_workers_take_the_same_request(help_request, amina, lena):
    rows = HelpRequest.objects.filter(pk=help_request.pk)
    with Ring() as ring:
        for _round in range(ROUNDS):
            rows.update(status="new", assigned_to=None)
            met = ring.race(
                lambda: triaging.take(help_request.pk, by=amina),
                lambda: triaging.take(help_request.pk, by=lena),
            )
            winner = [amina, lena][[lost is None for lost in met].index(True)]
            assert sorted(lost is None for lost in met) == [False, True]
            assert rows.get().assigned_to == winner
    assert ring.was_one(), ring.first
