"""Whom we could ask first: suggestions from the municipality's rules. A person decides.

Nothing is opened: what is known of a request is its codes. Opening hours are kept for a minute,
as the public front is; what a partner has just said about room counts at once.
"""

from collections import defaultdict
from datetime import datetime, timedelta

from django.core.cache import caches
from django.db.models import Case, Value, When
from django.utils import timezone

from intake.models import HelpRequest
from partners.models import Organisation, Service
from partners.models.hours import calendars
from partners.models.organisation import FRESH
from partners.working_time import Calendar, NeverOpen
from referrals.models import SuggestionRule
from referrals.ranking import ROOM, Asked, Fact, Offered, Suggestion, ranked

KEPT, NAME = 60, "opening-facts"
SOON = timedelta(days=3)
COLUMNS = (
    "pk", "organisation", "organisation__kind", "from_age", "to_age", "languages", "access",
)  # fmt: skip
SWEDISH = ("", "sv", "sv-simple")


def suggestions_for(help_request: HelpRequest, *, access=(), said_no=()) -> list[Suggestion]:
    """The services that the rules of today speak for, the best first.

    *access*: what a partner must be ready for, as whoever refers knows it.
    """
    now = timezone.localtime()
    known = {"access": frozenset(access), "said_no": frozenset(said_no)}
    asked = asked_by(help_request)._replace(**known)
    return ranked(asked, offered(now), SuggestionRule.in_force(now.date()))


def asked_by(help_request: HelpRequest) -> Asked:
    """The codes of a request that a rule may look at."""
    language = help_request.interpreter or help_request.language
    return Asked(
        help_request.topic_id, help_request.area_id, help_request.age_band,
        "" if language in SWEDISH else language, help_request.urgency,
    )  # fmt: skip


def offered(now: datetime) -> list[Offered]:
    """Every service that may be asked today, with its facts of this moment."""
    partners = Organisation.objects.that_may_be_asked(now.date())
    rows = Service.objects.filter(is_active=True, organisation__in=partners).order_by()
    topics, areas = _linked(Service.topics, "topic"), _linked(Service.areas, "area")
    found = list(rows.values_list(*COLUMNS, _room(now)))
    hours = opening_facts(now, of={str(columns[1]) for columns in found})
    return [
        Offered(
            *columns, topics[columns[0]], areas[columns[0]], ROOM[room],
            hours[str(columns[1])],
        )
        for *columns, room in found
    ]  # fmt: skip


def _linked(relation, name: str) -> dict[int, frozenset[int]]:
    """What each service is linked with, in one question for all of them."""
    found = defaultdict(set)
    for service, other in relation.through.objects.values_list("service_id", f"{name}_id"):
        found[service].add(other)
    return defaultdict(frozenset, {pk: frozenset(linked) for pk, linked in found.items()})


def _room(now: datetime) -> Case:
    """What was said about room; unknown once it is two weeks old."""
    is_fresh = When(capacity_said_at__gte=now - FRESH, then="capacity")
    return Case(is_fresh, default=Value(Service.Capacity.UNKNOWN))


def opening_facts(now: datetime, *, of: set[str]) -> dict[str, Fact]:
    """Who is open now, who soon, who not, by the organisation's key.

    Of somebody who came within the minute nothing is known yet, however they came: it is asked
    anew. Another process tells this one nothing.
    """
    known = caches["nearby"].get(NAME)
    if known is None or not of <= known.keys():
        of_all = calendars()  # many keep the same hours: each is looked at once
        facts = {calendar: opening(calendar, now) for calendar in set(of_all.values())}
        known = {key: facts[calendar] for key, calendar in of_all.items()}
        caches["nearby"].set(NAME, known, timeout=KEPT)
    return known


def opening(calendar: Calendar, now: datetime) -> Fact:
    opens = next_open(calendar, now)
    if opens is None:
        return Fact.CLOSED
    if opens == now:
        return Fact.OPEN_NOW
    return Fact.OPENS_SOON if opens.date() - now.date() <= SOON else Fact.CLOSED


def next_open(calendar: Calendar, now: datetime) -> datetime | None:
    """*now* itself if open; None where nobody has said when it opens again."""
    try:
        return calendar.next_open(now)
    except NeverOpen:
        return None


def forget() -> None:
    """Somebody has just changed when a partner is open."""
    caches["nearby"].delete(NAME)
