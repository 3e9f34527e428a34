from intake.models.absence import Absence
from intake.models.attachment import OPENS, Attachment, Scan
from intake.models.child import (
    FAMILY,
    ChildTalk,
    ChildTold,
    Decides,
    Guardian,
    GuardianAccess,
    Harm,
    Heard,
    Interpreted,
    MayBeShown,
    Present,
    TalkedHow,
    TalkedWhere,
    Understood,
)
from intake.models.codes import (
    URGENCY_RANK,
    WITH_CHILDREN,
    About,
    AgeBand,
    Asker,
    CallOutcome,
    Channel,
    Children,
    CloseReason,
    Days,
    GivenBy,
    GivenHow,
    Hours,
    Item,
    OutsideReason,
    Purpose,
    Suspicion,
    Urgency,
    Way,
)
from intake.models.concern import (
    ConcernReport,
    ConcernReportConflict,
    ConcernReportGrant,
    Registration,
    RegistrationGrant,
)
from intake.models.concern_limit import ConcernLimit, Limit
from intake.models.consent import Consent
from intake.models.contact import ContactAttempt, SafeContact
from intake.models.danger import Danger, OwnPhrase
from intake.models.door_count import Door, DoorCount
from intake.models.draft import Draft
from intake.models.duty import Duty
from intake.models.extract import (
    GIVEN,
    OWN,
    RUNNING,
    Claimant,
    Extract,
    HandedHow,
    ShownBy,
    WithholdingGround,
)
from intake.models.feedback import Feedback
from intake.models.for_inquiry import ForInquiry, InquiryOutcome
from intake.models.glass import HOUR, GlassOpening, GlassReason
from intake.models.grey_zone import GreyZone, Unclear
from intake.models.guarding import Escalation, GuardTime, TeamManager, Watched
from intake.models.help_request import IN_LINE, HelpRequest, HelpRequestConflict, HelpRequestGrant
from intake.models.judgement import Judgement, Telling
from intake.models.keeping import BirthDay, Keeping, KeptFor
from intake.models.link import LinkReason, RequestLink
from intake.models.message import Message, Note
from intake.models.new_code import DIGITS, CheckedHow, NewCode
from intake.models.offer import Offer
from intake.models.open_service import Agreement, Outcome, ServiceStart, ServiceTalk, Who
from intake.models.protection import NAMED, EndReason
from intake.models.qualification import Qualification
from intake.models.reason import NotNow, PutOffReason, Reason
from intake.models.receipt import Receipt
from intake.models.remark import Remark, RemarkConflict, RemarkGrant
from intake.models.standard_answer import StandardAnswer
from intake.models.workload import HandingReason, LoadWeight, Weighed

__all__ = [
    "DIGITS",
    "FAMILY",
    "GIVEN",
    "HOUR",
    "IN_LINE",
    "NAMED",
    "OPENS",
    "OWN",
    "RUNNING",
    "URGENCY_RANK",
    "WITH_CHILDREN",
    "About",
    "Absence",
    "AgeBand",
    "Agreement",
    "Asker",
    "Attachment",
    "BirthDay",
    "CallOutcome",
    "Channel",
    "CheckedHow",
    "ChildTalk",
    "ChildTold",
    "Children",
    "Claimant",
    "CloseReason",
    "ConcernLimit",
    "ConcernReport",
    "ConcernReportConflict",
    "ConcernReportGrant",
    "Consent",
    "ContactAttempt",
    "Danger",
    "Days",
    "Decides",
    "Door",
    "DoorCount",
    "Draft",
    "Duty",
    "EndReason",
    "Escalation",
    "Extract",
    "Feedback",
    "ForInquiry",
    "GivenBy",
    "GivenHow",
    "GlassOpening",
    "GlassReason",
    "GreyZone",
    "GuardTime",
    "Guardian",
    "GuardianAccess",
    "HandedHow",
    "HandingReason",
    "Harm",
    "Heard",
    "HelpRequest",
    "HelpRequestConflict",
    "HelpRequestGrant",
    "Hours",
    "InquiryOutcome",
    "Interpreted",
    "Item",
    "Judgement",
    "Keeping",
    "KeptFor",
    "Limit",
    "LinkReason",
    "LoadWeight",
    "MayBeShown",
    "Message",
    "NewCode",
    "NotNow",
    "Note",
    "Offer",
    "Outcome",
    "OutsideReason",
    "OwnPhrase",
    "Present",
    "Purpose",
    "PutOffReason",
    "Qualification",
    "Reason",
    "Receipt",
    "Registration",
    "RegistrationGrant",
    "Remark",
    "RemarkConflict",
    "RemarkGrant",
    "RequestLink",
    "SafeContact",
    "Scan",
    "ServiceStart",
    "ServiceTalk",
    "ShownBy",
    "StandardAnswer",
    "Suspicion",
    "TalkedHow",
    "TalkedWhere",
    "TeamManager",
    "Telling",
    "Unclear",
    "Understood",
    "Urgency",
    "Watched",
    "Way",
    "Weighed",
    "Who",
    "WithholdingGround",
]
