"""Fourteen people's words, entered and triaged by doing only what the screens say.

Each ends where it should: with its topic and urgency, in the hands of a social worker – or as a
concern report at the reception, with its clocks running from when it first came in.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta

import pytest
import time_machine
from django.utils import timezone

from audit.trail import name_of
from config.demo import town
from config.demo.town import person, read
from config.threats.models import Threat
from intake.lifecycle import ConcernStatus, Status
from intake.models import ConcernReport, HelpRequest, Receipt
from partners.models import Topic
from tests.journeys.screens import NotOffered, Screen
from tests.stage import cast

MONDAY = "2027-03-01 10:00+01:00"
FEW, FIELDS = 6, 8  # interactions of a triage beside reading and writing; fields it asks for
TOLD = {row["id"]: row for row in read("requests")}

NORTH, SOUTH = "amina", "bjorn"
PHONE = {"way": "phone", "phone": "070-174 06 05"}


@cast
def tallsunda(db):
    with time_machine.travel(MONDAY, tick=False):
        town.build()
    return True


@pytest.fixture
def here(tallsunda, settings):
    """The invented town, one Monday at ten, where everybody has shown their second factor."""
    settings.SECOND_FACTOR_REQUIRED = False
    with time_machine.travel(MONDAY, tick=False) as clock:
        yield clock


# --- How it comes in ----------------------------------------------------------------------------


def by_form(row: dict, *, asker: str = "", **answers) -> None:
    """By oneself, in one's own language. Nothing must be answered but the first question."""
    visitor = Screen(language=row["language"])
    visitor.go(f"/?lang={row['language']}").follow("write")
    visitor.press("next", story=row["text"], **({"asker": asker} if asker else {}))
    visitor.press("next", **answers).press("send")
    assert visitor.page.find(".//output") is not None, "There is no code to come back with."


def by_school(row: dict, **answers) -> None:
    counsellor = Screen(person("stina")).go("/accounts/home/").follow("Register")
    counsellor.press("Go on", harm="no")
    counsellor.press("Send", story=row["text"], with_person="no", **answers)


def by_a_teacher_who_is_not_sure(row: dict) -> None:
    """The question comes before anything can be written, and leads to the report."""
    teacher = Screen(person("stina")).go("/accounts/home/").follow("Register")
    teacher.press("Go on", harm="unsure").follow("Report a concern")
    teacher.press(
        "Send the report", concern=row["text"], child="Flicka, 7 år, klass 1",
        reached_at="Läraren, 08-465 004 21",
    )  # fmt: skip
    assert "The reception assesses at once" in teacher.says()


def by_a_colleague(row: dict, *, at: str = NORTH, **answers) -> None:
    """Somebody has called, or another authority has written."""
    colleague = Screen(person(at)).go("/accounts/home/").follow("Record a call or a visit")
    colleague.press("Save", story=row["text"], **answers)


def on_the_street(row: dict, **answers) -> None:
    colleague = Screen(person(NORTH)).go("/accounts/home/").follow("Outreach note")
    colleague.press("Send", story=row["text"], **answers)


# --- What becomes of it -------------------------------------------------------------------------


@dataclass(frozen=True)
class Walk:
    """Who enters it, with which answers; and who of ours opens it then."""

    enter: object
    answers: dict = field(default_factory=dict)
    worker: str = NORTH


def email(name: str, **more) -> dict:
    return {"way": "email", "email": f"{name}@post.example", **more}


WALKS = {
    "S01": Walk(by_form, {"asker": "relative", "age_band": "under_12", "area": "Norrstrand",
        **email("s01", hours="evening")}),
    "S05": Walk(by_form, {"asker": "relative", "age_band": "under_12", "area": "Sjöhagen",
        **PHONE, "hours": "forenoon", "days": "weekdays",
        "wishes": "Ring från dolt nummer. Inga brev."}),
    "S06": Walk(by_form, {"asker": "relative", "about": "self", "area": "Söderäng",
        **PHONE}, SOUTH),
    "S07": Walk(by_school, {"about": "pupil", "age_band": "12_14", "area": "Kvarnbacken"}, SOUTH),
    "S10": Walk(on_the_street, {"way": "place"}),
    "S11": Walk(by_a_colleague, {"channel": "phone_note", "asker": "self", "about": "self",
        "age_band": "65_plus", "area": "Sjöhagen", "way": "phone", "phone": "08-465 004 33"}),
    "S14": Walk(by_form, {"asker": "somebody", "age_band": "under_12", "area": "Norrstrand"}),
    "S17": Walk(by_a_colleague, {"at": SOUTH, "channel": "email", "about": "somebody",
        "area": "Söderäng", "with_person": "no", "urgency": "same_day"}, SOUTH),
    "S19": Walk(by_form, {"asker": "relative", "area": "Kvarnbacken", "interpreter": "ar",
        **email("s19")}, SOUTH),
    "S21": Walk(by_form, {"asker": "self", "age_band": "25_64", "area": "Norrstrand",
        **email("s21", hours="afternoon", days="weekdays", is_shared=False)}),
    "S23": Walk(by_a_colleague, {"at": SOUTH, "channel": "sdk_message", "asker": "professional",
        "about": "somebody", "age_band": "65_plus", "area": "Söderäng",
        "with_person": "no"}, SOUTH),
    "S26": Walk(by_form, {"asker": "relative", "area": "Sjöhagen", **email("s26")}),
    "S29": Walk(by_form, {"area": "Norrstrand", **PHONE}),
}  # fmt: skip
CONCERNS = [name for name, row in TOLD.items() if row["is_concern_report"]]
REQUESTS = [name for name in TOLD if name not in CONCERNS]


def entered(name: str) -> HelpRequest:
    walk = WALKS[name]
    walk.enter(TOLD[name], **walk.answers)
    return HelpRequest.objects.get()


def triaged(name: str, request: HelpRequest) -> Screen:
    """From the queue on: opened, read, weighed and taken."""
    row = TOLD[name]
    worker = Screen(person(WALKS[name].worker)).go("/accounts/home/")
    worker.follow(request.reference).press("Open", purpose="triage")
    assert " ".join(row["text"].split()) in worker.says()
    topic = Topic.objects.get(code=row["expected_category"])
    worker.press("Save and take it", topic=topic.label["en"], urgency=row["expected_urgency"])
    return worker


def test_every_sample_is_walked():
    assert set(WALKS) | {"S08"} == set(TOLD)


@pytest.mark.parametrize("name", REQUESTS)
def test_a_request_is_entered_and_triaged_where_it_belongs(here, name):
    request = entered(name)
    worker = triaged(name, request)
    request.refresh_from_db()
    assert request.topic.code == TOLD[name]["expected_category"]
    assert request.urgency == TOLD[name]["expected_urgency"]
    assert (request.status, request.assigned_to) == (Status.OPEN, person(WALKS[name].worker))
    assert worker.interactions <= FEW
    assert not ConcernReport.objects.exists()


def test_a_protected_identity_is_marked_from_its_page_and_leaves_the_teams_queue(here):
    """What she has asked for stands first; no colleague sees it any more, and no list names it."""
    request = entered("S05")
    worker = triaged("S05", request)
    assert "Monday to Friday. Between 9 and 12" in worker.says()
    worker.follow("The person has a protected identity").press("Yes, mark it as protected")
    request.refresh_from_db()
    assert request.is_protected
    assert worker.follow("Queue").follow(request.reference)
    with pytest.raises(NotOffered):
        Screen(person("lena")).go("/accounts/home/").follow(request.reference)


def test_whoever_asks_to_be_called_now_is_called_from_the_page(here):
    request = entered("S29")
    assert request.urgency == "same_day"  # heard before anybody has read it
    worker = triaged("S29", request).follow("Call the person")
    assert "070-174 06 05" not in worker.says()
    worker.press("Open the number", understood=True)
    assert "070-174 06 05" in worker.says()


def test_a_threat_is_reported_from_the_request_it_came_in(here):
    """Told to whoever leads the team, at once; what shows it is added on the next page."""
    request = entered("S17")
    worker = triaged("S17", request).follow("It threatens somebody who works here")
    worker.press(
        "Report the threat", kind="threat", way="written", what="Ett hot i ett mejl till oss."
    )
    threat = Threat.objects.get()
    assert threat.about == name_of(request)
    lead = Screen(person("lena")).go("/accounts/home/").follow("Threats")
    assert "In a message to us" in lead.follow(threat.reference).says()


def test_a_letter_from_another_authority_gives_nobody_a_code(here):
    for name in ("S17", "S23"):
        walk = WALKS[name]
        walk.enter(TOLD[name], **walk.answers)
    assert not Receipt.objects.exists()


def test_an_interpreter_and_a_language_are_known_to_whoever_answers(here):
    request = entered("S19")
    assert (request.language, request.interpreter) == ("ar", "ar")
    worker = triaged("S19", request)
    assert "Interpreter العربية" in worker.says()


# --- Concern reports ----------------------------------------------------------------------------


@pytest.mark.parametrize("name", CONCERNS)
def test_a_concern_ends_as_a_report_with_its_clocks(here, name):
    """What came as a request keeps its time; what a teacher reports has never been one."""
    if name == "S08":
        by_a_teacher_who_is_not_sure(TOLD[name])
        assert not HelpRequest.objects.exists()
    else:
        handed_over(name, entered(name))
    report = ConcernReport.objects.get()
    assert report.must_report
    assert (report.status, report.received_at) == (ConcernStatus.RECEIVED, timezone.now())
    assert (report.assess_on, report.decide_on) == (date(2027, 3, 1), date(2027, 3, 15))
    assert report.due_on == report.assess_on


def handed_over(name: str, request: HelpRequest) -> None:
    worker = triaged(name, request)
    assert worker.interactions <= FEW
    request.refresh_from_db()
    assert request.topic.code == TOLD[name]["expected_category"]
    assert request.urgency == TOLD[name]["expected_urgency"]
    worker.follow("Hand over as concern report")
    worker.press("Yes, hand it over", concern="Ett barn kan fara illa: se vad som står.")
    assert request.reference not in worker.says()
    request.refresh_from_db()
    assert request.status == Status.HANDED_OVER
    with pytest.raises(NotOffered):
        worker.go("/desk/queue/").follow(request.reference)


@pytest.mark.parametrize("name", CONCERNS)
def test_the_reception_is_led_from_its_list_to_the_case_system(here, name):
    """The clock stands in the list and on the page; each step leads to the next."""
    if name == "S08":
        by_a_teacher_who_is_not_sure(TOLD[name])
    else:
        handed_over(name, entered(name))
    report = ConcernReport.objects.get()
    here.shift(timedelta(hours=2))
    rut = Screen(person("rut")).go("/accounts/home/").follow("Concern reports")
    assert "Assessment due today" in rut.says()
    rut.follow(report.reference).press("Open")
    assert " ".join(TOLD[name]["text"].split()) in rut.says()
    rut.follow("Assess the need of protection")
    rut.press("Save the assessment", outcome="at_once", reasons="Barnet är i fara hemma.")
    assert "Decision within 14 days" in rut.says()
    rut.follow("Decide").press("Save the decision", decision="opened", reasons="Oro för våld.")
    rut.follow("Hand over to the case system")
    rut.press("It is in the case system", case_number="IFO-2027-0041")
    report.refresh_from_db()
    assert report.status == ConcernStatus.FILED
    assert report.judgements.count() == 2


def test_a_teacher_who_asks_is_told_one_of_three_things(here):
    by_a_teacher_who_is_not_sure(TOLD["S08"])
    teacher = Screen(person("stina")).go("/accounts/home/").follow("What we have registered")
    teacher.press("Ask what was decided")
    assert "You have asked" in teacher.says()
    rut = Screen(person("rut")).go("/accounts/home/").follow("Concern reports")
    rut.follow(ConcernReport.objects.get().reference).press("Open")
    rut.follow("Assess the need of protection")
    rut.press("Save the assessment", outcome="not_at_once", reasons="Mormor hämtar i dag.")
    rut.follow("Decide").press("Save the decision", decision="not_opened", reasons="Lugnt nu.")
    rut.press("Tell them in the portal")
    assert "Inquiry not opened" in teacher.go("/portal/registrations/").says()


# --- Few steps ----------------------------------------------------------------------------------


def test_a_triage_asks_for_eight_fields_at_most(here):
    entered("S01")
    worker = Screen(person(NORTH)).go("/accounts/home/")
    worker.follow(HelpRequest.objects.get().reference).press("Open", purpose="triage")
    assert 0 < len(worker.fields("Save and take it")) <= FIELDS


def test_the_next_one_takes_a_step_less(here):
    """Why the last one was opened is offered first from then on; nobody chooses it for them."""
    worker = triaged("S01", entered("S01"))
    before = worker.interactions
    by_form(TOLD["S26"], **WALKS["S26"].answers)
    second = HelpRequest.objects.get(status=Status.NEW)
    worker.follow("Queue").follow(second.reference).press("Open")
    worker.press("Save and take it", topic="Separation, custody, contact", urgency="priority")
    second.refresh_from_db()
    assert second.assigned_to == person(NORTH)
    assert worker.interactions - before <= FEW
