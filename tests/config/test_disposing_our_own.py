"""Deviations, incidents, threats and what authorities asked go by the plan, as requests do."""

import io
import json
import zipfile
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from audit.actors import CLOCK, CONSOLE
from audit.guard import OutOfReach, Refused
from audit.models import Erasure, Letter, Piece
from audit.trail import name_of
from audit.vault.fields import sealed_fields
from config.backups import restoring
from config.deviations.models import Deviation
from config.deviations.services import keeping as deviations
from config.deviations.services import reporting as of_deviations
from config.incidents.models import BreachCheck, Incident
from config.incidents.services import keeping as incidents
from config.incidents.services import reporting as of_incidents
from config.police.models import ContactRequest
from config.police.services import answering, deciding, receiving
from config.police.services.deciding import Proposal
from config.retention import planning
from config.retention.models import Disposal, LegalHold, RetentionPlan, RetentionRule
from config.retention.own import BY_MODEL, EVERY
from config.retention.services import deciding as lists
from config.retention.services import (
    delivering,
    disposing,
    knowing,
    own_records,
    proposing,
    telling,
)
from config.starter import loading
from config.threats.models import Entrusted, Evidence, Threat
from config.threats.services import entrusting, opening
from config.threats.services import keeping as threats
from config.threats.services import reporting as of_threats
from intake.cleaning import File, clean
from intake.models import Draft
from intake.services import triaging
from tests.audit.erasing import refused
from tests.config.test_register import at
from tests.intake.papers import picture
from tests.stage import cast

__all__ = ["at"]
pytestmark = pytest.mark.django_db

RECEIPT = {"received_by": "Ada Ek", "receipt_number": "A-1"}
DAY, FIVE, TEN = timedelta(days=1), timedelta(days=5 * 366), timedelta(days=10 * 366)


@cast
def rules(house):
    loading.fill_in("Tallsunda", by=CLOCK)
    RetentionPlan.objects.create(county="E", days_between=7)  # keeps everything for research
    return RetentionRule.in_force(timezone.localdate())


@cast
def a_deviation(rules, amina, lena):
    row = of_deviations.report(
        what="En lapp låg framme.", kind="lost", happened_at=timezone.now(), by=amina
    )
    today = timezone.localdate()
    deviations.explain(row.pk, causes=["load"], follow_up_on=today, by=lena)
    deviations.note(row.pk, text="Två läser kön.", by=lena)
    deviations.decide(row.pk, sarah="no", by=lena)
    return deviations.close(row.pk, by=lena)


@cast
def an_incident(rules, amina, loke, youth_centre):
    row = of_incidents.report(
        what="En lista mejlades fel.", covers=["cyber"], noticed_at=timezone.now(), by=amina
    )
    for clock in row.clocks.all():
        incidents.waive(row.pk, clock.pk, why_not="not_serious", by=loke)
    incidents.note(row.pk, text="Den som fick den har raderat den.", by=loke)
    BreachCheck.objects.create(
        about="referrals.referral/x", reference="K4M-7R2", partner=youth_centre, was_read=True,
        noticed_at=timezone.now(), due_at=timezone.now(), outcome="incident", incident=row,
        decided_at=timezone.now(), decided_by=loke,
    )  # fmt: skip
    return incidents.close(row.pk, by=loke)


@cast
def a_threat(rules, amina, lena, adam):
    entrusting.appoint(user_pk=lena.pk, task="lead", by=adam)
    row = of_threats.report(
        kind="threat", way="phone", what="Han skrek.", happened_at=timezone.now(),
        against_pk=amina.pk, by=amina,
    )  # fmt: skip
    shown = [File("skärm.png", clean(picture()))]
    of_threats.add_evidence(row.pk, text="Jag vet var du bor.", files=shown, by=amina)
    today = timezone.localdate()
    threats.plan(row.pk, risk="high", measures=["alarm"], follow_up_on=today, by=lena)
    threats.tell_police(row.pk, police="reported", police_on=today, number="0201-K1-26", by=lena)
    threats.note(row.pk, text="Vi har talat om det.", by=lena)
    return threats.close(row.pk, by=lena)


@cast
def a_contact(rules, amina, lena, help_request):
    today = timezone.localdate()
    row = receiving.receive(
        authority="police", way="phone", asked=["email"], who="Inspektör Ek", whom="Kim Exempel",
        received_on=today, their_number="5000-K1-26", by=amina,
    )  # fmt: skip
    receiving.check(row.pk, checked_how="called_back", by=amina)
    receiving.find(row.pk, number=help_request.reference, by=amina)
    told = Proposal("refuse", refusal="secrecy")
    one = deciding.decide(row.pk, proposal=told, reasons="Det kan skada.", by=amina)
    deciding.confirm(row.pk, decision_pk=one.pk, by=lena)
    return answering.answer(row.pk, answered_how="phone", answered_on=today, by=amina)


@cast
def all_four(a_deviation, an_incident, a_threat, a_contact):
    return [a_deviation, an_incident, a_threat, a_contact]


def names_of(row) -> list[str]:
    return [about for abouts in own_records.words_of(row).values() for about in abouts]


def verdict_of(row):
    known = knowing.known(timezone.localdate())
    return known.judge(knowing.facts_of(row, known.day))


def approve(lena, adam) -> Disposal:
    row = Disposal.objects.get(status="proposed")
    lists.prepare(row.pk, seen=row.digest, by=lena)
    return lists.approve(row.pk, seen=row.digest, by=adam)


@pytest.fixture
def due(all_four):
    """Ten years later all four are old enough; nothing is asked about anybody's birth."""
    with time_machine.travel(timezone.now() + TEN, tick=False) as clock:
        proposing.run_nightly()
        yield clock


@pytest.fixture
def gone(due, lena, adam, all_four):
    named = [about for row in all_four for about in names_of(row)]
    approve(lena, adam)
    due.shift(7 * DAY)
    assert disposing.sweep() == 4
    for row in all_four:
        row.refresh_from_db()
    return named


# --- When ----------------------------------------------------------------------------------------


def test_each_has_its_own_time_by_the_plan_and_nobody_is_asked(all_four):
    today = timezone.localdate()
    days = {type(row): verdict_of(row).day.year - today.year for row in all_four}
    assert days == {Deviation: 10, Incident: 5, Threat: 5, ContactRequest: 5}
    assert {verdict_of(row).why for row in all_four} == {"due"}


def test_what_has_not_ended_or_is_taken_up_again_is_kept(all_four, lena, loke, amina):
    deviation, incident, threat, _contact = all_four
    deviations.reopen(deviation.pk, by=lena)
    incidents.reopen(incident.pk, by=loke)
    threats.reopen(threat.pk, by=lena)
    asked = receiving.receive(
        authority="police", way="phone", asked=["email"], who="Inspektör Ek", whom="Kim",
        received_on=timezone.localdate(), by=amina,
    )  # fmt: skip
    for row in (deviation, incident, threat, asked):
        assert verdict_of(row).why == "under_way"
    with time_machine.travel(timezone.now() + TEN, tick=False):
        proposing.run_nightly()
        assert Disposal.objects.get().items.count() == 1


def test_it_counts_from_the_last_thing_that_was_put_beside_it(a_threat, amina):
    """Evidence may come after the end."""
    with time_machine.travel(timezone.now() + 400 * DAY, tick=False):
        of_threats.add_evidence(a_threat.pk, text="Samma röst igen.", by=amina)
        assert verdict_of(a_threat).day.year == timezone.localdate().year + 5


@pytest.mark.parametrize("own", EVERY, ids=lambda own: own.kind)
def test_a_kind_without_a_rule_is_kept(all_four, own):
    RetentionRule.objects.filter(kind=own.kind).delete()
    assert verdict_of(own.model.objects.get()).why == "no_rule"


# --- How -----------------------------------------------------------------------------------------


def test_every_word_goes_and_the_codes_stay(gone, all_four):
    deviation, incident, threat, contact = all_four
    assert len(gone) == 11
    assert not Letter.objects.filter(about__in=gone).exists()
    assert not Piece.objects.filter(about__in=gone).exists()
    for row in all_four:
        assert row.erased_at
        assert {bytes(getattr(row, name)) for name in sealed_fields(type(row))} == {b""}
    assert (deviation.about, deviation.reported_by, deviation.kind) == ("", None, "lost")
    assert (incident.about, incident.clocks.count()) == ("", 3)
    assert (threat.about, threat.against, threat.police_number) == ("", None, "")
    assert (contact.help_request, contact.subject, contact.their_number) == (None, None, "")
    assert bytes(contact.decisions.get().reasons) == b""
    assert not BreachCheck.objects.exists()
    assert not Evidence.objects.exists()
    for row in (deviation.steps, incident.measures, threat.steps):
        assert not row.exists()


def test_the_protocol_names_each_by_its_number_and_the_certificate_counts_them(gone, all_four):
    disposal = Disposal.objects.get()
    listed = set(disposal.items.values_list("reference", "state"))
    assert listed == {(row.reference, "done") for row in all_four}
    whole = Erasure.objects.get(kind="disposal")
    counts = {key: whole.counts[key] for key in ("deviations", "incidents", "threats")}
    assert counts == {"deviations": 1, "incidents": 1, "threats": 1}
    assert whole.counts["contact_requests"] == whole.counts["decisions"] == 1
    assert whole.counts["evidence"] == 2
    kinds = set(Erasure.objects.values_list("kind", flat=True))
    assert kinds == {"deviation", "incident", "threat", "contact", "disposal"}


def test_nothing_is_written_to_it_afterwards(gone, all_four, lena, loke, amina):
    deviation, incident, threat, _contact = all_four
    refused(deviations.reopen, deviation.pk, by=lena, code="erased")
    refused(incidents.reopen, incident.pk, by=loke, code="erased")
    refused(threats.reopen, threat.pk, by=lena, code="erased")
    refused(of_threats.add_evidence, threat.pk, text="Mer.", by=amina, code="erased")


def test_a_copy_of_the_database_from_before_says_so_again(gone, all_four):
    """The letters are of now: what has none was erased. What the clock noted never had any."""
    noted = Deviation.objects.create(reference="N0TED", kind="unread", happened_at=timezone.now())
    for row in all_four:
        type(row).objects.filter(pk=row.pk).update(erased_at=None)
    restoring.erase_again()
    for row in all_four:
        row.refresh_from_db()
        assert row.erased_at
    noted.refresh_from_db()
    assert noted.erased_at is None


def test_what_still_opens_is_not_said_to_be_erased(a_deviation):
    refused(own_records.stay_erased, name_of(a_deviation), by=CONSOLE, code="opens")
    assert own_records.without_letters() == []


def test_a_draft_about_it_goes_too(due, lena, adam, a_deviation):
    Draft.objects.create(
        about=name_of(a_deviation), page="x", author=lena, saved_at=timezone.now(), text=b"x"
    )
    approve(lena, adam)
    due.shift(7 * DAY)
    disposing.sweep()
    assert not Draft.objects.exists()


# --- Held, related, in the way -------------------------------------------------------------------


@pytest.mark.parametrize("own", EVERY, ids=lambda own: own.kind)
def test_what_is_held_stays_until_the_hold_ends(all_four, own, lena, loke, adam):
    by = loke if own.model is Incident else lena
    row, until = own.model.objects.get(), timezone.localdate() + TEN + 30 * DAY
    telling.hold_own(row.pk, own=own, reason="oversight", until=until, by=by)
    with time_machine.travel(timezone.now() + TEN, tick=False) as clock:
        assert verdict_of(row).why == "held"
        proposing.run_nightly()
        assert row.reference not in listed_now()
        clock.shift(31 * DAY)
        proposing.run_nightly()
        assert row.reference in listed_now()


def listed_now() -> set:
    return set(Disposal.objects.get().items.values_list("reference", flat=True))


def test_only_whoever_keeps_such_records_holds_them(all_four, amina, bjorn, lena):
    deviation, incident, threat, contact = all_four
    told = {"reason": "court", "until": timezone.localdate()}
    for row, by, error in (
        (deviation, amina, Refused), (incident, lena, Refused), (threat, amina, Refused),
        (contact, bjorn, OutOfReach),
    ):  # fmt: skip
        with pytest.raises(error):
            telling.hold_own(row.pk, own=BY_MODEL[type(row)], by=by, **told)
    assert not LegalHold.objects.exists()


def test_whoever_was_threatened_has_no_say_about_the_list(due, lena, a_threat):
    Threat.objects.update(against=lena)
    row = Disposal.objects.get()
    refused(lists.prepare, row.pk, seen=row.digest, by=lena, code="related")


def test_a_request_that_an_authority_asks_about_waits_for_the_answer(
    rules, help_request, amina, lena, adam
):
    RetentionPlan.objects.update(county="AB")
    triaging.take(help_request.pk, by=amina)
    triaging.close(help_request.pk, reason="advised", children="none", by=amina)
    telling.say_of_request(
        help_request.pk, birth_day="other", birth_year=None, kept_for="", by=amina
    )
    with time_machine.travel(timezone.now() + FIVE, tick=False) as clock:
        proposing.run_nightly()
        approve(lena, adam)
        asked = receiving.receive(
            authority="police", way="phone", asked=["email"], who="Inspektör Ek", whom="Kim",
            received_on=timezone.localdate(), by=amina,
        )  # fmt: skip
        receiving.check(asked.pk, checked_how="called_back", by=amina)
        receiving.find(asked.pk, number=help_request.reference, by=amina)
        clock.shift(7 * DAY)
        assert disposing.sweep() == 0
    assert Disposal.objects.get().items.get().dropped_for == "in_the_way"


# --- To the archive first ------------------------------------------------------------------------


def test_the_archive_takes_over_words_and_evidence_first(all_four, lena, adam, amina):
    RetentionRule.objects.exclude(kind="incident").update(export_first=True)
    more = [File("fel.png", clean(picture()))]
    added = of_threats.add_evidence(Threat.objects.get().pk, files=more, by=amina)
    for piece in (Evidence.objects.get(kind=""), *added):
        opening.destroy(piece.pk, why="mistake", by=lena)
    with time_machine.travel(timezone.now() + TEN, tick=False) as clock:
        proposing.run_nightly()
        row = approve(lena, adam)
        clock.shift(7 * DAY)
        assert disposing.sweep() == 1  # the incident
        delivery, whole = delivering.make(row.pk, by=lena)
        assert delivery.rows == 3
        names = zipfile.ZipFile(io.BytesIO(whole)).namelist()
        kinds = {name.split("/")[2] for name in names if "/data/" in name}
        assert kinds == {"deviations", "threats", "contactrequests"}
        assert len([name for name in names if "/files/" in name]) == 1
        told = zipfile.ZipFile(io.BytesIO(whole)).read(
            next(name for name in names if "/deviations/" in name)
        )
        assert "En lapp låg framme." in told.decode()
        delivering.receive(delivery.pk, **RECEIPT, digest=delivery.digest, by=lena)
        assert disposing.sweep() == 3


def test_whoever_keeps_the_register_hands_over_an_incident_and_nothing_else(
    at, all_four, lena, loke, adam
):
    """Nobody else opens it: without its own package it would wait for ever, or go unread."""
    RetentionRule.objects.update(export_first=True)
    planning.require_fit({"kind": "incident", "export_first": True})
    with time_machine.travel(timezone.now() + TEN, tick=False) as clock:
        proposing.run_nightly()
        row = approve(lena, adam)
        clock.shift(7 * DAY)
        first, _whole = delivering.make(row.pk, by=lena)
        delivering.receive(first.pk, **RECEIPT, digest=first.digest, by=lena)
        assert disposing.sweep() == 3
        with pytest.raises(Refused):
            delivering.make(row.pk, by=adam)
        desk, page = at(loke), reverse("desk:disposal", args=[row.pk])
        assert 'data-test="deliver"' in desk.get(page).text
        answer = desk.post(reverse("desk:disposal_deliver", args=[row.pk]))
        files = zipfile.ZipFile(io.BytesIO(answer.content))
        [name] = [one for one in files.namelist() if "/data/" in one]
        told = json.loads(files.read(name))
        assert {part["kind"] for part in told["parts"]} == {"incidents", "measures", "checks"}
        words = {text for part in told["parts"] for text in part["words"].values()}
        assert words == {"En lista mejlades fel.", "Den som fick den har raderat den."}
        second = row.deliveries.get(made_by=loke)
        receipt = RECEIPT | {"digest": second.digest}
        assert desk.post(reverse("desk:delivery_receive", args=[second.pk]), receipt).url == page
        assert disposing.sweep() == 1
    assert Incident.objects.get().erased_at


def test_a_lead_who_is_not_entrusted_packs_no_threat(all_four, lena, adam):
    RetentionRule.objects.exclude(kind="incident").update(export_first=True)
    Entrusted.objects.update(ended_at=timezone.now(), ended_by=adam)
    with time_machine.travel(timezone.now() + TEN, tick=False):
        proposing.run_nightly()
        row = approve(lena, adam)
        mine = {one.about.partition(".")[0] for one in delivering.within_reach(row, lena)}
    assert mine == {"deviations", "police"}


# --- The plan and the pages ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({"kind": "file", "ground": "nothing"}, "no_ground"),
        ({"kind": "threat", "months": 11}, "too_short"),
        ({"kind": "deviation", "until_age": 30}, "no_age"),
    ],
)
def test_a_rule_that_makes_no_sense_is_refused(rules, told, code):
    refused(planning.require_fit, told, code=code)
    planning.require_fit({"kind": "file", "ground": "disposal_plan", "months": 1, "until_age": 1})


def test_each_page_says_until_when_and_why_and_lets_it_be_held(at, all_four, lena, loke):
    told = {"reason": "court", "until": (timezone.localdate() + 9 * DAY).isoformat()}
    for row in all_four:
        own = BY_MODEL[type(row)]
        client = at(loke if own.model is Incident else lena)
        url = reverse(own.page, args=[row.pk])
        page = client.get(reverse(f"desk:{own.named}", args=[row.pk])).text
        assert "Raderas den" in page
        assert url in page
        assert reverse(own.markings, args=[row.pk]) in page
        assert "dokumenthanteringsplanen" in client.get(url).text
        assert client.post(url, told | {"until": "2020-01-01"}).status_code == 200
        assert client.post(url, told).url == url
        assert "Ett mål i domstol" in client.get(url).text
        hold = LegalHold.objects.get(about=name_of(row))
        lifted = client.post(reverse(f"{own.page}_lift", args=[row.pk]), {"hold_pk": hold.pk})
        assert lifted.url == url
        hold.refresh_from_db()
        assert hold.lifted_at


def test_what_is_erased_says_when_and_on_which_ground(at, gone, all_four, lena, loke, settings):
    for row in all_four:
        own = BY_MODEL[type(row)]
        client = at(loke if own.model is Incident else lena)
        page = client.get(reverse(f"desk:{own.named}", args=[row.pk])).text
        assert 'data-test="erased"' in page
        assert "Kommunens egen plan säger det" in page
        assert "reopen" not in page
        assert 'data-test="paper"' not in page
        assert client.get(reverse(f"desk:{own.named}_paper", args=[row.pk])).status_code == 410


def test_the_list_leads_each_person_to_what_they_keep(at, due, lena, loke, all_four):
    row = Disposal.objects.get()
    shown = {who: at(who).get(reverse("desk:disposal", args=[row.pk])).text for who in (lena, loke)}
    for record in all_four:
        url = reverse(BY_MODEL[type(record)].page, args=[record.pk])
        assert (url in shown[lena], url in shown[loke]) == (
            (False, True) if isinstance(record, Incident) else (True, False)
        )
