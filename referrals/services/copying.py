"""Steps: a copy of a public document, for whoever wants one and need not say who (TF 2:15, 2:18).

It holds the texts that are given, without the words that are removed, and nothing else: not who
was told what, not who has looked, not how many texts there are, not in which language somebody
wrote. For whoever is told about themselves it is compiling.py that puts it together.
"""

from django.utils import timezone, translation

from intake.models import Extract, WithholdingGround
from intake.services.extracting import Part, Section
from partners.models import Municipality
from referrals.services import compiling, describing
from referrals.services.choosing import LOG, NOTHING, chosen
from referrals.services.compiling import Content, language_of

FORMAT = "lotsen-copy-1"


def surroundings(extract: Extract) -> Content:
    """A number and the day on which it was asked for."""
    if not extract.is_copy:
        return compiling.surroundings(extract)
    return {
        "format": FORMAT,
        "language": language_of(extract),
        "controller": Municipality.objects.values_list("name", flat=True).first() or "",
        "reference": extract.help_request.reference,
        "asked_on": extract.asked_on.isoformat(),
        "as_of": describing.moment(extract.checked_at),
    }


def content(extract: Extract, around: Content, parts: list[Part]) -> Content:
    if not extract.is_copy:
        return compiling.content(extract, around, parts)
    with translation.override(language_of(extract)):
        told = [part for part in parts if not part.fixed and _is_given(part, extract)]
        texts = [_unnamed(compiling.given(part, extract)) for part in told if not part.is_file]
        files = [compiling.enclosed(part, extract) for part in told if part.is_file]
        return around | {"texts": texts, "files": files, "left_out": _grounds(extract)}


def _is_given(part: Part, extract: Extract) -> bool:
    return chosen(extract)[part.place]["give"] != NOTHING


def _unnamed(text: dict) -> dict:
    """Its label could say which partner was told; the heading says what kind of text it is."""
    return text | {"label": str(Section(text["section"]).label)}


def _grounds(extract: Extract) -> list[str]:
    """By which provisions something is left out. Never how much."""
    grounds = WithholdingGround.in_force(timezone.localdate())
    codes = {one["ground"] for place, one in chosen(extract).items() if place != LOG}
    return sorted(grounds[code].paragraph for code in codes if code in grounds)
