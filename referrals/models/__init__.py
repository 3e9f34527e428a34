from referrals.models.answer_link import AnswerLink
from referrals.models.basis import Basis, LegalGround
from referrals.models.codes import (
    BY_HAND,
    Access,
    Answer,
    Appointments,
    BasisNotice,
    ContestReason,
    DeclineReason,
    HandBackReason,
    MustConfirm,
    PauseReason,
    Progress,
    QuestionCode,
    Reaching,
    RecallReason,
    Result,
    ResultReason,
    ReturnReason,
    Tellable,
    View,
    WorkDone,
)
from referrals.models.coming_back import (
    CHOSEN,
    MOST_TIMES,
    NextAct,
    NextStep,
    NextStepRule,
)
from referrals.models.conversation import PartnerMessage
from referrals.models.enclosure import Enclosure
from referrals.models.endings import HOW, OWN_VIEWS, Ended, WhyBack
from referrals.models.guidance import (
    MET_BY,
    SAID_BY_PERSON,
    SAID_BY_US,
    TOLD_BY,
    Arrival,
    Guidance,
    GuidanceKind,
    GuidanceWay,
    known_arrival,
)
from referrals.models.outcome import KNOWN_VIEWS, LookedInto, Outcome, differing, with_views
from referrals.models.package import Goal, Package, Question, Report
from referrals.models.publication import Publication
from referrals.models.reached_by import KEPT, ReferralConflict, ReferralGrant
from referrals.models.referral import Referral
from referrals.models.rule import SuggestionRule
from referrals.models.tombstone import Tombstone, TombstoneGrant

__all__ = [
    "BY_HAND", "CHOSEN", "HOW", "KEPT", "KNOWN_VIEWS", "MET_BY", "MOST_TIMES", "OWN_VIEWS",
    "SAID_BY_PERSON", "SAID_BY_US", "TOLD_BY", "Access", "Answer", "AnswerLink", "Appointments",
    "Arrival", "Basis", "BasisNotice", "ContestReason", "DeclineReason", "Enclosure", "Ended",
    "Goal", "Guidance", "GuidanceKind", "GuidanceWay", "HandBackReason", "LegalGround",
    "LookedInto", "MustConfirm", "NextAct", "NextStep", "NextStepRule", "Outcome", "Package",
    "PartnerMessage", "PauseReason", "Progress", "Publication", "Question", "QuestionCode",
    "Reaching", "RecallReason", "Referral", "ReferralConflict", "ReferralGrant", "Report", "Result",
    "ResultReason", "ReturnReason", "SuggestionRule", "Tellable", "Tombstone", "TombstoneGrant",
    "View", "WhyBack", "WorkDone", "differing", "known_arrival", "with_views",
]  # fmt: skip
