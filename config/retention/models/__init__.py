"""How long things are kept, what is held back, and how it is disposed of and handed over."""

from config.retention.models.delivery import DROP, RECEIVE, Delivery, DeliveryState
from config.retention.models.disposal import (
    APPROVE,
    DECLINE,
    FINISH,
    OPEN,
    PREPARE,
    RENEW,
    Disposal,
    DisposalItem,
    Status,
)
from config.retention.models.rules import LegalHold, RetentionPlan, RetentionRule
from config.retention.models.tidied import Tidied

__all__ = [
    "APPROVE", "DECLINE", "DROP", "FINISH", "OPEN", "PREPARE", "RECEIVE", "RENEW", "Delivery",
    "DeliveryState", "Disposal", "DisposalItem", "LegalHold", "RetentionPlan", "RetentionRule",
    "Status", "Tidied",
]  # fmt: skip
