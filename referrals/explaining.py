"""Why a service is suggested, in a sentence: every rule that fired, and how much it weighed."""

from django.utils.translation import gettext as _

from referrals.ranking import Suggestion


def why(suggestion: Suggestion) -> str:
    fired = suggestion.fired
    speaks_for = [f"{rule} ({rule.weight})" for rule in fired if rule.points > 0]
    against = [f"{rule} ({rule.weight})" for rule in fired if rule.points < 0]
    told = [_("Suggested because it %(rules)s.") % {"rules": _in_a_row(speaks_for)}]
    if against:
        told.append(_("Against it: that it %(rules)s.") % {"rules": _in_a_row(against)})
    told.append(_("In all %(points)d.") % {"points": suggestion.points})
    return " ".join(told)


def _in_a_row(parts: list[str]) -> str:
    """One, two and three."""
    *most, last = parts
    if not most:
        return last
    return _("%(most)s and %(last)s") % {"most": ", ".join(most), "last": last}
