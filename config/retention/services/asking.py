"""What the rules cannot answer is shown to a human, and kept until somebody has."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone

from audit import guard, trail
from config.retention.due import Facts, Verdict
from config.retention.own import EVERY
from config.retention.services import knowing
from config.retention.services.knowing import Known
from intake import rights
from intake.models import ConcernReport, HelpRequest

# Of each kind: who opens the page where it is said how long one is kept.
PAGES = {
    HelpRequest: (rights.ERASE, "desk:retention"),
    ConcernReport: (rights.READ_CONCERN, "desk:concern_retention"),
} | {own.model: (own.right, own.page) for own in EVERY}


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
    for model, (right, page) in PAGES.items():
        label = model._meta.label_lower
        keys = [about.partition("/")[2] for about in abouts if about.startswith(f"{label}/")]
        if keys and by.has_perm(right):
            rows = model.objects.visible_to(by).filter(pk__in=keys)
            for pk in rows.values_list("pk", flat=True):
                found[f"{label}/{pk}"] = reverse(page, args=[pk])
    return found
