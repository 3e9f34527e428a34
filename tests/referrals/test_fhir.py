"""A referral as a FHIR Task and ServiceRequest: blind, versioned, changed by the same deeds."""

import json
from base64 import b64encode
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from fhir.resources.R4B import get_fhir_model_class

from audit.models import Event
from config.accounts.roles import Role
from config.api.models import MachineToken
from intake.models import Urgency
from referrals import rights
from referrals.fhir import codes, incoming, resources, rows, states
from referrals.lifecycle import Status
from referrals.models import Referral, Tombstone
from referrals.services import answering, drafting, following_up, reporting, sending
from tests.config.conftest import a_machine
from tests.referrals.conftest import GOALS, SITUATION, a_day, a_draft, send

# 0001-01-01T00:00+14:00: in UTC there is no such year.
A_CURSOR_BEFORE_ALL_TIME = b64encode(b"0001-01-01T00:00:00+14:00/" + b"0" * 32).decode()
TASKS, REQUESTS = "/api/fhir/Task", "/api/fhir/ServiceRequest"
TABLE = {  # by hand: Task.status, businessStatus, ServiceRequest.status
    "sent": ("requested", "sent", "active"),
    "opened": ("requested", "opened", "active"),
    "asked": ("requested", "info-requested", "active"),
    "accepted": ("accepted", "", "active"),
    "waiting": ("accepted", "waitlist", "active"),
    "active": ("in-progress", "", "active"),
    "paused": ("on-hold", "", "active"),
    "reported": ("in-progress", "reported", "active"),
    "contested": ("in-progress", "contested", "active"),
    "closed": ("completed", "closed", "completed"),
    "declined": ("rejected", "declined", "active"),
    "returned": ("failed", "returned", "active"),
    "expired": ("cancelled", "expired", "revoked"),
    "recalled": ("cancelled", "recalled", "revoked"),
    "withdrawn": ("cancelled", "withdrawn", "revoked"),
}
# What may stand in a Task, and in a ServiceRequest; anything new must be thought about here.
TASK_SAYS = {
    "resourceType", "id", "meta", "identifier", "status", "statusReason", "businessStatus",
    "intent", "priority", "code", "focus", "authoredOn", "lastModified", "owner", "restriction",
    "executionPeriod", "input", "output",
}  # fmt: skip
REQUEST_SAYS = {
    "resourceType", "id", "meta", "identifier", "status", "intent", "priority", "code", "subject",
    "authoredOn", "performer", "extension",
}  # fmt: skip


def valid(told: dict) -> dict:
    """By somebody else's model of R4 (R4B, which has these resources unchanged)."""
    get_fhir_model_class(told["resourceType"]).model_validate_json(json.dumps(told))
    return told


@pytest.fixture
def system(client, adam, youth_centre):
    return a_machine(client, adam, Role.PARTNER_SYSTEM, youth_centre)


@pytest.fixture
def stranger(client, adam, debt_advice):
    return a_machine(client, adam, Role.PARTNER_SYSTEM, debt_advice, name="Another system")


def read(system, row) -> tuple[dict, str]:
    answer = system.get(f"{TASKS}/{row.pk}")
    assert answer.status_code == 200, answer.content
    assert answer["Content-Type"].startswith("application/fhir+json")
    return valid(answer.json()), answer["ETag"]


def put(system, row, tag, task, **headers):
    return system.client.put(
        f"{TASKS}/{row.pk}", json.dumps(task), content_type="application/fhir+json",
        headers={**system.headers, **({"If-Match": tag} if tag else {}), **headers},
    )  # fmt: skip


def change(system, row, **told):
    """Read it, change it, send it back."""
    task, tag = read(system, row)
    return put(system, row, tag, task | told)


def said_as(kind: str, **value) -> dict:
    """One output of a Task."""
    return {"type": codes.coded("output", kind), **value}


def said(task, name: str) -> str:
    return codes.code_in(task.get(name), _list_of(task.get(name)))


def _list_of(concept) -> str:
    return concept["coding"][0]["system"].rpartition("/")[2] if concept else ""


def problem(answer) -> tuple[int, str]:
    told = valid(answer.json())
    assert told["resourceType"] == "OperationOutcome"
    return answer.status_code, told["issue"][0]["code"]


# --- What is told -----------------------------------------------------------------------------


@pytest.mark.parametrize("place", TABLE)
def test_every_state_is_told_as_the_table_says(place, draft, story, system):
    row = story.bring(draft, place)
    task, _tag = read(system, row)
    answer = system.get(f"{REQUESTS}/{row.pk}")
    request = valid(answer.json())
    told = (task["status"], said(task, "businessStatus"), request["status"])
    assert told == TABLE[place]
    assert task.keys() <= TASK_SAYS
    assert request.keys() <= REQUEST_SAYS
    both = json.dumps([task, request])
    for word in (SITUATION, *GOALS, "Kim", "kim@example.org", str(row.help_request_id)):
        assert word not in both
    found = system.get(f"{TASKS}?status={told[0]}").json()["entry"]
    assert [one["resource"]["id"] for one in found] == [str(row.pk)]
    for other in {*states.UNDER_WAY, *states.OVER} - {told[0]}:
        assert "entry" not in system.get(f"{TASKS}?status={other}").json(), other
    assert "entry" in system.get(f"{REQUESTS}?status={told[2]}").json()


def test_what_ended_without_any_good_failed_and_what_was_an_error_says_so(
    draft, story, system, amina, clara
):
    row = story.bring(draft, "active")
    results = {goal.pk: ("not", "absent") for goal in row.goals.all()}
    reporting.report(row.pk, results=results, by=clara)
    assert read(system, row)[0]["status"] == "in-progress"
    following_up.acknowledge(row.pk, by=amina)
    assert read(system, row)[0]["status"] == "failed"


def test_sent_in_error(sent, system, amina):
    sending.recall(sent.pk, reason="sent_in_error", by=amina)
    assert read(system, sent)[0]["status"] == "entered-in-error"
    assert system.get(f"{REQUESTS}/{sent.pk}").json()["status"] == "entered-in-error"
    assert "entry" in system.get(f"{TASKS}?status=entered-in-error").json()


def test_handed_back_before_it_was_begun_is_cancelled(accepted, system, carl):
    following_up.give_back(accepted.pk, reason="capacity", by=carl)
    task = read(system, accepted)[0]
    assert task["status"] == "cancelled"
    assert said(task, "statusReason") == "capacity"
    assert "entry" in system.get(f"{TASKS}?status=cancelled").json()


def test_the_envelope_is_there_once_it_is_opened_and_leaves_a_line(sent, system, clara):
    assert "extension" not in system.get(f"{REQUESTS}/{sent.pk}").json()
    answering.open_envelope(sent.pk, by=clara)
    told = system.get(f"{REQUESTS}/{sent.pk}").json()["extension"][0]["extension"]
    assert {"url": "age-band", "valueCode": sent.age_band} in told
    lines = Event.objects.filter(deed="referral.envelope", channel="api")
    assert lines.count() == 2


def test_a_search_opens_no_envelope(opened, system):
    found = system.get(REQUESTS).json()["entry"][0]["resource"]
    assert "extension" not in found
    assert found["meta"]["tag"][0]["code"] == "SUBSETTED"
    assert not Event.objects.filter(deed="referral.envelope", channel="api").exists()


def test_goals_have_keys_and_no_words_and_only_after_accepting(opened, system, clara):
    assert "input" not in read(system, opened)[0]
    answering.accept(opened.pk, by=clara)
    told = read(system, opened)[0]["input"]
    assert {one["valueId"] for one in told} == {str(goal.pk) for goal in opened.goals.all()}


def test_after_the_end_nothing_but_a_tombstone_is_told(active, system, amina):
    sending.recall(active.pk, reason="changed", by=amina)
    task = read(system, active)[0]
    assert not {"input", "output", "restriction", "priority", "statusReason"} & task.keys()
    assert "extension" not in system.get(f"{REQUESTS}/{active.pk}").json()


def test_every_urgency_has_a_priority():
    assert set(resources.PRIORITY) == set(Urgency.values)


# --- Who ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [TASKS, REQUESTS])
def test_anothers_is_not_there_before_or_after_the_end(kind, opened, stranger, clara):
    for _state in ("at the partner", "ended"):
        assert problem(stranger.get(f"{kind}/{opened.pk}")) == (404, "not-found")
        assert "entry" not in valid(stranger.get(kind).json())
        assert "entry" not in stranger.get(f"{kind}?_id={opened.pk}").json()
        if opened.status == Status.OPENED:
            opened = answering.decline(opened.pk, reason="capacity", by=clara)
    assert put(stranger, opened, 'W/"0"', {"resourceType": "Task"}).status_code == 404


def test_a_draft_is_nobodys_but_ours(draft, system):
    assert problem(system.get(f"{TASKS}/{draft.pk}")) == (404, "not-found")
    assert "entry" not in system.get(TASKS).json()


def test_without_a_key_nobody_comes_in_and_hears_so_in_fhir(client, db):
    answer = client.get(TASKS)
    assert problem(answer) == (401, "login")
    assert answer["WWW-Authenticate"] == "Bearer"


def test_police_have_no_list(help_request, client, adam, police):
    """One addressed notice; nothing to look through."""
    system = a_machine(client, adam, Role.PARTNER_SYSTEM, police, name="Police")
    MachineToken.objects.update(scopes=[*system.token.scopes, rights.LIST])  # behind our back
    for kind in (TASKS, REQUESTS):
        assert problem(system.get(kind)) == (403, "forbidden")


@pytest.mark.parametrize(
    ("held", "sends", "right"),
    [
        ([rights.RECEIVE], {"status": "accepted"}, 403),
        ([rights.RECEIVE, rights.RESPOND], {"status": "accepted"}, 200),
    ],
)
def test_a_key_changes_only_what_it_was_issued_for(
    held, sends, right, opened, client, adam, youth_centre
):
    narrow = a_machine(client, adam, Role.PARTNER_SYSTEM, youth_centre, scopes=held)
    assert change(narrow, opened, **sends).status_code == right


def test_handing_back_takes_its_own_right(accepted, client, adam, youth_centre):
    held = [rights.RECEIVE, rights.RESPOND]
    narrow = a_machine(client, adam, Role.PARTNER_SYSTEM, youth_centre, scopes=held)
    reason = codes.coded("return-reason", "capacity")
    assert change(narrow, accepted, status="cancelled", statusReason=reason).status_code == 403
    accepted.refresh_from_db()
    assert accepted.status == Status.ACCEPTED


# --- Changing -----------------------------------------------------------------------------------


def test_from_the_inbox_to_the_end(clock, sent, system, amina):
    opened = codes.coded("business-status", "opened")
    answer = change(system, sent, businessStatus=opened)
    assert answer.status_code == 200, answer.content
    assert change(system, sent, status="accepted").json()["status"] == "accepted"
    begun = change(system, sent, status="in-progress", executionPeriod={"start": "2027-03-01"})
    assert begun.json()["executionPeriod"] == {"start": "2027-03-01"}
    rest = [{"type": codes.coded("output", "review-date"), "valueDate": "2027-04-01"}]
    reason = codes.coded("pause-reason", "away")
    resting = change(system, sent, status="on-hold", statusReason=reason, output=rest)
    assert (resting.json()["status"], said(resting.json(), "statusReason")) == ("on-hold", "away")
    assert change(system, sent, status="in-progress").json()["status"] == "in-progress"
    reported = change(system, sent, status="completed", output=results(sent, "met")).json()
    assert (reported["status"], said(reported, "businessStatus")) == ("in-progress", "reported")
    assert len(reported["output"]) == len(GOALS)
    following_up.acknowledge(sent.pk, by=amina)
    assert read(system, sent)[0]["status"] == "completed"
    lines = Event.objects.filter(actor=f"user/{system.token.account_id}", channel="api")
    assert set(lines.values_list("deed", flat=True)) >= {
        "referral.open", "referral.accept", "referral.start", "referral.pause", "referral.report",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("begins", "status"),
    [
        ("2027-02-28T23:30:00Z", 200), ("2027-03-01T06:00:00+01:00", 200), ("2027-03-01", 200),
        ("2027-02-28T22:30:00Z", 409), ("2027-03", 400), ("2027-02-30T10:00:00Z", 400),
        ("0001-01-01T00:00:00+14:00", 409),
    ],
)  # fmt: skip
def test_the_day_of_the_first_contact_is_the_day_here(clock, begins, status, opened, system):
    """Half past eleven in the evening in UTC is the next day in Sweden."""
    change(system, opened, status="accepted")
    answer = change(system, opened, status="in-progress", executionPeriod={"start": begins})
    assert answer.status_code == status, answer.content
    if status == 200:
        assert answer.json()["executionPeriod"] == {"start": "2027-03-01"}


def results(row, result, reason="") -> list[dict]:
    told = []
    for goal in row.goals.all():
        kind, how = codes.coded("output", "result"), codes.coded("goal-result", result)
        kind["coding"] += codes.coded("goal", goal.pk)["coding"]
        if reason:
            how["coding"] += codes.coded("goal-reason", reason)["coding"]
        told.append({"type": kind, "valueCodeableConcept": how})
    return told


def test_a_question_a_no_and_a_later_day(draft, story, system):
    row = story.bring(draft, "opened")
    asks = {
        "businessStatus": codes.coded("business-status", "info-requested"),
        "statusReason": codes.coded("question", "scope"),
    }
    asked = change(system, row, **asks).json()
    assert (said(asked, "businessStatus"), said(asked, "statusReason")) == (
        "info-requested", "scope"
    )  # fmt: skip
    no = change(system, row, status="rejected", statusReason=codes.coded("decline-reason", "area"))
    assert (no.json()["status"], said(no.json(), "statusReason")) == ("rejected", "area")
    row.refresh_from_db()
    assert row.decline_reason == "area"


def test_accepted_for_later_and_moved(opened, system):
    def on(day):
        return [{"type": codes.coded("output", "expected-start"), "valueDate": day.isoformat()}]

    later = change(system, opened, status="accepted", output=on(a_day(60))).json()
    assert said(later, "businessStatus") == "waitlist"
    moved = change(system, opened, output=on(a_day(70))).json()
    assert moved["output"] == on(a_day(70))


def test_no_day_that_comes_by_itself_changes_what_is_told(clock, opened, clara):
    """Else a system that asks for what has changed since would not hear of it."""
    answering.accept(opened.pk, expected_start=a_day(60), by=clara)
    before = resources.task(rows.under_way(clara).get())
    clock.shift(timedelta(days=58))  # the package has opened meanwhile
    assert resources.task(rows.under_way(clara).get()) == before


def test_a_private_organisation_accepts_the_reservation(private, stranger):
    assert problem(change(stranger, private, status="accepted")) == (409, "conflict")
    yes = [{"type": codes.coded("output", "reservation"), "valueBoolean": True}]
    assert change(stranger, private, status="accepted", output=yes).status_code == 200


def test_a_report_is_mended_in_the_same_way(reported, system):
    answer = change(system, reported, status="failed", output=results(reported, "not", "time"))
    assert answer.status_code == 200, answer.content
    assert reported.reports.count() == 2


def test_nothing_changed_is_nothing_done(opened, system):
    task, tag = read(system, opened)
    before = Event.objects.count()
    assert put(system, opened, tag, task).status_code == 200
    assert Event.objects.count() == before


def test_a_stale_version_is_refused_and_nothing_changes(opened, system, clara):
    task, tag = read(system, opened)
    answering.accept(opened.pk, by=clara)
    answer = put(system, opened, tag, task | {"status": "accepted"})
    assert problem(answer) == (412, "conflict")
    opened.refresh_from_db()
    assert opened.status == Status.ACCEPTED


def test_what_comes_between_the_look_and_the_lock_is_noticed_too(
    opened, system, clara, monkeypatch
):
    """As if a colleague asked something in the very moment between."""
    task, tag = read(system, opened)
    found = incoming.deed_of

    def meanwhile(*args):
        Referral.objects.filter(pk=opened.pk).update(urgency="same_day")
        return found(*args)

    monkeypatch.setattr(incoming, "deed_of", meanwhile)
    assert problem(put(system, opened, tag, task | {"status": "accepted"}))[0] == 412
    opened.refresh_from_db()
    assert opened.status == Status.OPENED


@pytest.mark.parametrize("tag", [None, "*", "1", 'W/"zz"', ""])
def test_without_a_version_nothing_is_changed(tag, opened, system):
    task, _tag = read(system, opened)
    answer = put(system, opened, tag, task | {"status": "accepted"})
    assert problem(answer) == (400, "invalid")
    assert valid(answer.json())["issue"][0]["expression"] == ["If-Match"]


@pytest.mark.parametrize(
    ("sends", "element"),
    [
        ({"status": "on-hold"}, "Task.status"),
        ({"status": "received"}, "Task.status"),
        ({"status": "ready"}, "Task.status"),
        ({"status": "draft"}, "Task.status"),
        ({"status": "completed"}, "Task.status"),
        ({"status": "entered-in-error"}, "Task.status"),
        ({"status": ["accepted"]}, "Task.status"),
        ({"businessStatus": {"coding": []}}, "Task.businessStatus"),
        ({"note": [{"text": "Kim ringde"}]}, "Task.note"),
        ({"description": "Kim ringde"}, "Task.description"),
        ({"for": {"reference": "Patient/1"}}, "Task.for"),
        ({"owner": {"display": "Någon annan"}}, "Task.owner"),
        ({"priority": "stat"}, "Task.priority"),
        ({"status": "rejected", "statusReason": {"text": "Kim ringde"}}, "Task.statusReason.text"),
    ],
)
def test_what_the_table_does_not_have_is_refused_and_names_the_element(
    sends, element, opened, system
):
    answer = change(system, opened, **sends)
    assert problem(answer) == (422, "business-rule")
    assert answer.json()["issue"][0]["expression"] == [element]
    assert "Kim" not in answer.content.decode()
    opened.refresh_from_db()
    assert opened.status == Status.OPENED


@pytest.mark.parametrize(
    ("sends", "status"),
    [
        ({"status": "rejected"}, 400),
        ({"status": "rejected", "statusReason": "area"}, 400),
        ({"status": "rejected", "statusReason": {"coding": [{"code": "area"}]}}, 400),
        ({"status": "accepted", "output": "x"}, 400),
        (
            {
                "status": "accepted",
                "output": [said_as("expected-start", valueDateTime="2027-04-01")],
            },
            400,
        ),
        ({"status": "accepted", "output": [said_as("expected-start", valueDate=None)]}, 400),
        ({"status": "accepted", "output": [said_as("reservation", valueString="yes")]}, 400),
        ({"status": "accepted", "output": [1]}, 400),
        ({"status": "accepted", "output": [{"type": 1}]}, 200),
        ({"id": "another"}, 400),
        ({"resourceType": "Patient"}, 400),
    ],
)
def test_what_is_not_understood_is_said(sends, status, opened, system):
    answer = change(system, opened, **sends)
    assert answer.status_code == status, answer.content
    valid(answer.json())


@pytest.mark.parametrize(
    "body", ["", "[]", "null", "1", "{", '"text"', "[" * 9_000, '{"\\ud800": 1}', "\ufeff{}"]
)
def test_what_is_no_task_is_a_400(body, opened, system):
    answer = system.client.put(
        f"{TASKS}/{opened.pk}", body, content_type="application/fhir+json",
        headers={**system.headers, "If-Match": read(system, opened)[1]},
    )  # fmt: skip
    assert problem(answer)[0] == 400


def test_completed_takes_a_goal_that_was_met(active, system):
    answer = change(system, active, status="completed", output=results(active, "not", "time"))
    assert problem(answer) == (422, "business-rule")
    answer = change(system, active, status="failed", output=results(active, "met"))
    assert problem(answer) == (422, "business-rule")


def test_a_goal_of_another_referral_is_refused(active, system):
    told = results(active, "met")
    told[0]["type"]["coding"][1]["code"] = "00000000-0000-0000-0000-000000000000"
    assert change(system, active, status="completed", output=told).status_code in (404, 409)
    active.refresh_from_db()
    assert active.status == Status.ACTIVE


def test_never_reached_takes_three_attempts(accepted, system):
    reason = codes.coded("return-reason", "not_reached")
    answer = change(system, accepted, status="failed", statusReason=reason)
    assert problem(answer) == (409, "conflict")
    Referral.objects.filter(pk=accepted.pk).update(attempts=3)
    answer = change(system, accepted, status="failed", statusReason=reason)
    assert (answer.status_code, answer.json()["status"]) == (200, "in-progress")


def test_what_has_ended_never_changes(declined, system):
    assert problem(change(system, declined, status="accepted")) == (409, "conflict")


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_a_service_request_is_ours(method, opened, system):
    ask = getattr(system.client, method)
    answer = ask(f"{REQUESTS}/{opened.pk}", "{}", content_type="application/json",
                 headers=system.headers)  # fmt: skip
    assert problem(answer) == (405, "not-supported")


# --- Searching -----------------------------------------------------------------------------------


@pytest.fixture
def several(help_request, youth_centre, amina, clara, consent):
    """Five, one after the other; the first has ended."""
    made = []
    for _one in range(5):
        row = a_draft(help_request, youth_centre, amina)
        drafting.set_consent_basis(row.pk, consent_pk=consent.pk, by=amina)
        send(row, amina)
        made.append(row)
        answering.decline(row.pk, reason="capacity", by=clara)
    return made


def pages(system, url) -> list[list[str]]:
    found = []
    while url:
        told = valid(system.get(url).json())
        found.append([one["resource"]["id"] for one in told.get("entry", [])])
        links = {link["relation"]: link["url"] for link in told["link"]}
        assert links["self"].startswith(f"{settings.SITE_URL}/api/fhir/")
        parts = urlsplit(links.get("next", ""))
        url = f"{parts.path}?{parts.query}" if parts.path else ""
    return found


@pytest.mark.parametrize("order", ["_lastUpdated", "-_lastUpdated"])
def test_page_after_page_everything_comes_once_and_in_order(order, several, system):
    found = pages(system, f"{TASKS}?_count=2&_sort={order}")
    assert [len(page) for page in found] == [2, 2, 1]
    due = [str(row.pk) for row in several]
    assert sum(found, []) == (due if order == "_lastUpdated" else due[::-1])


def test_since_when_is_asked_to_the_moment(opened, system):
    moment = read(system, opened)[0]["meta"]["lastUpdated"]
    day = moment[:10]
    for value, is_there in {
        day: True, moment: True, f"ge{moment}": True, f"gt{moment}": False, f"le{moment}": True,
        f"lt{moment}": False, f"gt{day}": False, f"lt{day}": False, f"sa{day}": False,
        f"ge{day[:7]}": True, f"ge{day[:4]}": True, f"lt{int(day[:4]) + 1}": True,
    }.items():  # fmt: skip
        answer = system.client.get(TASKS, {"_lastUpdated": value}, headers=system.headers)
        assert ("entry" in valid(answer.json())) == is_there, value


def test_by_reference_by_id_and_several_at_once(opened, system):
    for query in (
        f"identifier={opened.reference}",
        f"identifier=x,{codes.system('reference')}|{opened.reference}",
        f"_id={opened.pk}", f"_id=x,{opened.pk}", "status=accepted,requested",
        "status=http://hl7.org/fhir/task-status|requested", "_format=json",
    ):  # fmt: skip
        assert "entry" in valid(system.get(f"{TASKS}?{query}").json()), query
    for query in (
        "identifier=X", "_id=x", "status=draft", "status=requested&status=accepted",
        f"identifier=https://other.example|{opened.reference}",
        f"identifier=|{opened.reference}", "status=https://other.example|requested",
    ):  # fmt: skip
        assert "entry" not in valid(system.get(f"{TASKS}?{query}").json()), query


@pytest.mark.parametrize(
    "query",
    ["patient=1", "status=odd", "_lastUpdated=yesterday", "_lastUpdated=ne2027",
     "_lastUpdated=2027-13", "_lastUpdated=2027-01-01T10:00", "_count=0", "_count=-1", "_count=x",
     "_sort=status", "_format=xml", "_cursor=x", "_cursor=MjAyNy0wMS0wMS8w", "_include=Task:focus",
     "_lastUpdated=ge9999", "_lastUpdated=ge0001-01-01T00:00:00%2B14:00", "identifier=%00",
     f"_cursor={A_CURSOR_BEFORE_ALL_TIME}"],
)  # fmt: skip
def test_what_cannot_be_searched_for_is_refused_not_ignored(query, opened, system):
    answer = system.get(f"{TASKS}?{query}")
    assert problem(answer) == (400, "invalid")
    assert valid(answer.json())["issue"][0]["expression"] == [query.partition("=")[0]]


def test_a_page_costs_the_same_however_long_it_is(
    several, system, django_assert_num_queries, help_request, youth_centre, amina
):
    system.get(TASKS)
    with django_assert_num_queries(12, exact=False):
        system.get(TASKS)


# --- What it says of itself -----------------------------------------------------------------------


def test_the_capability_statement_is_open_and_says_what_is_there(client, db):
    told = valid(client.get("/api/fhir/metadata").json())
    kinds = {one["type"]: one for one in told["rest"][0]["resource"]}
    assert {one["code"] for one in kinds["Task"]["interaction"]} == {
        "read", "update", "search-type"
    }  # fmt: skip
    assert kinds["Task"]["versioning"] == "versioned-update"
    names = {one["name"] for one in kinds["Task"]["searchParam"]}
    assert names == {"status", "_id", "identifier", "_lastUpdated"}


@pytest.mark.parametrize("name", codes.LISTS)
def test_every_list_of_codes_can_be_read_in_both_languages(name, client, db):
    told = valid(client.get(f"/api/fhir/CodeSystem/{name}").json())
    assert told["url"] == codes.system(name)
    for one in told["concept"]:
        assert one["designation"][0]["value"]
        if name not in ("output",):
            assert one["display"] != one["designation"][0]["value"]


@pytest.mark.parametrize(
    "path", ["Patient/1", "Patient", "Task/x", "CodeSystem/odd", "Task/1/_history"]
)
def test_what_is_not_there_says_so_in_fhir(path, client, db):
    assert problem(client.get(f"/api/fhir/{path}")) == (404, "not-found")


def test_the_version_is_another_one_whenever_anything_is(draft, story, system, amina, clara):
    """And it is the same in a search and in every language."""
    row, seen = story.bring(draft, "sent"), []
    steps = [
        lambda: answering.open_envelope(row.pk, by=clara),
        lambda: answering.ask(row.pk, code="scope", by=clara),
    ]
    for step in [lambda: None, *steps]:
        step()
        task, tag = read(system, row)
        listed = system.get(TASKS).json()["entry"][0]["resource"]
        assert listed == task
        english = system.client.get(
            f"{TASKS}/{row.pk}", headers={**system.headers, "Accept-Language": "en"}
        )
        assert english["ETag"] == tag
        seen.append(tag)
    assert len(set(seen)) == 3


def test_tombstones_are_told_by_the_id_that_the_task_had(declined, system, clara):
    [stone] = rows.over(clara)
    assert (stone.task, stone.pk) == (declined.pk, Tombstone.objects.get().pk)
    assert read(system, declined)[0]["id"] == str(declined.pk)
