"""{% warnings_before form as … %} something is sent, {% warnings_of signs as … %} after."""

from django import template
from django.utils import timezone

from intake.models import Urgency
from intake.services import greeting, heeding, opening

register = template.Library()


@register.simple_tag
def warnings_before(form) -> list:
    """What to show whoever is writing this: their own words, in their own request."""
    return heeding.warnings({sign.kind for sign in _signs(form)})


@register.simple_tag
def clock_before(form) -> opening.Clock:
    """When a human reads it, as urgent as it sounds: the receipt will say the same."""
    urgency = heeding.urgency_of(_signs(form), Urgency.NORMAL)
    return opening.clock(greeting.front(), timezone.now(), urgency)


def _signs(form):
    said = [form.data.get(name) or form.initial.get(name) or "" for name in ("story", "concern")]
    return heeding.signs_in("\n".join(filter(None, said)))


@register.simple_tag
def warnings_of(signs) -> list:
    """What to show for the classes that were heard when it came in."""
    return heeding.warnings(set(signs))
