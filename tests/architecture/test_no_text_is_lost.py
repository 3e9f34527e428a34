"""Whoever signs in and writes more than a line loses none of it: it is kept as a draft.

The rule stands in intake/drafts.py. Every form is looked at: a new field of several lines is kept,
or stands here with a reason.
"""

import os
from importlib import import_module
from pathlib import Path

import pytest
from django.forms import BaseForm, Textarea

from intake.drafts import known
from tests.architecture.test_every_door_is_guarded import doors

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("audit", "partners", "intake", "referrals", "config")
WRITES_LINES = ("Textarea", "StoryField(")  # how a form comes to have a field of several lines

# Where its words are kept: the page that they are sent to.
KEPT = {
    "config.deviations.forms.ReportForm": "desk:deviation_report",
    "config.deviations.forms.StepForm": "desk:deviation_note",
    "config.incidents.forms.NoteForm": "desk:incident_note",
    "config.incidents.forms.ReportForm": "desk:incident_report",
    "config.police.forms.DecideForm": "desk:contact_request_decide",
    "config.police.forms.ReceiveForm": "desk:contact_request_new",
    "config.threats.forms.EvidenceForm": "desk:threat_evidence",
    "config.threats.forms.ReportForm": "desk:threat_report",
    "config.threats.forms.StepForm": "desk:threat_note",
    "intake.forms.assessing.AssessForm": "desk:assess_concern",
    "intake.forms.assessing.DecideForm": "desk:decide_concern",
    "intake.forms.assessing.ExtendForm": "desk:extend_concern",
    "intake.forms.assessing.WithholdForm": "desk:withhold_from_reporter",
    "intake.forms.child.ChildTalkForm": "desk:child_talk",
    "intake.forms.child.GuardianForm": "desk:guardian",
    "intake.forms.concern.ConcernForm": "portal:register_concern",
    "intake.forms.desk.AnswerForm": "desk:answer",
    "intake.forms.desk.CloseForm": "desk:close",
    "intake.forms.desk.HandOverForm": "desk:hand_over",
    "intake.forms.desk.NoteForm": "desk:notes",
    "intake.forms.inquiry.SettleInquiryForm": "desk:inquiry",
    "intake.forms.portal.RecordForm": "desk:record",
    "intake.forms.portal.RegisterForm": "portal:register_request",
    "intake.forms.relations.JoinForm": "desk:join",
    "intake.forms.relations.SplitForm": "desk:split",
    "referrals.forms.basis.GroundBasisForm": "desk:referral_basis",
    "referrals.forms.conversation.ToPartnerForm": "desk:referral_conversation",
    "referrals.forms.conversation.ToUsForm": "portal:conversation",
    "referrals.forms.desk.AnswerForm": "desk:referral_answer",
    "referrals.forms.package.PackageForm": "desk:referral_package",
}

RESIDENT = "a resident: we keep nothing that is not sent, and the device only if they say so"
OPEN_SERVICE = (
    "where a service is given without a name, what is refused must not lie here as a draft either "
    "(SoL 14:4–5); the text comes back when the form is refused"
)
EXEMPT = {
    "config.api.forms.IssueForm": "addresses of computers, one a line",
    "intake.forms.contact.ContactForm": RESIDENT,
    "intake.forms.mailbox.CorrectForm": RESIDENT,
    "intake.forms.mailbox.WriteForm": RESIDENT,
    "intake.forms.open_service.AgreementForm": OPEN_SERVICE,
    "intake.forms.open_service.TalkForm": OPEN_SERVICE,
    "intake.forms.outreach.OutreachForm": "it waits in its open page until there is a network",
    "intake.forms.portal.TellingForm": "what two forms have in common: on no page itself",
    "intake.forms.public.RequestForm": RESIDENT,
    "intake.forms.remark.RemarkForm": RESIDENT,
    "intake.forms.report.ReportForm": RESIDENT,
}
MADE_LATER = {
    "config/overview/forms.py": "what the house says, about nobody: each version is kept",
    "partners/forms/proposal.py": "what an organisation says of itself, about nobody",
    "intake/forms/fields.py": "the field itself",
}


def sources() -> list[Path]:
    return [
        path.relative_to(ROOT)
        for room in ROOMS
        for path in sorted((ROOT / room).rglob("*.py"))
        if any(one in path.read_text() for one in WRITES_LINES)
    ]


def forms_with_lines() -> dict[str, set[str]]:
    """Every form class of the house with fields of several lines, and which those are."""
    for path in sources():
        import_module(str(path.with_suffix("")).replace(os.sep, "."))
    found, classes = {}, [BaseForm]
    while classes:
        one = classes.pop()
        classes += one.__subclasses__()
        fields = getattr(one, "base_fields", {}).items()
        lines = {name for name, field in fields if isinstance(field.widget, Textarea)}
        if lines and one.__module__.split(".")[0] in ROOMS:
            found[f"{one.__module__}.{one.__qualname__}"] = lines
    return found


def test_every_field_of_several_lines_is_kept_or_named_with_a_reason():
    assert set(forms_with_lines()) == set(KEPT) | set(EXEMPT)
    assert not set(KEPT) & set(EXEMPT)


def test_a_form_that_gets_its_lines_later_is_named_with_a_reason():
    looked_at = {name.rpartition(".")[0].replace(".", "/") + ".py" for name in forms_with_lines()}
    assert set(map(str, sources())) - looked_at == set(MADE_LATER)


@pytest.mark.parametrize(("form", "page_of_it"), sorted(KEPT.items()))
def test_what_is_kept_is_every_line_of_it_on_a_page_that_keeps_it(form, page_of_it):
    writing = known(page_of_it)
    assert forms_with_lines()[form] <= set(writing.fields)
    name = page_of_it.rpartition(":")[2]
    views = [view for route, view in doors() if getattr(view, "keeps", None) is writing]
    assert len(views) == 1, name
