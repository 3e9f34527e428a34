from contextlib import nullcontext
from random import Random
from types import SimpleNamespace
from unittest.mock import patch
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.template import Context, Template
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from audit import append_only, chain, trail, vault, wording
from audit.actors import CLOCK
from audit.lines import line
from audit.models import Event, Link, PersonHead
from audit.services import accounting
from intake.models import HelpRequest
from tests.audit.sealed import sql


@trail.act
def read(help_request, by):
    vault.unseal(help_request, "story", by=by, purpose="triage")
    trail.record(by, "helprequest.take", help_request)
    trail.record(by, "outbox.post", help_request, notice="intake.RECEIVED")


def test_the_person_is_told_who_opened_it_for_whom_and_why(help_request, amina, house):
    read(help_request, by=amina)
    taken, opened, _heeded, came = accounting.what_happened(help_request.subject)
    assert (came.deed, came.role) == ("helprequest.submit", "anybody")
    assert (opened.deed, opened.role, opened.purpose) == (
        "helprequest.opened", "social_worker", "triage",
    )  # fmt: skip
    assert opened.organisation == str(house.pk)
    assert opened.is_read
    assert not taken.is_read


def test_what_is_not_told_is_counted(help_request, amina):
    before = accounting.count_withheld(help_request.subject)
    read(help_request, by=amina)
    assert accounting.count_withheld(help_request.subject) == before + 1


def test_nobody_elses_lines_are_among_them(help_request, amina):
    read(help_request, by=amina)
    assert not accounting.what_happened(HelpRequest().subject)


def test_no_name_and_no_account_is_in_a_line(help_request, amina):
    read(help_request, by=amina)
    told = repr(accounting.what_happened(help_request.subject))
    assert "user/" not in told
    assert "amina" not in told.lower()


@pytest.mark.parametrize("deed", sorted(wording.WORDS))
def test_every_deed_that_has_words_fits_its_column(deed):
    assert len(deed) <= 60


def test_an_unknown_deed_is_shown_as_its_code(db):
    page = Template("{% load trail_words %}{{ 'a.b'|deed_words }}")
    assert page.render(Context()) == "a.b"


@trail.act
def ask(help_request, by, partner):
    trail.record(by, "referral.send", help_request, partner=partner.pk)


def test_the_person_is_told_which_partner_was_asked(help_request, amina, youth_centre):
    ask(help_request, by=amina, partner=youth_centre)
    assert accounting.what_happened(help_request.subject)[0].to == str(youth_centre.pk)


# --- Is the list complete? -----------------------------------------------------------------------


def test_the_list_is_proved_complete(help_request, amina):
    read(help_request, by=amina)
    proof = accounting.prove(help_request.subject)
    told = len(accounting.what_happened(help_request.subject))
    assert proof.is_complete
    assert proof.found == proof.counted == told + accounting.count_withheld(help_request.subject)


def lose(event):
    sql("DELETE FROM audit_link WHERE event_id = %s", event.pk)
    sql("DELETE FROM audit_event WHERE id = %s", event.pk)


def rewrite(event):
    sql("UPDATE audit_event SET role = 'team_lead' WHERE id = %s", event.pk)


def give_away(event):
    sql("UPDATE audit_event SET subject = NULL WHERE id = %s", event.pk)


@pytest.mark.parametrize("attack", [lose, rewrite, give_away])
def test_the_page_says_that_a_note_is_missing(told, amina, client, attack):
    read(told.help_request, by=amina)
    append_only.remove(connection)
    client.post("/mailbox/", {"code": told.code})
    assert b'data-test="complete"' in client.get("/mailbox/who/").content
    attack(Event.objects.get(deed="helprequest.opened", role="social_worker"))
    page = client.get("/mailbox/who/").content
    assert b'data-test="incomplete"' in page
    assert b'data-test="complete"' not in page


class Row(SimpleNamespace):
    _meta = SimpleNamespace(label_lower="test.row", model_name="row")


@trail.act
def happen(people):
    for person in people:
        trail.record(CLOCK, "row.opened", Row(pk=1, subject=UUID(int=person)))


@given(
    acts=st.lists(st.lists(st.integers(1, 4), min_size=1, max_size=4), min_size=1, max_size=12),
    data=st.data(),
)
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_whichever_note_is_taken_out_it_is_noticed(db, acts, data):
    """Of any history of any people; and nobody else's list is doubted for it."""
    with transaction.atomic():
        append_only.remove(connection)
        for model in ("link", "event", "head", "personhead"):
            sql(f"DELETE FROM audit_{model}")
        for people in acts:
            with patch.object(trail.transaction, "atomic", lambda **given: nullcontext()):
                happen(people)
        known = {person for people in acts for person in people}
        assert all(accounting.prove(UUID(int=one)).is_complete for one in known)
        gone = data.draw(st.sampled_from(list(Event.objects.order_by("pk"))))
        following = Link.objects.get(event=gone).number + 1
        next_to = Link.objects.filter(number=following).first()
        lose(gone)
        assert not accounting.prove(gone.subject).is_complete
        unhurt = known - {gone.subject.int, next_to.event.subject.int if next_to else 0}
        assert all(accounting.prove(UUID(int=one)).is_complete for one in unhurt)


# --- A thousand histories, without a database -----------------------------------------------------


def a_history(chance) -> tuple[list, dict]:
    """Lines about a few people, linked as the trail links them; and each person's head."""
    lines, heads, digest = [], {}, chain.START
    for number in range(1, chance.randint(2, 12)):
        person = UUID(int=chance.randint(1, 3))
        head = heads.setdefault(person, PersonHead(subject=person, number=0, digest=chain.START))
        facts, salt = {"n": number}, chance.randbytes(32)
        header = chain.canonical({
            "schema": 2, "at": number, "actor": "a", "role": "r", "organisation": "", "deed": "d",
            "about": "b", "subject": str(person), "decision": "allowed", "purpose": "",
            "channel": "", "request": "", "facts": chain.facts_digest(facts, salt),
        })  # fmt: skip
        count, before = head.number + 1, head.digest
        digest = chain.grow(digest, number, chain.leaf(header, count, before))
        lines.append(line(number, digest, count, before, salt, header, facts))
        head.number, head.digest = count, digest
    return lines, heads


def test_of_a_thousand_histories_no_entry_is_taken_out_unnoticed():
    """Each entry of each, once; and nobody else's list is doubted for it."""
    chance = Random("lotsen")  # noqa: S311 – the same histories each time
    taken = 0
    for _n in range(1000):
        lines, heads = a_history(chance)
        linked = {one.number: before for one, before in zip(lines, before_each(lines), strict=True)}
        for person, head in heads.items():
            own = [one for one in lines if one.subject.decode() == str(person)]
            assert accounting.is_whole(own, head, linked)
            for gone in own:
                left = [one for one in own if one is not gone]
                assert not accounting.is_whole(left, head, linked)
                fewer = PersonHead(number=head.number - 1, digest=head.digest)
                assert not accounting.is_whole(left, fewer, linked)  # even if the count is told so
                taken += 1
    assert taken > 5000


def before_each(lines) -> list[bytes]:
    return [chain.START, *(one.digest for one in lines[:-1])]
