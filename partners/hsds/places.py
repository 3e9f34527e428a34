"""Where a service is, as HSDS has it: a place, its location, and the addresses of that."""

from django.conf import settings
from django.utils import translation

from partners.hsds import own
from partners.models import AccessOffered, Service

COUNTRY = "SE"


def of(row: Service, county: str) -> list[dict]:
    """The first address of the first place is the one in our columns; more are as they came.

    Nothing at all where the address is hidden: a place can be told from much else.
    """
    if row.address_is_hidden:
        return []
    kept = row.carried.get("service_at_locations", [])
    if not kept and not (row.address or row.city):
        return []
    place = kept[0] if kept else {"id": own.id_of(row.hsds_id, "place")}
    location = place.get("location") or {
        "id": own.id_of(row.hsds_id, "location"), "location_type": "physical",
    }  # fmt: skip
    told = {
        "addresses": _addresses(row, location.get("addresses", []), county),
        "accessibility": [*location.get("accessibility", []), *_accessibility(row)],
    }
    rest = {name: value for name, value in location.items() if name not in told}
    location = rest | {name: entries for name, entries in told.items() if entries}
    return [{**place, "location": location}, *kept[1:]]


def _addresses(row: Service, kept: list[dict], county: str) -> list[dict]:
    if not (row.address or row.city):
        return kept[1:]
    made = {
        "id": own.id_of(row.hsds_id, "address"), "state_province": county, "country": COUNTRY,
        "address_type": "physical",
    }  # fmt: skip
    ours = {"address_1": row.address, "postal_code": row.postal_code, "city": row.city}
    return [(kept[0] if kept else made) | ours, *kept[1:]]


def _accessibility(row: Service) -> list[dict]:
    if not row.access:
        return []
    with translation.override(settings.LANGUAGE_CODE):
        told = ", ".join(str(AccessOffered(code).label) for code in row.access)
    return [{"id": own.id_of(row.hsds_id, "accessibility"), "description": told}]
