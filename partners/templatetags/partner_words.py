"""{% load partner_words %}: {{ topic.label|said }}, {{ service.capacity_now|capacity_colour }}."""

from django import template

from partners.models import words

register = template.Library()

COLOURS = {"open": "success", "few": "warning", "full": "danger"}


@register.filter
def said(texts):
    """A text of the house's own, in the reader's language."""
    return words.said(texts)


@register.filter
def capacity_colour(code):
    return COLOURS.get(code, "neutral")
