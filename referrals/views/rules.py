"""The rules behind the suggestions, for everybody who gets them; and what a change would do."""

from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from audit.guard import guarded
from intake.models import AgeBand, Urgency
from partners.languages import SPOKEN, joined
from partners.models import Area, Kind, Service
from referrals import rights
from referrals.forms.filters import DayForm
from referrals.models import SuggestionRule
from referrals.services import trying_rules
from referrals.services.trying_rules import REST


@guarded(rights.SEE_RULES)
@require_safe
def rules(request):
    """The rules of today; and, if a change is coming, the last requests tried with it."""
    today = timezone.localdate()
    form = DayForm(request.GET or None, days=SuggestionRule.days_to_come(today))
    now, on = SuggestionRule.in_force(today), form.chosen()
    shown = {"rules": _in_order(now), "form": form, "on": on}
    if on:
        tried = trying_rules.look(on, by=request.user)
        shown |= {"tried": tried, **_changes(now, SuggestionRule.in_force(on)), **_named(tried)}
    return render(request, "referrals/desk/rules.html", shown)


def _in_order(found) -> list[tuple]:
    """What forbids first, then the heaviest; each with where it counts."""
    ordered = sorted(found, key=lambda rule: (not rule.forbids, -rule.points, rule.code))
    return [(rule, _where(rule)) for rule in ordered]


def _where(rule: SuggestionRule) -> str:
    """For whom and about whom it counts, in words; empty is everywhere."""
    one = [str(part) for part in (rule.topic, rule.area, rule.service) if part]
    lists = ((AgeBand, rule.ages), (Urgency, rule.urgencies), (Kind, rule.kinds))
    several = [str(codes(code).label) for codes, chosen in lists for code in chosen]
    return joined([*one, *several])


def _changes(now, then) -> dict:
    """What begins and what ends between the two days."""
    before, after = {rule.pk for rule in now}, {rule.pk for rule in then}
    return {
        "begins": _in_order(rule for rule in then if rule.pk not in before),
        "ends": _in_order(rule for rule in now if rule.pk not in after),
    }


def _named(tried) -> dict:
    """Keys and codes, each by its name."""
    keys = {pk for move in tried.moves for pk in (move.before, move.after) if pk}
    services = Service.objects.select_related("organisation").in_bulk(keys)
    moves = [(services.get(move.before), services.get(move.after), move) for move in tried.moves]
    areas = {area.pk: area.name for area in Area.objects.all()} | {None: _("Not known")}
    spoken = SPOKEN | {"": _("Swedish")}
    rest = {REST: _("Smaller groups together")}
    return {
        "moves": moves,
        "groups": [
            (_("By language"), [(_called(one, spoken | rest), one) for one in tried.languages]),
            (_("By area"), [(_called(one, areas | rest), one) for one in tried.areas]),
        ],
    }


def _called(group, names: dict) -> str:
    return names.get(group.code, group.code)
