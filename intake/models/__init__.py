from intake.models.codes import (
    URGENCY_RANK,
    About,
    AgeBand,
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
    ConcernReportGrant,
    Registration,
    RegistrationGrant,
)
from intake.models.consent import Consent
from intake.models.help_request import IN_LINE, HelpRequest, HelpRequestGrant, SafeContact
from intake.models.message import Message, Note
from intake.models.receipt import Receipt

__all__ = [
    "IN_LINE", "URGENCY_RANK", "About", "AgeBand", "Channel", "CloseReason", "ConcernReport",
    "ConcernReportGrant", "Consent", "GivenBy", "GivenHow", "HelpRequest", "HelpRequestGrant",
    "Hours", "Item", "Message", "Note", "Purpose", "Receipt", "Registration", "RegistrationGrant",
    "SafeContact", "Urgency", "Way",
]
