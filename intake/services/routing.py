"""Which team a request belongs to."""

from partners.models import Area, Team


class NoTeam(Exception):
    """The house is not set up: there is no team that takes this."""


def team_for(area: Area | None) -> Team:
    """The area's own team, else the one that takes requests without an area."""
    teams = Team.objects.filter(kind=Team.Kind.AREA)
    team = teams.filter(areas=area).first() if area else None
    team = team or teams.filter(takes_the_rest=True).first() or teams.first()
    if team is None:
        raise NoTeam
    return team


def reception() -> Team:
    """Who receives concern reports."""
    team = Team.objects.filter(kind=Team.Kind.RECEPTION).first()
    if team is None:
        raise NoTeam
    return team
