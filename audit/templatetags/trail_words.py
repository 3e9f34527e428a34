"""The trail's codes in words: {% load trail_words %} {{ line.deed|deed_words }}."""

from django import template
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from audit.broken import BROKEN
from audit.models import Finding, FindingReason
from audit.purposes import CHANNELS, PURPOSES
from audit.signs import SIGNS
from audit.wording import WORDS

register = template.Library()

WBR = mark_safe("<wbr>")


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
def sign_words(code):
    return SIGNS[code].label if code in SIGNS else code


@register.filter
def finding_words(code):
    return Finding(code).label if code in Finding.values else code


@register.filter
def reason_words(code):
    return FindingReason(code).label if code in FindingReason.values else code


@register.filter
def broken_words(code):
    return BROKEN.get(code, code)


@register.filter
def named(names, key):
    """The name behind a key, from names fetched once a page; without one, the key itself."""
    return names.get(key) or key


@register.inclusion_tag("audit/lines.html")
def log_lines(events, people, rows):
    """A table of the log's lines."""
    return {"events": events, "people": people, "rows": rows}


@register.simple_tag
def log_tabs(here):
    """The parts of the log, as tabs."""
    return _tabs(here, [("log", _("Lines")), ("log_whole", _("Is it whole?"))])


@register.simple_tag
def review_tabs(here):
    """The parts of the review, as tabs."""
    return _tabs(here, [("review", _("Rounds")), ("review_figures", _("How it goes"))])


def _tabs(here: str, parts: list[tuple]) -> list[dict]:
    return [
        {"label": label, "url": reverse(f"desk:{name}"), "is_current": name == here}
        for name, label in parts
    ]


@register.filter
def wrappable(digest):
    """A long digest that may break between groups of eight, and is still copied whole."""
    text = str(digest)
    groups = [(text[start : start + 8],) for start in range(0, len(text), 8)]
    return format_html_join(WBR, "{}", groups)
