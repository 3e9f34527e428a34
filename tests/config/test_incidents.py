"""Incidents: clocks from when it was noticed, reasons when late, and words that stay sealed."""

# ruff: noqa: F811 – a fixture is named as the test's argument

import json
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from audit.guard import OutOfReach, Refused
from audit.models import Event, Item, Outgoing
from audit.services import rounds
from audit.vault.fields import sealed_fields
from config.incidents import alarms
from config.incidents.models import BreachCheck, Clock, Deadline, Incident, Measure
from config.incidents.services import checking, exporting, keeping, reporting, warning
from config.starter import loading
from intake.services import reading
from referrals.services import sending
from referrals.services.reading import open_package
from tests.referrals.conftest import (  # noqa: F401 – fixtures
    accepted,
    active,
    consent,
    draft,
    opened,
    sent,
)
from tests.stage import stopped

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
WORDS = "En lista med namn mejlades till fel Hemligsson."


clock = stopped(NOON)


@pytest.fixture
def deadlines(db):
    for one in loading.read("deadlines"):
        Deadline.objects.create(**one)


@pytest.fixture
def breach(clock, deadlines, amina, loke, adam):
    return reported(amina, ["breach"])


def reported(by, covers, **told) -> Incident:
    told = {"what": WORDS, "noticed_at": timezone.now()} | told
    return reporting.report(covers=covers, by=by, **told)


def clocks(incident) -> dict[str, Clock]:
    return {one.deadline.code: one for one in incident.clocks.select_related("deadline")}


def at(user, settings) -> Client:
    settings.SECOND_FACTOR_REQUIRED = False
    client = Client()
    client.force_login(user)
    return client


def test_the_clocks_count_from_when_it_was_noticed(clock, deadlines, amina, loke):
    noticed = NOON - timedelta(hours=5)
    row = reported(amina, ["breach", "cyber"], noticed_at=noticed)
    due = {code: one.due_at for code, one in clocks(row).items()}
    assert due == {
        "imy": noticed + timedelta(hours=72), "csirt_warning": noticed + timedelta(hours=24),
        "csirt_report": noticed + timedelta(hours=72), "csirt_final": None,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("made", "due"),
    [
        (datetime(2026, 1, 31, 8, tzinfo=UTC), datetime(2026, 2, 28, 8, tzinfo=UTC)),
        (datetime(2026, 12, 3, 8, tzinfo=UTC), datetime(2027, 1, 3, 8, tzinfo=UTC)),
    ],
)
def test_the_last_report_is_due_a_month_after_the_one_before(
    clock, deadlines, amina, loke, made, due
):
    clock.move_to(made)
    row = reported(amina, ["cyber"])
    with pytest.raises(ValidationError) as refusal:
        keeping.meet(row.pk, clocks(row)["csirt_final"].pk, at=made, by=loke)
    assert refusal.value.code == "waits"
    keeping.meet(row.pk, clocks(row)["csirt_report"].pk, at=made, by=loke)
    assert clocks(row)["csirt_final"].due_at == due


def test_a_deadline_is_data_and_an_old_incident_keeps_its_own(breach, amina, loke):
    Deadline.objects.create(**loading.read("deadlines")[0] | {"version": 2, "amount": 48})
    newer = reported(amina, ["breach"])
    assert clocks(newer)["imy"].due_at - newer.noticed_at == timedelta(hours=48)
    assert clocks(breach)["imy"].due_at - breach.noticed_at == timedelta(hours=72)


def test_a_late_report_says_why_and_the_database_insists(breach, clock, loke):
    own = clocks(breach)["imy"]
    clock.shift(timedelta(hours=73))
    with pytest.raises(ValidationError):
        keeping.meet(breach.pk, own.pk, at=timezone.now(), by=loke)
    keeping.meet(breach.pk, own.pk, at=timezone.now(), late_reason="nobody", by=loke)
    own.refresh_from_db()
    assert (own.is_late, own.late_reason) == (True, "nobody")
    assert breach.told.get().recipient == "imy"
    with pytest.raises(IntegrityError), transaction.atomic():
        Clock.objects.filter(pk=own.pk).update(late_reason="")


def test_each_warning_is_given_once_however_often_the_clock_looks(breach, clock):
    def told():
        return sorted(Outgoing.objects.values_list("notice", flat=True))

    assert warning.sweep() == 0
    before = told()
    for hours, notice in ((49, "NEARS"), (24, "LATE")):
        clock.shift(timedelta(hours=hours))
        assert [warning.sweep(), warning.sweep()] == [1, 0]
        before = sorted([*before, f"config.incidents.{notice}"])
        assert told() == before


def test_it_rings_on_the_pages_of_those_who_keep_it_and_of_nobody_else(
    breach, clock, loke, adam, amina
):
    assert not alarms.ringing(loke)
    clock.shift(timedelta(hours=50))
    assert [one.code for one in alarms.ringing(loke)] == ["incident_near"]
    clock.shift(timedelta(hours=30))
    assert [one.code for one in alarms.ringing(loke)] == ["incident_late"]
    assert not alarms.ringing(adam)
    assert not alarms.ringing(amina)
    keeping.waive(breach.pk, clocks(breach)["imy"].pk, why_not="no_risk", by=loke)
    assert not alarms.ringing(loke)


def test_an_administrator_keeps_systems_and_never_reads_a_breach(breach, amina, adam, loke, clara):
    attack = reported(amina, ["cyber"])
    both = reported(amina, ["cyber", "breach"])
    assert set(Incident.objects.visible_to(adam)) == {attack}
    assert set(Incident.objects.visible_to(loke)) == {breach, attack, both}
    assert not Incident.objects.visible_to(amina)
    for row in (breach, both):
        with pytest.raises(OutOfReach):
            keeping.read(row.pk, by=adam)
    for nobody in (amina, clara):
        with pytest.raises(Refused):
            keeping.look(breach.pk, by=nobody)
    with pytest.raises(Refused):
        reported(clara, ["cyber"])


def test_words_are_sealed_and_each_reading_is_a_line(breach, loke):
    keeping.note(breach.pk, text="Ringde Hemligsson.", by=loke)
    assert sealed_fields(Incident) == ["what"] or set(sealed_fields(Incident)) == {"what"}
    row = Incident.objects.get(pk=breach.pk)
    assert b"Hemligsson" not in bytes(row.what) + bytes(Measure.objects.get().text)
    read = keeping.read(breach.pk, by=loke)
    assert (read.text, [text for _row, text in read.measures]) == (WORDS, ["Ringde Hemligsson."])
    line = Event.objects.get(deed="incident.opened")
    assert (line.purpose, len(line.facts["opened"])) == ("incident", 2)
    assert "Hemligsson" not in repr(read)


def test_it_ends_when_nothing_is_due_and_those_concerned_know(breach, loke):
    def refused():
        with pytest.raises(ValidationError) as refusal:
            keeping.close(breach.pk, by=loke)
        return refusal.value.code

    assert refused() == "running"
    keeping.meet(breach.pk, clocks(breach)["imy"].pk, at=timezone.now(), by=loke)
    assert refused() == "unjudged"
    keeping.judge(breach.pk, risk="high", affected=12, covers=["breach"], by=loke)
    assert refused() == "not_told"
    keeping.tell(breach.pk, recipient="persons", at=timezone.now(), by=loke)
    assert keeping.close(breach.pk, by=loke).closed_at
    with pytest.raises(ValidationError):
        keeping.note(breach.pk, text="Mer.", by=loke)
    assert keeping.reopen(breach.pk, by=loke).closed_at is None


def test_a_moment_is_neither_before_it_was_noticed_nor_to_come(breach, loke, amina):
    for wrong in (timedelta(hours=1), timedelta(hours=-1)):
        with pytest.raises(ValidationError):
            keeping.tell(breach.pk, recipient="police", at=NOON + wrong, by=loke)
    with pytest.raises(ValidationError):
        reported(amina, ["breach"], noticed_at=NOON + timedelta(minutes=1))


def test_a_referral_sent_in_error_is_reported_with_one_press_and_once(
    deadlines, sent, amina, loke, settings
):
    url = reverse("desk:incident_recall", args=[sent.pk])
    client = at(amina, settings)
    assert client.post(url).status_code == 409
    sending.recall(sent.pk, reason="sent_in_error", by=amina)
    page = client.get(reverse("desk:referral", args=[sent.pk])).content.decode()
    assert url in page
    assert client.post(url).status_code == 302
    row = Incident.objects.get()
    sent.refresh_from_db()
    assert (row.source, row.is_breach, row.noticed_at) == ("recall", True, sent.ended_at)
    assert sent.reference in keeping.read(row.pk, by=loke).text
    assert client.post(url).status_code == 409


def test_a_recall_in_error_becomes_a_task_with_a_clock_for_those_who_keep_breaches(
    clock, deadlines, active, amina, loke, adam
):
    sending.recall(active.pk, reason="sent_in_error", by=amina)
    check = BreachCheck.objects.get()
    assert (check.reference, check.was_read) == (active.reference, False)
    assert check.due_at - check.noticed_at == timedelta(hours=72)
    told = Outgoing.objects.filter(notice="config.incidents.TO_CHECK")
    assert list(told.values_list("to", flat=True)) == [f"accounts.user/{loke.pk}"]
    assert BreachCheck.objects.visible_to(loke).get() == check
    assert not BreachCheck.objects.visible_to(adam).exists()
    assert [one.code for one in alarms.ringing(loke)] == ["breach_check"]


def test_it_says_whether_the_partner_had_read_it(deadlines, active, amina, clara):
    open_package(active.pk, by=clara, purpose="referral")
    sending.recall(active.pk, reason="sent_in_error", by=amina)
    assert BreachCheck.objects.get().was_read
    assert Event.objects.get(deed="referral.recall").facts["was_read"]


def test_another_reason_leaves_no_task(active, amina):
    sending.recall(active.pk, reason="changed", by=amina)
    assert not BreachCheck.objects.exists()


@pytest.fixture
def check(deadlines, sent, amina, loke):
    sending.recall(sent.pk, reason="sent_in_error", by=amina)
    return BreachCheck.objects.get()


def test_one_press_makes_an_incident_whose_clocks_count_from_the_recall(check, loke, settings):
    client = at(loke, settings)
    page = reverse("desk:breach_check", args=[check.pk])
    assert check.reference in client.get(page).content.decode()
    assert page in client.get(reverse("desk:incidents")).content.decode()
    client.post(reverse("desk:breach_check_open", args=[check.pk]))
    row = Incident.objects.get()
    check.refresh_from_db()
    assert (check.outcome, check.incident, check.decided_by) == ("incident", row, loke)
    assert (row.source, row.noticed_at) == ("recall", check.noticed_at)
    assert client.post(reverse("desk:breach_check_open", args=[check.pk])).status_code == 409
    assert page not in client.get(reverse("desk:incidents")).content.decode()


def test_that_it_was_none_takes_a_reason_and_somebody(check, loke, amina, settings):
    client, page = at(loke, settings), reverse("desk:breach_check_clear", args=[check.pk])
    assert client.post(page, {}).context["form"].errors
    assert client.post(page, {"outcome": "incident"}).context["form"].errors
    with pytest.raises(Refused):
        checking.clear(check.pk, outcome="not_read", by=amina)
    client.post(page, {"outcome": "not_read"})
    check.refresh_from_db()
    assert (check.outcome, check.incident) == ("not_read", None)
    assert not alarms.ringing(loke)


def test_whoever_recalled_it_may_report_it_and_nothing_is_left_to_check(check, sent, amina):
    row = reporting.report_recall(sent.pk, by=amina)
    check.refresh_from_db()
    assert (check.outcome, check.incident, check.decided_by) == ("incident", row, amina)


def test_the_clock_says_once_that_it_nears_and_once_that_it_is_late(check, loke):
    for hours, many in ((47, 0), (49, 1), (49, 1), (73, 2), (200, 2)):
        checking.sweep(check.noticed_at + timedelta(hours=hours))
        said = Outgoing.objects.filter(notice__startswith="config.incidents.CHECK_")
        assert said.count() == many, hours


def test_what_was_decided_names_who_and_the_database_insists(check):
    rows = BreachCheck.objects.filter(pk=check.pk)
    for wrong in ({"outcome": "known"}, {"decided_at": timezone.now()}):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**wrong)


@pytest.fixture
def item(help_request, amina, loke):
    reading.read(help_request.pk, by=amina, purpose="triage")
    today = timezone.localdate()
    with time_machine.travel(timezone.now() + timedelta(days=1), tick=False):
        rounds.draw(first=today, last=today, by=loke)
    return Item.objects.get(actor=f"user/{amina.pk}")


def test_a_finding_of_the_review_is_reported_with_one_press(deadlines, item, loke, settings):
    with pytest.raises(ValidationError):
        reporting.report_finding(item.pk, by=loke)
    client, page = at(loke, settings), reverse("desk:review_item", args=[item.pk])
    answer = client.post(page, {"finding": "incident", "turn": 0})
    assert answer.url == page
    url = reverse("desk:incident_finding", args=[item.pk])
    assert url in client.get(page).content.decode()
    answer = client.post(url)
    row = Incident.objects.get()
    assert answer.url == reverse("desk:incident", args=[row.pk])
    assert (row.source, row.about) == ("finding", f"audit.item/{item.pk}")
    assert str(item.number) in keeping.read(row.pk, by=loke).text


def test_file_and_paper_say_everything_and_name_nobody_at_work(breach, loke, settings):
    keeping.note(breach.pk, text="Spärrade kontot.", by=loke)
    keeping.meet(breach.pk, clocks(breach)["imy"].pk, at=timezone.now(), by=loke)
    client = at(loke, settings)
    file = json.loads(client.get(reverse("desk:incident_file", args=[breach.pk])).content)
    assert file == json.loads(json.dumps(exporting.as_values(keeping.read(breach.pk, by=loke))))
    assert (file["what"], file["measures"][0]["text"]) == (WORDS, "Spärrade kontot.")
    assert file["reports"][0]["met_at"].startswith("2026-03-02T13:00")
    assert "Amina" not in json.dumps(file)
    paper = client.get(reverse("desk:incident_paper", args=[breach.pk])).content.decode()
    assert WORDS in paper
    front = client.get(reverse("desk:incident", args=[breach.pk])).content.decode()
    assert "Hemligsson" not in front


def test_what_was_typed_comes_back_when_the_form_says_no(breach, clock, loke, settings):
    clock.shift(timedelta(hours=80))
    client, own = at(loke, settings), clocks(breach)["imy"]
    url = reverse("desk:incident_meet", args=[breach.pk])
    answer = client.post(url, {"clock_pk": own.pk, "at": "2026-03-05T20:00"})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert 'value="2026-03-05T20:00"' in page
    told = {"clock_pk": own.pk, "at": "2026-03-05T20:00", "late_reason": "found_out"}
    assert client.post(url, told).status_code == 302


def test_nobody_s_clock_is_met_through_another_incident(breach, amina, loke):
    other = reported(amina, ["breach"])
    with pytest.raises(OutOfReach):
        keeping.meet(breach.pk, clocks(other)["imy"].pk, at=timezone.now(), by=loke)


def test_what_is_under_way_is_leafed_through(client, breach, amina, loke, settings, monkeypatch):
    settings.SECOND_FACTOR_REQUIRED = False
    monkeypatch.setattr("config.incidents.views.PAGE", 1)
    reported(amina, ["breach"])
    client.force_login(loke)
    pages = [client.get(f"{reverse('desk:incidents')}?open={number}") for number in (1, 2)]
    shown = [[one.pk for one, _ in page.context["open"]] for page in pages]
    assert [len(rows) for rows in shown] == [1, 1]
    assert shown[0] != shown[1]
    assert "?open=2" in pages[0].text
