"""A page that is alike for everybody but in a few places: drawn once, then filled in.

It is drawn for nobody: from a request that says nothing of who visits, with a mark in each place
where something of a visitor's own comes. So nothing of a visitor's can get into what is kept; and
no visitor can write a mark, as each drawing chooses its own by chance. What is kept goes with the
front it shows, after a minute.
"""

import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.html import conditional_escape
from django.utils.translation import get_language

MOST = 64  # drawings of one front; whatever else is asked for is drawn and not kept


@dataclass(frozen=True)
class Drawing:
    """*pieces*: of the page, and between each two of them the name of what comes there."""

    pieces: tuple[str, ...]

    def filled(self, own: dict[str, str]) -> str:
        said = list(self.pieces)
        said[1::2] = [conditional_escape(own[name]) for name in self.pieces[1::2]]
        return "".join(said)


def filled(
    request, template: str, own: dict[str, str], values_of: Callable[[dict], dict], *,
    kept: dict, alike: tuple,
) -> str:  # fmt: skip
    """The page, with what is the visitor's *own* in its places.

    *values_of* is asked for what the template is handed, with a mark in place of each thing that
    is one's own: whatever else it gives must follow from *alike*, the name it is kept under.
    """
    name = (template, get_language(), request.get_host(), *alike)
    drawing = kept.get(name)
    if drawing is None:
        drawing = _drawn(request, template, own, values_of)
        if len(kept) < MOST:
            kept[name] = drawing
    return drawing.filled(own)


def _drawn(request, template: str, own: dict, values_of: Callable[[dict], dict]) -> Drawing:
    marks = {name: f"own{secrets.token_hex(16)}" for name in own}
    page = render_to_string(template, values_of(marks), request=_from_nobody(request.get_host()))
    names = {mark: name for name, mark in marks.items()}
    pieces = re.split(f"({'|'.join(names)})", page)
    missing = names.keys() - {*pieces[1::2]}
    if missing:
        raise LookupError(f"{template} does not show {[names[mark] for mark in missing]} as it is.")
    pieces[1::2] = [names[mark] for mark in pieces[1::2]]
    return Drawing(tuple(pieces))


def _from_nobody(host: str) -> HttpRequest:
    """Without a cookie, an account, a message or anything typed."""
    request = HttpRequest()
    request.META["HTTP_HOST"] = host
    return request
