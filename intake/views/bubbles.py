"""What was said, and what hangs beside it, as a page shows it."""

from dataclasses import dataclass, field
from datetime import datetime

from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import gettext as _

from intake.models import Scan
from intake.services import answering, conversing, reading
from intake.services.attaching import Shown


@dataclass(frozen=True)
class Link:
    """An attachment that can be looked at: a page of its own, which shows it."""

    label: str = field(repr=False)
    url: str
    note: str = ""


@dataclass(frozen=True)
class Bubble:
    who: str
    when: datetime
    text: str = field(repr=False)
    is_mine: bool
    attachments: list[Link] = field(default_factory=list)
    note: str = ""


def conversation(opened: reading.Opened) -> list[Bubble]:
    """For staff: the story first, then what has been written since, by whom."""
    row = opened.help_request
    teller = _("The person") if answering.has_thread(row) else _("Whoever registered it")
    said = [
        Bubble(
            one.author.name if one.author else _("The person"), one.when, one.text,
            bool(one.author), [_for_staff(shown) for shown in one.attached], one.note,
        )
        for one in opened.messages
    ]  # fmt: skip
    return [Bubble(teller, row.received_at, opened.story, is_mine=False), *said]


def notes(noted: list[reading.Said]) -> list[Bubble]:
    """For staff: what colleagues have noted, with what they attached."""
    return [
        Bubble(
            one.author.name, one.when, one.text, is_mine=False,
            attachments=[_for_staff(shown) for shown in one.attached],
        )
        for one in noted
    ]  # fmt: skip


def of_thread(thread: conversing.Thread) -> list[Bubble]:
    """For the person: their own, and what we have answered."""
    return [
        Bubble(
            one.who, one.when, one.text, one.is_mine,
            [_for_person(shown, is_mine=one.is_mine) for shown in one.attached], one.note,
        )
        for one in thread.said
    ]  # fmt: skip


def _for_staff(shown: Shown) -> Link:
    url = reverse("desk:attachment", args=[shown.row.pk])
    quiet = shown.row.scan == Scan.CLEAN
    return Link(_label(shown), url, "" if quiet else shown.row.get_scan_display())


def _for_person(shown: Shown, *, is_mine: bool) -> Link:
    url = reverse("mailbox:attachment", args=[shown.row.pk])
    is_told = shown.row.scan == Scan.REFUSED or (shown.row.scan == Scan.WAITING and not is_mine)
    return Link(_label(shown), url, shown.row.get_scan_display() if is_told else "")


def _label(shown: Shown) -> str:
    """What it is called, what it is and how large: also for whoever hears the page."""
    size = filesizeformat(shown.row.size)
    if not shown.name:
        return f"{shown.row.get_kind_display()}, {size}"
    return f"{shown.name} – {shown.row.get_kind_display()}, {size}"
