"""Requests that are joined are one to work with, and are kept and disposed of as one.

What one of them would be kept for keeps them all: the rule is that of the one that leads, counted
from the last note in any of them.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from django.db.models import Q

from config.retention import due
from intake.models import BirthDay, HelpRequest

STRONGEST = (BirthDay.RESEARCH, BirthDay.OTHER, BirthDay.NOBODY)


def as_one(rows: Iterable, others: Callable[[Q], Iterable]) -> Iterator:
    """*rows* with the facts of all that they are joined with; *others* fetches those beside."""
    rows, groups = list(rows), _groups()
    facts = {row.about: row.facts for row in rows}
    needed = {about for row in rows for about in groups.get(row.about, ())} - set(facts)
    keys = [about.partition("/")[2] for about in needed]
    facts |= {row.about: row.facts for row in others(Q(pk__in=keys))} if keys else {}
    for row in rows:
        together = groups.get(row.about)
        yield replace(row, facts=_of_all([facts[one] for one in together])) if together else row


def of_several(births: list[dict]) -> dict:
    """What any of them knows that keeps it longest."""
    days = {one["birth_day"] for one in births}
    told = [one["birth_year"] for one in births if one["birth_year"]]
    return {
        "birth_day": next((day for day in STRONGEST if day in days), BirthDay.UNKNOWN),
        "birth_year": max(told, default=None),
        "kept_for": next((one["kept_for"] for one in births if one["kept_for"]), ""),
    }


def _groups() -> dict[str, list[str]]:
    """By the trail's name of each: the one that leads, then what is joined to it."""
    label, groups = HelpRequest._meta.label_lower, {}
    joined = HelpRequest.objects.filter(joined_to__isnull=False).order_by()
    for pk, lead in sorted(joined.values_list("pk", "joined_to")):  # few: no index gives an order
        groups.setdefault(f"{label}/{lead}", [f"{label}/{lead}"]).append(f"{label}/{pk}")
    return {about: members for members in groups.values() for about in members}


def _of_all(facts: list[due.Facts]) -> due.Facts:
    births = [
        {"birth_day": one.birth_day, "birth_year": one.birth_year, "kept_for": one.kept_for}
        for one in facts
    ]
    return replace(
        facts[0],
        last_note=max(one.last_note for one in facts),
        held_until=max((one.held_until for one in facts if one.held_until), default=None),
        **of_several(births),
    )
