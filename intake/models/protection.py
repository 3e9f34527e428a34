"""A protected identity (skyddade personuppgifter; OSL 21:3, 21:3 a, 22:1) is reached by name.

The team that it belongs to does not reach it. Whoever may say who does sees a masked line, so
that nobody is left unread: a reference and an urgency, nothing of the person.
"""

from django.contrib.auth import get_user_model
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from audit.grants import groups_of
from intake import rights

NAMED = "protection.name"  # the source of a grant to somebody who is named


class EndReason(TextChoices):
    """Why a protection ends. Someone says so; it never runs out by itself."""

    ENDED = "ended", _("The protection of the personal data has ended")
    MISTAKE = "mistake", _("It was marked by mistake")


class Shielded:
    """Mixed into a queryset: what its *visible_to* gives is for naming, never for reading."""

    def visible_to(self, user):
        """The protected rows of the teams one leads; of a team that nobody leads, any lead's."""
        units = set(groups_of(user))
        if units:
            units |= self._led_by_nobody()
        rows = self.filter(is_protected=True, unit__in=units)
        return rows.exclude(self._related_to(user))

    def _led_by_nobody(self) -> set[int]:
        rows = self.model.shielded.filter(is_protected=True)
        units = set(rows.order_by().values_list("unit", flat=True).distinct())
        people = get_user_model().objects.filter(groups__in=units, is_active=True)
        leads = [one for one in people.distinct() if one.has_perm(rights.NAME)]
        return units - {group for one in leads for group in groups_of(one)}
