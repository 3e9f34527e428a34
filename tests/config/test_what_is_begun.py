"""What is written of deviations, incidents, threats and authorities' requests is kept meanwhile."""

from dataclasses import dataclass, field

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from lxml import html

from audit.guard import OutOfReach, Refused
from config.deviations import drafts as of_deviations
from config.deviations.services import keeping as keeping_deviations
from config.deviations.services import reporting as reporting_deviations
from config.incidents import drafts as of_incidents
from config.incidents.services import keeping as keeping_incidents
from config.incidents.services import reporting as reporting_incidents
from config.police import drafts as of_police
from config.police.services import deciding, receiving
from config.threats import drafts as of_threats
from config.threats.services import keeping as keeping_threats
from config.threats.services import reporting as reporting_threats
from intake.drafts import Writing
from intake.models import Draft
from intake.services import saving_drafts
from tests.stage import cast

pytestmark = pytest.mark.django_db

PAGE_OF_A_THREAT = (of_threats.EVIDENCE, of_threats.NOTE)
TEXT = "Listan låg kvar i skrivaren.\nVi har talat med alla i teamet."


@pytest.fixture
def at(settings):
    settings.SECOND_FACTOR_REQUIRED = False

    def sign_in(user) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return sign_in


@cast
def deviation(amina, lena):
    now = timezone.now()
    return reporting_deviations.report(what="Något.", kind="lost", happened_at=now, by=amina)


@cast
def incident(amina, loke):
    now = timezone.now()
    return reporting_incidents.report(what="Något.", covers=["cyber"], noticed_at=now, by=amina)


@cast
def threat(amina, lena):
    return threatened(amina, what="Något.")


def threatened(by, what):
    now = timezone.now()
    return reporting_threats.report(kind="threat", way="phone", what=what, happened_at=now, by=by)


@cast
def asked(amina):
    row = receive(amina, who="Inspektör Ek", whom="Kim")
    return receiving.check(row.pk, checked_how="called_back", by=amina)


def receive(by, **words):
    return receiving.receive(
        authority="police", way="phone", asked=["email"], received_on=timezone.localdate(),
        by=by, **words,
    )  # fmt: skip


@pytest.fixture
def rows(deviation, incident, threat, asked):
    return {"deviation": deviation, "incident": incident, "threat": threat, "asked": asked}


@pytest.fixture
def people(amina, lena, loke):
    return {"amina": amina, "lena": lena, "loke": loke}


@dataclass(frozen=True)
class Place:
    writing: Writing
    who: str
    send: object
    row: str = ""
    words: dict = field(default_factory=lambda: {"text": TEXT})


def refused_to_the_police(pk, by):
    proposal = deciding.Proposal(outcome="refuse", refusal="not_named")
    return deciding.decide(pk, proposal=proposal, reasons=TEXT, by=by)


PLACES = [
    Place(of_deviations.REPORT, "amina", words={"what": TEXT},
          send=lambda pk, by: reporting_deviations.report(
              what=TEXT, kind="lost", happened_at=timezone.now(), by=by)),
    Place(of_deviations.NOTE, "lena", row="deviation",
          send=lambda pk, by: keeping_deviations.note(pk, text=TEXT, by=by)),
    Place(of_incidents.REPORT, "amina", words={"what": TEXT},
          send=lambda pk, by: reporting_incidents.report(
              what=TEXT, covers=["cyber"], noticed_at=timezone.now(), by=by)),
    Place(of_incidents.NOTE, "loke", row="incident",
          send=lambda pk, by: keeping_incidents.note(pk, text=TEXT, by=by)),
    Place(of_threats.REPORT, "amina", words={"what": TEXT},
          send=lambda pk, by: threatened(by, TEXT)),
    Place(of_threats.NOTE, "lena", row="threat",
          send=lambda pk, by: keeping_threats.note(pk, text=TEXT, by=by)),
    Place(of_threats.EVIDENCE, "amina", row="threat",
          send=lambda pk, by: reporting_threats.add_evidence(pk, text=TEXT, by=by)),
    Place(of_police.RECEIVE, "amina", words={"who": "Inspektör Ek", "whom": TEXT},
          send=lambda pk, by: receive(by, who="Inspektör Ek", whom=TEXT)),
    Place(of_police.DECIDE, "amina", row="asked", words={"reasons": TEXT},
          send=refused_to_the_police),
]  # fmt: skip


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.writing.page)
def test_it_is_kept_stands_in_the_form_again_and_goes_when_it_is_sent(place, rows, people, at):
    who, row, writing = people[place.who], rows.get(place.row), place.writing
    client, pk = at(who), row and row.pk
    kept = place.words | {"save_draft": "", "quiet": "1", "draft": ""}
    told = client.post(writing.target(pk), kept).json()
    draft = Draft.objects.get()
    assert told["draft"] == str(draft.pk)
    assert TEXT.encode() not in bytes(draft.text)
    shown = _form_of(client.get(writing.address(pk)), writing, pk)
    assert {name: shown[name].strip() for name in place.words} == place.words
    assert shown["draft"] == str(draft.pk)
    [lying] = saving_drafts.begun_by(who)
    assert (lying.reference, lying.writing) == (row.reference if row else "", writing)
    place.send(pk, who)
    assert not Draft.objects.exists()


def _form_of(page, writing, pk) -> dict:
    """The form that is sent there, and keeps itself."""
    forms = html.fromstring(page.content).xpath("//form[@data-saves]")
    [form] = [one for one in forms if one.action in (None, "", writing.target(pk))]
    return dict(form.form_values())


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.writing.page)
def test_nobody_keeps_anything_there_who_may_not_write_there(place, rows, people, stina):
    row = rows.get(place.row)
    with pytest.raises((OutOfReach, Refused)):
        saving_drafts.save(
            row.pk if row else stina.pk, writing=place.writing, texts=place.words, instead_of="",
            by=stina,
        )  # fmt: skip
    assert not Draft.objects.exists()


def test_a_button_keeps_it_without_a_script_and_one_comes_back_to_the_page(at, deviation, lena):
    client, page = at(lena), reverse("desk:deviation", args=[deviation.pk])
    kept = {"text": TEXT, "draft": "", "save_draft": ""}
    assert client.post(of_deviations.NOTE.target(deviation.pk), kept).url == page
    thrown = {"throw_draft": "", "draft": str(Draft.objects.get().pk)}
    assert client.post(of_deviations.NOTE.target(deviation.pk), thrown).url == page
    assert not Draft.objects.exists()


def test_a_mistake_in_another_form_of_the_page_hides_no_draft(at, deviation, lena):
    client = at(lena)
    kept = {"text": TEXT, "draft": "", "save_draft": ""}
    client.post(of_deviations.NOTE.target(deviation.pk), kept)
    refused = client.post(reverse("desk:deviation_decide", args=[deviation.pk]), {})
    assert refused.context["tried"].errors
    shown = _form_of(refused, of_deviations.NOTE, deviation.pk)
    assert shown["text"].strip() == TEXT
    assert shown["draft"] == str(Draft.objects.get().pk)
    mistaken = client.post(of_deviations.NOTE.target(deviation.pk), {"text": " ", "draft": "x"})
    assert _form_of(mistaken, of_deviations.NOTE, deviation.pk)["draft"] == "x"


def test_two_texts_of_one_page_are_two_drafts(at, threat, lena):
    client = at(lena)
    for writing, text in ((of_threats.NOTE, TEXT), (of_threats.EVIDENCE, "Jag vet var du bor.")):
        client.post(writing.target(threat.pk), {"text": text, "draft": "", "save_draft": ""})
    page = client.get(reverse("desk:threat", args=[threat.pk]))
    assert _form_of(page, of_threats.NOTE, threat.pk)["text"].strip() == TEXT
    assert _form_of(page, of_threats.EVIDENCE, threat.pk)["text"].strip() == "Jag vet var du bor."


def test_what_one_form_knows_of_its_draft_the_other_one_on_the_page_does_not(at, threat, lena):
    empty = {"text": " ", "draft": "a draft of the evidence"}
    mistaken = at(lena).post(of_threats.EVIDENCE.target(threat.pk), empty)
    shown = [_form_of(mistaken, one, threat.pk)["draft"] for one in PAGE_OF_A_THREAT]
    assert shown == [empty["draft"], ""]


def test_what_was_begun_is_shown_when_it_has_ended_meanwhile_and_can_be_thrown_away(
    at, deviation, lena
):
    client, today = at(lena), timezone.localdate()
    client.post(
        of_deviations.NOTE.target(deviation.pk), {"text": TEXT, "draft": "", "save_draft": ""}
    )
    keeping_deviations.explain(deviation.pk, causes=["load"], follow_up_on=today, by=lena)
    keeping_deviations.decide(deviation.pk, sarah="no", by=lena)
    keeping_deviations.note(deviation.pk, text="Två läser kön.", by=lena)
    keeping_deviations.close(deviation.pk, by=lena)
    page = client.get(of_deviations.NOTE.address(deviation.pk))
    [left] = html.fromstring(page.content).xpath("//*[@data-test='left']")
    assert all(line in left.text_content() for line in TEXT.splitlines())
    [form] = left.xpath(".//form")
    client.post(form.action, dict(form.form_values()) | {"throw_draft": ""})
    assert not Draft.objects.exists()


def test_who_has_no_day_of_their_own_finds_what_they_have_begun_under_their_name(
    at, incident, adam, loke
):
    """Administrators and log reviewers: a list of what about, and no word of it."""
    for who in (adam, loke):
        client, page = at(who), reverse("account_begun")
        assert 'data-test="drafts"' not in client.get(page).text
        client.post(reverse("desk:incident_report"), {"what": TEXT, "draft": "", "save_draft": ""})
        note = of_incidents.NOTE
        client.post(note.target(incident.pk), {"text": TEXT, "draft": "", "save_draft": ""})
        shown = client.get(page).text
        urls = {
            html.fromstring(shown).xpath("//*[@data-test='drafts']//a/@href")[n] for n in (0, 1)
        }
        assert urls == {note.address(incident.pk), reverse("desk:incident_report")}
        assert "skrivaren" not in shown
    assert page in client.get(reverse("account_profile")).text


def test_from_throwing_away_one_comes_back_to_a_list_that_one_may_open(at, incident, loke, amina):
    """My day, for whoever has one."""
    note = of_incidents.NOTE
    at(loke).post(note.target(incident.pk), {"text": TEXT, "draft": "", "save_draft": ""})
    thrown = {"draft": str(Draft.objects.get().pk), "throw_draft": "mine"}
    back = at(loke).post(note.target(incident.pk), thrown)
    assert back.url == reverse("account_begun")
    assert at(loke).get(back.url).status_code == 200
    assert not Draft.objects.exists()
    report = reverse("desk:incident_report")
    assert at(amina).post(report, {"throw_draft": "mine"}).url == reverse("desk:mine")
