"""What the town knows of children: a request that was taken back."""

from audit import trail
from audit.actors import ANYBODY
from audit.vault import receipts
from intake.models import About, AgeBand, Channel
from intake.services import admitting, reading, receiving, withdrawing
from partners.models import Area


def some(area: str, by) -> None:
    told = receiving.submit(
        by=ANYBODY, ticket=receipts.new_ticket(), channel=Channel.WEB, about=About.SELF,
        story="Glöm det jag skrev.", age_band=AgeBand.FROM_12, area=Area.objects.get(code=area),
    )  # fmt: skip
    reading.begin(told.help_request.pk, purpose="triage", by=by)
    resident = admitting.admit(told.code)
    trail.act(lambda: withdrawing.end(withdrawing.hold(resident), by=resident))()
