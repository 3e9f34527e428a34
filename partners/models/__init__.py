from partners.models.access import AccessOffered
from partners.models.agreement import (
    AgreedPurpose,
    AgreementTerm,
    purpose_said,
    purposes_agreed_with,
    purposes_on,
    terms_with,
)
from partners.models.arena import Arena
from partners.models.catalogue import (
    UPWARDS,
    Mode,
    OpenService,
    ServiceKind,
    kinds_on,
    modes_above,
)
from partners.models.code_app import CodeApp
from partners.models.exchange import IncomingFile
from partners.models.hours import ClosedDays, OpeningHours, ShortDay, calendar_of, calendars_beside
from partners.models.municipality import Municipality, PublicText
from partners.models.organisation import Kind, Organisation, Service
from partners.models.phones import PhoneNumber, unchecked
from partners.models.place import Area, Team, Topic
from partners.models.proposal import TEXTS, Proposal, RefusalReason
from partners.models.words import LocalText, said

__all__ = [
    "AccessOffered",
    "AgreedPurpose",
    "AgreementTerm",
    "Area",
    "Arena",
    "ClosedDays",
    "CodeApp",
    "IncomingFile",
    "Kind",
    "LocalText",
    "Mode",
    "Municipality",
    "OpenService",
    "OpeningHours",
    "Organisation",
    "PhoneNumber",
    "Proposal",
    "PublicText",
    "RefusalReason",
    "Service",
    "ServiceKind",
    "ShortDay",
    "TEXTS",
    "Team",
    "Topic",
    "UPWARDS",
    "calendar_of",
    "calendars_beside",
    "kinds_on",
    "modes_above",
    "purpose_said",
    "purposes_agreed_with",
    "purposes_on",
    "said",
    "terms_with",
    "unchecked",
]
