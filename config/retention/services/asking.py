"""What the rules cannot answer is shown to a human, and kept until somebody has."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone

from audit import guard, trail
from config.retention.due import Facts, Verdict
from config.retention.services import knowing
from config.retention.services.knowing import Known
from config.retention.services.listing import MODELS
from intake import rights
from intake.models import ConcernReport, HelpRequest

PAGES = {HelpRequest: "desk:retention", ConcernReport: "desk:concern_retention"}


@dataclass(frozen=True)
class Question:
    """One row that is old enough, and what is not known of it."""

    about: str
    reference: str
    facts: Facts
    verdict: Verdict
    url: str = ""


@trail.act
def questions(*, by) -> tuple[Known, list[Question]]:
    """Those within reach, the oldest first."""
    guard.require(by, rights.ERASE)
    known = knowing.known(timezone.localdate())
    asked = [
        (row, verdict) for row, verdict in knowing.old_enough(known) if verdict.asks(known.day)
    ]  # fmt: skip
    reached = pages_of([row.about for row, _verdict in asked], by)
    mine = [
        Question(row.about, row.reference, row.facts, verdict, reached[row.about])
        for row, verdict in sorted(asked, key=lambda pair: pair[1].day) if row.about in reached
    ]  # fmt: skip
    trail.record(by, "disposal.questions", "retention.disposal/list", count=len(mine))
    return known, mine


# --- Steps --------------------------------------------------------------------------------------


def pages_of(abouts: list[str], by) -> dict[str, str]:
    """Where it is said how long each is kept, of those within reach."""
    found: dict[str, str] = {}
    for label, model in MODELS.items():
        keys = [about.partition("/")[2] for about in abouts if about.startswith(f"{label}/")]
        if model is not ConcernReport or by.has_perm(rights.READ_CONCERN):
            rows = model.objects.visible_to(by).filter(pk__in=keys)
            for pk in rows.values_list("pk", flat=True):
                found[f"{label}/{pk}"] = reverse(PAGES[model], args=[pk])
    return found
