"""Pieces of a page that look the same for everybody who reads that language.

Each process draws them once a minute, and not for every visitor. Nothing of a visitor can get
into one: it sees nothing but what it is handed, and all of that is part of its name.
"""

from hashlib import sha256

from django import template
from django.core.cache import caches
from django.template.loader import render_to_string
from django.utils.translation import get_language

register = template.Library()

KEPT = 60


@register.simple_tag
def same_for_all(name, **values):
    """{% same_for_all "components/emergency.html" phone_numbers=phone_numbers %}"""
    return _kept((name, sorted(values.items())), lambda: render_to_string(name, values))


@register.filter
def field(form, name):
    """One question: {{ form|field:"files" }}. While it is blank, everybody sees the same."""
    is_blank = not form.is_bound and not form.prefix and form.initial.get(name) is None
    draw = form[name].as_field_group
    return _kept((type(form).__module__, type(form).__name__, name), draw) if is_blank else draw()


def _kept(name, draw):
    """Whatever could tell two visitors apart would have to stand in *name*."""
    key = sha256(repr((name, get_language())).encode()).hexdigest()
    known = caches["nearby"].get(key)
    if known is None:
        known = draw()
        caches["nearby"].set(key, known, timeout=KEPT)
    return known
