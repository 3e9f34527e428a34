"""What the published schema says: names, types, formats and what is required (schema.json)."""

import json
import re
from datetime import datetime
from functools import cache
from math import isfinite
from pathlib import Path
from urllib.parse import urlsplit

from jsonschema import Draft202012Validator, FormatChecker

VERSION = "3.2"
DEFINED = json.loads(Path(__file__).with_name("schema.json").read_text())["$defs"]
SERVICE, ORGANISATION = "service", "organization"

# Names of people, and who changed what. An organisation is asked as a whole, never a person in it.
PEOPLE = {"contacts", "metadata", "assurer_email", "attention"}

DEEPEST = 40
UNFIT = re.compile("[\x00\ud800-\udfff]")

FORMATS = FormatChecker(formats=("uuid", "email"))


@FORMATS.checks("uri", raises=ValueError)
def _is_uri(value) -> bool:
    return not isinstance(value, str) or bool(urlsplit(value).scheme)


@FORMATS.checks("date-time", raises=ValueError)
def _is_moment(value) -> bool:
    return not isinstance(value, str) or ("T" in value and bool(datetime.fromisoformat(value)))


@cache
def validator(kind: str) -> Draft202012Validator:
    whole = {"$ref": f"#/$defs/{kind}", "$defs": DEFINED}
    return Draft202012Validator(whole, format_checker=FORMATS)


def names(kind: str) -> set[str]:
    return set(DEFINED[kind]["properties"])


def one_to_one(kind: str, told: dict) -> dict:
    """Without its lists, as the pages of a list give it."""
    return {
        name: one_to_one(name, value) if isinstance(value, dict) and name in DEFINED else value
        for name, value in told.items()
        if not isinstance(value, list)
    }


def published(kind: str, told: dict) -> dict:
    """Only what the schema knows, and nobody's name: what else a file said stays in the house."""
    return known(kind, told, but=PEOPLE)


def known(kind: str, told: dict, *, but=frozenset()) -> dict:
    """Only what the schema knows: what anybody may have added to it is left out, however deep."""
    rules = DEFINED[kind]["properties"]
    return {
        name: _inside(rules[name], value, but)
        for name, value in told.items()
        if name in rules and name not in but
    }


def _inside(rule: dict, value, but):
    if "$ref" in rule:
        return known(_kind(rule), value, but=but)
    if "items" in rule:
        return [known(_kind(rule["items"]), one, but=but) for one in value]
    return value


def _kind(rule: dict) -> str:
    return rule["$ref"].rpartition("/")[2]


def without_people(told):
    """The same, but for people's names, however deep they stand."""
    if isinstance(told, list):
        return [without_people(one) for one in told]
    if isinstance(told, dict):
        return {name: without_people(one) for name, one in told.items() if name not in PEOPLE}
    return told


def is_fit(told) -> bool:
    """Whether a database can keep it: no nought, no half of a pair, nothing endless or too deep."""
    waiting = [(told, 0)]
    while waiting:
        one, depth = waiting.pop()
        if depth > DEEPEST or not _is_fit_by_itself(one):
            return False
        inside = [*one.keys(), *one.values()] if isinstance(one, dict) else one
        if isinstance(one, dict | list):
            waiting += [(part, depth + 1) for part in inside]
    return True


def _is_fit_by_itself(value) -> bool:
    if isinstance(value, float):
        return isfinite(value)
    return not isinstance(value, str) or not UNFIT.search(value)
