"""What a file would change here: found out without changing anything, and the same each time."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256
from uuid import UUID

from django.conf import settings
from django.db.models import Model

from partners.hsds import own, schema, taking_in
from partners.hsds.giving_out import first_text
from partners.hsds.reading import Finding, Record
from partners.hsds.taking_in import Known, Taken
from partners.languages import in_order
from partners.models import Area, Kind, LocalText, Organisation, Service, Topic

ONLY_KEPT = "carried"
NOT_A_CHANGE = "last_modified"  # of the file's own copy: nothing that it says of the service


class State(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    SAME = "same"


@dataclass(frozen=True)
class ForNew:
    """What the administrator says of what is new, where the file says nothing."""

    kind: str
    secrecy: str
    opens: bool


@dataclass
class Planned:
    """One row as it would be. *before* and *after*: of the columns that change."""

    row: Model
    record: Record
    state: State
    before: dict = field(default_factory=dict)
    after: dict = field(default_factory=dict)
    many: dict = field(default_factory=dict)
    notes: list[tuple[str, dict]] = field(default_factory=list)


@dataclass
class Plan:
    organisations: dict[UUID, Planned] = field(default_factory=dict)
    services: dict[UUID, Planned] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    @property
    def rows(self) -> list[Planned]:
        return [*self.organisations.values(), *self.services.values()]

    def counted(self) -> dict[str, int]:
        states = [one.state for one in self.rows]
        return {state.value: states.count(state) for state in State}

    def digest(self) -> str:
        """Over everything that was shown: whoever says yes says it to exactly this."""
        told = [[one.row.hsds_id, one.state, one.before, one.after, one.many] for one in self.rows]
        return sha256(json.dumps(told, sort_keys=True, default=str).encode()).hexdigest()


def plan(records: list[Record], for_new: ForNew, *, lock: bool = False) -> Plan:
    """*lock*: nobody else may change these rows until the transaction ends."""
    made = Plan()
    organisations = list(_organisations(records, made))
    services = [one for one in records if one.kind == schema.SERVICE]
    there = _there(Organisation, organisations, lock)
    for record in organisations:
        _plan_organisation(record, there, for_new, made)
    made.findings += _clashing_names(made)
    known = Known(
        areas={name.casefold(): pk for pk, name in Area.objects.values_list("pk", "name")},
        topics=dict(Topic.objects.values_list("code", "pk")),
    )
    rows = _there(Service, services, lock, "topics", "areas", "organisation")
    elsewhere = _named_only(services, made)
    for record in services:
        _plan_service(record, rows, elsewhere, known, for_new, made)
    return made


def _organisations(records: list[Record], made: Plan) -> Iterator[Record]:
    """Each once: those that stand for themselves first, then those inside services, where less may
    be said of them.
    """
    inside = [
        Record(schema.ORGANISATION, f"{one.where}.organization", one.told["organization"])
        for one in records
        if one.kind == schema.SERVICE and "organization" in one.told
    ]
    seen: dict[UUID, Record] = {}
    alone = [one for one in records if one.kind == schema.ORGANISATION]
    for number, record in enumerate([*alone, *inside]):
        first = seen.setdefault(UUID(record.told["id"]), record)
        if first is record:
            yield record
        elif first.told["name"] != record.told["name"]:
            made.findings.append(record.wrong("two_names", "name", first=first.where))
        elif number < len(alone) and first.told != record.told:
            made.findings.append(record.wrong("two_records", "id", first=first.where))


def _there(model, records: list[Record], lock: bool, *beside: str) -> dict[UUID, Model]:
    ids = {UUID(one.told["id"]) for one in records}
    rows = model.objects.filter(hsds_id__in=ids) if len(ids) < 500 else model.objects.all()
    if lock:
        rows = rows.select_for_update(of=("self",))
    return {row.hsds_id: row for row in rows.prefetch_related(*beside)}


def _plan_organisation(record, there, for_new: ForNew, made: Plan) -> None:
    taken, hsds_id = taking_in.organisation(record), UUID(record.told["id"])
    made.findings += taken.wrong
    row = there.get(hsds_id) or Organisation(hsds_id=hsds_id)
    if row._state.adding:
        taken.values |= _of_a_new_one(record, for_new)
    made.organisations[hsds_id] = _compared(row, record, taken)


def _of_a_new_one(record: Record, for_new: ForNew) -> dict:
    """It is not in use: nobody is asked to help before somebody has looked at it."""
    attributes = record.told.get("attributes", [])
    kind, secrecy = own.value(attributes, own.KIND), own.value(attributes, own.SECRECY)
    return {
        "kind": kind if kind in Kind.values else for_new.kind,
        "secrecy": secrecy if secrecy in Organisation.Secrecy.values else for_new.secrecy,
        "is_public": own.value(attributes, own.IS_PUBLIC) == own.YES,
        "is_active": False,
    }


def _clashing_names(made: Plan) -> Iterator[Finding]:
    """A name is there once: two of one name would be mistaken for each other."""
    taken = dict(Organisation.objects.values_list("name", "hsds_id"))
    for hsds_id, one in made.organisations.items():
        name = one.record.told["name"].strip()
        if taken.setdefault(name, hsds_id) != hsds_id:
            yield one.record.wrong("name_taken", "name")


def _named_only(services: list[Record], made: Plan) -> dict[UUID, Organisation]:
    """Organisations of ours that a service only names by their id."""
    ids = {UUID(one.told["organization_id"]) for one in services if "organization_id" in one.told}
    rows = Organisation.objects.filter(hsds_id__in=ids - made.organisations.keys())
    return {row.hsds_id: row for row in rows}


def _plan_service(record, rows, elsewhere, known, for_new: ForNew, made: Plan) -> None:
    hsds_id = UUID(record.told["id"])
    if hsds_id in made.services:
        made.findings.append(record.wrong("twice", "id", first=made.services[hsds_id].record.where))
        return
    by = record.told.get("organization", {}).get("id") or record.told.get("organization_id")
    by = by and UUID(by)
    planned = made.organisations.get(by)
    organisation = planned.row if planned else elsewhere.get(by)
    row = rows.get(hsds_id)
    if row is None:
        row = Service(hsds_id=hsds_id, organisation=organisation)
    if organisation is None and row._state.adding:
        made.findings.append(record.wrong("no_organisation", "organization", named=bool(by)))
        return
    if by and row.organisation.hsds_id != by:
        made.findings.append(record.wrong("moved", "organization"))
        return
    taken = taking_in.service(record, known)
    made.findings += [*taken.wrong, *taking_in.wrong_ages(record, taken, row)]
    if row._state.adding:
        taken.values |= {"is_open": for_new.opens} | taken.if_new
    made.services[hsds_id] = _compared(row, record, taken)


def _compared(row, record: Record, taken: Taken) -> Planned:
    """What of it is new. What the file does not say, and texts in other languages, stay."""
    is_new = row._state.adding
    values = {name: _whole(row, name, value) for name, value in taken.values.items()}
    carried = row.carried | taken.carried
    if _told(carried) != _told(row.carried) or (is_new and carried):
        values[ONLY_KEPT] = carried
    now = {name: _standing(row, name) for name in values}
    after = {name: value for name, value in values.items() if is_new or value != now[name]}
    many = {}
    for name, pks in taken.many.items():
        if is_new or pks != sorted(one.pk for one in getattr(row, name).all()):
            many[name] = pks
    state = State.NEW if is_new else State.CHANGED if after or many else State.SAME
    before = {} if is_new else {name: now[name] for name in after}
    return Planned(row, record, state, before, after, many, taken.notes)


def _standing(row, name: str):
    """Languages in another order are no change: a file gives them in the order of the list."""
    value = getattr(row, name)
    return in_order(value) if name == "languages" else value


def _whole(row, name: str, value):
    """What is said here in another language alone stands as the first one's in our own file: read
    again, it does not become that.
    """
    if not isinstance(row._meta.get_field(name), LocalText):
        return value
    now, first = getattr(row, name), settings.LANGUAGE_CODE
    if first not in now and value.get(first) == first_text(now):
        value = {code: text for code, text in value.items() if code != first}
    return now | value


def _told(carried: dict) -> dict:
    return {name: value for name, value in carried.items() if name != NOT_A_CHANGE}
