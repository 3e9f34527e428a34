"""From our rows to records: what a file said is given back, and our columns have the last word.

An address that is hidden is in no record, and nothing that came with it: only the areas are told,
and nothing that the schema does not know, for an address can stand there under any name.
"""

from dataclasses import dataclass

from django.conf import settings
from django.utils import translation

from partners.hsds import own, places, schema
from partners.hsds.taking_in import OLDEST, TEXTS, code_of
from partners.languages import SPOKEN
from partners.models import AccessOffered, Area, Municipality, Organisation, Service

OUTLINE = ("extent", "extent_type")


@dataclass(frozen=True)
class House:
    """What is the same for every record: the county of our addresses, and the areas we know."""

    county: str
    areas: frozenset[str]

    @classmethod
    def now(cls) -> "House":
        county = Municipality.objects.values_list("county", flat=True).first() or ""
        names = Area.objects.values_list("name", flat=True)
        return cls(county, frozenset(name.casefold() for name in names))


def organisation(row: Organisation, *, openly: bool) -> dict:
    """One organisation. *openly*: for anybody; else for the house's own file."""
    told = {
        "id": str(row.hsds_id), "name": row.name, **row.carried,
        "description": first_text(row.description),
    }  # fmt: skip
    if row.website:
        told["website"] = row.website
    if any(one.address_is_hidden for one in row.services.all()):
        told = schema.known(schema.ORGANISATION, told)
        told.pop("locations", None)
    others = _translations(row, {"description": "description"})
    if openly:
        return schema.published(schema.ORGANISATION, told) | others
    flags = {own.KIND: row.kind, own.SECRECY: row.secrecy, own.IS_PUBLIC: _yes(row.is_public)}
    mine = [own.said(row.hsds_id, what, value) for what, value in flags.items()]
    return told | {"attributes": [*told.get("attributes", []), *mine]} | others


def service(row: Service, house: House, *, openly: bool) -> dict:
    """One service, with everything that belongs to it."""
    told = {"id": str(row.hsds_id), **row.carried}
    told |= {name: first_text(getattr(row, column)) for name, column in TEXTS.items()}
    told |= _facts(row) | {
        "organization": organisation(row.organisation, openly=openly),
        "phones": _phones(row), "schedules": _schedules(row), "languages": _languages(row),
        "service_areas": _areas(row, house),
        "service_at_locations": places.of(row, house.county),
        "attributes": _attributes(row, openly=openly),
    }  # fmt: skip
    told = {name: value for name, value in told.items() if value not in ("", [], None)}
    if openly or row.address_is_hidden:
        prune = schema.published if openly else schema.known
        kept, told = told["organization"], prune(schema.SERVICE, told)
        told["organization"] = kept  # it is pruned already, and keeps its translations
    return told | _translations(row, TEXTS | {"hours": "hours"})


def first_text(texts: dict) -> str:
    """In the house's first language; what is only said in another is better than nothing."""
    return texts.get(settings.LANGUAGE_CODE) or next(iter(texts.values()), "")


def _yes(is_so: bool) -> str:
    return own.YES if is_so else own.NO


def _facts(row: Service) -> dict:
    """What stands in one field: state, ages, days."""
    return {
        "status": "active" if row.is_active else row.carried.get("status", "inactive"),
        "minimum_age": row.from_age or None,
        "maximum_age": row.to_age if row.to_age < OLDEST else None,
        "assured_date": row.checked_on.isoformat() if row.checked_on else None,
        "last_modified": _last_modified(row),
    }


def _last_modified(row: Service) -> str:
    """As the file said, as long as nobody has changed it here."""
    if row.changed_at == row.imported_at and "last_modified" in row.carried:
        return row.carried["last_modified"]
    return row.changed_at.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _phones(row: Service) -> list[dict]:
    kept = row.carried.get("phones", [])
    if not row.phone:
        return kept[1:]
    first = kept[0] if kept else {"id": own.id_of(row.hsds_id, "phone")}
    return [{**first, "number": row.phone}, *kept[1:]]


def _schedules(row: Service) -> list[dict]:
    kept, text = row.carried.get("schedules", []), first_text(row.hours)
    if not kept:
        return [{"id": own.id_of(row.hsds_id, "schedule"), "description": text}] if text else []
    rest = {name: value for name, value in kept[0].items() if name != "description"}
    return [rest | ({"description": text} if text else {}), *kept[1:]]


def _languages(row: Service) -> list[dict]:
    """Those of our list as our column has them; others as they came."""
    kept = [
        one for one in row.carried.get("languages", [])
        if code_of(one.get("code", "")) not in SPOKEN or code_of(one["code"]) in row.languages
    ]  # fmt: skip
    there = {code_of(one.get("code", "")) for one in kept}
    return kept + [
        {"id": own.id_of(row.hsds_id, "language", code), "name": SPOKEN[code], "code": code}
        for code in row.languages
        if code in SPOKEN and code not in there
    ]


def _areas(row: Service, house: House) -> list[dict]:
    """Areas of ours as the row has them; others as they came – without their outline on the map
    where the address is hidden.
    """
    ours = {area.name.casefold(): area for area in row.areas.all()}
    named = [(_name_of(one), one) for one in row.carried.get("service_areas", [])]
    kept = [one for name, one in named if name in ours or name not in house.areas]
    there = {name for name, _one in named}
    if row.address_is_hidden:
        kept = [{key: one[key] for key in one if key not in OUTLINE} for one in kept]
    return kept + [
        {"id": own.id_of(row.hsds_id, "area", name), "name": area.name}
        for name, area in ours.items()
        if name not in there
    ]


def _name_of(area: dict) -> str:
    return area.get("name", "").strip().casefold()


def _attributes(row: Service, *, openly: bool) -> list[dict]:
    mine = [
        own.term(row.hsds_id, own.TOPICS, topic.code, first_text(topic.label))
        for topic in row.topics.all()
    ]
    mine += [own.term(row.hsds_id, own.ACCESS, code, access_label(code)) for code in row.access]
    if (room := row.capacity_now()) != Service.Capacity.UNKNOWN:
        mine.append(own.said(row.hsds_id, own.ROOM, room))
    if not openly:
        mine.append(own.said(row.hsds_id, own.IS_OPEN, _yes(row.is_open)))
        mine.append(own.said(row.hsds_id, own.IS_HIDDEN, _yes(row.address_is_hidden)))
    return [*row.carried.get("attributes", []), *mine]


def access_label(code: str) -> str:
    """In the house's first language, whoever asks: a record is the same for all."""
    with translation.override(settings.LANGUAGE_CODE):
        return str(AccessOffered(code).label)


def _translations(row, names: dict[str, str]) -> dict:
    """What the house has written in other languages: more than HSDS has room for."""
    told: dict[str, dict] = {}
    for name, column in names.items():
        for code, text in getattr(row, column).items():
            if code != settings.LANGUAGE_CODE and text:
                told.setdefault(code, {})[name] = text
    return {"translations": told} if told else {}
