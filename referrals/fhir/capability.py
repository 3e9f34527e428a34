"""What this façade can do and what it cannot: its CapabilityStatement."""

from referrals.fhir import codes

SAID_ON = "2026-11-29"
KEY = (
    "A key for machines as a bearer token, issued by the municipality to one organisation: it "
    "sees what was sent to that organisation and nothing else."
)
ABOUT = (
    "A referral is a Task: one organisation asked, once. After a refusal a new Task is made; "
    "one that has ended never changes. There is neither received nor ready: time limits and "
    "expiry are ours. on-hold is refused before the work has begun. A cancelled from the "
    "performer after accepting hands the referral back. completed and failed are a report: the "
    "Task stays in-progress until we have confirmed it. Only codes come in: no note, no text. "
    "The package that opens after accepting is not FHIR; it is read at "
    "/api/v1/referrals/{id}/package/, and leaves a line in the log."
)
STATUS = {"name": "status", "type": "token"}
SEARCHED = [
    STATUS,
    {"name": "_id", "type": "token"},
    {"name": "identifier", "type": "token", "documentation": "The reference number."},
    {"name": "_lastUpdated", "type": "date"},
]
UPDATE = (
    "If-Match is required (400 without, 412 where it is stale). What may be changed: status, "
    "statusReason, businessStatus, executionPeriod.start and output, as coded in "
    "CodeSystem/output. Searches are sorted by _lastUpdated, either way, in pages of _count."
)


def statement() -> dict:
    return {
        "resourceType": "CapabilityStatement", "status": "active", "date": SAID_ON,
        "kind": "instance", "fhirVersion": "4.0.1", "format": ["json"],
        "url": f"{codes.base()}/metadata", "software": {"name": "Lotsen"},
        "implementation": {"description": "Lotsen", "url": codes.base()},
        "rest": [
            {
                "mode": "server", "documentation": ABOUT,
                "security": {"cors": False, "description": KEY},
                "resource": [
                    _resource("Task", ["read", "update", "search-type"], UPDATE),
                    _resource("ServiceRequest", ["read", "search-type"], ENVELOPE),
                    {"type": "CodeSystem", "interaction": [{"code": "read"}]},
                ],
            }
        ],
    }  # fmt: skip


ENVELOPE = (
    "What is asked, as codes; a search gives the first line of each, reading one the envelope. "
    "Each organisation has its own. It is the placer's: it is not updated from here."
)


def _resource(kind: str, interactions: list[str], documentation: str) -> dict:
    can_update = "update" in interactions
    return {
        "type": kind, "interaction": [{"code": one} for one in interactions],
        "documentation": documentation, "readHistory": False, "updateCreate": False,
        "versioning": "versioned-update" if can_update else "versioned",
        "conditionalRead": "not-supported", "searchParam": SEARCHED,
    }  # fmt: skip
