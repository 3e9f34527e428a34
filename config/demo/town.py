"""An invented town, built through the same use cases as a real one."""

import json
from datetime import date, timedelta
from pathlib import Path

from django.utils import timezone

from audit import trail
from audit.actors import CLOCK
from config.accounts.models import User
from config.accounts.services import joining
from config.retention.models import RetentionPlan
from config.starter import loading
from config.threats.services import entrusting
from intake.services import qualifying
from partners.models import (
    Area,
    Arena,
    OpenService,
    Organisation,
    PhoneNumber,
    Service,
    Team,
    Topic,
)
from partners.services import directory

HERE = Path(__file__).parent
APART = ("qualified", "entrusted")  # registered once the person is there


def read(name: str):
    return json.loads((HERE / f"{name}.json").read_text())


def is_empty() -> bool:
    return not User.objects.exists()


def build() -> None:
    """The municipality, its teams and partners, and somebody in every role."""
    town = read("town")
    ours = loading.open_house(by=CLOCK, **town["municipality"])
    _add_numbers_and_areas(town)
    _add_open_services(ours)
    areas = {area.code: area for area in Area.objects.all()}
    teams = {}
    for team in town["teams"]:
        own = [areas[code] for code in team.pop("areas", [])]
        teams[team["name"]] = directory.add_team(by=CLOCK, areas=own, **team)
    for organisation in town["organisations"]:
        _add_organisation(organisation)
    organisations = {one.name: one for one in Organisation.objects.all()}
    for person in town["people"]:
        own_teams = [teams[name] for name in person.pop("teams", [])]
        place = organisations.get(person.pop("organisation", ""), ours)
        joined = joining.join(
            by=CLOCK, organisation=place, teams=own_teams, password=None,
            **{key: value for key, value in person.items() if key not in APART},
        )  # fmt: skip
        if kind := person.get("qualified"):
            qualifying.register(user_pk=joined.pk, kind=kind, from_on=date(2019, 6, 7), by=CLOCK)
        if task := person.get("entrusted"):
            entrusting.appoint(user_pk=joined.pk, task=task, by=CLOCK)


@trail.act
def _add_numbers_and_areas(town: dict) -> None:
    for position, phone in enumerate(town["phones"]):
        PhoneNumber.objects.create(position=position, checked_on=timezone.localdate(), **phone)
    for code, name in town["areas"]:
        Area.objects.create(code=code, name=name)
    RetentionPlan.objects.create(county=town["county"])
    today = timezone.localdate()
    for arena in town["arenas"]:
        area = Area.objects.get(code=arena.pop("area"))
        closed = today if arena.pop("is_closed", False) else None
        Arena.objects.create(area=area, opens_on=today, closes_on=closed, **arena)
    counted = {name: len(town[name]) for name in ("areas", "arenas")}
    trail.record(CLOCK, "house.town", "demo/town", **counted)


@trail.act
def _add_open_services(ours: Organisation) -> None:
    """What the board of the invented town has decided to give without assessment (SoL 11:5)."""
    for fields in read("open_services"):
        OpenService.objects.create(provider=ours, **fields)
    trail.record(CLOCK, "house.town", "demo/open_services", count=OpenService.objects.count())


def _add_organisation(fields: dict) -> None:
    topics = {topic.code: topic for topic in Topic.objects.all()}
    services = fields.pop("services")
    slug = fields["kind"].replace("_", "-")
    organisation = directory.add_organisation(
        by=CLOCK, email=f"inkorg@{slug}.example",
        agreement_until=timezone.localdate() + timedelta(days=700), **fields,
    )  # fmt: skip
    for service in services:
        own = [topics[code] for code in service.pop("topics")]
        directory.add_service(
            organisation, by=CLOCK, topics=own, capacity_said_at=timezone.now(), **service
        )


def person(name: str) -> User:
    """Somebody of the cast, by the first part of their address."""
    return User.objects.get(email__startswith=f"{name}@")


def service_of(organisation: str, position: int = 0) -> Service:
    return Service.objects.filter(organisation__name=organisation).order_by("pk")[position]


def team(name: str) -> Team:
    return Team.objects.get(name=name)
