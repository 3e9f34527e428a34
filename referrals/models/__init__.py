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
from referrals.models.endings import HOW, OWN_VIEWS, Ended, WhyBack
from referrals.models.outcome import KNOWN_VIEWS, LookedInto, Outcome, differing, with_views
from referrals.models.package import Goal, Package, Question, Report
from referrals.models.publication import Publication
from referrals.models.reached_by import ReferralConflict, ReferralGrant
from referrals.models.referral import Referral
from referrals.models.rule import SuggestionRule
from referrals.models.tombstone import Tombstone, TombstoneGrant

__all__ = [
    "BY_HAND", "CHOSEN", "HOW", "KNOWN_VIEWS", "MOST_TIMES", "OWN_VIEWS", "Access", "Answer",
    "AnswerLink", "Appointments", "Basis", "BasisNotice", "ContestReason", "DeclineReason",
    "Ended", "Goal", "HandBackReason", "LegalGround", "LookedInto", "MustConfirm", "NextAct",
    "NextStep", "NextStepRule", "Outcome", "Package", "PartnerMessage", "PauseReason", "Progress",
    "Publication", "Question", "QuestionCode", "Reaching", "RecallReason", "Referral",
    "ReferralConflict", "ReferralGrant", "Report", "Result", "ResultReason", "ReturnReason",
    "SuggestionRule", "Tellable", "Tombstone", "TombstoneGrant", "View", "WhyBack", "WorkDone",
    "differing", "with_views",
]  # fmt: skip
