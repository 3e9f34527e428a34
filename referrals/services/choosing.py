"""Steps: what is given of each text, and what is left out on which ground – counted, not hidden.

A choice holds numbers of words and codes of grounds, never a word.
"""

from collections import Counter
from dataclasses import dataclass
from hashlib import sha256

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit import chain
from audit.deeds import TOLD
from audit.models import Event
from intake import redacting
from intake.models import OWN, Claimant, WithholdingGround
from intake.services import extracting as own
from intake.services.extracting import DRAFT, OTHER_PERSON, Part
from partners.models import said
from referrals.models import Referral

WHOLE, PARTS, NOTHING = "whole", "parts", "nothing"
WAYS = (WHOLE, PARTS, NOTHING)
BECAME = ("helprequest.hand_over",)
LOG = "log"  # where the choice about the lines of the log is kept

UNDECIDED = _("Say for each text whether it is given.")
NO_GROUND = _("Choose on which ground it is left out.")
NO_WORD = _("Mark the words that are left out, or give it whole, or not at all.")


@dataclass(frozen=True)
class Choice:
    """About one text: given whole, without the words *gone*, or not at all – on which ground."""

    give: str
    gone: list[int]
    ground: str

    @property
    def leaves_out(self) -> bool:
        return self.give != WHOLE

    def kept(self) -> dict:
        gone = sorted(set(self.gone)) if self.give == PARTS else []
        return {"give": self.give, "gone": gone, "ground": self.ground if self.leaves_out else ""}


def proposed(part: Part, names: list[str]) -> Choice:
    """What the check screen begins with: their own words are given; names at work are marked."""
    kept_from = redacting.naming(part.text, names) if part.by_us else []
    return Choice("" if part.by_us else WHOLE, kept_from, "")


def fingerprint(parts: list[Part]) -> str:
    """The same as long as nothing is written, changed or taken away, and nothing else is shut: of
    sealed bytes.
    """
    now = {part.place: part.sealed + part.fixed for part in parts}
    return sha256(chain.canonical(now)).hexdigest()


def require_decided(choices: dict[str, Choice], parts: list[Part]) -> None:
    """About every text there is, on grounds that are in force."""
    asked = {part.place for part in parts if not part.fixed}
    if set(choices) - {LOG} != asked or any(one.give not in WAYS for one in choices.values()):
        raise ValidationError(UNDECIDED, code="undecided")
    if any(choices[part.place].give == PARTS for part in parts if part.is_file):
        raise ValidationError(UNDECIDED, code="undecided")  # half a picture is no picture
    grounds = {one.ground for one in choices.values() if one.leaves_out}
    if grounds - set(WithholdingGround.in_force(timezone.localdate())):
        raise ValidationError(NO_GROUND, code="no_ground")
    if any(one.give == PARTS and not one.gone for one in choices.values()):
        raise ValidationError(NO_WORD, code="no_word")


def lines_of(help_request, until) -> list[Event]:
    """What the person is told of the log, until a moment; newest first."""
    events = Event.objects.filter(TOLD, subject=help_request.subject, at__lte=until)
    events = events.filter(link__isnull=False)
    return list(events.select_related("link").defer("header", "salt").order_by("-pk"))


def is_never_told(event: Event, claimant: str) -> bool:
    """That it became a concern is told to whoever wrote, and to nobody else from here. Whoever
    wants a public document is told nothing of the log.
    """
    if claimant == Claimant.ANYONE:
        return True
    return claimant not in OWN and (event.deed in BECAME or event.purpose == "concern")


def left_out_lines(extract) -> set[int]:
    until = extract.checked_at or timezone.now()
    never = {
        event.link.number for event in lines_of(extract.help_request, until)
        if is_never_told(event, extract.claimant)
    }  # fmt: skip
    return never | set(chosen(extract).get(LOG, {}).get("gone", []))


def chosen(extract) -> dict:
    return extract.choices.get("of", {})


def counted(extract, parts: list[Part]) -> list[dict]:
    """What is left out is counted, with the provision; never what it was."""
    choices, found = chosen(extract), Counter()
    found.update(part.fixed for part in parts if part.fixed)
    found.update(one["ground"] for place, one in choices.items() if place != LOG and one["ground"])
    marked = set(choices.get(LOG, {}).get("gone", []))
    found[choices.get(LOG, {}).get("ground", "") or OTHER_PERSON] += len(marked)
    found[OTHER_PERSON] += len(left_out_lines(extract) - marked)
    found[DRAFT] += _drafts(extract.help_request)
    found[OTHER_PERSON] += own.count_concerns(extract.help_request)
    grounds = WithholdingGround.in_force(timezone.localdate())
    return [
        {
            "provision": grounds[code].paragraph if code in grounds else "",
            "title": said(grounds[code].title) if code in grounds else code, "count": count,
        }
        for code, count in sorted(found.items()) if count
    ]  # fmt: skip


def _drafts(help_request) -> int:
    return Referral.objects.filter(help_request=help_request, sent_at__isnull=True).count()
