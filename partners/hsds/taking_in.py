"""From a record to our columns: what it says, what is kept beside it, and what we cannot take.

What a file does not mention is left as it is. Who may be asked, how well secrets are kept there and
who may come is never changed by a file: it is said of what is new, and only then.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from partners.hsds import own
from partners.hsds.reading import Finding, Record
from partners.languages import SPOKEN
from partners.models import AccessOffered, Organisation, Service

OLDEST = 120
TEXTS = {
    "name": "name", "description": "description", "application_process": "how_to_come",
    "eligibility_description": "audience", "fees_description": "cost",
}  # fmt: skip
AGES = {"minimum_age": "from_age", "maximum_age": "to_age"}
LONGEST = {"name": 120}
LONG = 6000
# ISO 639-3, which the schema allows beside 639-1, for the languages we have on our list.
LONG_CODES = {
    "swe": "sv", "eng": "en", "fin": "fi", "ara": "ar", "som": "so", "ukr": "uk", "fas": "fa",
    "tir": "ti", "kur": "ku", "pol": "pl", "spa": "es", "tur": "tr", "rus": "ru",
}  # fmt: skip
ELSEWHERE = {"id", "organization", "organization_id", "assured_date", "translations", *TEXTS, *AGES}
OTHER_LANGUAGES = {code for code, _name in settings.LANGUAGES} - {settings.LANGUAGE_CODE}
SAID_BY_A_COLUMN = {"status": ("active", "inactive")}
is_web_address = URLValidator(schemes=["http", "https"])


@dataclass(frozen=True)
class Known:
    """What the house has lists of: areas by their names, topics by their codes."""

    areas: dict[str, int]
    topics: dict[str, int]


@dataclass
class Taken:
    """Of one record: columns and their new values, many-to-many ones too, and what is only kept.

    *if_new*: what a file may say of a row that is not here yet, and of no other.
    """

    values: dict = field(default_factory=dict)
    if_new: dict = field(default_factory=dict)
    many: dict = field(default_factory=dict)
    carried: dict = field(default_factory=dict)
    wrong: list[Finding] = field(default_factory=list)
    notes: list[tuple[str, dict]] = field(default_factory=list)


def code_of(language: str) -> str:
    """A language's code as our list has it; one that is not on the list stays as it is."""
    return LONG_CODES.get(language, language)


def organisation(record: Record) -> Taken:
    told, taken = record.told, Taken()
    taken.values["name"] = told["name"].strip()
    taken.values["description"] = _in_languages(told, "description")
    if "website" in told:
        taken.values["website"] = told["website"]
        taken.wrong += _wrong_address(record, told["website"])
    taken.wrong += _too_long(record, "name", told["name"], _longest(Organisation, "name"))
    if not told["name"].strip():
        taken.wrong.append(record.wrong("missing", "name", name="name"))
    taken.wrong += _too_long_in_any(record, "description", LONG)
    taken.carried = _kept(told, {"id", "name", "description", "website", "translations"})
    return taken


def service(record: Record, known: Known) -> Taken:
    told, taken = record.told, Taken()
    for name, column in TEXTS.items():
        if name in told:
            taken.values[column] = _in_languages(told, name)
            taken.wrong += _too_long_in_any(record, name, LONGEST.get(name, LONG))
    if not told["name"].strip():
        taken.wrong.append(record.wrong("missing", "name", name="name"))
    taken.values["is_active"] = told["status"] == "active"
    _take_ages(record, taken)
    _take_day(record, taken)
    _take_lists(record, taken)
    _take_place(record, taken)
    _take_areas(told, taken, known)
    _take_own(told, taken, known)
    taken.carried = _kept(told, ELSEWHERE)
    return taken


def _take_ages(record: Record, taken: Taken) -> None:
    for name, column in AGES.items():
        if name in record.told:
            age = record.told[name]
            if age == int(age) and 0 <= age <= OLDEST:
                taken.values[column] = int(age)
            else:
                taken.wrong.append(record.wrong("age", name, oldest=OLDEST))


def wrong_ages(record: Record, taken: Taken, row: Service) -> Iterator[Finding]:
    """Where the highest is below the lowest: also where the file says one, and *row* the other."""
    first, last = (taken.values.get(name, getattr(row, name)) for name in AGES.values())
    if first > last and AGES.values() & taken.values.keys():
        yield record.wrong("ages", next(name for name in reversed(AGES) if name in record.told))


def _take_day(record: Record, taken: Taken) -> None:
    if "assured_date" in record.told:
        try:
            taken.values["checked_on"] = date.fromisoformat(record.told["assured_date"])
        except ValueError:
            taken.wrong.append(record.wrong("day", "assured_date"))


def _take_lists(record: Record, taken: Taken) -> None:
    """The first number, the first text about opening hours, the languages on our list."""
    told = record.told
    if "phones" in told:
        taken.values["phone"] = told["phones"][0]["number"] if told["phones"] else ""
        longest = _longest(Service, "phone")
        taken.wrong += _too_long(record, "phones[0].number", taken.values["phone"], longest)
    if "schedules" in told:
        first = told["schedules"][0].get("description", "") if told["schedules"] else ""
        taken.values["hours"] = _in_languages(told | {"hours": first}, "hours")
        taken.wrong += _too_long(record, "schedules[0].description", first, LONG)
    if "languages" in told:
        codes = [code_of(one.get("code", "")) for one in told["languages"]]
        taken.values["languages"] = [code for code in SPOKEN if code in codes]


def _take_place(record: Record, taken: Taken) -> None:
    """The first address of the first place. A second line of it is only kept."""
    places = record.told.get("service_at_locations")
    if places is None:
        return
    addresses = (places[0].get("location", {}).get("addresses") or [{}]) if places else [{}]
    where = "service_at_locations[0].location.addresses[0]"
    names = {"address": "address_1", "postal_code": "postal_code", "city": "city"}
    for column, name in names.items():
        taken.values[column] = addresses[0].get(name, "")
        longest = _longest(Service, column)
        taken.wrong += _too_long(record, f"{where}.{name}", taken.values[column], longest)


def _take_areas(told: dict, taken: Taken, known: Known) -> None:
    if "service_areas" in told:
        named = [one.get("name", "").strip() for one in told["service_areas"]]
        found = {known.areas[name.casefold()] for name in named if name.casefold() in known.areas}
        taken.many["areas"] = sorted(found)
        if named and not found:
            taken.notes.append(("no_area", {}))


def _take_own(told: dict, taken: Taken, known: Known) -> None:
    attributes = told.get("attributes", [])
    topics = own.codes(attributes, own.TOPICS)
    if topics:
        taken.many["topics"] = sorted(known.topics[one] for one in topics if one in known.topics)
    if any(one not in known.topics for one in topics):
        taken.notes.append(("no_topic", {}))
    access = own.codes(attributes, own.ACCESS)
    if access:
        taken.values["access"] = [code for code in AccessOffered.values if code in access]
    if own.value(attributes, own.IS_OPEN) == own.YES:
        taken.if_new["is_open"] = True
    if own.value(attributes, own.IS_HIDDEN) == own.YES:  # a file may hide, and never uncover
        taken.values["address_is_hidden"] = True


def _in_languages(told: dict, name: str) -> dict:
    """A text in the house's first language, and what our own files say in others."""
    first = {settings.LANGUAGE_CODE: told[name].strip()}
    return {code: text for code, text in (_translated(told, name) | first).items() if text}


def _translated(told: dict, name: str) -> dict:
    others = told.get("translations")
    return {
        code: texts[name].strip()
        for code, texts in (others.items() if isinstance(others, dict) else ())
        if code in OTHER_LANGUAGES and isinstance(texts, dict)
        and isinstance(texts.get(name), str)
    }  # fmt: skip


def _kept(told: dict, elsewhere: set[str]) -> dict:
    """What we have no column for, and the lists whose entries say more than our columns.

    What we make ourselves each time is left out, so that our own file changes nothing here.
    """
    made = own.made_for(told)
    kept = {
        name: _without(value, made)
        for name, value in told.items()
        if name not in elsewhere and value not in SAID_BY_A_COLUMN.get(name, ())
    }
    return {name: value for name, value in kept.items() if value != [] or told[name] == []}


def _without(told, made: set[str]):
    """Without the entries of lists that we make ourselves, however deep they stand."""
    if isinstance(told, dict):
        return {name: _without(one, made) for name, one in told.items()}
    if isinstance(told, list):
        return [_without(one, made) for one in told if not _is_made(one, made)]
    return told


def _is_made(entry, made: set[str]) -> bool:
    return isinstance(entry, dict) and (str(entry.get("id")) in made or own.is_own(entry))


def _longest(model, column: str) -> int:
    return model._meta.get_field(column).max_length


def _too_long(record: Record, where: str, text: str, most: int) -> Iterator[Finding]:
    if len(text) > most:
        yield record.wrong("long", where, most=most)


def _too_long_in_any(record: Record, name: str, most: int) -> Iterator[Finding]:
    """In the house's first language, or in another."""
    yield from _too_long(record, name, record.told[name], most)
    for code, text in _translated(record.told, name).items():
        yield from _too_long(record, f"translations.{code}.{name}", text, most)


def _wrong_address(record: Record, address: str) -> Iterator[Finding]:
    try:
        is_web_address(address)
    except ValidationError:
        yield record.wrong("web", "website")
    yield from _too_long(record, "website", address, _longest(Organisation, "website"))
