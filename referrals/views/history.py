"""What has happened with a referral, told from the trail: deeds and sides, no words."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from audit import trail
from audit.actors import CLOCK
from audit.models import Event
from audit.wording import WORDS
from partners.models import Organisation

ALSO = {"referral.hand_to_lead": _("Our team lead took over")}
LEFT_OUT = (
    "referral.opened", "referral.envelope", "referral.rules", "referral.wishes", "referral.revise",
    "referral.basis", "referral.write",
)  # fmt: skip


@dataclass(frozen=True)
class Happening:
    title: str
    when: datetime
    who: str


def of(referral) -> list[Happening]:
    """From the first draft on. Readings are in the log, not here."""
    rows = Event.objects.filter(about=trail.name_of(referral), deed__startswith="referral.")
    events = rows.exclude(deed__in=LEFT_OUT).order_by("pk")
    names = {str(pk): name for pk, name in Organisation.objects.values_list("pk", "name")}
    words = WORDS | ALSO
    return [
        Happening(words[event.deed], event.at, _side(event, names))
        for event in events
        if event.deed in words
    ]


def _side(event, names) -> str:
    if event.actor == CLOCK.name:
        return str(_("by itself"))
    if event.role == "resident":
        return str(_("the person"))
    return names.get(event.organisation, "")
