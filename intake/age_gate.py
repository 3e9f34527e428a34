"""May an open service begin for somebody of this age? (SoL 21:2; pure, so that a table can try it.)

Under 15 every guardian says yes. From 15 the young person's own yes is enough, if it is suitable.
An unknown age counts as under 15. Where the law is unclear the municipality may have decided to
read it less carefully (GreyZone); even then one no stops it.
"""

from collections.abc import Collection
from enum import StrEnum

UNDER_15 = ("unknown", "under_12", "12_14")
FROM_12 = "12_14"
ONE_TALK, ONE_GUARDIAN = "one_talk", "one_guardian"
FROM_15 = "15_17"
GUARDIANS = ("first", "second", "only")
YEARS = {
    "under_12": (0, 11), "12_14": (12, 14), "15_17": (15, 17), "18_24": (18, 24),
    "25_64": (25, 64), "65_plus": (65, 999),
}  # fmt: skip


class Verdict(StrEnum):
    OPEN = "open"
    NEEDS_GUARDIANS = "needs_guardians"
    REFUSED = "refused"
    NEEDS_OWN_YES = "needs_own_yes"
    OWN_NO = "own_no"


def verdict(
    age_band: str, answers: dict[str, bool], *, allowed: Collection[str] = (),
    is_one_talk: bool = False,
) -> Verdict:  # fmt: skip
    """*answers*: the latest yes or no of each who was asked. *allowed*: of what is unclear in law.

    *is_one_talk*: advice, one single time, and nothing has begun because of the request before.
    """
    if age_band in UNDER_15:
        found = _of_guardians(answers, one_is_enough=ONE_GUARDIAN in allowed)
        may_talk_once = is_one_talk and age_band == FROM_12 and ONE_TALK in allowed
        is_open = found == Verdict.NEEDS_GUARDIANS and may_talk_once
        return Verdict.OPEN if is_open else found
    if age_band != FROM_15:
        return Verdict.OPEN
    if "young" in answers:
        return Verdict.OPEN if answers["young"] else Verdict.OWN_NO
    return Verdict.OPEN if _of_guardians(answers) == Verdict.OPEN else Verdict.NEEDS_OWN_YES


def _of_guardians(answers: dict[str, bool], *, one_is_enough: bool = False) -> Verdict:
    """One no stops it, whatever the other says: neither guardian decides alone."""
    if any(answers.get(who) is False for who in GUARDIANS):
        return Verdict.REFUSED
    if one_is_enough and any(answers.get(who) for who in GUARDIANS):
        return Verdict.OPEN
    both = answers.get("first") and answers.get("second")
    return Verdict.OPEN if both or answers.get("only") else Verdict.NEEDS_GUARDIANS


def is_meant_for(age_band: str, from_age: int, to_age: int) -> bool:
    """Whether somebody of this age band can be within the ages of a service."""
    first, last = YEARS.get(age_band, (0, 999))
    return first <= to_age and from_age <= last
