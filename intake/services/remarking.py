"""What somebody could not use here: sent by anybody, read and dealt with by a team lead."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit import coarse, guard, outbox, trail, vault
from audit.trail import name_of
from audit.vault import shredding
from intake import rights, tickets, words
from intake.models import Remark
from intake.services.routing import team_for

WORDS = ("text", "reply_to")
NOTHING = b""  # not “never written”: the vault says that it is erased
DEALT_WITH = _("Somebody has dealt with this already. The words are gone.")


@tickets.counts_once
@trail.act
def send(*, ticket: str, text: str, by, reply_to: str = "") -> Remark:
    """Anybody says what was in their way, to the leads of the team that takes the rest."""
    digest = tickets.digest(ticket)
    earlier = Remark.objects.filter(ticket=digest).first()
    if earlier:
        return earlier
    team = team_for(None)
    row = Remark(ticket=digest, received_at=coarse.now_for(by), unit_id=team.group_id)
    vault.seal(row, text=words.required(text), reply_to=words.cleaned(reply_to).strip())
    row.save(force_insert=True)
    trail.record(by, "remark.submit", row)
    outbox.post(team, "intake.REMARK", about=row, by=by)
    return row


@trail.act
def read(pk, *, by) -> tuple[Remark, dict[str, str]]:
    """Read one remark, and where an answer is wanted."""
    row = guard.reach(Remark.objects.all(), pk, by=by, right=rights.READ_REMARK)
    if row.dealt_with_at:
        return row, {}
    places = [(row, name) for name in WORDS]
    texts = vault.unseal_all(row, places, by=by, purpose="follow_up")
    return row, dict(zip(WORDS, texts, strict=True))


@trail.act
def deal_with(pk, *, by) -> Remark:
    """It is mended, or answered. The words are destroyed: nobody needs them any more."""
    row = guard.hold(Remark.objects.all(), pk, by=by, right=rights.READ_REMARK)
    if row.dealt_with_at:
        raise ValidationError(DEALT_WITH, code="dealt_with")
    row.dealt_with_at, row.dealt_with_by = timezone.now(), by
    row.text = row.reply_to = NOTHING
    row.save()
    commitments = shredding.shred([name_of(row)])
    trail.record(by, "remark.deal_with", row, letters=commitments)
    return row
