"""HOW EACH KIND OF RECORD IS HELD AND DESTROYED, one entry a kind."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Model

from audit.models import ErasureKind
from config.retention.own import EVERY
from config.retention.services import own_records
from intake.models import ConcernReport, HelpRequest
from intake.services import erasing as of_intake
from referrals.services import erasing as of_requests


@dataclass(frozen=True)
class Way:
    """*held*: by its name in the trail, for nobody else to change meanwhile. *words_of*: the names
    of all that goes. *destroy* says how many went, and the commitments of their keys.
    """

    erasure: ErasureKind
    held: Callable[[str], Model]
    words_of: Callable[[Model], dict[str, list[str]]]
    destroy: Callable[..., tuple[dict[str, int], list[str]]]


WAYS = {
    HelpRequest: Way(
        ErasureKind.REQUEST, of_requests.held, of_requests.words_of, of_requests.destroy
    ),
    ConcernReport: Way(
        ErasureKind.CONCERN, of_intake.held_report, of_intake.words_of_report,
        of_intake.destroy_report,
    ),
} | {
    own.model: Way(own.erasure, own_records.held, own_records.words_of, own_records.destroy)
    for own in EVERY
}  # fmt: skip
MODELS = {model._meta.label_lower: model for model in WAYS}


def held(about: str) -> Model:
    return WAYS[MODELS[about.partition("/")[0]]].held(about)
