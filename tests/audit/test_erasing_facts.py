"""Facts of lines in the log are erased by two people; the lines stay, and the chain still holds."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from audit import append_only, certificate, guard, trail
from audit.actors import CLOCK
from audit.models import Erasure, Event, Link
from audit.sealing import identity
from audit.services import erasing, exporting
from audit.verify import Broken
from config.accounts.models import Invitation
from tests.audit.erasing import a_ground, refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def ground(db):
    return a_ground()


@trail.act
def note(by=CLOCK, deed="test.note", **facts):
    return trail.record(by, deed, "test/1", **facts)


def number_of(event) -> int:
    return Link.objects.get(event=event).number


@pytest.fixture
def lines(db):
    return [number_of(note(said=f"code-{n}")) for n in range(3)]


@pytest.fixture
def proposed(lines, ground, loke):
    return erasing.propose_facts(lines[:2], ground_pk=ground.pk, by=loke)


def facts_of(number):
    event = Event.objects.get(link__number=number)
    return event.facts, bytes(event.salt)


def test_the_facts_and_their_salts_are_gone_and_the_log_is_whole(proposed, lines, adam):
    rows = Event.objects.filter(link__number__in=lines).order_by("pk")
    before = list(rows.values("header", "deed", "actor"))
    erasing.confirm_facts(proposed.pk, by=adam)
    assert [facts_of(number) for number in lines[:2]] == [({}, b"")] * 2
    assert facts_of(lines[2])[0] == {"said": "code-2"}
    assert list(rows.all().values("header", "deed", "actor")) == before
    assert exporting.check().erased == 2


def test_the_act_is_a_line_of_its_own_with_both_people(proposed, lines, loke, adam):
    erasing.confirm_facts(proposed.pk, by=adam)
    line = Event.objects.get(deed="trail.erase")
    assert line.facts["numbers"] == lines[:2]
    assert (line.actor, line.facts["proposer"]) == (f"user/{adam.pk}", f"user/{loke.pk}")
    assert line.facts["ground"] == "persons_right"


def test_it_takes_two(proposed, loke):
    refused(erasing.confirm_facts, proposed.pk, by=loke, code="own_proposal")
    assert Erasure.objects.get().status == "proposed"


@pytest.mark.parametrize("is_proposers_own", [True, False])
def test_two_accounts_of_one_are_not_two_people(proposed, loke, adam, house, is_proposers_own):
    """Whoever has just let the other in, this way or that; after a month they are two."""
    host, guest = (loke, adam) if is_proposers_own else (adam, loke)
    invited = Invitation.objects.create(
        email=guest.email, name="A", role=guest.role, organisation=house, created_by=host,
        accepted_at=timezone.now() - timedelta(days=29),
    )  # fmt: skip
    refused(erasing.confirm_facts, proposed.pk, by=adam, code="too_close")
    refused(erasing.decline, proposed.pk, by=adam, code="too_close")
    invited.accepted_at -= timedelta(days=1)
    invited.save()
    erasing.confirm_facts(proposed.pk, by=adam)
    assert Erasure.objects.get().status == "done"


def test_without_the_act_the_database_empties_nothing(lines):
    pk = Event.objects.get(link__number=lines[0]).pk
    with pytest.raises(DatabaseError), transaction.atomic():
        append_only.erase_facts(connection, [pk])
    assert facts_of(lines[0])[1]


def test_emptied_by_the_databases_owner_it_is_found(lines):
    pk = Event.objects.get(link__number=lines[0]).pk
    append_only.remove(connection)
    append_only.erase_facts(connection, [pk])
    append_only.install(connection)
    with pytest.raises(Broken) as broken:
        exporting.check()
    assert (broken.value.number, broken.value.reason) == (lines[0], "erased")


def test_nobody_erases_what_they_did_themselves(lines, ground, loke, adam):
    own = number_of(note(by=loke, said="mine"))
    refused(erasing.propose_facts, [own], ground_pk=ground.pk, by=loke, code="own_lines")
    theirs = number_of(note(by=adam, said="theirs"))
    found = erasing.propose_facts([theirs], ground_pk=ground.pk, by=loke)
    refused(erasing.confirm_facts, found.pk, by=adam, code="own_lines")
    assert facts_of(theirs)[1]


def test_a_line_that_vouches_for_what_it_changed_in_the_settings_keeps_its_facts(
    ground, loke, north
):
    line = Event.objects.get(deed="team.add").link.number
    refused(erasing.propose_facts, [line], ground_pk=ground.pk, by=loke, code="proof")


@pytest.mark.parametrize("deed", ["trail.erase", "settings.change", "helprequest.erase"])
def test_facts_that_prove_something_else_are_kept(deed, ground, loke):
    line = number_of(note(deed=deed, numbers=[]))
    refused(erasing.propose_facts, [line], ground_pk=ground.pk, by=loke, code="proof")


@pytest.mark.parametrize("numbers", [[], [999_999], list(range(1, 102))])
def test_lines_that_are_not_there_or_too_many_are_refused(numbers, ground, loke):
    code = "too_many" if len(numbers) > 100 else "no_lines"
    refused(erasing.propose_facts, numbers, ground_pk=ground.pk, by=loke, code=code)


def test_what_is_erased_is_not_erased_twice(proposed, lines, ground, loke, adam):
    erasing.confirm_facts(proposed.pk, by=adam)
    refused(erasing.propose_facts, lines[:1], ground_pk=ground.pk, by=loke, code="no_lines")


def test_only_who_holds_the_right(lines, proposed, ground, amina, lena, adam):
    for who in (amina, lena, adam):
        with pytest.raises(guard.Refused):
            erasing.propose_facts(lines, ground_pk=ground.pk, by=who)
    with pytest.raises(guard.Refused):
        erasing.confirm_facts(proposed.pk, by=amina)


def test_its_certificate_is_genuine(proposed, adam):
    done = erasing.confirm_facts(proposed.pk, by=adam)
    body = certificate.verify(done.certificate, identity.public())
    assert body["counts"] == {"lines": 2, "destroyed": 2}
    assert body["people"] == ["log_reviewer", "administrator"]
    line = Link.objects.select_related("event").get(number=body["trail"]["number"])
    assert line.event.facts["root"] == body["root"]
