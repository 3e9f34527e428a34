"""What a role may be allowed to do here. The matrix is in config/accounts/roles.py."""

from django.utils.translation import gettext_lazy as _

SEE_QUEUE = "intake.see_queue"
READ = "intake.read_request"
TRIAGE = "intake.triage_request"
WRITE = "intake.write_to_person"
REASSIGN = "intake.reassign_request"
REGISTER = "intake.register_request"
RECORD = "intake.record_request"
HAND_OVER = "intake.hand_over_concern"
READ_CONCERN = "intake.read_concern_report"
ASSESS = "intake.assess_concern"
EXTEND = "intake.extend_concern"
QUALIFY = "intake.register_qualification"
SUBMIT = "intake.submit_by_machine"
LIFT = "intake.lift_conflict"
PROTECT = "intake.mark_protected"
NAME = "intake.name_readers"
BREAK_GLASS = "intake.break_glass"
AGREE_TO_GLASS = "intake.agree_to_glass"
COSIGN_GLASS = "intake.cosign_glass"
ERASE = "intake.erase_request"
READ_REMARK = "intake.read_remark"
PREPARE_EXTRACT = "intake.prepare_extract"
RELEASE_EXTRACT = "intake.release_extract"
CONFIGURE = "intake.configure"

ALL = [
    (SEE_QUEUE, _("May see the queue of the own area team")),
    (READ, _("May open a request and read what the person wrote, for a stated purpose")),
    (TRIAGE, _("May take, weigh and close a request")),
    (WRITE, _("May answer the person and write notes")),
    (REASSIGN, _("May give a request to a colleague or take it back to the queue")),
    (REGISTER, _("May register a request or a concern report from the portal")),
    (RECORD, _("May record a request that came by phone or in person")),
    (HAND_OVER, _("May hand a request over as a concern report")),
    (READ_CONCERN, _("May open the concern reports of the own reception team")),
    (ASSESS, _("May assess a concern report and decide, with a registered qualification")),
    (EXTEND, _("May give more time for the decision on a concern report")),
    (QUALIFY, _("May register who is qualified to assess concern reports")),
    (SUBMIT, _("May submit a request from another e-service")),
    (LIFT, _("May let a colleague back to a request they said they are related to")),
    (PROTECT, _("May mark that a person has a protected identity")),
    (NAME, _("May say who reaches a protected identity, and end the protection")),
    (BREAK_GLASS, _("May open another team’s request in an emergency, for an hour")),
    (AGREE_TO_GLASS, _("May agree to an emergency opening, and say who is on call")),
    (COSIGN_GLASS, _("May see emergency openings, without words, and clear them afterwards")),
    (ERASE, _("May propose that all words of a request are erased")),
    (READ_REMARK, _("May read and deal with remarks on accessibility")),
    (PREPARE_EXTRACT, _("May prepare what a person is told that we hold about them")),
    (RELEASE_EXTRACT, _("May release a register extract, as the second person")),
    (CONFIGURE, _("May configure texts and the promise to the public")),
]
