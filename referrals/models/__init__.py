from referrals.models.basis import Basis, LegalGround
from referrals.models.codes import (
    BY_HAND,
    Access,
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
    View,
    WorkDone,
)
from referrals.models.package import Goal, Package, Question, Report
from referrals.models.reached_by import ReferralConflict, ReferralGrant
from referrals.models.referral import Referral
from referrals.models.rule import SuggestionRule
from referrals.models.tombstone import Tombstone, TombstoneGrant

__all__ = [
    "BY_HAND", "Access", "Appointments", "Basis", "BasisNotice", "ContestReason", "DeclineReason",
    "Goal", "HandBackReason", "LegalGround", "MustConfirm", "Package", "PauseReason", "Progress",
    "Question", "QuestionCode", "Reaching", "RecallReason", "Referral", "ReferralConflict",
    "ReferralGrant", "Report", "Result", "ResultReason", "ReturnReason", "SuggestionRule",
    "Tombstone", "TombstoneGrant", "View", "WorkDone",
]  # fmt: skip
