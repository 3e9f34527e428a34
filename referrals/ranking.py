"""Which service fits: rules over coded facts, added up. No database, no words, no chance.

A rule waits for one fact about a service as this person would meet it – it works with the topic,
it has room, it is closed – and gives points for it, or says that the service is not suggested.
The same question always gets the same answer, and a person decides.
"""

from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from intake.models import AgeBand
from partners.models import Service

OLDEST = 120
AGES = {
    AgeBand.UNDER_12: (0, 11), AgeBand.FROM_12: (12, 14), AgeBand.FROM_15: (15, 17),
    AgeBand.FROM_18: (18, 24), AgeBand.FROM_25: (25, 64), AgeBand.FROM_65: (65, OLDEST),
}  # fmt: skip


class Fact(TextChoices):
    """What can be so of a service, seen from one request."""

    ALWAYS = "always", _("Always")
    TOPIC_FITS = "topic_fits", _("Topic: works with it")
    TOPIC_ANY = "topic_any", _("Topic: names none of its own")
    TOPIC_OTHER = "topic_other", _("Topic: works with others only")
    AREA_FITS = "area_fits", _("Area: works there")
    AREA_ALL = "area_all", _("Area: the whole municipality")
    AREA_UNKNOWN = "area_unknown", _("Area: certain ones only, and the person’s is not known")
    AREA_OTHER = "area_other", _("Area: others only")
    AGE_FITS = "age_fits", _("Age: fits")
    AGE_ALL = "age_all", _("Age: all")
    AGE_UNKNOWN = "age_unknown", _("Age: certain ones only, and the person’s is not known")
    AGE_OTHER = "age_other", _("Age: others only")
    SPOKEN = "spoken", _("Language: spoken there")
    NOT_SPOKEN = "not_spoken", _("Language: not spoken there")
    READY = "ready", _("Access: has said to be ready for all that is needed")
    NOT_READY = "not_ready", _("Access: has not said so of all that is needed")
    ROOM_OPEN = "room_open", _("Room: there is")
    ROOM_FEW = "room_few", _("Room: few places")
    ROOM_FULL = "room_full", _("Room: full")
    ROOM_UNKNOWN = "room_unknown", _("Room: nothing said for two weeks")
    OPEN_NOW = "open_now", _("Hours: open now")
    OPENS_SOON = "opens_soon", _("Hours: opens within three days")
    CLOSED = "closed", _("Hours: closed for longer")
    SAID_NO = "said_no", _("Has said no to this request")


ROOM = {
    Service.Capacity.OPEN: Fact.ROOM_OPEN, Service.Capacity.FEW: Fact.ROOM_FEW,
    Service.Capacity.FULL: Fact.ROOM_FULL, Service.Capacity.UNKNOWN: Fact.ROOM_UNKNOWN,
}  # fmt: skip
MOST_ROOM = (Fact.ROOM_OPEN, Fact.ROOM_FEW, Fact.ROOM_UNKNOWN, Fact.ROOM_FULL)


class Asked(NamedTuple):
    """What is known of a request, in codes. *language*: the one that is needed, "" if Swedish."""

    topic: int | None
    area: int | None = None
    age_band: str = AgeBand.UNKNOWN
    language: str = ""
    urgency: str = ""
    access: frozenset[str] = frozenset()
    said_no: frozenset[int] = frozenset()


class Offered(NamedTuple):
    """What is known of a service, in codes. *room* and *hours* are facts of this moment."""

    pk: int
    organisation: object
    kind: str
    from_age: int
    to_age: int
    languages: list[str]
    access: list[str]
    topics: frozenset[int]
    areas: frozenset[int]
    room: Fact
    hours: Fact


class Suggestion(NamedTuple):
    """A service with the rules that spoke for and against it."""

    offered: Offered
    fired: list
    points: int

    @property
    def is_full(self) -> bool:
        return self.offered.room == Fact.ROOM_FULL


def ranked(asked: Asked, offered: Iterable[Offered], rules) -> list[Suggestion]:
    """What can be suggested, the best first. What is full stands behind all that is not.

    Without a topic nothing is: nobody can say yet what would help. Of equals that which is known
    to have room comes first, then that which has stood longest in the directory.
    """
    if asked.topic is None:
        return []
    ready = _ready(asked, rules)
    found = [one for one in (_weighed(asked, each, ready) for each in offered) if one]
    return sorted(found, key=_place)


def _place(one: Suggestion) -> tuple:
    return one.is_full, -one.points, MOST_ROOM.index(one.offered.room), one.offered.pk


def _ready(asked: Asked, rules) -> dict[str, list]:
    """The rules that this request calls for, by the fact they wait for, the heaviest first."""
    ready: dict[str, list] = {}
    for rule in sorted(rules, key=lambda one: (-one.points, one.code)):
        if rule.is_for(asked):
            ready.setdefault(rule.fact, []).append(rule)
    return ready


def _weighed(asked: Asked, one: Offered, ready) -> Suggestion | None:
    """None if a rule says no, or if too little speaks for it."""
    fired, points = [], 0
    for fact in facts(asked, one):
        for rule in ready.get(fact, ()):
            if not rule.is_about(one):
                continue
            if rule.forbids:
                return None
            fired.append(rule)
            points += rule.points
    return Suggestion(one, fired, points) if points > 0 else None


def facts(asked: Asked, one: Offered) -> list[Fact]:
    """All that is so of a service, for this request."""
    found = [Fact.ALWAYS, _topic(asked, one), _area(asked, one), _age(asked, one)]
    if asked.language:
        found.append(Fact.SPOKEN if asked.language in one.languages else Fact.NOT_SPOKEN)
    if asked.access:
        found.append(Fact.READY if asked.access.issubset(one.access) else Fact.NOT_READY)
    found += [one.room, one.hours]
    if one.pk in asked.said_no:
        found.append(Fact.SAID_NO)
    return [fact for fact in found if fact]


def _topic(asked: Asked, one: Offered) -> Fact | None:
    if asked.topic is None:
        return None
    if not one.topics:
        return Fact.TOPIC_ANY
    return Fact.TOPIC_FITS if asked.topic in one.topics else Fact.TOPIC_OTHER


def _area(asked: Asked, one: Offered) -> Fact:
    if not one.areas:
        return Fact.AREA_ALL
    if asked.area is None:
        return Fact.AREA_UNKNOWN
    return Fact.AREA_FITS if asked.area in one.areas else Fact.AREA_OTHER


def _age(asked: Asked, one: Offered) -> Fact:
    if one.from_age == 0 and one.to_age >= OLDEST:
        return Fact.AGE_ALL
    first, last = AGES.get(asked.age_band, (None, None))
    if first is None:
        return Fact.AGE_UNKNOWN
    return Fact.AGE_FITS if first <= one.to_age and last >= one.from_age else Fact.AGE_OTHER
