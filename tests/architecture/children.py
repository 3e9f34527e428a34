"""What the town knows of children: a request that was taken back, a talk, a decision."""

from datetime import date

from audit import trail
from audit.actors import ANYBODY
from audit.vault import receipts
from intake.models import About, AgeBand, Channel
from intake.services import (
    admitting,
    calling_for_inquiry,
    deciding_on_guardians,
    reading,
    receiving,
    talking_with_child,
    triaging,
    withdrawing,
)
from partners.models import Area

TALK = {
    "held_on": "2026-01-08", "form": "meeting", "place": "school", "present": ["alone"],
    "interpreted": "not_needed", "told": ["why"], "understood": "yes", "said": "Hemma bråkar de.",
}  # fmt: skip
DECISION = {
    "guardian": "second", "decides": "partly", "harm": "none", "heard": "agrees",
    "shown": ["story", "child"], "reasons": "Barnet vill att hon får veta.",
}  # fmt: skip


def some(area: str, by) -> None:
    _taken_back(area, by)
    told = receiving.submit(
        by=ANYBODY, ticket=receipts.new_ticket(), channel=Channel.WEB, about=About.SELF,
        story="Kan jag få prata med någon?", age_band=AgeBand.FROM_12,
        area=Area.objects.get(code=area),
    )  # fmt: skip
    row = triaging.take(told.help_request.pk, by=by)
    day = date.fromisoformat(TALK["held_on"])
    talking_with_child.note_talk(row.pk, by=by, **TALK | {"held_on": day})
    deciding_on_guardians.decide(row.pk, by=by, **DECISION)
    calling_for_inquiry.call_for_inquiry(row.pk, by=by)


def _taken_back(area: str, by) -> None:
    told = receiving.submit(
        by=ANYBODY, ticket=receipts.new_ticket(), channel=Channel.WEB, about=About.SELF,
        story="Glöm det jag skrev.", age_band=AgeBand.FROM_12, area=Area.objects.get(code=area),
    )  # fmt: skip
    reading.begin(told.help_request.pk, purpose="triage", by=by)
    resident = admitting.admit(told.code)
    trail.act(lambda: withdrawing.end(withdrawing.hold(resident), by=resident))()
