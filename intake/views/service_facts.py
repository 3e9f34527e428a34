"""An open service as pairs of words: what its page says without opening anything."""

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from intake.forms.labels import AGES
from intake.models import ServiceStart


def of(start: ServiceStart) -> list[tuple]:
    """How it stands."""
    until = _day(start.decision_until) if start.decision_until else _("until further notice")
    known = [
        (_("Given by"), start.open_service.provider.name),
        (_("Board’s decision"), f"{start.decision_number}, {_day(start.decided_on)}"),
        (_("In force"), f"{_day(start.decision_from)} – {until}"),
        (_("What is written down"), start.get_mode_display()),
        (_("Age"), f"{dict(AGES)[start.age_band]} ({_day(start.age_confirmed_on)})"),
        (_("Begun"), _day(start.started_on)),
        (_("Withdrawn from"), _day(start.open_service.withdrawn_from)),
        (_("Ended"), _day(timezone.localdate(start.ended_at)) if start.ended_at else ""),
        (_("How it ended"), start.get_outcome_display()),
    ]
    return [(label, value) for label, value in known if value]


def _day(day) -> str:
    return date_format(day, "SHORT_DATE_FORMAT") if day else ""
