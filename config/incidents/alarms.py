"""What stands on every page of those who keep the register: a report that is due soon, or late."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from config.access.alarms import Alarm
from config.incidents import rights
from config.incidents.models import BreachCheck, Clock, Incident


def ringing(user) -> list[Alarm]:
    """Nothing for most people, and no question to the database either."""
    if not user.has_perm(rights.KEEP):
        return []
    now, mine = timezone.now(), Incident.objects.visible_to(user).values("pk")
    running = Clock.objects.running().filter(incident__in=mine, due_at__isnull=False)
    clocks = list(running.select_related("deadline"))
    late = sum(clock.due_at <= now for clock in clocks)
    near = sum(clock.warns_from <= now < clock.due_at for clock in clocks)
    url, found = reverse("desk:incidents"), []
    if late:
        text = ngettext(
            "%(count)d report about an incident is late.",
            "%(count)d reports about incidents are late.",
            late,
        )
        found.append(Alarm("incident_late", text % {"count": late}, url))
    if near:
        text = _("Reports about incidents that are due soon: %(count)d.")
        found.append(Alarm("incident_near", text % {"count": near}, url))
    return found + _checks(user, now, url)


def _checks(user, now, url: str) -> list[Alarm]:
    """What was sent in error and nobody has judged yet: it stands there until somebody has."""
    due = list(BreachCheck.objects.visible_to(user).waiting().values_list("due_at", flat=True))
    if not due:
        return []
    if min(due) <= now:
        return [Alarm("breach_check_late", _("A check whether it was a breach is late."), url)]
    text = _("Sent in error, to be checked whether it was a breach: %(count)d.")
    return [Alarm("breach_check", text % {"count": len(due)}, url)]
