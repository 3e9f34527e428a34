"""What a text sounds like – asked only where the words are in the clear anyway, in the sender's
own request, before they are sealed. It raises and shows numbers; it never blocks, never lowers.
"""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from audit import trail
from intake import tripwire
from intake.models import URGENCY_RANK, Danger, HelpRequest, Urgency
from intake.services import greeting
from intake.services.promising import promise
from partners.models import PhoneNumber

About = PhoneNumber.About
IN_HASTE = (Urgency.NOW, Urgency.SAME_DAY)
RAISED = ("signs", "urgency", "urgency_rank", "promised_at", "set_aside_at", "set_aside_for")

# What the writer is told: why these numbers are here, and which numbers.
TOLD = {
    Danger.LIFE: (
        _("You wrote something that sounds as if somebody may not want to live, or hurts "
          "themselves. You are not alone with it."),
        (About.LIFE,),
    ),
    Danger.VIOLENCE: (
        _("You wrote something that sounds like violence or threats. Nobody may hurt you."),
        (About.VIOLENCE, About.HONOUR),
    ),
    Danger.CHILD: (
        _("You wrote something that sounds as if a child is being harmed. Children have the "
          "right to be safe."),
        (About.HARMED_CHILD, About.CHILDREN),
    ),
    Danger.AFRAID: (
        _("You wrote something that sounds as if you are not safe right now."),
        (About.VIOLENCE,),
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Warning:
    """What one class is told, with the numbers that fit."""

    kind: str
    why: str
    phones: list


def signs_in(text: str) -> tuple[tripwire.Sign, ...]:
    """The classes a text sounds like. A phrase of the house's own that is broken is left out."""
    try:
        return tripwire.weigh(text, greeting.front().own_phrases)
    except tripwire.NotAPattern:
        return tripwire.weigh(text)


def warnings(kinds) -> list[Warning]:
    """What to show whoever wrote it, before and after sending; nothing for the quiet classes."""
    phones = greeting.front().phones
    return [
        Warning(kind, why, [phone for phone in phones if phone.about in abouts])
        for kind, (why, abouts) in TOLD.items()
        if kind in kinds
    ]


def urgency_of(signs, chosen: str) -> str:
    """The more urgent one of what was chosen and what it sounds like."""
    return min([chosen, *(sign.urgency for sign in signs)], key=URGENCY_RANK.get)


# --- Steps: they expect to be inside a use case ------------------------------------------------


def note(row, signs, *, by) -> None:
    """Write down which classes were heard, and with which list of phrases."""
    if signs:
        kinds = "+".join(sign.kind for sign in signs)
        trail.record(
            by, f"{row._meta.model_name}.heed", row, signs=kinds, phrases=tripwire.VERSION
        )  # fmt: skip


def heed(help_request: HelpRequest, text: str, *, by) -> None:
    """A new message: raise the request by what it sounds like, and count its promise anew."""
    signs = signs_in(text)
    if not signs:
        return
    help_request.signs = sorted({*help_request.signs, *(sign.kind for sign in signs)})
    urgency = urgency_of(signs, help_request.urgency)
    if urgency != help_request.urgency:
        help_request.urgency = urgency
        help_request.urgency_rank = URGENCY_RANK[Urgency(urgency)]
        if help_request.first_read_at is None:
            sooner = promise(help_request.received_at, urgency)
            help_request.promised_at = min(help_request.promised_at, sooner)
    if urgency in IN_HASTE:  # whoever may be in danger waits behind nothing
        help_request.set_aside_at, help_request.set_aside_for = None, ""
    help_request.save(update_fields=RAISED)
    note(help_request, signs, by=by)
