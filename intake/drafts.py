"""Where long texts are written by somebody who signs in: each of them can be kept as a draft.

The rule: where more than a sentence is written about what has happened to somebody, what is done,
or why, nothing may be lost by a crash, a lost session or a telephone that rings. So a field of
several lines is named here, or in tests/architecture/test_no_text_is_lost.py with a reason:
residents, of whom nothing is kept that they have not sent; what the house itself says, about
nobody; and where the law forbids to keep it.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from importlib import import_module

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db.models import Model
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from audit.vault import sealed_fields
from intake import rights
from intake.models import ConcernReport, HelpRequest


@dataclass(frozen=True)
class Writing:
    """A page where something is written, known by name.

    *model* is what it is about – nothing, where the row comes to be when it is sent: then the
    draft lies with its author. *fields* are the words of its form. What is chosen there, or
    stated, is no part of a draft: that is done anew. *also_on*: other pages that show the same
    form. *query* belongs to the address. *is_last*: what it is about leaves one's reach when it is
    sent, and another draft of it would lie where nobody finds it. *which*: of several such texts
    about one row, this one, as its address says, too. *shown_on*: the page that its form stands on,
    where it is sent to an address of its own.

    A room above says with *rows_of* where its rows are read from, with *require* what must hold
    for somebody to write there – it raises ValidationError – and with *named* what *which* is.
    """

    page: str
    label: Promise
    model: type[Model] | None
    right: str
    fields: tuple[str, ...] = ("text",)
    also_on: tuple[str, ...] = ()
    query: str = ""
    is_last: bool = False
    shown_on: str = ""
    which: str = ""
    rows_of: Callable | None = None
    require: Callable | None = None
    named: Callable[[str], str] | None = None

    @property
    def place(self) -> str:
        """What it is known by: its page, and which of those on it."""
        return f"{self.page}/{self.which}" if self.which else self.page

    def of(self, which) -> "Writing":
        return replace(self, which=str(which))

    @property
    def title(self) -> str:
        """The label; of several texts about one row also which this is."""
        name = self.named(self.which) if self.named and self.which else ""
        return f"{self.label}: {name}" if name else str(self.label)

    @property
    def is_new(self) -> bool:
        return self.model is None

    def address(self, pk, page: str = "") -> str:
        """Of the page where it is written."""
        return self._reverse(page or self.shown_on or self.page, pk)

    def target(self, pk) -> str:
        """Where it is sent, and saved meanwhile."""
        return self._reverse(self.page, pk)

    def _reverse(self, page: str, pk) -> str:
        args = [*([] if self.is_new else [pk]), *([self.which] if self.which else [])]
        return reverse(page, args=args) + self.query

    def rows(self):
        """What it may be about. The sealed columns are not even fetched."""
        if self.rows_of is not None:
            return self.rows_of()
        return self.model._default_manager.defer(*sealed_fields(self.model))

    def about(self, pk) -> str:
        """The trail's name of the row, or of the author."""
        model = get_user_model() if self.is_new else self.model
        return f"{model._meta.label_lower}/{pk}"


ANSWER = Writing(
    "desk:answer", _("Answer to the person"), HelpRequest, rights.WRITE, also_on=("desk:words",)
)
NOTE = Writing("desk:notes", _("Note"), HelpRequest, rights.WRITE)
CLOSE = Writing("desk:close", _("Last answer"), HelpRequest, rights.TRIAGE)
HAND_OVER = Writing(
    "desk:hand_over", _("Handing over as a concern report"), HelpRequest, rights.HAND_OVER,
    ("child", "concern"), is_last=True,
)  # fmt: skip
ASSESS = Writing(
    "desk:assess_concern", _("Assessment of protection"), ConcernReport, rights.ASSESS, ("reasons",)
)
DECIDE = Writing(
    "desk:decide_concern", _("Reasons for the decision"), ConcernReport, rights.ASSESS, ("reasons",)
)
EXTEND = Writing(
    "desk:extend_concern", _("Reasons for more time"), ConcernReport, rights.EXTEND, ("reasons",)
)
WITHHOLD = Writing(
    "desk:withhold_from_reporter", _("Reasons for not telling"), ConcernReport, rights.ASSESS,
    ("reasons",),
)  # fmt: skip
SETTLE = Writing("desk:inquiry", _("What became of it"), HelpRequest, rights.TRIAGE)
JOIN = Writing("desk:join", _("A word to whoever wrote this one"), HelpRequest, rights.TRIAGE)
SPLIT = Writing(
    "desk:split", _("A request split off"), HelpRequest, rights.TRIAGE, ("story", "name")
)
CHILD_TALK = Writing(
    "desk:child_talk", _("A talk with a child"), HelpRequest, rights.WRITE,
    ("said", "why_not_alone"),
)  # fmt: skip
GUARDIAN = Writing(
    "desk:guardian", _("What a guardian may be shown"), HelpRequest, rights.TRIAGE, ("reasons",)
)

CONTACT = ("name", "phone", "email", "code_word", "wishes")
RECORD = Writing("desk:record", _("A call or a visit"), None, rights.RECORD, ("story", *CONTACT))
REGISTER = Writing(
    "portal:register_request", _("A request to register"), None, rights.REGISTER,
    ("story", *CONTACT), query="?harm=no",
)  # fmt: skip
REPORT = Writing(
    "portal:register_concern", _("A concern report"), None, rights.REGISTER,
    ("concern", "child", "reached_at"),
)  # fmt: skip

WRITINGS = {
    one.page: one
    for one in (
        ANSWER, NOTE, CLOSE, HAND_OVER, SETTLE, JOIN, SPLIT, CHILD_TALK, GUARDIAN,
        ASSESS, DECIDE, EXTEND, WITHHOLD, RECORD, REGISTER, REPORT,
    )
}  # fmt: skip


def known(place: str) -> Writing | None:
    """The one of this place: of this room, or of those above (settings.WRITINGS_ELSEWHERE)."""
    page, _slash, which = place.partition("/")
    elsewhere = import_module(settings.WRITINGS_ELSEWHERE).WRITINGS
    found = WRITINGS.get(page) or elsewhere.get(page)
    return found.of(which) if found and which else found
