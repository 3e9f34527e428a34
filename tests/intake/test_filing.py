"""The package for the case system: whole, in the written format, opened with a purpose."""

import json

import pytest
from django.core.exceptions import ValidationError
from jsonschema import Draft202012Validator

from audit.guard import OutOfReach
from audit.models import Event
from audit.moves import MoveNotAllowed
from intake import tickets
from intake.concern_package import SCHEMA
from intake.models import ConcernReport, Registration
from intake.services import assessing, filing, raising_concern
from tests.stage import cast

CONCERN = "Hon vill inte gå hem."
NUMBER = "IFO-2026/0017"


@cast
def report(reception, stina):
    return raising_concern.report(
        ticket=tickets.new(), concern=CONCERN, child="Lo, 8 år", reached_at="070-174 06 05",
        by=stina,
    )  # fmt: skip


@cast
def decided(report, rut):
    assessing.assess(report.pk, outcome="not_at_once", reasons="Trygg i dag.", by=rut)
    return assessing.decide(report.pk, decision="opened", reasons="Det utreds.", by=rut)


def test_the_document_holds_everything_and_fits_its_schema(at, page, decided, rut):
    client = at(rut)
    client.post(page("open_concern", decided), {"purpose": "concern"})
    answer = client.get(page("concern_package", decided))
    assert answer.headers["Content-Disposition"].endswith(f'{decided.reference}.json"')
    document = json.loads(answer.content)
    Draft202012Validator.check_schema(SCHEMA)
    Draft202012Validator(SCHEMA).validate(document)
    assert (document["concern"], document["child"]) == (CONCERN, "Lo, 8 år")
    assert [one["reasons"] for one in document["judgements"]] == ["Trygg i dag.", "Det utreds."]
    event = Event.objects.get(deed="concernreport.package")
    assert (event.actor, event.purpose) == (f"user/{rut.pk}", "concern")


def test_a_document_that_lacks_something_does_not_fit(decided, rut):
    document = filing.package(decided.pk, by=rut, purpose="concern").document
    for name in SCHEMA["required"]:
        lacking = {key: value for key, value in document.items() if key != name}
        assert not Draft202012Validator(SCHEMA).is_valid(lacking), name
    assert not Draft202012Validator(SCHEMA).is_valid(document | {"more": "x"})


def test_the_page_to_print_says_the_same(at, page, decided, rut):
    client = at(rut)
    for name in ("concern_paper", "concern_package"):  # no purpose is stated
        assert client.get(page(name, decided)).status_code == 302
    assert not Event.objects.filter(deed="concernreport.package").exists()
    client.post(page("open_concern", decided), {"purpose": "concern"})
    seen = client.get(page("concern_paper", decided)).content.decode()
    for text in (CONCERN, "Lo, 8 år", "070-174 06 05", "Trygg i dag.", "Det utreds.", rut.name):
        assert text in seen


def test_nothing_is_taken_out_before_the_decision(report, rut):
    with pytest.raises(ValidationError) as refused:
        filing.package(report.pk, by=rut, purpose="concern")
    assert refused.value.code == "not_decided"
    with pytest.raises(MoveNotAllowed):
        filing.hand_over(report.pk, case_number=NUMBER, by=rut)


def test_only_the_reception_takes_it_out(decided, amina, lena):
    for who in (amina, lena):
        with pytest.raises(OutOfReach):
            filing.package(decided.pk, by=who, purpose="concern")
        with pytest.raises(OutOfReach):
            filing.hand_over(decided.pk, case_number=NUMBER, by=who)


def test_the_number_is_the_receipt_and_the_school_sees_that_it_is_handled(
    at, page, decided, rut
):
    answer = at(rut).post(page("file_concern", decided), {"case_number": f" {NUMBER} "})
    assert answer.status_code == 302
    row = ConcernReport.objects.get()
    assert (row.status, row.case_number, row.handed_by) == ("handed_over", NUMBER, rut)
    assert Registration.objects.get().state == "handled"
    with pytest.raises(MoveNotAllowed):
        filing.hand_over(decided.pk, case_number="IFO-2", by=rut)


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("", "no_number"), ("två ord", "no_number"), ("<b>", "no_number"), ("x" * 41, "no_number"),
        ("20150131-9808", "is_personal"), ("201501319808", "is_personal"),
    ],
)  # fmt: skip
def test_a_number_that_is_none_or_a_personal_one_is_refused(decided, rut, number, code):
    with pytest.raises(ValidationError) as refused:
        filing.hand_over(decided.pk, case_number=number, by=rut)
    assert refused.value.error_dict["case_number"][0].code == code
    assert ConcernReport.objects.get().status == "opened"
