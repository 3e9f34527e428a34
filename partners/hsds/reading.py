"""A file is read to its end, and everything that is wrong in it is found: as codes, not as words.

A file may be one record, a list, a page of an API (contents), or services and organizations
beside each other, as we give them out.
"""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field

from partners.hsds import schema

MOST_RECORDS, MOST_FINDINGS = 20_000, 50_000
LISTS = {"services": schema.SERVICE, "organizations": schema.ORGANISATION, "contents": None}
OF_SERVICES = schema.names(schema.SERVICE) - schema.names(schema.ORGANISATION)
OF_ORGANISATIONS = schema.names(schema.ORGANISATION) - schema.names(schema.SERVICE)
SHOWN, UNKNOWN_SIGN = 60, "\N{REPLACEMENT CHARACTER}"  # characters of a name


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong: where it stands in the file, in which record, and what it is."""

    code: str
    where: str = ""
    record: str = ""
    facts: dict = field(default_factory=dict)

    def kept(self) -> dict:
        return asdict(self)


@dataclass(frozen=True)
class Record:
    kind: str
    where: str
    told: dict

    @property
    def name(self) -> str:
        """As it is kept with what is wrong: also of a record that cannot be kept itself."""
        known = self.told.get("name") or self.told.get("id")
        return schema.UNFIT.sub(UNKNOWN_SIGN, known[:SHOWN]) if isinstance(known, str) else ""

    def wrong(self, code: str, field: str = "", **facts) -> Finding:
        return Finding(code, f"{self.where}.{field}" if field else self.where, self.name, facts)


@dataclass(frozen=True)
class Reading:
    """What is in a file. *records*: those in which nothing is wrong; *count*: all of them."""

    records: list[Record] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    count: int = 0


def read(raw: bytes) -> Reading:
    """The records of a file, and what is wrong with each. Beyond MOST_FINDINGS it stops."""
    try:
        whole = json.loads(raw, parse_constant=_refuse)
    except UnicodeDecodeError:
        return Reading(findings=[Finding("encoding")])
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", 0)
        return Reading(findings=[Finding("no_json", facts={"line": line} if line else {})])
    records, findings, count = [], [], 0
    for found in _found(whole):
        if isinstance(found, Finding):
            findings.append(found)
            continue
        if count == MOST_RECORDS:
            return Reading(findings=[Finding("too_many", facts={"most": MOST_RECORDS})])
        wrong, count = list(check(found)), count + 1
        findings += wrong
        if not wrong:
            records.append(found)
        if len(findings) >= MOST_FINDINGS:
            more = Finding("many_more", facts={"most": MOST_FINDINGS})
            return Reading(findings=[more, *findings[:MOST_FINDINGS]])
    if not count and not findings:
        findings = [Finding("empty")]
    return Reading(records, findings, count)


def parse(raw: bytes) -> list[Record]:
    """The records of a file in which nothing was found wrong before."""
    return [found for found in _found(json.loads(raw)) if isinstance(found, Record)]


def _refuse(constant):
    raise ValueError(constant)


def _found(whole) -> Iterator[Record | Finding]:
    if isinstance(whole, dict) and "id" not in whole and LISTS.keys() & whole.keys():
        for name, kind in LISTS.items():
            if name in whole:
                yield from _listed(whole[name], name, kind)
    else:
        yield from _listed(whole if isinstance(whole, list) else [whole], "", None)


def _listed(entries, before: str, kind: str | None) -> Iterator[Record | Finding]:
    if not isinstance(entries, list):
        yield Finding("type", before, facts={"expected": "array"})
        return
    for number, told in enumerate(entries):
        where = f"{before}[{number}]"
        if not isinstance(told, dict):
            yield Finding("type", where, facts={"expected": "object"})
        else:
            yield from _record(kind or _kind_of(told), where, told)


def _record(kind: str, where: str, told: dict) -> Iterator[Record | Finding]:
    """An organisation, and the services that stand inside it as some write them."""
    inside = told.get("services") if kind == schema.ORGANISATION else None
    if isinstance(inside, list):
        told = {name: value for name, value in told.items() if name != "services"}
        inside = [
            {"organization_id": told.get("id"), **one} if isinstance(one, dict) else one
            for one in inside
        ]
        yield Record(kind, where, told)
        yield from _listed(inside, f"{where}.services", schema.SERVICE)
    else:
        yield Record(kind, where, told)


def _kind_of(told: dict) -> str:
    """Of two kinds in one list: a service has a state, and much else that no organisation has."""
    is_organisation = OF_ORGANISATIONS & told.keys() or "description" in told
    if is_organisation and not OF_SERVICES & told.keys():
        return schema.ORGANISATION
    return schema.SERVICE


def check(record: Record) -> Iterator[Finding]:
    """What the published schema, or a database, would refuse in it."""
    if not schema.is_fit(record.told):
        yield record.wrong("unfit")
        return
    seen = set()
    for error in schema.validator(record.kind).iter_errors(record.told):
        where = record.where + error.json_path.removeprefix("$")
        for code, facts in _said_of(error):
            if (where, code, str(facts)) not in seen:
                seen.add((where, code, str(facts)))
                yield Finding(code, where, record.name, facts)


def _said_of(error) -> Iterator[tuple[str, dict]]:
    if error.validator == "required":
        for name in error.validator_value:
            if name not in error.instance:
                yield "missing", {"name": name}
    elif error.validator == "enum":
        yield "enum", {"expected": list(error.validator_value)}
    else:
        yield error.validator, {"expected": error.validator_value}
