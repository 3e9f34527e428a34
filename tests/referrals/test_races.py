"""Two act in the same moment: one wins, the other reads a plain sentence, and nobody both.

It takes two connections that really wait for each other: PostgreSQL.
"""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone

from audit.guard import OutOfReach
from audit.models import Event, Link
from audit.moves import MoveNotAllowed
from intake.models import Consent, HelpRequest
from intake.services import triaging
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
from tests.referrals.conftest import a_draft, consent_to, send

ROUNDS = 500
LOST = (MoveNotAllowed, OutOfReach)
SHUT = (ValidationError, OutOfReach)

pytestmark = [
    pytest.mark.postgresql_only,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        "connection.vendor != 'postgresql'", reason="SQLite lets one write at a time"
    ),
]


class Ring:
    """Two threads, each with a connection of its own, that start every round together."""

    def __enter__(self):
        self.pool, self.barrier = ThreadPoolExecutor(2), Barrier(2)
        return self

    def __exit__(self, *_failure):
        for done in [self.pool.submit(self._leave) for _thread in range(2)]:
            done.result()
        self.pool.shutdown()

    def _leave(self):
        self.barrier.wait()
        connection.close()

    def _act(self, deed):
        self.barrier.wait()
        try:
            deed()
        except SHUT as lost:
            return lost
        return None

    def race(self, *deeds) -> list:
        """What each met with; None is a win."""
        return [one.result() for one in [self.pool.submit(self._act, deed) for deed in deeds]]


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

    def reset(self):
        Referral.objects.filter(pk=self.pk).update(**self.columns)
        ReferralGrant.objects.all().delete()
        ReferralGrant.objects.bulk_create([self.grant])
        Tombstone.objects.all().delete()
        NextStep.objects.all().delete()
        Consent.objects.update(withdrawn_at=None)

    def status(self):
        return Referral.objects.values_list("status", flat=True).get(pk=self.pk)


def _one_winner(again, deeds: dict, rounds: int):
    """*deeds* are {the state it leads to: the deed}. Returns how often each won."""
    wins = dict.fromkeys(deeds, 0)
    with Ring() as ring:
        for _round in range(rounds):
            again.reset()
            before = Tombstone.objects.count()
            met = ring.race(*deeds.values())
            won = [state for state, lost in zip(deeds, met, strict=True) if lost is None]
            assert len(won) == 1, met
            assert all(lost is None or isinstance(lost, LOST) for lost in met), met
            assert again.status() == won[0]
            assert Tombstone.objects.count() - before <= 1
            wins[won[0]] += 1
    assert Link.objects.count() == Event.objects.count()
    return wins


def test_accept_against_recall(opened, amina, clara):
    wins = _one_winner(
        Again(opened),
        {
            "accepted": lambda: answering.accept(opened.pk, by=clara),
            "recalled": lambda: sending.recall(
                opened.pk, reason="changed", seen="opened", by=amina
            ),
        },
        ROUNDS,
    )
    assert all(wins.values()), f"no race: {wins}"


def test_two_partners_give_two_answers(opened, clara, carl):
    _one_winner(
        Again(opened),
        {
            "accepted": lambda: answering.accept(opened.pk, by=clara),
            "declined": lambda: answering.decline(opened.pk, reason="area", by=carl),
        },
        50,
    )


def test_both_say_yes(opened, clara, carl):
    again = Again(opened)
    with Ring() as ring:
        for _round in range(50):
            again.reset()
            met = ring.race(
                lambda: answering.accept(opened.pk, by=clara),
                lambda: answering.accept(opened.pk, by=carl),
            )
            assert sorted(lost is None for lost in met) == [False, True]


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
    wins = {"accepted": 0, "recalled": 0}
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
            wins[Referral.objects.get(pk=opened.pk).status] += 1
    assert all(wins.values()), f"no race: {wins}"


def test_accept_against_the_clock(opened, clara):
    """An answer in the very minute in which it expires."""
    later = timezone.now() + timezone.timedelta(days=60)
    again = Again(opened)
    with Ring() as ring:
        for _round in range(50):
            again.reset()
            yes, _swept = ring.race(
                lambda: answering.accept(opened.pk, by=clara), lambda: chasing.sweep(later)
            )
            assert again.status() in (("expired",) if yes else ("accepted",))


def test_two_sweepers_do_it_once(opened):
    later = timezone.now() + timezone.timedelta(days=60)
    again = Again(opened)
    with Ring() as ring:
        for _round in range(50):
            again.reset()
            assert ring.race(*[lambda: chasing.sweep(later)] * 2) == [None, None]
            assert Tombstone.objects.count() == 1


def test_a_consent_taken_back_always_wins(opened, consent, resident, clara):
    again = Again(opened)
    with Ring() as ring:
        for _round in range(50):
            again.reset()
            _yes, back = ring.race(
                lambda: answering.accept(opened.pk, by=clara),
                lambda: withdrawing.take_back(resident, consent.pk),
            )
            assert (back, again.status()) == (None, "withdrawn")
            assert not ReferralGrant.objects.exists()


def test_nobody_reads_on_after_the_end(active, clara, carl):
    """Read and end at once: what is opened is opened before the end, in the trail as in life."""
    again = Again(active)
    about = f"referrals.referral/{active.pk}"
    with Ring() as ring:
        for _round in range(50):
            again.reset()
            read, ended = ring.race(
                lambda: reading.open_package(active.pk, by=clara, purpose="referral"),
                lambda: following_up.give_back(active.pk, reason="safety", by=carl),
            )
            assert ended is None
            if read is None:
                last = Event.objects.filter(about=about).select_related("link")
                assert last.filter(deed="referral.opened").latest("pk").link.number < (
                    last.filter(deed="referral.return").latest("pk").link.number
                )


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
        for _round in range(50):
            rows.update(status="new", assigned_to=None)
            met = ring.race(
                lambda: triaging.take(help_request.pk, by=amina),
                lambda: triaging.take(help_request.pk, by=lena),
            )
            winner = [amina, lena][[lost is None for lost in met].index(True)]
            assert sorted(lost is None for lost in met) == [False, True]
            assert rows.get().assigned_to == winner
