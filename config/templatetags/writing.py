"""Days and lists as the reader's language writes them; built in like the components."""

from django import template
from django.utils.formats import date_format
from django.utils.translation import get_language

from partners.languages import joined

register = template.Library()

DAYS = {"fi": "l j. F"}  # a day is an ordinal there


@register.filter(expects_localtime=True)
def weekday(moment):
    """“Monday 30 November”, as the reader's language writes the day."""
    return date_format(moment, DAYS.get(get_language(), "l j F")) if moment else ""


@register.filter
def listed(items):
    """One after the other, with the comma of the reader's language."""
    return joined(items)
