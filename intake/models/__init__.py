from intake.models.codes import (
    URGENCY_RANK,
    About,
    AgeBand,
    Asker,
    Channel,
    CloseReason,
    GivenBy,
    GivenHow,
    Hours,
    Item,
    Purpose,
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
from intake.models.consent import Consent
from intake.models.glass import HOUR, GlassOpening, GlassReason
from intake.models.help_request import (
    IN_LINE,
    HelpRequest,
    HelpRequestConflict,
    HelpRequestGrant,
    SafeContact,
)
from intake.models.message import Message, Note
from intake.models.protection import NAMED, EndReason
from intake.models.receipt import Receipt
from intake.models.remark import Remark, RemarkConflict, RemarkGrant

__all__ = [
    "HOUR", "IN_LINE", "NAMED", "URGENCY_RANK", "About", "AgeBand", "Asker", "Channel",
    "CloseReason", "ConcernReport", "ConcernReportConflict", "ConcernReportGrant", "Consent",
    "EndReason", "GivenBy", "GivenHow", "GlassOpening", "GlassReason", "HelpRequest",
    "HelpRequestConflict", "HelpRequestGrant", "Hours", "Item", "Message", "Note", "Purpose",
    "Receipt", "Registration", "RegistrationGrant", "Remark", "RemarkConflict", "RemarkGrant",
    "SafeContact", "Urgency", "Way",
]
