"""What the public pages know before anybody has written: the town, its texts, whom to call.

Kept for a minute, so that the first page asks the database almost nothing. Only the
municipality's own texts are kept, never anybody's words.
"""

from dataclasses import dataclass, field, fields
from datetime import datetime

from django.core.cache import caches
from django.db import DatabaseError
from django.utils import timezone

from intake.models import OwnPhrase
from intake.services import routing
from partners.languages import joined, names_of
from partners.models import (
    Area,
    Arena,
    Municipality,
    Organisation,
    PhoneNumber,
    PublicText,
    calendar_of,
    said,
)
from partners.working_time import Calendar

KEPT = 60
NAME = "public-front-6"
LAST = f"{NAME}-last"
SHOWN = ("name", "exit_url", "promise_days", "takes_concerns", "publishes_directory")
When, About = PhoneNumber.When, PhoneNumber.About


@dataclass(frozen=True)
class Phone:
    """A number to call, with what it is for as its text."""

    label: dict
    number: str
    when: str
    about: str = About.ANYTHING
    audience: dict = field(default_factory=dict)
    hours: dict = field(default_factory=dict)
    languages: list = field(default_factory=list)
    link: str = ""
    link_text: dict = field(default_factory=dict)

    def __str__(self):
        return said(self.label)

    @property
    def facts(self) -> list[str]:
        """For whom it is, when it answers and in which languages: what is known of it."""
        known = (said(self.audience), said(self.hours), joined(names_of(self.languages)))
        return [fact for fact in known if fact]

    @property
    def link_says(self) -> str:
        return said(self.link_text) or self.link


@dataclass(frozen=True)
class Front:
    """Everything a public page shows that is not the visitor's own.

    *drawn*: pages that show it, with places for what is one's own (intake/views/filling.py).
    """

    municipality: dict | None = None
    bodies: dict = field(default_factory=dict)
    phones: tuple[Phone, ...] = ()
    places: tuple[tuple[int, str, str], ...] = ()
    arenas: tuple[Arena, ...] = ()
    routes: dict = field(default_factory=dict)
    calendar: Calendar = Calendar()
    own_phrases: tuple[tuple[str, str, str], ...] = ()
    drawn: dict = field(default_factory=dict, compare=False, repr=False)

    @property
    def areas(self) -> list[tuple[str, str]]:
        """Code and name: what can be chosen."""
        return [(code, name) for _pk, code, name in self.places]

    def area(self, chosen: str) -> Area | None:
        """The area of that code. It may be gone since; then the database refuses it."""
        known = (Area(pk=pk, code=code, name=name) for pk, code, name in self.places)
        return next((area for area in known if area.code == chosen), None)

    @property
    def open_arenas(self) -> list[tuple[str, str]]:
        """The end of the short link, and the name."""
        return [(arena.slug, str(arena)) for arena in self.arenas if arena.is_open]

    def arena(self, slug: str) -> Arena | None:
        """The arena of that short link, be it open or closed."""
        return next((arena for arena in self.arenas if arena.slug == slug), None)

    @property
    def takes_concerns(self) -> bool:
        """While nobody can be asked: yes. What cannot be kept is shown again, with whom to call."""
        return self.municipality is None or self.municipality["takes_concerns"]

    def phones_for_a_child(self, moment: datetime) -> list[Phone]:
        """Whom to call about a child that is harmed, and who else answers at that hour."""
        own = [phone for phone in self.phones if phone.about == About.HARMED_CHILD]
        known = {phone.number for phone in own}
        return own + [one for one in self.phones_at(moment) if one.number not in known]

    def texts(self) -> dict[str, str]:
        """The municipality's own texts in the reader's language; a missing one is ""."""
        return {key: said(self.bodies.get(key, {})) for key in PublicText.Key}

    def phones_at(self, moment: datetime) -> list[Phone]:
        """Acute numbers first, then those that answer at that hour. 112 is said anyway."""
        hours = When.OPEN if self.calendar.is_open(moment) else When.CLOSED
        order = [When.ACUTE, hours, When.ALWAYS]
        general = [one for one in self.phones if one.about == About.ANYTHING]
        shown = [one for one in general if one.when in order and one.number != "112"]
        return sorted(shown, key=lambda one: order.index(one.when))

    def helplines(self) -> list[tuple[str, list[Phone]]]:
        """The numbers for something in particular, by what they are about."""
        particular = [about for about in About if about != About.ANYTHING]
        found = [(one.label, [phone for phone in self.phones if phone.about == one])
                 for one in particular]  # fmt: skip
        return [(label, phones) for label, phones in found if phones]


def front() -> Front:
    """The front as it is now. Without a database it is bare, and never an error."""
    try:
        known = caches["nearby"].get(NAME)
        if known is None:
            known = _ask()
            caches["nearby"].set(NAME, known, timeout=KEPT)
            caches["nearby"].set(LAST, known, timeout=None)
    except DatabaseError:
        return Front()
    return known


def known_last() -> Front:
    """What this process knew last, be it old. Asks nobody: for pages that say that we cannot."""
    return caches["nearby"].get(LAST) or Front()


def forget() -> None:
    """What was kept has turned out to be old."""
    caches["nearby"].delete(NAME)


def _ask() -> Front:
    ours = Organisation.objects.filter(is_ours=True).first()
    phones = PhoneNumber.objects.values_list(*(one.name for one in fields(Phone)))
    phrases = OwnPhrase.objects.filter(is_active=True)
    return Front(
        municipality=Municipality.objects.values(*SHOWN).first(),
        bodies=_bodies(),
        phones=tuple(Phone(*row) for row in phones),
        places=tuple(Area.objects.values_list("pk", "code", "name")),
        arenas=tuple(Arena.objects.select_related("area")),
        routes=routing.routes(),
        calendar=calendar_of(ours) if ours else Calendar(),
        own_phrases=tuple(phrases.values_list("language", "kind", "phrase")),
    )


def _bodies() -> dict:
    """The newest version of each text that is in force today."""
    in_force = PublicText.objects.filter(valid_from__lte=timezone.localdate())
    return dict(in_force.order_by("version").values_list("key", "body"))
