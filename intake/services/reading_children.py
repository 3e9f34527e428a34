"""Read what children have said, and why a guardian is shown this or that."""

from dataclasses import dataclass, field

from audit import guard, trail, vault
from intake import circumstances, rights
from intake.models import ChildTalk, GuardianAccess, HelpRequest


@dataclass(frozen=True)
class Talked:
    talk: ChildTalk
    said: str = field(repr=False)
    why_not_alone: str = field(repr=False)


@dataclass(frozen=True)
class Decided:
    decision: GuardianAccess
    reasons: str = field(repr=False)


@trail.act
def read(pk, *, by, purpose: str) -> tuple[list[Talked], list[Decided]]:
    """For a stated purpose, and all under one line of the log, as the conversation is."""
    rows = circumstances.with_them(HelpRequest.objects.without_words(), by)
    help_request = guard.reach(rows, pk, by=by, right=rights.READ)
    talks = list(help_request.child_talks.select_related("noted_by"))
    decisions = list(help_request.guardian_accesses.select_related("decided_by"))
    places = [(talk, name) for talk in talks for name in ("said", "why_not_alone")]
    places += [(row, "reasons") for row in decisions]
    facts = circumstances.of_request(help_request, by)
    opened = iter(vault.unseal_all(help_request, places, by=by, purpose=purpose, **facts))
    talked = [Talked(talk, next(opened), next(opened)) for talk in talks]
    return talked, [Decided(row, next(opened)) for row in decisions]


def listed(help_request: HelpRequest) -> dict:
    """For a page: codes and days, no words."""
    talks = help_request.child_talks.select_related("noted_by").defer("said", "why_not_alone")
    decisions = help_request.guardian_accesses.select_related("decided_by", "ended_by")
    return {"talks": list(talks), "decisions": list(decisions.defer("reasons"))}
