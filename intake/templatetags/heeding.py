"""{% warnings_before form as … %} something is sent, {% warnings_of signs as … %} after."""

from django import template

from intake.services import heeding

register = template.Library()


@register.simple_tag
def warnings_before(form) -> list:
    """What to show whoever is writing this: their own words, in their own request."""
    text = form.data.get("story") or form.initial.get("story") or ""
    return heeding.warnings({sign.kind for sign in heeding.signs_in(text)})


@register.simple_tag
def warnings_of(signs) -> list:
    """What to show for the classes that were heard when it came in."""
    return heeding.warnings(set(signs))
