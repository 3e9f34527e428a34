import threading

import pytest
from django.db import connection

from audit import append_only, trail
from audit.actors import CLOCK
from audit.models import Event, Head, Link
from audit.services import exporting
from intake.models import HelpRequest
from partners.models import Team
from partners.services import directory


@trail.act
def note(**facts):
    return trail.record(CLOCK, "test.note", "test/1", **facts)


@pytest.mark.parametrize("words", ["two words", "a\nline", "kim@example.org", ["x y"], "z" * 201])
def test_a_fact_is_a_code_never_words(db, words):
    with pytest.raises(TypeError):
        note(said=words)
    assert not Event.objects.exists()


def test_a_line_says_allowed_or_refused_and_nothing_else(db):
    """A fact of that name would take its place."""
    with pytest.raises(ValueError, match="not-a-decision"):
        note(decision="not-a-decision")
    assert not Event.objects.exists()


def test_recording_outside_an_act_is_refused(db):
    with pytest.raises(trail.NoAct):
        trail.record(CLOCK, "test.note", "test/1")


def test_an_act_that_fails_leaves_neither_deed_nor_trace(house):
    before = Event.objects.count()

    @trail.act
    def fails():
        Team.objects.create(name="x", group=house.group)
        trail.record(CLOCK, "test.note", "test/1")
        raise RuntimeError

    with pytest.raises(RuntimeError):
        fails()
    assert Event.objects.count() == before
    assert not Team.objects.filter(name="x").exists()


def test_every_event_of_an_act_is_linked_in_order(db):
    @trail.act
    def twice():
        return [trail.record(CLOCK, f"test.{n}", "test/1") for n in range(2)]

    pks = [event.pk for event in twice()]
    assert list(Link.objects.order_by("number").values_list("event", flat=True)) == pks
    assert Head.objects.get().number == 2


@pytest.fixture(params=["audit_event", "audit_link"])
def unwritable(request, db):
    """The log's table takes no more lines: full, locked or broken."""
    table = request.param
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                f"CREATE TRIGGER {table}_full BEFORE INSERT ON {table} "
                "BEGIN SELECT RAISE(ABORT, 'full'); END"
            )
            return
        cursor.execute(append_only.POSTGRESQL_FUNCTION)
        cursor.execute(
            f"CREATE TRIGGER {table}_full BEFORE INSERT ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION audit_refuse()"
        )


def test_when_the_log_cannot_be_written_nothing_happens(house, unwritable):
    with pytest.raises(trail.TrailUnwritable):
        directory.add_team(by=CLOCK, name="Unheard")
    assert not Team.objects.filter(name="Unheard").exists()


def test_when_the_log_cannot_be_written_nothing_is_taken_in(help_request, unwritable):
    with pytest.raises(trail.TrailUnwritable):
        note()
    assert HelpRequest.objects.count() == 1


def test_a_refusal_that_cannot_be_noted_is_answered_503(client, loke, unwritable, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    client.force_login(loke)
    assert client.get("/desk/no-such-page/").status_code == 503


@pytest.mark.postgresql_only
@pytest.mark.django_db(transaction=True)
def test_many_writers_at_once_leave_no_gap():
    if connection.vendor != "postgresql":
        pytest.skip("needs two connections that really wait for each other")
    writers = [threading.Thread(target=write_many) for _ in range(32)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert exporting.check().events == 32 * 60


def write_many():
    for n in range(60):
        note(n=n)
    connection.close()
