"""Who is who: teams of ours, partner organisations and what they offer."""

from django.contrib.auth.models import Group

from audit import trail
from partners.models import Organisation, Service, Team


@trail.act
def add_team(*, by, areas=(), **fields) -> Team:
    """A team, and the group that its rows will belong to."""
    group = Group.objects.create(name=f"team: {fields['name']}")
    team = Team.objects.create(group=group, **fields)
    team.areas.set(areas)
    trail.record(by, "team.add", team)
    return team


@trail.act
def add_organisation(*, by, **fields) -> Organisation:
    """An organisation, and the group that referrals to it are granted to."""
    group = Group.objects.create(name=f"organisation: {fields['name']}")
    organisation = Organisation.objects.create(group=group, **fields)
    trail.record(by, "organisation.add", organisation, kind=organisation.kind)
    return organisation


@trail.act
def add_service(organisation: Organisation, *, by, topics=(), areas=(), **fields) -> Service:
    """Something an organisation offers."""
    service = Service.objects.create(organisation=organisation, **fields)
    service.topics.set(topics)
    service.areas.set(areas)
    trail.record(by, "service.add", service)
    return service
