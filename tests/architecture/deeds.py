"""Every use case, the right it takes and a row it is about: written by hand, as the doors are.

A page asks for the right before the use case runs; the use case asks once more, because a
command, a job or a new page may call it. What takes no right stands below, with the reason.
"""

# ruff: noqa: E501 – tables: one use case a line

import inspect
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from importlib import import_module

from django.utils import timezone

from audit.services.findings import Chosen
from audit.services.reviewing import Sought
from config.demo import town
from config.deviations.models import Deviation
from config.police.services.deciding import Proposal
from config.register.services.listing import Period
from config.retention.own import BY_MODEL
from intake import drafts, tickets
from intake.models import LinkReason
from partners.models import OpenService
from partners.services import as_told
from tests.architecture import answers, children
from tests.architecture.answers import (
    against_somebody,
    at,
    awaits_approval,
    begins_later,
    converses,
    has_a_file,
    in_scenes,
    is_ready,
    may_begin,
    rests,
    rests_a_referral,
    runs,
)
from tests.partners.hsds import CHOSEN

PACKAGES = (
    "audit.services", "partners.services", "intake.services", "referrals.services",
    "config.accounts.services", "config.access.services", "config.incidents.services",
    "config.retention.services", "config.register.services",
    "config.deviations.services", "config.threats.services", "config.webhooks.services",
    "config.police.services",
)  # fmt: skip

NO_RIGHT = {
    "audit.services.own_log.look_back": "one's own lines",
    "intake.services.raising_concern.tell": "anybody reports concern for a child (SoL 19:4)",
    "intake.services.receiving._keep_alone": "the first try of what anybody may send (submit)",
    "intake.services.remarking.send": "anybody says what they could not use",
    "audit.services.exporting.note_export": "a command on the machine itself",
    "audit.services.archiving.note_archive": "a command on the machine itself",
    "audit.services.archiving.note_opening": "a command on the machine itself",
    "audit.services.archiving.remove": "a command on the machine itself",
    "referrals.services.erasing.stay_erased": "a command on the machine itself, where nothing opens",
    "referrals.services.erasing.report_stays_erased": "a command on the machine itself, where nothing opens",
    "intake.services.reading.look": "is given the right by the page, and hands it to the guard",
    "intake.services.reading.note_list": "writes a line, reads nothing",
    "referrals.services.listing.note_list": "writes a line, reads nothing",
    "config.retention.services.own_records.stay_erased": "a command on the machine itself, where nothing opens",
    "config.accounts.services.changing.describe": "one's own account",
    "config.accounts.services.joining.join": "commands and the demo; people come by invitation",
    "config.accounts.services.signing_in.sign_in": "one's own account",
    "config.accounts.services.signing_in.sign_out": "one's own account",
    "config.accounts.services.signing_in.sign_out_everywhere": "one's own account",
    "config.accounts.services.signing_in.end_others": "one's own account",
    "config.accounts.services.signing_in.change_password": "one's own account",
    "config.accounts.services.signing_in.change_factors": "one's own account",
    "config.accounts.services.signing_in.view_codes": "one's own account",
}


@dataclass(frozen=True)
class Deed:
    right: str
    kind: str = ""
    fits: Callable = field(default=lambda row: True)
    told: Callable = field(default=lambda row: {})


def says(**values):
    return lambda row: values


def _own(more=dict):
    return lambda row: {"own": BY_MODEL[Deviation], **more()}


def _story(**more):
    return lambda row: {"story": "Vill ha hjälp.", "about": "somebody", "age_band": "unknown",
                        "ticket": tickets.new(), **more}  # fmt: skip


def _service(row):
    service = town.service_of("Tallsunda vårdcentral")
    return {"to_pk": service.organisation_id, "service_pk": service.pk}


def _day():
    return timezone.localdate() + timedelta(days=40)


def _rest(row):
    return {"reason": "away", "review_at": _day()}


def _words(row):
    return {"goals": ["Ett mål"], "situation": "Om det.", "items": ["situation"], "access": [],
            "urgency": "normal"}  # fmt: skip


def _yes(row):
    return {"organisation": town.service_of("Tallsunda vårdcentral").organisation,
            "items": ["situation"], "given_by": "person", "given_how": "oral",
            "valid_until": timezone.localdate() + timedelta(days=9)}  # fmt: skip


def _service_begun(row):
    return {"open_service": OpenService.objects.get(name__sv="Anhörigstöd"), "age_band": "25_64"}


def _agreed_to(row):
    return {"open_service": OpenService.objects.first(), "who": "first", "says_yes": True,
            "given_how": "written", "said_on": timezone.localdate()}  # fmt: skip


def _shown_the_way(row):
    return answers._shows_the_way() | {"ask_on": timezone.localdate() + timedelta(days=14)}


def _introduced(row):
    met = {"way": "room", "given_on": timezone.localdate(), "agreed_by": "person", "agreed": True}
    return _shown_the_way(row) | met


def _begun(row):
    return {"writing": drafts.NOTE, "texts": {"text": "Ringde, men"}, "instead_of": ""}


def _linked(row):
    told = answers._links_with(None, row)
    return told | {"reason": LinkReason.objects.get(pk=told["reason"])}


def _question(row):
    return {"question_pk": row.questions.get(answered_at=None).pk, "text": "Så är det."}


SEND, RESPOND, RETURN = answers.SEND, answers.RESPOND, answers.RETURN
TRIAGE, CONFIGURE, INVITE = answers.TRIAGE, answers.SETTINGS, answers.INVITE

AUDIT = {
    "look": Deed(answers.REVIEW, told=lambda row: {"sought": Sought(), "page": 1}),
    "look_at": Deed(answers.REVIEW, told=says(number=1)),
    "export": Deed(answers.REVIEW, told=lambda row: {"sought": Sought()}),
    "note_check": Deed(answers.REVIEW),
}
REVIEW = {
    "rounds.draw": Deed(answers.REVIEW, told=lambda row: answers.days_ago(1)),
    "findings.look": Deed(answers.REVIEW, "round", told=says(chosen=Chosen(), page=1)),
    "findings.look_at": Deed(answers.REVIEW, "item"),
    "findings.find": Deed(
        answers.REVIEW, "item", lambda row: not row.finding, says(finding="explained", turn=0)
    ),
    "findings.protocol": Deed(answers.REVIEW, "round"),
}
ERASING = {
    "look": Deed(answers.DECIDE, "erasure"),
    "note_list": Deed(answers.DECIDE, told=says(shown=1)),
    "decline": Deed(answers.DECIDE, "erasure", at("proposed")),
    "take_back": Deed(answers.DECIDE, "erasure", at("proposed")),
    "certify": Deed(answers.DECIDE, "erasure", at("done")),
    "propose_facts": Deed(answers.FACTS, told=says(numbers=[1], ground_pk=0)),
    "erase_facts": Deed(answers.DECIDE, "erasure", lambda row: row.kind == "facts"),
}
PARTNERS = {
    "configuring.save": Deed(CONFIGURE, told=says(form=None, right=CONFIGURE)),
    "configuring.save_version": Deed(CONFIGURE, told=says(form=None, right=CONFIGURE, key="key")),
    "configuring.remove": Deed(CONFIGURE, told=says(row=None, right=CONFIGURE)),
    "directory.add_team": Deed(CONFIGURE, told=says(name="Nytt team")),
    "directory.add_organisation": Deed(
        CONFIGURE, told=says(name="Ny", kind="school", secrecy="weak")
    ),
    "directory.add_service": Deed(CONFIGURE, told=says(organisation=None)),
    "importing.receive": Deed(CONFIGURE, told=says(file=b"[]", **CHOSEN)),
    "importing.apply": Deed(CONFIGURE, "incoming", told=says(seen="")),
    "importing.drop": Deed(CONFIGURE, "incoming"),
    "publishing.export": Deed(CONFIGURE),
    "cataloguing.withdraw": Deed(
        CONFIGURE,
        "open_service",
        told=lambda row: {"withdrawn_from": timezone.localdate(), "withdrawal_number": "SN 1"},
    ),
    "cataloguing.reinstate": Deed(CONFIGURE, "open_service"),
    "registering_app.register": Deed(CONFIGURE, "organisation", answers.is_partner),
    "registering_app.confirm": Deed(
        CONFIGURE, "organisation", answers.has_app, says(code="000000")
    ),
    "registering_app.remove": Deed(CONFIGURE, "organisation", answers.has_app),
    "proposing.propose_service": Deed(
        answers.PROPOSE, "service", told=lambda row: as_told.of_service(row) | {"to_age": 99}
    ),
    "proposing.propose_new": Deed(
        answers.PROPOSE, told=lambda row: as_told.NOTHING | answers.new_service()
    ),
    "proposing.propose_hours": Deed(
        answers.PROPOSE, told=says(weekly=[[0, "10:00", "14:00"]], closed=[])
    ),
    "proposing.take_back": Deed(answers.PROPOSE, "own_proposal", at("proposed")),
    "deciding.approve": Deed(
        CONFIGURE, "proposal", at("proposed"), lambda row: answers._approves(None, row)
    ),
    "deciding.refuse": Deed(CONFIGURE, "proposal", at("proposed"), says(reason="unclear")),
    "stating_capacity.state": Deed(answers.CAPACITY, "service", told=says(capacity="few")),
}
INTAKE = {
    "answering.answer": Deed(answers.WRITE, "request", in_scenes, says(text="Hej.")),
    "taking_back_answers.take_back": Deed(answers.WRITE, "request", in_scenes),
    "assigning.give_to": Deed(answers.REASSIGN, "request", in_scenes, says(colleague=None)),
    "being_away.note": Deed(TRIAGE, told=lambda row: {"user_pk": 0, "first": _day(), "last": _day()}),
    "being_away.end": Deed(TRIAGE, "absence"),
    "balancing.look": Deed(answers.REASSIGN),
    "redistributing.look": Deed(answers.REASSIGN, "colleague", answers.is_in_a_team),
    "redistributing.give": Deed(answers.REASSIGN, "request", in_scenes, says(holder_pk=0, colleague=None, reason="away")),
    "redistributing.ask": Deed(answers.REASSIGN, "request", in_scenes, says(holder_pk=0, colleague=None)),
    "offering.offer": Deed(TRIAGE, "request", in_scenes, says(receiver=None)),
    "offering.take_back": Deed(TRIAGE, "request", answers.is_offered),
    "offering.accept": Deed(TRIAGE, "offer", at("waiting")),
    "offering.decline": Deed(TRIAGE, "offer", at("waiting"), says(reason="no_time")),
    "joining.join": Deed(TRIAGE, "request", answers.may_be_joined, lambda row: answers._joins(None, row)),
    "joining.take_apart": Deed(TRIAGE, "request", at("joined")),
    "splitting.split": Deed(TRIAGE, "request", answers.may_be_joined, lambda row: answers._splits(None, row) | {"with_code": False}),
    "linking.link": Deed(TRIAGE, "request", answers.may_be_joined, _linked),
    "linking.unlink": Deed(TRIAGE, "request", answers.is_linked, lambda row: answers._unlinks(None, row)),
    "putting_off.put_off": Deed(TRIAGE, "request", in_scenes, lambda row: answers._put_off(None, row)),
    "putting_off.bring_back": Deed(TRIAGE, "request", in_scenes),
    "calling.prepare": Deed(answers.WRITE, "request", answers.wants_a_call),
    "calling.acknowledge": Deed(answers.WRITE, "request", answers.wants_a_call, says(revision=0, reason="asked")),
    "calling.open_number": Deed(answers.WRITE, "request", answers.wants_a_call),
    "calling.end": Deed(answers.WRITE, "request", answers.wants_a_call, says(outcome="reached")),
    "reissuing.know": Deed(answers.WRITE, "request", in_scenes),
    "reissuing.give_digits": Deed(answers.WRITE, "request", in_scenes, says(revision=0, checked="known")),
    "reissuing.call_off": Deed(answers.WRITE, "request", answers.has_new_code),
    "reissuing.approve": Deed(answers.NAME, "shielded", answers.wants_a_new_code),
    "reissuing.refuse": Deed(answers.NAME, "shielded", answers.wants_a_new_code),
    "conflicting.declare": Deed(answers.SEE, "request"),
    "conflicting.declare_concern": Deed(answers.CONCERN, "concern"),
    "conflicting.lift": Deed(answers.LIFT, "request", told=says(user_pk=1)),
    "conflicting.lift_concern": Deed(answers.LIFT, "concern", told=says(user_pk=1)),
    "protecting.protect": Deed(answers.PROTECT, "request"),
    "protecting.protect_concern": Deed(answers.CONCERN, "concern"),
    "protecting.name": Deed(answers.NAME, "shielded", told=lambda row: answers._to_name(None, row)),
    "protecting.name_for_concern": Deed(answers.NAME, "shielded_concern", told=lambda row: answers._to_name(None, row)),
    "protecting.unname": Deed(answers.NAME, "shielded", told=says(user_pk=1)),
    "protecting.unname_for_concern": Deed(answers.NAME, "shielded_concern", told=says(user_pk=1)),
    "protecting.end": Deed(answers.NAME, "shielded", told=says(reason="ended")),
    "protecting.end_for_concern": Deed(answers.NAME, "shielded_concern", told=says(reason="ended")),
    "breaking_glass.open_by_reference": Deed(answers.GLASS, told=says(reference="AAA-AAA", reason="life")),
    "breaking_glass.ask_longer": Deed(answers.GLASS, "own_opening", lambda row: row.may_be_longer),
    "breaking_glass.agree": Deed(answers.AGREE, "opening", answers.waits_for_a_yes),
    "rostering.add": Deed(answers.AGREE, told=lambda row: {"user_pk": 0, "begins_at": timezone.now(), "ends_at": timezone.now()}),
    "rostering.remove": Deed(answers.AGREE, "watch"),
    "breaking_glass.cosign": Deed(answers.CLEAR, "opening", answers.waits_to_be_seen),
    "starting_service.start": Deed(TRIAGE, "request", in_scenes, _service_begun),
    "agreeing.note_answer": Deed(TRIAGE, "request", in_scenes, _agreed_to),
    "carrying_out.count_talk": Deed(TRIAGE, "service_start", told=lambda row: {"held_on": timezone.localdate()}),
    "carrying_out.write_more": Deed(TRIAGE, "service_start", lambda row: row.mode == "advice", says(mode="full", informed=True)),
    "carrying_out.identify": Deed(TRIAGE, "service_start", lambda row: row.mode == "full", says(name="Kim")),
    "carrying_out.end": Deed(TRIAGE, "service_start", told=says(outcome="completed")),
    "reading_services.read": Deed(answers.READ, "service_start", told=says(purpose="triage")),
    "consenting.give": Deed(TRIAGE, "request", in_scenes, _yes),
    "viewing.view": Deed(answers.READ, "attachment", told=says(purpose="triage")),
    "saving_drafts.save": Deed(answers.WRITE, "request", told=_begun),
    "saving_drafts.read": Deed(answers.WRITE, "request", told=says(writing=drafts.NOTE)),
    "saving_drafts.throw_away": Deed(answers.WRITE, "request", told=says(writing=drafts.NOTE, draft="")),
    "noting.note": Deed(answers.WRITE, "request", told=says(text="En notering.")),
    "raising_concern.report": Deed(answers.REGISTER, told=lambda row: {"concern": "Oro.", "ticket": tickets.new()}),
    "talking_with_child.note_talk": Deed(answers.WRITE, "request", in_scenes, says(**children.TALK | {"held_on": date(2026, 1, 8)})),
    "deciding_on_guardians.decide": Deed(TRIAGE, "request", in_scenes, says(**children.DECISION | {"guardian": "first"})),
    "deciding_on_guardians.take_back": Deed(TRIAGE, "guardian_access"),
    "reading_children.read": Deed(answers.READ, "request", answers.has_talked, says(purpose="triage")),
    "calling_for_inquiry.call_for_inquiry": Deed(TRIAGE, "request", in_scenes),
    "calling_for_inquiry.settle_inquiry": Deed(TRIAGE, "request", answers.is_called, says(outcome="opened", text="Enheten har den.")),
    "stating.state_no_suspicion": Deed(TRIAGE, "request", answers.is_to_be_stated, says(no_suspicion=True)),
    "raising_concern.hand_over": Deed(answers.HAND_OVER, "request", in_scenes, lambda row: {"concern": "Oro.", "decisions": answers.decided(row)}),
    "assessing.assess": Deed(answers.ASSESS, "concern", at("received"), says(outcome="not_at_once", reasons="Därför.")),
    "assessing.decide": Deed(answers.ASSESS, "concern", at("assessed"), says(decision="opened", reasons="Därför.")),
    "assessing.extend": Deed(answers.EXTEND, "concern", at("received", "assessed"), lambda row: answers._more_time(None, row) | {"until": row.decide_on + timedelta(days=1)}),
    "informing.ask": Deed(answers.REGISTER, "registration", lambda row: row.may_ask),
    "informing.note_asked": Deed(answers.CONCERN, "concern", answers.may_ask_to_be_told),
    "informing.tell": Deed(answers.CONCERN, "concern", answers.may_be_told_now),
    "informing.withhold": Deed(answers.ASSESS, "concern", answers.may_be_told_now, says(reasons="Därför.")),
    "filing.package": Deed(answers.CONCERN, "concern", answers.is_decided, says(purpose="concern")),
    "filing.hand_over": Deed(answers.CONCERN, "concern", at(*answers.DECIDED), says(case_number="IFO-2026-0017")),
    "qualifying.register": Deed(answers.QUALIFY, told=lambda row: {"user_pk": 0, "kind": "socionom", "from_on": _day()}),
    "qualifying.end": Deed(answers.QUALIFY, "qualification"),
    "reading.read": Deed(answers.READ, "request", told=says(purpose="triage")),
    "reading.begin": Deed(answers.READ, "request", told=says(purpose="triage")),
    "reading.read_again": Deed(answers.READ, "request", told=says(purpose="triage")),
    "reading.read_notes": Deed(answers.READ, "request", told=says(purpose="triage")),
    "reading.read_concern": Deed(answers.CONCERN, "concern", told=says(purpose="concern")),
    "registering.register": Deed(answers.REGISTER, told=_story(with_person=False, no_suspicion=True)),
    "registering.record": Deed(answers.RECORD, told=_story(channel="phone_note")),
    "overlooking.look": Deed(answers.REASSIGN),
    "remarking.read": Deed(answers.REMARK, "remark"),
    "remarking.deal_with": Deed(answers.REMARK, "remark"),
    "sifting.let_in": Deed(TRIAGE, "request", answers.is_aside),
    "sifting.dismiss": Deed(TRIAGE, "request", answers.is_aside),
    "searching.by_name": Deed(answers.SEE, told=says(name="Kim", purpose="caller")),
    "searching.by_number": Deed(answers.SEE, told=says(number="20150131-9808", purpose="caller")),
    "searching.note_reference": Deed(answers.SEE, told=says(found=True)),
    "triaging.take": Deed(TRIAGE, "request", at("new")),
    "triaging.release": Deed(TRIAGE, "request", in_scenes),
    "triaging.weigh": Deed(TRIAGE, "request", in_scenes, says(urgency="normal")),
    "triaging.close": Deed(TRIAGE, "request", in_scenes, lambda row: {"reason": "advised", "children": "none", "decisions": answers.decided(row)}),
}  # fmt: skip
REFERRALS = {
    "guiding.signpost": Deed(SEND, "request", in_scenes, _shown_the_way),
    "guiding.introduce": Deed(SEND, "request", in_scenes, _introduced),
    "guiding.note_list": Deed(SEND, told=says(shown=1)),
    "arriving.say": Deed(SEND, "guidance", answers.is_unsaid, says(arrival="arrived")),
    "answering.open_envelope": Deed(RESPOND, "referral", at("sent")),
    "being_away.note": Deed(RESPOND, told=lambda row: {"user_pk": 0, "first": _day(), "last": _day()}),
    "being_away.end": Deed(RESPOND, "partner_absence"),
    "answering.ask": Deed(RESPOND, "referral", at("opened"), says(code="scope")),
    "answering.answer": Deed(SEND, "referral", at("asked"), _question),
    "answering.accept": Deed(RESPOND, "referral", at("opened"), says(reservation=True)),
    "answering.decline": Deed(RESPOND, "referral", at("opened"), says(reason="capacity")),
    "conversing.write_to_partner": Deed(SEND, "referral", converses, says(text="Hon kan på tisdagar.")),
    "conversing.write_to_us": Deed(RESPOND, "referral", converses, says(text="Vi ses på tisdag.")),
    "conversing.read_ours": Deed(SEND, "referral", converses),
    "conversing.read_theirs": Deed(answers.RECEIVE, "referral", converses),
    "conflicting.declare": Deed(answers.RECEIVE, "referral", at("opened")),
    "conflicting.lift": Deed(answers.LIFT_THERE, "referral", at("opened"), says(user_pk=1)),
    "drafting.draft": Deed(SEND, "request", in_scenes, lambda row: _service(row) | _words(row)),
    "drafting.revise": Deed(SEND, "referral", is_ready, _words),
    "drafting.discard": Deed(SEND, "referral", is_ready),
    "drafting.set_consent_basis": Deed(SEND, "referral", is_ready, lambda row: {"consent_pk": row.basis.consent_id}),
    "drafting.set_ground_basis": Deed(SEND, "referral", is_ready, says(ground_pk=0, reasons="Därför.")),
    "drafting.preview": Deed(SEND, "referral", is_ready),
    "erasing.propose": Deed(answers.ERASE, "request", answers.may_be_erased, lambda row: answers._ground(None, row)),
    "erasing.erase": Deed(answers.DECIDE, "erasure", at("proposed")),
    "extracting.begin": Deed(answers.PREPARE, "request", answers.may_be_told, lambda row: {"claimant": "sender", "shown_by": "code", "asked_on": timezone.localdate()}),
    "extracting.check": Deed(answers.PREPARE, "own_extract", at("draft")),
    "extracting.submit": Deed(answers.PREPARE, "own_extract", at("draft"), says(choices={}, seen="")),
    "extracting.look": Deed(answers.PREPARE, "extract"),
    "extracting.show_file": Deed(answers.PREPARE, "extract", at("draft", "checked"), says(number=1)),
    "extracting.drop": Deed(answers.PREPARE, "own_extract", at("draft")),
    "extracting.look_again": Deed(answers.RELEASE, "extract", at("checked")),
    "extracting.send_back": Deed(answers.RELEASE, "extract", at("checked")),
    "extracting.release": Deed(answers.RELEASE, "extract", at("checked"), lambda row: answers._looked(None, row)),
    "extracting.open_package": Deed(answers.PREPARE, "extract", at("released")),
    "extracting.open_bundle": Deed(answers.PREPARE, "extract", at("released")),
    "extracting.hand_over": Deed(answers.PREPARE, "extract", at("released"), says(how="post")),
    "extracting.note_list": Deed(answers.PREPARE, told=says(shown_rows=1)),
    "ending.confirm": Deed(RESPOND, "tombstone", lambda row: bool(row.must_confirm)),
    "following_up.start": Deed(RESPOND, "referral", may_begin),
    "trying.prepare": Deed(RESPOND, "referral", may_begin),
    "trying.attempt": Deed(RESPOND, "referral", may_begin, says(way="phone")),
    "following_up.assign": Deed(RETURN, "referral", runs, says(to_user_pk=0)),
    "lining_up.agree": Deed(SEND, "referral", answers.is_free, lambda row: answers._agreed(None, row)),
    "lining_up.break_off": Deed(SEND, "referral", answers.is_in_line),
    "pairing.put_together": Deed(SEND, "referral", at("sent"), says(with_pks=[])),
    "pausing.pause": Deed(RESPOND, "referral", runs, _rest),
    "pausing.pause_from_us": Deed(SEND, "referral", runs, _rest),
    "pausing.resume": Deed(RESPOND, "referral", rests),
    "pausing.resume_from_us": Deed(SEND, "referral", rests),
    "preparing.prepare": Deed(SEND, "referral", at("sent"), lambda row: {"service_pks": list(answers._prepares(None, row).values())}),
    "publishing.publish": Deed(answers.PUBLISH, told=lambda row: {"quarter": answers.UNPUBLISHED}),
    "publishing.hide": Deed(answers.PUBLISH, "publication"),
    "publishing.show": Deed(answers.PUBLISH, "publication"),
    "reporting.progress": Deed(RESPOND, "referral", runs, says(steps={})),
    "reporting.report": Deed(RESPOND, "referral", runs, says(results={})),
    "reporting.amend": Deed(RESPOND, "referral", at("reported"), says(results={})),
    "reporting.contest": Deed(SEND, "referral", answers.is_reported, says(reason="incomplete")),
    "starting.reschedule": Deed(RESPOND, "referral", begins_later, lambda row: {"expected_start": _day()}),
    "comparing.look_into": Deed(SEND, "referral", answers.views_differ, says(looked_into="person")),
    "going_on.decide": Deed(SEND, "referral", answers.came_back, says(step="nobody")),
    "following_up.give_back": Deed(RETURN, "referral", runs, says(reason="capacity")),
    "following_up.acknowledge": Deed(SEND, "referral", at("reported")),
    "reading.envelope": Deed(answers.RECEIVE, "referral", at("opened")),
    "reading.open_package": Deed(answers.RECEIVE, "referral", runs, says(purpose="referral")),
    "reading.open_file": Deed(answers.RECEIVE, "enclosure", told=says(purpose="referral")),
    "reading.open_own_file": Deed(SEND, "enclosure", told=says(purpose="referral")),
    "reading.open_own": Deed(SEND, "referral", runs, says(purpose="referral")),
    "sending.submit": Deed(SEND, "referral", awaits_approval, lambda row: {"previewed": row.package.digest()}),
    "sending.approve": Deed(answers.APPROVE, "referral", awaits_approval, lambda row: {"digest": row.package.digest()}),
    "sending.hand_back": Deed(answers.APPROVE, "referral", awaits_approval, says(reason_code="unclear")),
    "sending.send": Deed(SEND, "referral", is_ready, lambda row: {"previewed": row.package.digest()}),
    "sending.recall": Deed(SEND, "referral", at("sent"), says(reason="changed")),
    "sending.try_next": Deed(SEND, "referral", at("recalled"), _service),
    "trying_rules.look": Deed("referrals.see_rules", told=lambda row: {"on": _day()}),
    "weighing.read_reasons": Deed(answers.APPROVE, "referral", awaits_approval),
    "weighing.read_sheet": Deed(SEND, "referral", answers.rests_on_something),
    "weighing.read_own_reasons": Deed(SEND, "referral", is_ready),
    "withdrawing.record_wish": Deed(SEND, "consent", rests_a_referral),
    "withdrawing.withdraw": Deed(SEND, "referral", at("sent")),
}  # fmt: skip
ACCOUNTS = {
    "changing.change": Deed(INVITE, "person", lambda row: row.email.startswith("petra@"), lambda row: {"role": "partner_member", "organisation": row.organisation}),
    "inviting.invite": Deed(INVITE, told=lambda row: {"email": "a@tallsunda.example", "name": "A", "role": "administrator", "organisation": town.person("adam").organisation}),
    "ruling.confirm": Deed(INVITE, "rule"),
    "inviting.invite_again": Deed(INVITE, "invitation"),
    "inviting.revoke": Deed(INVITE, "invitation"),
    "leading.invite": Deed(answers.LEAD, told=says(email="a@bryggan.example", name="A", role="partner_member")),
    "leading.invite_again": Deed(answers.LEAD, "own_invitation"),
    "leading.revoke": Deed(answers.LEAD, "own_invitation"),
    "leading.remove": Deed(answers.LEAD, "member", answers.is_claras_own),
    "leaving.end_access": Deed(INVITE, "person", lambda row: row.email.startswith("petra@")),
    "leaving.remove_factors": Deed(INVITE, "person", lambda row: row.email.startswith("petra@")),
}  # fmt: skip
ACCESS = {
    "reconciling.compare": Deed(answers.DIFFERENCES),
    "reconciling.repair": Deed(answers.REPAIR, "difference"),
    "reviewing.confirm": Deed(answers.REVIEW_ACCESS, "review", told=says(accounts=[])),
    "reviewing.end": Deed(answers.REVIEW_ACCESS, "reviewed", answers.is_claras),
}
INCIDENTS = {
    "reporting.report": Deed(answers.REPORT, told=lambda row: {"what": "Fel.", "covers": ["cyber"], "noticed_at": timezone.now()}),
    "reporting.report_finding": Deed(answers.REVIEW, "item", lambda row: row.finding == "incident"),
    "reporting.report_recall": Deed(SEND, "referral", answers.was_in_error),
    "checking.look": Deed(answers.KEEP_BREACHES, "breach_check"),
    "checking.open_incident": Deed(answers.KEEP_BREACHES, "breach_check"),
    "checking.clear": Deed(answers.KEEP_BREACHES, "breach_check", told=says(outcome="not_read")),
    "keeping.look": Deed(answers.KEEP, "incident"),
    "keeping.read": Deed(answers.KEEP, "incident"),
    "keeping.judge": Deed(answers.KEEP, "incident", at("open"), says(risk="risk", affected=1, covers=["cyber"])),
    "keeping.meet": Deed(answers.KEEP, "incident", at("open"), lambda row: {"clock_pk": row.clocks.running().first().pk, "at": timezone.now()}),
    "keeping.waive": Deed(answers.KEEP, "incident", at("open"), lambda row: {"clock_pk": row.clocks.running().first().pk, "why_not": "not_one"}),
    "keeping.tell": Deed(answers.KEEP, "incident", at("open"), lambda row: {"recipient": "police", "at": timezone.now()}),
    "keeping.note": Deed(answers.KEEP, "incident", at("open"), says(text="En åtgärd.")),
    "keeping.close": Deed(answers.KEEP, "incident", at("open")),
    "keeping.reopen": Deed(answers.KEEP, "incident", at("closed")),
    "keeping.note_list": Deed(answers.KEEP, told=says(shown=1)),
}  # fmt: skip
RETENTION = {
    "telling.say_of_request": Deed(TRIAGE, "request", answers.may_be_kept, lambda row: answers.keeping()),
    "telling.say_of_concern": Deed(answers.CONCERN, "concern", told=lambda row: answers.keeping()),
    "telling.hold_request": Deed(answers.ERASE, "request", answers.may_be_kept, lambda row: answers.held()),
    "telling.hold_concern": Deed(answers.ERASE, "concern", told=lambda row: answers.held()),
    "telling.lift_from_request": Deed(answers.ERASE, "request", told=says(hold_pk=answers.NO_HOLD)),
    "telling.lift_from_concern": Deed(answers.ERASE, "concern", told=says(hold_pk=answers.NO_HOLD)),
    "telling.look_at_own": Deed(answers.MEND, "deviation", told=_own()),
    "telling.hold_own": Deed(answers.MEND, "deviation", told=_own(lambda: answers.held())),
    "telling.lift_from_own": Deed(answers.MEND, "deviation", told=_own(lambda: {"hold_pk": answers.NO_HOLD})),
    "asking.questions": Deed(answers.ERASE),
    "deciding.look": Deed(answers.DECIDE, "disposal"),
    "deciding.note_list": Deed(answers.DECIDE, told=says(shown=1)),
    "deciding.prepare": Deed(answers.ERASE, "disposal", at("proposed"), lambda row: {"seen": row.digest}),
    "deciding.approve": Deed(answers.DECIDE, "disposal", at("prepared"), lambda row: {"seen": row.digest}),
    "deciding.renew": Deed(answers.ERASE, "disposal", at("proposed")),
    "deciding.decline": Deed(answers.DECIDE, "disposal", at("proposed", "prepared")),
    "delivering.make": Deed(answers.ARCHIVES, "disposal", answers.waits_for_the_archive),
    "delivering.receive": Deed(answers.ARCHIVES, "delivery", at("made"), answers.receipt),
    "delivering.drop": Deed(answers.ARCHIVES, "delivery", at("made")),
}  # fmt: skip
REGISTER = {
    "listing.look": Deed("register.see", told=says(shown=1)),
    "listing.take_out": Deed("register.see", told=lambda row: {"period": Period(timezone.localdate(), timezone.localdate())}),
    "marking.mark_request": Deed(TRIAGE, "request", told=says(provision="social_services")),
    "marking.mark_concern": Deed(answers.CONCERN, "concern", told=says(provision="social_services")),
    "marking.mark_own": Deed(answers.MEND, "deviation", told=_own(lambda: {"provision": "social_services"})),
    "marking.lift_from_own": Deed(answers.MEND, "deviation", told=_own(lambda: {"marking_pk": answers.NO_HOLD})),
    "marking.lift_from_request": Deed(TRIAGE, "request", told=says(marking_pk=answers.NO_HOLD)),
    "marking.lift_from_concern": Deed(answers.CONCERN, "concern", told=says(marking_pk=answers.NO_HOLD)),
}  # fmt: skip
CONTACTS = {
    "receiving.receive": Deed(
        answers.HANDLES, told=lambda row: answers.asking(None, None) | {"received_on": _day()}
    ),
    "receiving.check": Deed(
        answers.HANDLES, "contact_request", at("received"), says(checked_how="shown")
    ),
    "receiving.find": Deed(answers.HANDLES, "contact_request", at("received"), says(number="")),
    "receiving.call_off": Deed(answers.HANDLES, "contact_request", at("received")),
    "deciding.decide": Deed(
        answers.HANDLES,
        "contact_request",
        at("checked"),
        says(proposal=Proposal("nothing"), reasons="Skäl."),
    ),
    "deciding.confirm": Deed(
        answers.CONFIRMS,
        "contact_request",
        at("decided"),
        lambda row: {"decision_pk": row.decisions.get().pk},
    ),
    "deciding.hand_back": Deed(
        answers.CONFIRMS,
        "contact_request",
        at("decided"),
        lambda row: {"decision_pk": row.decisions.get().pk, "reason": "reasons"},
    ),
    "deciding.decide_anew": Deed(answers.HANDLES, "contact_request", at("confirmed")),
    "answering.look": Deed(answers.HANDLES, "contact_request"),
    "answering.read": Deed(answers.HANDLES, "contact_request"),
    "answering.open_details": Deed(answers.HANDLES, "contact_request", at("confirmed")),
    "answering.answer": Deed(
        answers.HANDLES,
        "contact_request",
        at("confirmed"),
        lambda row: {"answered_how": "phone", "answered_on": timezone.localdate()},
    ),
    "answering.note_list": Deed(answers.HANDLES, told=says(shown=0)),
}
DEVIATIONS = {
    "reporting.report": Deed(answers.DEVIATE, told=lambda row: {"what": "Något.", "kind": "lost", "happened_at": timezone.now()}),
    "keeping.look": Deed(answers.MEND, "deviation"),
    "keeping.read": Deed(answers.MEND, "deviation"),
    "keeping.explain": Deed(answers.MEND, "deviation", at("open"), lambda row: {"causes": ["load"], "follow_up_on": _day()}),
    "keeping.note": Deed(answers.MEND, "deviation", at("open"), says(text="En åtgärd.")),
    "keeping.decide": Deed(answers.MEND, "deviation", at("open"), says(sarah="no")),
    "keeping.close": Deed(answers.MEND, "deviation", at("open")),
    "keeping.reopen": Deed(answers.MEND, "deviation", at("closed")),
    "keeping.note_list": Deed(answers.MEND, told=says(shown=1)),
}  # fmt: skip
THREATS = {
    "reporting.report": Deed(answers.THREATENED, told=lambda row: {"kind": "threat", "way": "phone", "what": "Hot.", "happened_at": timezone.now()}),
    "reporting.add_evidence": Deed(answers.THREATENED, "threat", told=says(text="Jag vet var du bor.")),
    "keeping.look": Deed(answers.THREATENED, "threat"),
    "keeping.read": Deed(answers.THREATENED, "threat"),
    "keeping.plan": Deed(answers.PROTECTS, "threat", at("open"), lambda row: {"risk": "high", "measures": ["alarm"], "follow_up_on": _day()}),
    "keeping.note": Deed(answers.PROTECTS, "threat", at("open"), says(text="En åtgärd.")),
    "keeping.tell_police": Deed(answers.PROTECTS, "threat", at("open"), says(police="not")),
    "keeping.close": Deed(answers.PROTECTS, "threat", at("open")),
    "keeping.reopen": Deed(answers.PROTECTS, "threat", at("closed")),
    "keeping.note_list": Deed(answers.THREATENED, told=says(shown=1)),
    "shielding.shield": Deed(answers.PROTECTS, "threat", against_somebody, says(name="Sam")),
    "shielding.lift": Deed(answers.PROTECTS, "threat", against_somebody),
    "opening.open_words": Deed(answers.EVIDENCE, "evidence", has_a_file),
    "opening.open_file": Deed(answers.EVIDENCE, "evidence", has_a_file),
    "opening.destroy": Deed(answers.EVIDENCE, "evidence", has_a_file, says(why="mistake")),
    "entrusting.appoint": Deed(answers.ENTRUST, told=lambda row: {"user_pk": town.person("amina").pk, "task": "safety"}),
    "entrusting.end": Deed(answers.ENTRUST, "entrusted"),
}  # fmt: skip
WEBHOOKS = {
    "connect": Deed(answers.ISSUE, told=lambda row: {"organisation": town.service_of("Tallsunda vårdcentral").organisation, "url": "https://b.example/"}),
    "test": Deed(answers.ISSUE, "receiver"),
    "renew_secret": Deed(answers.ISSUE, "receiver"),
    "switch": Deed(answers.ISSUE, "receiver", told=says(is_on=False)),
    "disconnect": Deed(answers.ISSUE, "receiver"),
    "call_again": Deed(answers.ISSUE, "outgoing", answers.has_failed),
    "drop": Deed(answers.ISSUE, "outgoing", answers.has_failed),
}  # fmt: skip
API = {
    "issue": Deed(answers.ISSUE, told=says(name="Ett system", role="e_service", scopes=["intake.submit_by_machine"], days=9)),
    "revoke": Deed(answers.ISSUE, "key"),
}  # fmt: skip

DEEDS = (
    {f"audit.services.reviewing.{name}": deed for name, deed in AUDIT.items()}
    | {"audit.services.cosigning.cosign": Deed("audit.cosign", told=says(shown=None))}
    | {f"audit.services.{name}": deed for name, deed in REVIEW.items()}
    | {f"audit.services.erasing.{name}": deed for name, deed in ERASING.items()}
    | {f"partners.services.{name}": deed for name, deed in PARTNERS.items()}
    | {f"intake.services.{name}": deed for name, deed in INTAKE.items()}
    | {f"referrals.services.{name}": deed for name, deed in REFERRALS.items()}
    | {f"config.accounts.services.{name}": deed for name, deed in ACCOUNTS.items()}
    | {f"config.access.services.{name}": deed for name, deed in ACCESS.items()}
    | {f"config.incidents.services.{name}": deed for name, deed in INCIDENTS.items()}
    | {f"config.retention.services.{name}": deed for name, deed in RETENTION.items()}
    | {f"config.register.services.{name}": deed for name, deed in REGISTER.items()}
    | {f"config.police.services.{name}": deed for name, deed in CONTACTS.items()}
    | {f"config.deviations.services.{name}": deed for name, deed in DEVIATIONS.items()}
    | {f"config.threats.services.{name}": deed for name, deed in THREATS.items()}
    | {f"config.webhooks.services.connecting.{name}": deed for name, deed in WEBHOOKS.items()}
    | {f"config.api.issuing.{name}": deed for name, deed in API.items()}
)


def use_cases() -> dict[str, Callable]:
    """Everything in the services that acts for somebody: decorated, and takes *by*."""
    modules = [import_module("config.api.issuing")]
    for package in map(import_module, PACKAGES):
        found = pkgutil.iter_modules(package.__path__)
        modules += [import_module(f"{package.__name__}.{one.name}") for one in found]
    return {
        f"{module.__name__}.{name}": function
        for module in modules
        for name, function in vars(module).items()
        if _is_use_case(module, function)
    }


def _is_use_case(module, function) -> bool:
    is_ours = inspect.isfunction(function) and function.__module__ == module.__name__
    is_act = is_ours and getattr(function, "__wrapped__", None) is not None
    return is_act and "by" in inspect.signature(function).parameters
