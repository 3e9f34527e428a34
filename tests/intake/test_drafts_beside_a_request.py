"""What is written about a request elsewhere than in an answer: kept, gone on with, sent once."""

import pytest
from lxml import html

from intake import drafts, tickets
from intake.models import Draft
from intake.services import (
    calling_for_inquiry,
    deciding_on_guardians,
    joining,
    reading,
    saving_drafts,
    splitting,
    talking_with_child,
    triaging,
)
from tests.architecture.children import DECISION, TALK
from tests.stage import cast

pytestmark = pytest.mark.django_db

TEXT = "Ivar säger att det har lugnat sig.\nVi ringer igen på fredag."


@cast
def read(taken, amina):
    """Somebody has it, has read it, and something in it must be assessed."""
    reading.read(taken.pk, by=amina, purpose="triage")
    calling_for_inquiry.call_for_inquiry(taken.pk, by=amina)
    return taken


@pytest.fixture
def other(tell, areas, amina):
    return triaging.take(tell(area=areas["north"]).help_request.pk, by=amina)


def settle(row, other, by):
    calling_for_inquiry.settle_inquiry(row.pk, outcome="opened", text=TEXT, by=by)


def join(row, other, by):
    joining.join(row.pk, reference=other.reference, text=TEXT, by=by)


def split(row, other, by):
    told = {"about": "family", "age_band": "under_12", "urgency": "normal", "with_code": False}
    splitting.split(row.pk, story=TEXT, name="Ivar", ticket=tickets.new(), by=by, **told)


def note_talk(row, other, by):
    told = TALK | {"held_on": row.received_at.date(), "said": TEXT}
    talking_with_child.note_talk(row.pk, by=by, **told)


def decide(row, other, by):
    deciding_on_guardians.decide(row.pk, by=by, **DECISION | {"reasons": TEXT})


PLACES = [
    (drafts.SETTLE, {"text": TEXT}, settle),
    (drafts.JOIN, {"text": TEXT}, join),
    (drafts.SPLIT, {"story": TEXT, "name": "Ivar"}, split),
    (drafts.CHILD_TALK, {"said": TEXT, "why_not_alone": ""}, note_talk),
    (drafts.GUARDIAN, {"reasons": TEXT}, decide),
]


@pytest.mark.parametrize(("writing", "texts", "send"), PLACES)
def test_it_is_kept_stands_in_the_form_again_and_goes_when_it_is_sent(
    writing, texts, send, read, other, at, amina
):
    client, url = at(amina), writing.address(read.pk)
    told = client.post(url, texts | {"save_draft": "", "quiet": "1", "draft": ""})
    [form] = html.fromstring(client.get(url).content).xpath("//form[@data-saves]")
    shown = dict(form.form_values())
    assert {name: shown[name].strip() for name in texts} == texts
    assert shown["draft"] == told.json()["draft"] == str(Draft.objects.get().pk)
    [lying] = saving_drafts.begun_by(amina)
    assert (lying.reference, lying.writing) == (read.reference, writing)
    send(read, other, amina)
    assert not Draft.objects.exists()


def test_what_was_begun_is_shown_when_a_colleague_has_said_what_became_of_it(at, read, amina, lena):
    client, url = at(amina), drafts.SETTLE.address(read.pk)
    client.post(url, {"text": TEXT, "save_draft": "", "draft": ""})
    settle(read, None, lena)
    [left] = html.fromstring(client.get(url).content).xpath("//*[@data-test='left']")
    assert all(line in left.text_content() for line in TEXT.splitlines())
    [form] = left.xpath(".//form")
    client.post(url, dict(form.form_values()) | {"throw_draft": ""})
    assert not Draft.objects.exists()


def test_what_a_child_said_is_shown_when_the_request_was_passed_on_meanwhile(
    at, read, amina, areas, south
):
    triaging.weigh(read.pk, urgency="normal", area=areas["south"], pass_on=True, by=amina)
    told = {"said": TEXT, "why_not_alone": "Hon ville ha sin bror där."}
    for button in ({}, {"save_draft": "", "draft": ""}):
        gone = at(amina).post(drafts.CHILD_TALK.address(read.pk), told | button)
        assert gone.status_code == 404
        shown = html.fromstring(gone.content).xpath("//textarea")
        assert [one.text.strip() for one in shown] == list(told.values())
