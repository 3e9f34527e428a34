"""Steps: which draft goes when a text is sent. Never one that says something else.

The same page can stand open in two windows, and a colleague's lost afternoon begins with the
older one being sent. So a draft goes with what is sent if the page began with it, or if
every word of it was sent. Another one stays a draft, and its author is told.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from audit import vault
from audit.vault import Erased
from intake import words
from intake.drafts import Writing
from intake.models import Draft

PURPOSE = "draft"

ANOTHER = _(
    "You have written another text for this in a newer window, and could not reach it afterwards. "
    "Nothing was sent. Open this page in a new window to see it; what you wrote here stays."
)


@dataclass
class Window:
    """A page that something is sent from: the draft it knows, and another one that was left."""

    draft: str
    left: Draft | None = None


_window: ContextVar[Window | None] = ContextVar("window", default=None)


@contextmanager
def sent_from(draft: str) -> Iterator[Window]:
    """In this block something is sent from a page that knows *draft*: its key, "" for none."""
    window = Window(draft)
    token = _window.set(window)
    try:
        yield window
    finally:
        _window.reset(token)


def goes(draft: Draft, sent: dict[str, str], *, writing: Writing, by) -> bool:
    """Does *draft* go with what is *sent*? Raises ValidationError where it may not stay either."""
    window = _window.get() or Window("")
    if window.draft == str(draft.pk) or _is_all_in(draft, sent, by=by):
        return True
    if writing.is_last:
        raise ValidationError(ANOTHER, code="another_draft")
    window.left = draft
    return False


def _is_all_in(draft: Draft, sent: dict[str, str], *, by) -> bool:
    try:
        texts = json.loads(vault.unseal(draft, "text", by=by, purpose=PURPOSE))
    except Erased:  # its key did not come back with a backup: nothing is left of it
        return True
    return all(text.strip() in words.cleaned(sent.get(name) or "") for name, text in texts.items())
