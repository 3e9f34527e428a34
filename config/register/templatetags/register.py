"""How something is marked, on the pages of the rooms below."""

from django import template
from django.urls import reverse

from config.register.services import marking
from config.retention.own import BY_MODEL

register = template.Library()


@register.inclusion_tag("register/line.html")
def confidentiality(row, url="", may_mark=False):
    """The markings in force, and the way to where they are made."""
    return {"markings": marking.on(row), "url": url if may_mark else ""}


@register.inclusion_tag("register/own_foot.html")
def kept_and_marked(row, may_change=False):
    """Under a record of our own: how long it is kept and, while it has words, how it is marked."""
    own = BY_MODEL[type(row)]
    addresses = {name: reverse(getattr(own, name), args=[row.pk]) for name in ("page", "markings")}
    return {"row": row, "may_change": may_change, **addresses}


@register.inclusion_tag("register/stamp.html")
def stamp(row):
    """On paper: the markings in force, and nothing where there is none."""
    return {"markings": marking.on(row)}
