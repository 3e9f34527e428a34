"""How something is marked, on the pages of the rooms below."""

from django import template

from config.register.services import marking

register = template.Library()


@register.inclusion_tag("register/line.html")
def confidentiality(row, url="", may_mark=False):
    """The markings in force, and the way to where they are made."""
    return {"markings": marking.on(row), "url": url if may_mark else ""}


@register.inclusion_tag("register/stamp.html")
def stamp(row):
    """On paper: the markings in force, and nothing where there is none."""
    return {"markings": marking.on(row)}
