"""Free text, names and contact details of people lie sealed, or stand here with a reason."""

import uuid

import pytest
from django.apps import apps
from django.db import models

from audit.vault import SealedTextField
from audit.vault.fields import sealed_fields
from partners.models import LocalText

OURS = (
    "audit", "partners", "intake", "referrals", "accounts", "api", "access", "incidents", "deviations",
    "threats", "webhooks", "police", "retention", "register", "clock",
)  # fmt: skip
TEXTS = (models.CharField, models.TextField, models.JSONField, models.BinaryField)

# ruff: noqa: E501 – a table: one model a line

# Nobody's words about anybody: why each of these may lie in the clear.
CODES = "a code, a key, a digest or a reference number"
HOUSE = "the house's own texts and numbers, shown to everybody"
WORK = "somebody who works here or at a partner, as the trail needs them"
GRANTED = (
    ("intake", "HelpRequest"), ("intake", "ConcernReport"), ("intake", "Registration"),
    ("intake", "Remark"), ("referrals", "Referral"), ("referrals", "Tombstone"),
)  # fmt: skip
CLEAR = {
    "audit.Event": (CODES, "actor role organisation deed about purpose channel facts salt header decision"),
    "audit.Link": (CODES, "digest before"),
    "audit.PersonHead": (CODES, "digest archived_digest"),
    "audit.ArchivedUntil": (CODES, "digest"),
    "audit.ArchivedSalt": ("a key for facts that lie sealed elsewhere", "actor commitment salt"),
    "audit.Certificate": ("signed keys and digests", "key line"),
    "audit.Seal": ("signed numbers and digests", "line"),
    "audit.Witness": ("an address in the settings, and a signature", "place answer"),
    "audit.Alarm": (CODES, "code place"),
    "audit.Neighbour": (CODES, "identity digest"),
    "audit.Head": (CODES, "digest"),
    "audit.Letter": (CODES, "about key_id sealed"),
    "audit.Piece": ("a sealed piece of a file, and where it belongs", "about sealed"),
    "audit.RetiredKey": (CODES, "key_id"),
    "audit.Outgoing": (CODES, "to notice about state reason"),
    "audit.Change": (
        "differences of configuration; which fields, stands in audit.changes.watch",
        "object_pk object_repr changes_text changes serialized_data actor_email cid additional_data",
    ),
    "audit.BlindIndex": ("keyed digests of names and numbers", "organisation kind digest about"),
    "audit.ErasureGround": (HOUSE, "code paragraph title text covers"),
    "audit.Erasure": (
        "codes, counts and hashes; the certificate is signed and names nobody",
        "kind status about reference numbers proposed_as decided_as counts commitments certificate",
    ),
    "audit.ReviewPlan": (CODES, ""),
    "audit.SignWeight": (CODES, "code"),
    "audit.Round": (CODES, "drawn_by weights"),
    "audit.Item": (CODES, "actor role organisation deed about purpose signs finding reason found_by"),
    "intake.GuardTime": (CODES, "code"),
    "intake.Absence": (CODES, ""),
    "intake.LoadWeight": (CODES, "code"),
    "intake.HandingReason": (HOUSE, "code title"),
    "deviations.Deviation": (CODES, "reference kind about status causes sarah"),
    "threats.Threat": (CODES, "reference kind way about status risk measures police police_number"),
    "police.ContactRequest": (CODES, "reference status authority way asked their_number checked_how answered_how"),
    "police.ContactDecision": (CODES, "outcome refusal items answers handed_back_for"),
    "threats.ThreatPolicy": (CODES, ""),
    "threats.Entrusted": (CODES, "task"),
    "threats.Evidence": (CODES, "kind why"),
    "intake.Escalation": (CODES, "kind about"),
    "partners.Municipality": (HOUSE, "name exit_url county"),
    "partners.PhoneNumber": (HOUSE, "label number when about audience hours languages link link_text"),
    "partners.ShortDay": (HOUSE, ""),
    "partners.PublicText": (HOUSE, "key body"),
    "partners.OpeningHours": (HOUSE, ""),
    "partners.Organisation": (HOUSE, "name kind secrecy email language description website carried"),
    "partners.Service": (
        "the house's own texts, shown to everybody; and what a file of another directory said",
        "name description capacity audience how_to_come hours languages phone cost access address "
        "postal_code city carried",
    ),
    "partners.IncomingFile": (
        "a file of another directory, until somebody says yes or no", "content digest findings kind secrecy"
    ),
    "partners.CodeApp": ("a seed, locked as those of second factors are", "secret"),
    "partners.ServiceKind": (HOUSE, "code title paragraph text"),
    "partners.OpenService": (
        HOUSE, "kind name description audience mode decision_number withdrawal_number"
    ),
    "partners.AgreedPurpose": (HOUSE, "code title text"),
    "partners.AgreementTerm": (CODES, "name purpose items"),
    "partners.RefusalReason": (HOUSE, "code title"),
    "partners.Proposal": (HOUSE, "values before status reason"),
    "partners.Area": (HOUSE, "code name"),
    "partners.Arena": (HOUSE, "slug name kind"),
    "partners.Team": (HOUSE, "name kind email"),
    "partners.Topic": (HOUSE, "code label"),
    "accounts.User": (WORK, "password email name alias shield role language"),
    "accounts.GroupRule": (HOUSE, "name provider group role"),
    "accounts.Invitation": (WORK, "email name role language nonce"),
    "api.MachineToken": (CODES, "prefix digest scopes addresses"),
    "webhooks.Receiver": (
        "an address, and secrets that are locked with the house's own key",
        "url secret former_secret",
    ),
    "webhooks.HeardUntil": (CODES, ""),
    "api.IdempotencyKey": (
        "keyed digests, and an answer sealed under the machine's own key", "digest sent answer"
    ),
    "access.FoundDifference": (CODES, "kind row whom"),
    "access.AccessReview": (CODES, "quarter"),
    "access.ReviewedAccount": (CODES, "role answer"),
    "incidents.Deadline": (HOUSE, "code covers recipient paragraph title unit after"),
    "incidents.Incident": (CODES, "reference status source about risk"),
    "incidents.BreachCheck": (CODES, "about reference outcome"),
    "incidents.Clock": (CODES, "late_reason why_not"),
    "incidents.Told": (CODES, "recipient"),
    "retention.RetentionRule": (HOUSE, "kind paragraph title text ground"),
    "retention.RetentionPlan": (CODES, "county"),
    "retention.LegalHold": (CODES, "about reason"),
    "retention.Tidied": (CODES, ""),
    "retention.Disposal": (CODES, "status digest prepared_as approved_as"),
    "retention.DisposalItem": (CODES, "about reference state dropped_for"),
    "retention.Delivery": (
        "digests and codes; the name of whoever took it over at the archive",
        "status digest received_by receipt_number",
    ),
    "register.RegisterTitle": (HOUSE, "kind paragraph title party"),
    "register.Provision": (HOUSE, "code paragraph title text"),
    "register.Marking": (CODES, "about authority"),
    "intake.Keeping": (CODES, "birth_day kept_for"),
    "clock.Run": (CODES, "job"),
    "intake.HelpRequest": (CODES, "reference ticket status urgency about age_band language interpreter channel close_reason set_aside_for put_off_for asker signs children"),
    "intake.SafeContact": (CODES, "way hours days"),
    "intake.ContactAttempt": (CODES, "reason outcome"),
    "intake.StandardAnswer": (HOUSE, "code title body"),
    "intake.LinkReason": (HOUSE, "code title"),
    "intake.ForInquiry": (CODES, "outcome"),
    "intake.GreyZone": (HOUSE, "code decision_number"),
    "intake.Reason": (HOUSE, "of code title"),
    "intake.Receipt": (CODES, "locator salt public"),
    "intake.NewCode": (CODES, "status checked digits ticket"),
    "intake.Offer": (CODES, "status declined_because"),
    "intake.Message": (CODES, "writer kind ticket"),
    "intake.Attachment": (CODES, "kind scan"),
    "intake.Feedback": ("answers by number; a random digest", "ticket"),
    "intake.Consent": (CODES, "items purpose given_by given_how"),
    "intake.ConcernReport": (CODES, "reference ticket status signs channel language rung decision case_number"),
    "intake.ConcernLimit": (HOUSE, "code paragraph"),
    "intake.Judgement": (CODES, "kind outcome"),
    "intake.Telling": (CODES, "status how"),
    "intake.Qualification": (CODES, "kind"),
    "intake.Agreement": (CODES, "who given_how"),
    "intake.ChildTalk": (CODES, "form place present interpreted told understood"),
    "intake.GuardianAccess": (CODES, "guardian decides harm heard shown"),
    "intake.ServiceStart": (CODES, "started_mode mode age_band decision_number outcome"),
    "intake.ServiceTalk": (CODES, "mode"),
    "intake.OwnPhrase": (HOUSE, "language kind phrase"),
    "intake.Draft": (CODES, "about page"),
    "intake.DoorCount": (CODES, "door"),
    "intake.GlassOpening": (CODES, "reason"),
    "intake.WithholdingGround": (HOUSE, "code paragraph title text"),
    "intake.Extract": (
        "codes, numbers of words and digests", "status claimant guardian shown_by choices handed_how digest"
    ),
    "intake.Registration": (CODES, "reference state told"),
    "intake.Remark": (CODES, "ticket"),
    "referrals.SuggestionRule": (HOUSE, "code title fact effect ages urgencies kinds"),
    "referrals.LegalGround": (HOUSE, "code paragraph title text conditions guidance limit recipients may_tell"),
    "referrals.Referral": (
        CODES,
        "reference purpose approved_digest agreed_digest hand_back_reason sent_digest urgency age_band "
        "language access "
        "status holder silence decline_reason return_reason recall_reason pause_reason "
        "contest_reason work_done appointments our_view persons_view",
    ),
    "referrals.Basis": (CODES, "answers told"),
    "referrals.AnswerLink": ("half of what makes a link, and a digest", "nonce browser"),
    "referrals.Tombstone": (CODES, "reference status reason must_confirm"),
    "referrals.Guidance": (CODES, "kind way agreed_by persons_answer our_answer"),
    "referrals.Package": (CODES, "items rules"),
    "referrals.Enclosure": ("a kind, and a digest of sealed bytes", "kind digest"),
    "referrals.Goal": (CODES, "progress result reason"),
    "referrals.Report": (CODES, "results"),
    "referrals.Publication": ("a quarter, and numbers of five people and more", "quarter cells"),
    "referrals.Outcome": (CODES, "view looked_into"),
    "referrals.NextStepRule": (CODES, "code act"),
    "referrals.NextStep": (CODES, "why proposed act"),
    "referrals.Question": (CODES, "code"),
    "referrals.PartnerMessage": (CODES, "writer ticket"),
} | {
    f"{room}.{row}Grant": (CODES, "given_by reason source")  # audit/grants.py
    for room, row in GRANTED
}  # fmt: skip

SEALED = {
    "intake.HelpRequest": {"story"},
    "intake.SafeContact": {"name", "phone", "email", "code_word", "wishes"},
    "intake.Message": {"text"},
    "intake.Note": {"text"},
    "intake.Draft": {"text"},
    "intake.Extract": {"package"},
    "intake.Attachment": {"name"},
    "incidents.Incident": {"what"},
    "incidents.Measure": {"text"},
    "deviations.Deviation": {"what"},
    "deviations.Step": {"text"},
    "threats.Threat": {"what"},
    "police.ContactRequest": {"who", "whom"},
    "police.ContactDecision": {"reasons"},
    "threats.Step": {"text"},
    "threats.Evidence": {"text", "name"},
    "intake.ConcernReport": {"child", "concern", "reached_at"},
    "intake.Judgement": {"reasons"},
    "intake.Remark": {"text", "reply_to"},
    "intake.Agreement": {"note"},
    "intake.ChildTalk": {"said", "why_not_alone"},
    "intake.GuardianAccess": {"reasons"},
    "intake.ServiceStart": {"name", "personal_number", "phone"},
    "intake.ServiceTalk": {"note"},
    "referrals.Basis": {"reasons"},
    "referrals.Package": {"situation", "name", "phone", "email", "wishes"},
    "referrals.Goal": {"text"},
    "referrals.Question": {"answer"},
    "referrals.PartnerMessage": {"text"},
}

MODELS = [model for app in OURS for model in apps.get_app_config(app).get_models()]


def in_the_clear(model) -> set[str]:
    """The columns that could hold words: texts, JSON, bytes – with or without choices."""
    return {
        field.name
        for field in model._meta.get_fields()
        if isinstance(field, TEXTS) and not isinstance(field, SealedTextField)
    }


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_what_could_hold_words_is_sealed_or_has_a_reason(model):
    _why, named = CLEAR.get(model._meta.label, ("", ""))
    assert in_the_clear(model) == set(named.split())


def test_every_reason_is_still_needed():
    known = {model._meta.label for model in MODELS}
    assert set(CLEAR) <= known


def test_the_sealed_columns_are_these():
    found = {model._meta.label: set(sealed_fields(model)) for model in MODELS}
    assert {label: names for label, names in found.items() if names} == SEALED


def test_what_the_person_tells_about_themselves_is_a_code_or_sealed():
    """In the rooms of requests and referrals a text in the clear is a code with choices or a key."""
    free = set()
    for model in (
        *apps.get_app_config("intake").get_models(),
        *apps.get_app_config("referrals").get_models(),
    ):
        for field in model._meta.get_fields():
            is_text = isinstance(field, models.CharField | models.TextField) and not field.choices
            if is_text and not isinstance(field, LocalText):
                free.add(f"{model.__name__}.{field.name}")
    assert free == {
        "HelpRequest.reference", "HelpRequest.language", "HelpRequest.interpreter",
        "Enclosure.digest", "Receipt.locator", "ConcernReport.reference", "ConcernReport.language", "ConcernReport.case_number",
        "ConcernLimit.paragraph",
            "Registration.reference",
        "Referral.reference", "Referral.language", "Referral.approved_digest",
        "Referral.agreed_digest", "Referral.purpose", "Consent.purpose",
        "Referral.sent_digest", "Tombstone.reference", "Tombstone.reason",
        "AnswerLink.nonce", "AnswerLink.browser",
        "LegalGround.code", "LegalGround.paragraph", "OwnPhrase.phrase", "StandardAnswer.code",
        "LinkReason.code", "SuggestionRule.code",
        "Escalation.about", "WithholdingGround.code", "WithholdingGround.paragraph", "Extract.digest",
        "ServiceStart.decision_number", "HandingReason.code",
        "Draft.page", "Draft.about", "Publication.quarter",
        "HelpRequest.put_off_for", "Offer.declined_because", "Reason.code", "GreyZone.decision_number",
        *(f"{row}Grant.{name}" for _room, row in GRANTED for name in ("given_by", "reason", "source")),
    }  # fmt: skip


@pytest.mark.parametrize(
    "model", [m for m in MODELS if sealed_fields(m)], ids=lambda m: m._meta.label
)
def test_a_sealed_column_refuses_plain_text(model):
    for name in sealed_fields(model):
        with pytest.raises(TypeError):
            model._meta.get_field(name).get_prep_value("Jag kan inte betala hyran.")


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_the_name_of_a_row_shows_no_words_and_no_person(model):
    """str() ends up in logs and error pages. Even plain text in a sealed column does not show."""
    row, hidden = model(), {}
    personal = set(sealed_fields(model))
    if model._meta.label in ("accounts.User", "accounts.Invitation"):
        personal |= {"email", "name"}
    if model._meta.label in ("audit.Event", "audit.Change"):
        personal |= in_the_clear(model) - {"deed", "about", "object_pk"}
    for name in personal:
        hidden[name] = f"canary-{uuid.uuid4().hex}"
        setattr(row, name, hidden[name])
    if not hidden:
        return
    shown = f"{row} {row!r}"
    assert not [name for name, text in hidden.items() if text in shown]
