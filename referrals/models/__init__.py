from referrals.models.basis import Basis, LegalGround
from referrals.models.codes import (
    Access,
    DeclineReason,
    HandBackReason,
    MustConfirm,
    QuestionCode,
    RecallReason,
    Result,
    ResultReason,
    ReturnReason,
)
from referrals.models.package import Goal, Package, Question
from referrals.models.referral import (
    Referral,
    ReferralConflict,
    ReferralGrant,
    Tombstone,
    TombstoneGrant,
)

__all__ = [
    "Access", "Basis", "DeclineReason", "Goal", "HandBackReason", "LegalGround", "MustConfirm",
    "Package", "Question", "QuestionCode", "RecallReason", "Referral", "ReferralConflict",
    "ReferralGrant", "Result", "ResultReason", "ReturnReason", "Tombstone", "TombstoneGrant",
]
