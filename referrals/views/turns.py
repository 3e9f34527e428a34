"""Whose turn it is, what is waited for and until when: a sentence, in the words of each side."""

from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from referrals.models import Referral

NOBODYS = _("Nothing to do now.")
YOURS, SOCIAL_SERVICES = _("Your turn."), _("The social services’ turn.")
OURS, PARTNERS, SECOND = _("Our turn."), _("The partner’s turn."), _("A second person’s turn.")

_READ_NOW = _("They read your report. It ends when they have confirmed it.")
AT_THE_PARTNER = {
    "sent": (YOURS, _("Open it by %(by)s.")),
    "opened": (YOURS, _("Say yes or no, or ask a question, by %(by)s.")),
    "asked": (SOCIAL_SERVICES, _("They answer your question. Your time stands still meanwhile.")),
    "accepted": (YOURS, _("Make contact with the person by %(by)s.")),
    "waiting": (NOBODYS, _("You begin on %(start)s.")),
    "active": (YOURS, _("Help, and say how it went by %(by)s.")),
    "paused": (NOBODYS, _("The help is paused until %(review)s, and your time stands still.")),
    "review": (YOURS, _("The pause is over. Say whether you go on by %(by)s.")),
    "reported": (SOCIAL_SERVICES, _READ_NOW),
    "contested": (YOURS, _("Look at your report again by %(by)s.")),
    "disputed": (SOCIAL_SERVICES, _READ_NOW),
}
WITH_US = {
    "draft": (OURS, _("Finish it and send it by %(by)s.")),
    "approval": (SECOND, _("They look at the draft by %(by)s.")),
    "in_line": (NOBODYS, _("It is sent by itself if the partner before says no.")),
    "sent": (PARTNERS, _("They open it by %(by)s.")),
    "opened": (PARTNERS, _("They say yes or no, or ask us something, by %(by)s.")),
    "asked": (OURS, _("Answer their question by %(by)s.")),
    "accepted": (PARTNERS, _("They make contact with the person by %(by)s.")),
    "waiting": (NOBODYS, _("They begin on %(start)s.")),
    "active": (PARTNERS, _("They help, and say how it went by %(by)s.")),
    "paused": (NOBODYS, _("The help is paused until %(review)s.")),
    "review": (PARTNERS, _("The pause is over. They say whether they go on by %(by)s.")),
    "reported": (OURS, _("Read how it went, and confirm it or object by %(by)s.")),
    "contested": (PARTNERS, _("They look at their report again by %(by)s.")),
    "disputed": (OURS, _("Read how it went, and confirm it by %(by)s.")),
}


@dataclass(frozen=True)
class Turn:
    whose: str | Promise
    what: str

    @property
    def is_quiet(self) -> bool:
        """Nobody is waited for until the day has come."""
        return self.whose == NOBODYS


def of_partner(referral: Referral) -> Turn | None:
    """As the partner reads it; nothing once it has ended."""
    return _turn(AT_THE_PARTNER, referral)


def of_us(referral: Referral) -> Turn | None:
    """As whoever sent it reads it; nothing once it has ended."""
    return _turn(WITH_US, referral)


def said_to_partner(rows) -> None:
    """Rows of a partner's list, each with its turn."""
    for row in rows:
        row.turn = of_partner(row)


def said_to_us(rows) -> None:
    """Rows of a list of ours, each with its turn."""
    for row in rows:
        row.turn = of_us(row)


def _turn(sentences: dict, referral: Referral) -> Turn | None:
    if referral.due_at is None:
        return None
    whose, what = sentences[referral.timed_as()]
    at = localtime(referral.due_at)
    days = {
        "by": f"{date_format(at, 'l j F')} {date_format(at, 'TIME_FORMAT')}",
        "start": _day(referral.expected_start),
        "review": _day(referral.review_at),
    }
    return Turn(whose, what % days)


def _day(day) -> str:
    return date_format(day) if day else ""
