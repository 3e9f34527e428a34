"""What an administrator is told about a rule for suggestions before it is saved."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from partners.models import Service
from referrals.models import SuggestionRule
from referrals.services import trying_rules
from referrals.services.trying_rules import Moved, Tried

MOST_OFTEN = 3


def would_move(rule: SuggestionRule) -> str:
    """Tried on the last requests: how many would get another first suggestion. Counts alone."""
    tried = trying_rules.with_it(rule)
    told = [_tried_on(tried), _moved(tried)]
    if tried.moves:
        most = "; ".join(_said(move) for move in tried.moves[:MOST_OFTEN])
        told.append(_("Most often: %(moves)s.") % {"moves": most})
    return " ".join(told)


def _tried_on(tried: Tried) -> str:
    return ngettext(
        "Tried on the last request, with the rules of %(day)s.",
        "Tried on the last %(count)d requests, with the rules of %(day)s.",
        tried.count,
    ) % {"count": tried.count, "day": date_format(tried.on, "SHORT_DATE_FORMAT")}


def _moved(tried: Tried) -> str:
    if not tried.moves:
        return _("None of them would get another first suggestion.")
    return ngettext(
        "%(count)d would get another first suggestion.",
        "%(count)d would get another first suggestion.",
        tried.moved,
    ) % {"count": tried.moved}


def _said(move: Moved) -> str:
    names = Service.objects.in_bulk([pk for pk in (move.before, move.after) if pk])
    told = {
        "before": names.get(move.before, _("none")), "after": names.get(move.after, _("none")),
        "count": move.count,
    }  # fmt: skip
    return _("%(before)s → %(after)s (%(count)d)") % told
