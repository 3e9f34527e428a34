"""What the rules cannot answer is shown to a human, and kept until somebody has."""

from dataclasses import dataclass

from django.utils import timezone

from audit import guard, trail
from config.retention.due import Facts, Verdict
from config.retention.services import knowing
from config.retention.services.knowing import Known
from config.retention.services.listing import MODELS
from intake import rights
from intake.models import ConcernReport


@dataclass(frozen=True)
class Question:
    """One row that is old enough, and what is not known of it."""

    pk: str
    reference: str
    is_concern: bool
    facts: Facts
    verdict: Verdict


@trail.act
def questions(*, by) -> tuple[Known, list[Question]]:
    """Those within reach, the oldest first."""
    guard.require(by, rights.ERASE)
    known = knowing.known(timezone.localdate())
    asked = [
        _question(row, verdict) for row, verdict in knowing.old_enough(known)
        if verdict.asks(known.day)
    ]  # fmt: skip
    reached = _within_reach(asked, by)
    mine = sorted((one for one in asked if one.pk in reached), key=lambda one: one.verdict.day)
    trail.record(by, "disposal.questions", "retention.disposal/list", count=len(mine))
    return known, mine


def _question(row, verdict: Verdict) -> Question:
    label, _slash, pk = row.about.partition("/")
    return Question(pk, row.reference, MODELS[label] is ConcernReport, row.facts, verdict)


def _within_reach(asked: list[Question], by) -> set[str]:
    found: set[str] = set()
    for model in MODELS.values():
        keys = [one.pk for one in asked if one.is_concern == (model is ConcernReport)]
        if model is not ConcernReport or by.has_perm(rights.READ_CONCERN):
            rows = model.objects.visible_to(by).filter(pk__in=keys)
            found |= {str(pk) for pk in rows.values_list("pk", flat=True)}
    return found
