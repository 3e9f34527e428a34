"""The package for the case system: whole, in the written format, opened with a purpose."""

import json
import logging
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from jsonschema import Draft202012Validator
from pypdf import PdfReader

from audit.guard import OutOfReach
from audit.models import Event
from audit.moves import MoveNotAllowed
from intake import tickets
from intake.concern_package import SCHEMA
from intake.models import ConcernReport, Registration
from intake.services import assessing, filing, raising_concern
from intake.sheets import Sheet
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


def test_the_number_is_the_receipt_and_the_school_sees_that_it_is_handled(at, page, decided, rut):
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


ARABIC = "قالت: لا أريد العودة إلى البيت، رقم 070-174 06 05."
PERSIAN, UKRAINIAN = "نمی‌خواهد به خانه برود", "Мені страшно вдома"


def pages_of(answer) -> list[str]:
    return [page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages]


def test_the_pdf_says_the_same_in_text_that_can_be_marked(at, page, decided, rut):
    client = at(rut)
    assert client.get(page("concern_pdf", decided)).status_code == 302  # no purpose is stated
    assert not Event.objects.filter(deed="concernreport.package").exists()
    client.post(page("open_concern", decided), {"purpose": "concern"})
    answer = client.get(page("concern_pdf", decided))
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"].endswith(f'{decided.reference}.pdf"')
    seen = "\n".join(pages_of(answer))
    for text in (CONCERN, "Lo, 8 år", "070-174 06 05", "Trygg i dag.", "Det utreds.", rut.name):
        assert text in seen
    assert "□" not in seen
    assert Event.objects.get(deed="concernreport.package").purpose == "concern"
    told = PdfReader(BytesIO(answer.content)).metadata
    assert CONCERN not in str(told)


def test_no_letter_is_lost_on_paper_whatever_it_is_written_in():
    sheet = Sheet(title="K4M-7R2", below="K4M-7R2", language="sv")
    sheet.pairs([("Språk", "arabiska"), ("Tomt", "")])
    sheet.text(f"{ARABIC}\n\n{PERSIAN}\n{UKRAINIAN}\nBarnet sa ”لا أريد” och grät 字 e\u0301")
    [seen] = [page.extract_text() for page in PdfReader(BytesIO(sheet.bytes())).pages]
    for word in (*ARABIC.split()[:3], *PERSIAN.split(), UKRAINIAN, "och grät □ é"):
        assert word.strip("،:.") in seen, word
    assert "070-174 06 05" in seen  # its groups stay in their order in a line from the right
    assert "Tomt" not in seen
    assert sheet.lacking == 1


def test_a_long_text_runs_over_pages_that_are_numbered():
    sheet = Sheet(title="K4M-7R2", below="K4M-7R2", language="sv")
    sheet.heading("Vad oron gäller")
    sheet.text("\n".join(f"rad {number} {'mycket ' * 20}" for number in range(60)))
    sheet.text("x" * 400)
    seen = [page.extract_text() for page in PdfReader(BytesIO(sheet.bytes())).pages]
    assert len(seen) > 2
    for number, text in enumerate(seen, start=1):
        assert f"K4M-7R2 · {number} / {len(seen)}" in text
    assert [f"rad {n} " in " ".join(seen) for n in range(60)] == [True] * 60
    assert "".join(seen).replace("\n", "").count("x") == 400


def test_no_log_is_told_which_letters_a_paper_holds():
    for name in ("fontTools.subset", "fpdf.output"):
        assert not logging.getLogger(name).isEnabledFor(logging.WARNING)
