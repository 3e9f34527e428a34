"""Who is who: teams of ours, partner organisations and what they offer."""

from uuid import uuid4

from django.contrib.auth.models import Group
from django.db.models import Prefetch, Q

from audit import changes, guard, trail
from partners import rights
from partners.models import Organisation, Service, Team


@trail.act
def add_team(*, by, areas=(), **fields) -> Team:
    """A team, and the group that its rows will belong to."""
    guard.require(by, rights.CONFIGURE)
    since = changes.mark()
    group = new_group("team")
    team = Team.objects.create(group=group, **fields)
    team.areas.set(areas)
    changes.cover(by, "team.add", team, since=since)
    return team


@trail.act
def add_organisation(*, by, **fields) -> Organisation:
    """An organisation, and the group that referrals to it are granted to."""
    guard.require(by, rights.CONFIGURE)
    since = changes.mark()
    group = new_group("organisation")
    organisation = Organisation.objects.create(group=group, **fields)
    changes.cover(by, "organisation.add", organisation, since=since, kind=organisation.kind)
    return organisation


@trail.act
def add_service(organisation: Organisation, *, by, topics=(), areas=(), **fields) -> Service:
    """Something an organisation offers."""
    guard.require(by, rights.CONFIGURE)
    since = changes.mark()
    service = Service.objects.create(organisation=organisation, **fields)
    service.topics.set(topics)
    service.areas.set(areas)
    changes.cover(by, "service.add", service, since=since)
    return service


def new_group(kind: str) -> Group:
    """Named at random: a name that is given up may be taken by somebody else later."""
    return Group.objects.create(name=f"{kind}/{uuid4()}")


def found(*, kind="", topic=None, area=None):
    """The partners to choose among, with what they offer: without a condition, all of them."""
    partners = Organisation.objects.filter(is_ours=False, is_active=True)
    services = Service.objects.filter(is_active=True).prefetch_related("topics", "areas")
    if kind:
        partners = partners.filter(kind=kind)
    if topic:
        services = services.filter(topics=topic)
    if area:
        services = services.filter(Q(areas=area) | Q(areas__isnull=True)).distinct()
    if topic or area:
        partners = partners.filter(services__in=services).distinct()
    return partners.prefetch_related(
        Prefetch("services", services), "opening_hours", "closed_days", "short_days"
    )


def open_services(*, topic=None, age=None, area=None, spoken="") -> list[Service]:
    """What residents may go to by themselves, ours and the partners'."""
    rows = Service.objects.filter(is_active=True, is_open=True, organisation__is_active=True)
    if topic:
        rows = rows.filter(topics=topic)
    if area:
        rows = rows.filter(Q(areas=area) | Q(areas__isnull=True)).distinct()
    if age is not None:
        rows = rows.filter(from_age__lte=age, to_age__gte=age)
    found = rows.select_related("organisation").prefetch_related("topics", "areas")
    return [row for row in found if not spoken or spoken in row.languages]
