"""Rows that go in with one written statement are the same as those that Django would add."""

from contextlib import suppress

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from audit import adding
from audit.models import Letter, Outgoing


def letter(about, sealed=b"\x00\xff"):
    return Letter(about=about, key_id="a" * 16, sealed=sealed)


def notice(about):
    when = {"queued_at": timezone.now(), "due_at": timezone.now()}
    return Outgoing(to="partners.team/1", notice="intake.NEW", about=about, **when)


def test_it_comes_back_as_it_went_in(db):
    first, second = letter("row/1"), letter("row/2", sealed=bytes(range(256)))
    adding.add(first, second)
    assert [bytes(one.sealed) for one in Letter.objects.order_by("about")] == [
        first.sealed, second.sealed,
    ]  # fmt: skip
    assert Letter.objects.get(pk=second.pk).about == "row/2"
    second.about = "row/3"
    second.save()
    assert set(Letter.objects.values_list("about", flat=True)) == {"row/1", "row/3"}


def test_what_is_not_said_is_as_the_model_says(db):
    adding.add(notice("row/1"))
    by_us = Outgoing.objects.values().get()
    notice("row/1").save()
    by_django = Outgoing.objects.values().latest("pk")
    assert {name for name in by_us if by_us[name] != by_django[name]} <= {
        "id", "queued_at", "due_at",
    }  # fmt: skip


def test_many_take_one_statement_and_none_takes_none(db):
    with CaptureQueriesContext(connection) as asked:
        adding.add()
        adding.add(*[letter(f"row/{number}") for number in range(30)])
    assert len(asked) == 1


def test_what_is_added_together_goes_in_at_the_end_in_one_go(db):
    first, second = letter("row/1"), notice("row/1")
    with CaptureQueriesContext(connection) as asked, adding.together():
        adding.add(first)
        adding.add(second, notice("row/2"))
        assert not asked.captured_queries
    assert len(asked) == 2
    assert Letter.objects.get(pk=first.pk).about == "row/1"
    assert Outgoing.objects.get(pk=second.pk).about == "row/1"


def test_nothing_goes_in_when_the_block_breaks_off(db):
    with suppress(ZeroDivisionError), adding.together():
        adding.add(letter("row/1"))
        raise ZeroDivisionError
    assert not Letter.objects.exists()


def test_what_was_kept_goes_in_wherever_it_is_said(db):
    with adding.keeping() as kept:
        adding.add(letter("row/1"))
    with adding.together():
        adding.add(notice("row/1"))
        adding.add_kept(kept)
        assert not Letter.objects.exists()
    assert Letter.objects.get().about == Outgoing.objects.get().about == "row/1"


@pytest.mark.parametrize("about", ["100 % of %s", "it's; DROP TABLE", "\\x00 \\", "{0} $1 :a"])
def test_no_sign_means_anything_to_the_database(db, about):
    with adding.together():
        adding.add(letter(about, sealed=about.encode()))
        adding.add(notice(about))
    assert bytes(Letter.objects.get(about=about).sealed) == about.encode()
    assert Outgoing.objects.get().about == about


@pytest.mark.django_db(transaction=True)
def test_an_act_in_which_it_failed_is_never_committed():
    """Whoever swallows the error: half an act is none."""
    with transaction.atomic():
        adding.add(letter("row/1"))
        with suppress(IntegrityError):
            adding.add(letter("row/2"), letter("row/1"))
    assert not Letter.objects.exists()


def test_postgresql_reads_a_statement_once_however_often_it_is_sent(db):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite keeps its statements by itself")
    threshold = connection.settings_dict["OPTIONS"]["prepare_threshold"]
    for number in range(threshold + 3):
        with adding.together():
            adding.add(letter(f"row/{number}", sealed=bytes([number])))
            adding.add(notice(f"row/{number}"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement, generic_plans + custom_plans FROM pg_prepared_statements")
        kept = cursor.fetchall()
    assert {sql.split()[2].strip('"'): uses for sql, uses in kept} == {
        "audit_letter": 3, "audit_outgoing": 3,
    }  # fmt: skip
    rows = Letter.objects.order_by("pk").values_list("about", "sealed")
    assert [(about, bytes(sealed)) for about, sealed in rows] == [
        (f"row/{number}", bytes([number])) for number in range(threshold + 3)
    ]


def test_a_statement_may_have_more_values_than_postgresql_takes_beside_one(db):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has a limit of its own, set where it is built")
    many = adding.MOST_BESIDE + 1
    places = ", ".join(["%s"] * many)
    assert adding.run((f"SELECT cardinality(ARRAY[{places}])", [1] * many)) == [[(many,)]]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("abouts", [["row/1", "row/2"], ["row/2", "row/1"]])
def test_of_several_that_go_together_one_that_is_refused_undoes_all(abouts):
    """The database's own word for it comes out, whichever of them it was."""
    adding.add(letter("row/1"))
    with pytest.raises(IntegrityError):
        _add_together(notice("row/3"), *map(letter, abouts))
    assert Letter.objects.get().about == "row/1"
    assert not Outgoing.objects.exists()
    adding.add(letter("row/2"))  # the connection is as good as before
    assert Letter.objects.count() == 2


@transaction.atomic
def _add_together(*rows):
    with adding.together():
        for row in rows:
            adding.add(row)
