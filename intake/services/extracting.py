"""Steps: what this room holds about a person, for whoever asks to know (GDPR article 15).

Sealed texts are named here and opened by the use case above, all under one line. A concern
report is a record of its own, with readers of its own, and is only counted.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256

from django.contrib.auth import get_user_model
from django.db.models import Model, TextChoices
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from audit.trail import name_of
from audit.vault.doors import CONTENTS
from audit.vault.fields import sealed_fields
from intake.models import OWN, Channel, ChildTalk, Consent, HelpRequest, Message, ServiceStart

OTHER_PERSON, DRAFT = "other_person", "draft"  # the grounds that the house itself relies on
DETAILS = ("name", "phone", "email", "code_word", "wishes")
THEIR_WORDS = (Channel.WEB, Channel.E_SERVICE)  # elsewhere somebody else wrote it down


class Section(TextChoices):
    """Under which heading a text stands."""

    STORY = "story", _("What was written to us")
    CONTACT = "contact", _("How to be reached")
    CONVERSATION = "conversation", _("The conversation")
    FILES = "files", _("What is attached is called")
    SERVICES = "services", _("Services without assessment")
    NOTES = "notes", _("Our working notes")
    CHILD = "child", _("Talks with the child")
    WEIGHED = "weighed", _("What guardians may be shown")
    TOLD = "told", _("What a partner was told")
    PARTNERS = "partners", _("What we and partners wrote to each other")
    REASONS = "reasons", _("Why a partner was told")


@dataclass(frozen=True)
class Part:
    """One sealed text about the person. *by_us*: nothing is chosen beforehand for it.

    With a *number* it is no text but a picture or a PDF, which is looked at one by one.
    """

    section: str
    label: str
    row: Model
    column: str
    when: datetime | None = None
    by_us: bool = False
    fixed: str = ""  # the ground on which it is never given
    number: int = 0
    text: str = field(default="", repr=False)

    @property
    def place(self) -> str:
        return f"{name_of(self.row)}/{self.column}"

    @property
    def is_file(self) -> bool:
        return self.number > 0

    @property
    def sealed(self) -> str:
        """The same as long as the same was written: of the sealed bytes, not of the words."""
        if self.is_file:  # sealed with its row, once; what changes is what the scanner said
            return f"{self.row.size}-{self.row.scan}"
        return sha256(bytes(getattr(self.row, self.column) or b"")).hexdigest()[:32]


def parts_of(help_request: HelpRequest, claimant: str) -> Iterator[Part]:
    """Everything that lies sealed in this room, but for what was never written."""
    by_us = claimant not in OWN or help_request.channel not in THEIR_WORDS
    yield Part(
        Section.STORY, help_request.get_channel_display(), help_request, "story",
        help_request.received_at, by_us=by_us,
    )  # fmt: skip
    contact = help_request.safe_contact
    for column in DETAILS:
        if getattr(contact, column) is not None:
            label = str(contact._meta.get_field(column).verbose_name)
            never = "" if claimant in OWN else OTHER_PERSON
            yield Part(Section.CONTACT, label, contact, column, by_us=by_us, fixed=never)
    for row in help_request.messages.filter(text__isnull=False):
        ours = row.writer == Message.Writer.US
        yield Part(
            Section.CONVERSATION, row.get_writer_display(), row, "text", row.written_at,
            by_us=by_us or ours,
        )  # fmt: skip
    for row in help_request.notes.all():
        yield Part(Section.NOTES, str(_("Working note")), row, "text", row.written_at, by_us=True)
    yield from _of_services(help_request)
    yield from _of_child(help_request)
    yield from _attached(help_request, by_us=by_us)


def _of_services(help_request: HelpRequest) -> Iterator[Part]:
    """What was written about open services: who it is, what was said in talks, and by guardians."""
    agreed = help_request.agreements.filter(note__isnull=False)
    for row in agreed.select_related("open_service"):
        label = f"{row.open_service}: {row.get_who_display()}"
        yield Part(Section.SERVICES, label, row, "note", row.recorded_at, by_us=True)
    for start in help_request.service_starts.select_related("open_service"):
        for column in sealed_fields(ServiceStart):
            if getattr(start, column) is not None:
                label = f"{start.open_service}: {start._meta.get_field(column).verbose_name}"
                yield Part(Section.SERVICES, label, start, column, by_us=True, when=None)
        for talk in start.talks.filter(note__isnull=False):
            label = f"{start.open_service}: {date_format(talk.held_on, 'SHORT_DATE_FORMAT')}"
            yield Part(Section.SERVICES, label, talk, "note", by_us=True, when=None)


def _of_child(help_request: HelpRequest) -> Iterator[Part]:
    """What a child said, and why a guardian is shown this or that. The reasons no guardian sees."""
    for talk in help_request.child_talks.all():
        for column in sealed_fields(ChildTalk):
            if getattr(talk, column) is not None:
                label = str(talk._meta.get_field(column).verbose_name)
                yield Part(Section.CHILD, label, talk, column, talk.noted_at, by_us=True)
    for row in help_request.guardian_accesses.all():
        label = f"{row._meta.verbose_name}: {row.get_guardian_display()}"
        yield Part(Section.WEIGHED, label, row, "reasons", row.decided_at, by_us=True)


def _attached(help_request: HelpRequest, *, by_us: bool) -> Iterator[Part]:
    """Pictures and PDFs, and what they are called. They keep the number they came in by."""
    rows = help_request.attachments.select_related("message").order_by("added_at", "pk")
    for number, row in enumerate(rows, 1):
        ours = row.note_id is not None or row.message.writer == Message.Writer.US
        label = f"{number}. {row.get_kind_display()}"
        if row.name is not None:
            named = str(_("What it is called: %s") % label)
            yield Part(Section.FILES, named, row, "name", row.added_at, by_us=by_us or ours)
        yield Part(Section.FILES, label, row, CONTENTS, row.added_at, by_us=True, number=number)


def consents_of(help_request: HelpRequest) -> list[Consent]:
    return list(help_request.consents.select_related("organisation").order_by("given_at"))


def count_concerns(help_request: HelpRequest) -> int:
    """Concern reports that it became: records of the reception's, which answers for them."""
    return int(hasattr(help_request, "concern_report"))


def names_at_work() -> list[str]:
    """Everybody with an account, here and at partners. Their names are no part of an extract."""
    return list(get_user_model().objects.values_list("name", flat=True))
