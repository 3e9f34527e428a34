"""Which team a request belongs to."""

from partners.models import Area, Team


class NoTeam(Exception):
    """The house is not set up: there is no team that takes this."""


def routes() -> dict[int | None, Team]:
    """Each area's own team, by the area's key, and under None the team for all the rest."""
    teams = {team.pk: team for team in Team.objects.filter(kind=Team.Kind.AREA)}
    if not teams:
        return {}
    owners = Area.objects.filter(teams__in=teams).order_by("-teams__name")  # the first one wins
    rest = [team for team in teams.values() if team.takes_the_rest] or list(teams.values())
    return {area: teams[team] for area, team in owners.values_list("pk", "teams")} | {None: rest[0]}


def team_for(area: Area | None, known: dict[int | None, Team] | None = None) -> Team:
    """The area's own team, else the one that takes requests without an area.

    *known* are routes that were asked for already.
    """
    known = routes() if known is None else known
    if not known:
        raise NoTeam
    return known.get(area.pk if area else None, known[None])


def reception() -> Team:
    """Who receives concern reports."""
    team = Team.objects.filter(kind=Team.Kind.RECEPTION).first()
    if team is None:
        raise NoTeam
    return team
