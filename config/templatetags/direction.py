"""What stays in one piece, and from left to right, whatever the language around it."""

from django import template
from django.utils.html import format_html

register = template.Library()


@register.filter
def whole(text):
    """A number of ours in a sentence: {{ reference|whole }}."""
    return format_html('<bdi dir="ltr">{}</bdi>', text)
