"""Deviations: noted by the clock once, explained, judged by lex Sarah, looked at again, ended."""

import json
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from audit.actors import ANYBODY
from audit.guard import OutOfReach, Refused
from audit.models import Event, Outgoing
from audit.moves import MoveNotAllowed
from audit.trail import name_of
from config.accounts.roles import Role
from config.deviations.models import Deviation
from config.deviations.services import exporting, keeping, reporting
from intake import tickets
from intake.models import ConcernReport, Escalation
from intake.services import guarding, raising_concern
from tests.conftest import STORY, _person

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


@pytest.fixture
def seen(settings):
    settings.SECOND_FACTOR_REQUIRED = False


@pytest.fixture
def deviation(amina, lena):
    return reporting.report(
        what="K4M-7R2 lades på hög.", kind="lost", happened_at=timezone.now() - DAY, by=amina
    )


@pytest.fixture
def ready(deviation, lena):
    """Everything is said that must be said before it ends."""
    today = timezone.localdate()
    keeping.explain(deviation.pk, causes=["load"], follow_up_on=today, by=lena)
    keeping.note(deviation.pk, text="Två läser kön på morgonen.", by=lena)
    keeping.decide(deviation.pk, sarah="no", by=lena)
    return deviation


def test_whoever_works_here_reports_and_the_leads_of_the_team_are_told(deviation, lena, north):
    assert deviation.unit_id == north.group_id
    told = Outgoing.objects.filter(notice="config.deviations.REPORTED")
    assert [one.to for one in told] == [name_of(lena)]
    assert b"K4M-7R2" not in bytes(deviation.what)


def test_what_somebody_without_a_team_reports_is_told_to_every_lead(house, lena):
    lone = _person("lovisa", Role.SOCIAL_WORKER, house)
    reporting.report(what="x", kind="lost", happened_at=timezone.now() - DAY, by=lone)
    told = Outgoing.objects.filter(notice="config.deviations.REPORTED")
    assert [one.to for one in told] == [name_of(lena)]


def test_partners_report_none_and_only_leads_keep(deviation, clara, amina, adam, loke, rut):
    told = {"what": "x", "kind": "lost", "happened_at": timezone.now()}
    with pytest.raises(Refused):
        reporting.report(**told, by=clara)
    for who in (amina, adam, loke):
        with pytest.raises(Refused):
            keeping.read(deviation.pk, by=who)


def test_another_teams_lead_does_not_reach_it(deviation, house, south):
    ludde = _person("ludde", Role.TEAM_LEAD, house, [south])
    with pytest.raises(OutOfReach):
        keeping.look(deviation.pk, by=ludde)


def test_what_is_unread_too_long_opens_one_and_only_one(help_request, lena):
    guarding.sweep(help_request.received_at + 9 * DAY)
    assert reporting.sweep() == 1
    assert reporting.sweep() == 0
    row = Deviation.objects.get()
    assert (row.kind, row.what, row.reported_by) == ("unread", None, None)
    assert row.about == f"{name_of(help_request)}/{Escalation.objects.get().pk}"
    Escalation.objects.update(ended_at=timezone.now())
    assert reporting.sweep() == 0


def test_a_missed_clock_of_the_law_opens_one_for_each_step(reception, house):
    report = raising_concern.tell(
        by=ANYBODY, ticket=tickets.new(), concern="Oro.", must_report=False
    ).report
    ConcernReport.objects.filter(pk=report.pk).update(rung=["assess_today", "assess_missed"])
    assert reporting.sweep() == 1
    ConcernReport.objects.filter(pk=report.pk).update(
        rung=["assess_today", "assess_missed", "decide_missed"]
    )
    assert reporting.sweep() == 1
    assert reporting.sweep() == 0
    assert set(Deviation.objects.values_list("kind", flat=True)) == {"clock"}
    about = exporting.concerns(Deviation.objects.first())
    assert report.reference in about


def test_a_worker_that_is_killed_loses_none_and_doubles_none(help_request, lena, monkeypatch):
    guarding.sweep(help_request.received_at + 9 * DAY)
    with monkeypatch.context() as killed:
        killed.setattr(reporting.trail, "record", _break_down)
        with pytest.raises(KeyboardInterrupt):
            reporting.sweep()
    assert not Deviation.objects.exists()
    assert reporting.sweep() == 1


def _break_down(*args, **kwargs):
    raise KeyboardInterrupt


@pytest.mark.parametrize(
    ("told", "field"),
    [({"kind": "no-such"}, "kind"), ({"happened_at": timezone.now() + 400 * DAY}, "happened_at")],
)
def test_a_report_that_makes_no_sense_says_where(amina, told, field):
    values = {"what": "x", "kind": "lost", "happened_at": timezone.now()} | told
    with pytest.raises(ValidationError) as refusal:
        reporting.report(**values, by=amina)
    assert field in refusal.value.message_dict


@pytest.mark.parametrize("missing", ["causes", "step", "sarah", "follow_up"])
def test_it_ends_when_everything_is_said_and_it_was_looked_at_again(ready, lena, missing):
    rows = Deviation.objects.filter(pk=ready.pk)
    if missing == "causes":
        rows.update(causes=[])
    elif missing == "step":
        ready.steps.all().delete()
    elif missing == "sarah":
        rows.update(sarah="", sarah_at=None, sarah_by=None)
    else:
        rows.update(follow_up_on=timezone.localdate() + DAY)
    with pytest.raises(ValidationError):
        keeping.close(ready.pk, by=lena)
    assert rows.get().status == "open"


def test_what_has_ended_is_taken_up_again_first(ready, lena):
    row = keeping.close(ready.pk, by=lena)
    assert (row.closed_by, row.status) == (lena, "closed")
    with pytest.raises(MoveNotAllowed):
        keeping.note(ready.pk, text="Mer.", by=lena)
    keeping.reopen(ready.pk, by=lena)
    assert keeping.note(ready.pk, text="Mer.", by=lena)


@pytest.mark.parametrize(
    ("deed", "told", "code"),
    [
        (keeping.explain, {"causes": [], "follow_up_on": 0 * DAY}, "no_cause"),
        (keeping.explain, {"causes": ["a person"], "follow_up_on": 0 * DAY}, "no_cause"),
        (keeping.explain, {"causes": ["load"], "follow_up_on": -DAY}, "past"),
        (keeping.decide, {"sarah": ""}, "no_decision"),
        (keeping.decide, {"sarah": "maybe"}, "no_decision"),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused(deviation, lena, deed, told, code):
    if "follow_up_on" in told:
        told = told | {"follow_up_on": timezone.localdate() + told["follow_up_on"]}
    with pytest.raises(ValidationError) as refusal:
        deed(deviation.pk, **told, by=lena)
    found = [one.code for errors in refusal.value.error_dict.values() for one in errors]
    assert found == [code]


def test_the_report_of_lex_sarah_says_what_was_decided_and_by_whom(ready, lena):
    keeping.decide(ready.pk, sarah="risk", by=lena)
    values = exporting.as_values(keeping.read(ready.pk, by=lena))
    said = values["lex_sarah"]
    assert (said["decision"], said["decided_by"]) == ("risk", "Lena")
    assert said["is_misconduct_or_tangible_risk"] is True
    assert values["what"] == "K4M-7R2 lades på hög."
    assert [one["text"] for one in values["measures"]] == ["Två läser kön på morgonen."]
    assert Event.objects.filter(deed="deviation.opened", purpose="deviation").count() >= 1


def test_the_export_of_what_the_clock_noted_names_the_row_and_no_words(help_request, lena):
    guarding.sweep(help_request.received_at + 9 * DAY)
    reporting.sweep()
    values = exporting.as_values(keeping.read(Deviation.objects.get().pk, by=lena))
    assert STORY not in json.dumps(values, ensure_ascii=False)
    assert (values["what"], values["reported_as"]) == ("", "clock")
    assert help_request.reference in values["concerns"]


def test_the_database_refuses_an_end_or_a_decision_by_nobody(deviation):
    for wrong in ({"status": "closed"}, {"sarah": "no"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Deviation.objects.update(**wrong)


def test_the_pages_lead_through_the_whole_of_it(seen, client, amina, lena):
    client.force_login(amina)
    now = timezone.localtime().strftime("%Y-%m-%dT%H:%M")
    form = {"what": "Fel mottagare för K4M-7R2.", "kind": "recipient", "happened_at": now}
    url = reverse("desk:deviation_report")
    assert client.post(url, {**form, "kind": ""}).status_code == 200
    assert client.post(url, form).status_code == 302
    assert client.get(reverse("desk:deviations")).status_code == 403
    row = Deviation.objects.get()
    client.force_login(lena)
    assert str(row.pk) in client.get(reverse("desk:deviations")).content.decode()
    page = client.get(reverse("desk:deviation", args=[row.pk])).content.decode()
    assert "Fel mottagare för" not in page

    def send(name, **told):
        return client.post(reverse(f"desk:deviation_{name}", args=[row.pk]), told).status_code

    today = timezone.localdate().isoformat()
    assert send("close") == 409
    assert send("explain", causes=["routine"], follow_up_on="") == 200
    assert send("explain", causes=["routine"], follow_up_on=today) == 302
    assert send("note", text="Rutinen är skriven.") == 302
    assert send("decide", sarah="misconduct") == 302
    assert send("close") == 302
    paper = client.get(reverse("desk:deviation_paper", args=[row.pk])).content.decode()
    assert "Fel mottagare för K4M-7R2." in paper
    file = client.get(reverse("desk:deviation_file", args=[row.pk]))
    assert json.loads(file.content)["lex_sarah"]["decision"] == "misconduct"
    assert send("reopen") == 302
