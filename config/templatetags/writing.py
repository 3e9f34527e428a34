"""Days, lists and languages as the reader's language writes them; built in like the components."""

import re

from django import template
from django.conf import settings
from django.utils.formats import date_format
from django.utils.html import conditional_escape
from django.utils.safestring import mark_safe
from django.utils.translation import get_language

from partners.languages import joined

register = template.Library()

DAY = re.compile(r"\b\d{4}-\d{2}-\d{2}(?: \d{2}:\d{2})?\b")
DAYS = {"fi": "l j. F"}  # a day is an ordinal there


@register.filter(expects_localtime=True)
def weekday(moment):
    """“Monday 30 November”, as the reader's language writes the day."""
    return date_format(moment, DAYS.get(get_language(), "l j F")) if moment else ""


@register.filter
def listed(items):
    """One after the other, with the comma of the reader's language."""
    return joined(items)


@register.filter
def days(text):
    """Days and times inside a text are not broken at their hyphens."""
    return mark_safe(DAY.sub(r'<span class="number">\g<0></span>', conditional_escape(text)))  # noqa: S308


@register.filter
def language_called(code):
    """What a language is called in the reader's own. Django's |language_name says it in English."""
    return dict(settings.LANGUAGES).get(code, code)
