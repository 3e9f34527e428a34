"""The trail's codes in words: {% load trail_words %} {{ line.deed|deed_words }}."""

from django import template

from audit.deeds import CHANNELS, PURPOSES, WORDS
from audit.models import Decision

register = template.Library()


@register.filter
def deed_words(deed):
    """A deed as a sentence; one that nobody has put into words yet, as its code."""
    return WORDS.get(deed, deed)


@register.filter
def purpose_words(code):
    return PURPOSES.get(code, code)


@register.filter
def channel_words(code):
    return CHANNELS.get(code, code)


@register.filter
def decision_words(code):
    return Decision(code).label if code in Decision.values else code
