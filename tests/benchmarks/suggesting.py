"""Suggesting among a thousand services by fifty rules, whole: questions to the database, and all.

Nothing is kept between two rounds, so that each is as slow as the first of a minute.
"""

import time
from datetime import time as clock
from datetime import timedelta
from statistics import quantiles

from django.contrib.auth.models import Group
from django.utils import timezone

from config.loaded import leave_alone
from intake.models import AgeBand, HelpRequest, Urgency
from partners.models import Area, Kind, OpeningHours, Organisation, Service, Topic
from referrals.models import SuggestionRule
from referrals.ranking import Fact
from referrals.services import suggesting

SERVICES, PARTNERS, TOPICS, AREAS, RULES = 1_000, 250, 20, 10, 50
ROUNDS, WARM = 200, 5


def measure() -> dict:
    _fill()
    asked = _requests()
    leave_alone()  # as a served house does when it starts
    for number in range(WARM):
        _once(asked[number % len(asked)])
    took = [_once(asked[number % len(asked)]) for number in range(ROUNDS)]
    return {"suggest_p95_ms": quantiles(took, n=20)[-1]}


def _once(help_request) -> float:
    suggesting.forget()
    started = time.perf_counter()
    found = suggesting.suggestions_for(help_request)
    took = (time.perf_counter() - started) * 1000
    assert found, "nothing was suggested"
    return took


def _fill() -> None:
    """Every service works with two topics, half of them in certain areas only."""
    topics = [_topic(number) for number in range(TOPICS)]
    areas = [Area.objects.create(code=f"a{n}", name=f"Area {n}") for n in range(AREAS)]
    partners = [_partner(number) for number in range(PARTNERS)]
    made = [_service(number, partners[number % PARTNERS]) for number in range(SERVICES)]
    Service.topics.through.objects.bulk_create(
        Service.topics.through(service=one, topic=topics[(number + more * 7) % TOPICS])
        for number, one in enumerate(made) for more in range(2)
    )  # fmt: skip
    Service.areas.through.objects.bulk_create(
        Service.areas.through(service=one, area=areas[number % AREAS])
        for number, one in enumerate(made) if number % 2
    )  # fmt: skip
    facts = list(Fact)
    SuggestionRule.objects.bulk_create(
        _rule(number, facts[number % len(facts)], topics) for number in range(RULES)
    )


def _topic(number: int) -> Topic:
    return Topic.objects.create(code=f"t{number}", label={"sv": f"Ämne {number}"})


def _partner(number: int) -> Organisation:
    partner = Organisation.objects.create(
        name=f"Suggested {number}", kind=list(Kind)[number % len(Kind)],
        secrecy=Organisation.Secrecy.STRONG, group=Group.objects.create(name=f"bench/{number}"),
    )  # fmt: skip
    OpeningHours.objects.bulk_create(
        OpeningHours(
            organisation=partner, weekday=day, opens=clock(8), closes=clock(12 + number % 8)
        )
        for day in range(5)
    )
    return partner


def _service(number: int, partner: Organisation) -> Service:
    rooms = list(Service.Capacity)
    return Service.objects.create(
        organisation=partner, name={"sv": f"Insats {number}"}, from_age=number % 3 * 9,
        languages=["sv", "ar"] if number % 4 else ["sv"], capacity=rooms[number % len(rooms)],
        capacity_said_at=timezone.now() - timedelta(days=number % 20),
    )  # fmt: skip


def _rule(number: int, fact: Fact, topics) -> SuggestionRule:
    """Every fact has its rules; the later ones count for one topic or age only. None forbids, so
    that every service is weighed to the end.
    """
    limits = {} if number < len(Fact) else {"ages": [AgeBand.FROM_25], "topic": topics[number % 3]}
    return SuggestionRule(
        code=f"r{number}", title={"sv": f"gör {number}"}, fact=fact, points=number % 30 + 5,
        valid_from=timezone.localdate(), **limits,
    )  # fmt: skip


def _requests() -> list[HelpRequest]:
    """Twenty of them, about every topic."""
    topics, areas = list(Topic.objects.all()), list(Area.objects.filter(code__startswith="a"))
    return [
        HelpRequest(
            topic=topic, area=areas[number % AREAS], age_band=AgeBand.FROM_25,
            language="ar" if number % 2 else "sv", urgency=Urgency.NORMAL,
        )
        for number, topic in enumerate(topics)
    ]  # fmt: skip
