"""Components: one tag, one template, no logic. The list is in templates/components/README.md."""

import re
from datetime import datetime, timedelta
from functools import partial

from django import template
from django.forms import Field
from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import mark_safe
from django.utils.timesince import timesince, timeuntil
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext as _

from config.accounts.roles import Role
from intake import spelling
from intake.forms.contact import number_here
from partners.models import Organisation

register = template.Library()

COLOURS = {
    "info": "new sent opened received",
    "accent": "waiting",
    "warning": "open draft asked reported returned assessed",
    "success": "accepted active acknowledged handed_over handled done settled given met",
    "danger": "declined expired overdue withdrawn",
}
STATUS_COLOURS = {code: colour for colour, codes in COLOURS.items() for code in codes.split()}
URGENCY_COLOURS = {"emergency": "danger", "same_day": "danger", "priority": "warning"}
DIGITS = re.compile(r"[^\d+]")
NUMBER = re.compile(
    r"<[^>]*>|(?<![\w-])(?P<number>\+?\d[\d -]{5,}\d|11[2-4](?: 1[34])?|1177|90101)(?![\w-])"
)
ACTORS = {
    "anybody": pgettext_lazy("who acted", "Somebody without an account"),
    "clock": pgettext_lazy("who acted", "The clock"),
    "console": pgettext_lazy("who acted", "An operator"),
    "resident": pgettext_lazy("who acted", "The person"),
}
ALERT_KINDS = {"error": "danger", "debug": "info"}


@register.inclusion_tag("components/status_tag.html")
def status_tag(row):
    return {"row": row, "colour": STATUS_COLOURS.get(row.status, "neutral")}


@register.inclusion_tag("components/urgency_tag.html")
def urgency_tag(row):
    return {"row": row, "colour": URGENCY_COLOURS.get(row.urgency, "neutral")}


@register.inclusion_tag("components/tag.html")
def tag(text, colour="neutral"):
    return {"text": text, "colour": colour}


@register.inclusion_tag("components/promise.html")
def promise(due_at, risk_at=None):
    if not due_at:
        return {"due_at": None}
    now = timezone.now()
    if due_at < now:
        return {"due_at": due_at, "state": "overdue", "left": timesince(due_at, depth=1)}
    at_risk = (risk_at or due_at - timedelta(hours=4)) < now
    state = "risk" if at_risk else "due"
    return {"due_at": due_at, "state": state, "left": timeuntil(due_at, depth=1)}


@register.simple_tag
def when(moment, style="both"):
    """Nothing stands behind it, so that a comma or a full stop can."""
    ago = timesince(moment, depth=1) if moment else ""
    is_long_ago = isinstance(moment, datetime) and timezone.now() - moment >= timedelta(minutes=1)
    shown = {"moment": moment, "style": style, "ago": ago, "is_long_ago": is_long_ago}
    return mark_safe(render_to_string("components/when.html", shown).strip())  # noqa: S308 – ours


@register.inclusion_tag("components/phone.html")
def phone(number, link=True):
    digits = DIGITS.sub("", str(number))
    return {"number": number_here(str(number)), "digits": digits, "link": link}


@register.inclusion_tag("components/error_summary.html")
def error_summary(*forms):
    wrong = [form for form in forms if form is not None and form.errors]
    return {"forms": wrong, "bare": Field.default_error_messages["required"]}


@register.inclusion_tag("components/counter.html")
def counter(field):
    return {"field": field}


@register.inclusion_tag("components/pager.html", takes_context=True)
def pager(context, page, parameter="page", of=""):
    def link(number, label=None, rel=""):
        if not isinstance(number, int):
            return {"label": number}
        query = context["request"].GET.copy() if "request" in context else QueryDict(mutable=True)
        query[parameter] = number
        is_current = label is None and number == page.number
        label = label or number
        return {
            "label": label,
            "url": f"?{query.urlencode()}",
            "rel": rel,
            "is_current": is_current,
        }

    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    links = [link(number) for number in numbers]
    if page.has_previous():
        links.insert(0, link(page.previous_page_number(), _("Previous"), "prev"))
    if page.has_next():
        links.append(link(page.next_page_number(), _("Next"), "next"))
    return {"page": page, "links": links, "of": of}


@register.inclusion_tag("components/timeline.html")
def timeline(events):
    return {"events": events}


@register.inclusion_tag("components/conversation.html")
def conversation(messages, empty=""):
    return {"messages": messages, "empty": empty}


@register.inclusion_tag("components/empty_state.html")
def empty_state(title, text="", url="", label=""):
    return {"title": title, "text": text, "url": url, "label": label}


@register.inclusion_tag("components/move_buttons.html", takes_context=True)
def move_buttons(context, moves):
    return {"moves": moves, "csrf_token": context.get("csrf_token")}


@register.inclusion_tag("components/summary_list.html")
def summary_list(rows):
    return {"rows": rows}


@register.inclusion_tag("components/tabs.html")
def tabs(items, label=""):
    return {"items": items, "label": label}


@register.inclusion_tag("components/stat_card.html")
def stat_card(number, label, url="", colour=""):
    if isinstance(number, int):
        number = number_format(number, force_grouping=True)
    return {"number": number, "label": label, "url": url, "colour": colour}


@register.inclusion_tag("components/steps.html")
def steps(names, current):
    return {"names": names, "current": current}


@register.inclusion_tag("components/receipt_code.html")
def receipt_code(code):
    return {"rows": spelling.aloud(str(code), get_language())}


@register.inclusion_tag("components/languages.html", takes_context=True)
def language_links(context, form=""):
    return {"languages": context.get("languages") or [], "form": form}


@register.inclusion_tag("components/user_menu.html", takes_context=True)
def user_menu(context):
    keys = ("user", "user_menu", "csrf_token")
    return {key: context.get(key) for key in keys}


@register.filter
def numbers(text, link=""):
    """Telephone numbers in a text: left to right, on one line; with "link" one can press them."""
    return mark_safe(NUMBER.sub(partial(_one_number, link=link), conditional_escape(text)))  # noqa: S308


def _one_number(hit, link):
    if not hit["number"]:
        return hit[0]
    shown = f'<bdi dir="ltr">{hit["number"]}</bdi>'
    return f'<a href="tel:{DIGITS.sub("", hit["number"])}">{shown}</a>' if link else shown


@register.filter
def role_name(code):
    """A role's name for people; a code without a role ("anybody", "clock") stays a code."""
    return ACTORS.get(code) or (Role(code).label if code in Role.values else code)


@register.simple_tag(takes_context=True)
def organisation_name(context, pk):
    """An organisation's name by its key; all names are fetched once a page."""
    known = context.render_context
    if "organisations" not in known:
        known["organisations"] = {
            str(key): name for key, name in Organisation.objects.values_list("pk", "name")
        }
    return known["organisations"].get(str(pk), "")


@register.filter
def alert_kind(level):
    return ALERT_KINDS.get(level, level or "info")


@register.simple_block_tag
def alert(content, kind="info", title="", role=""):
    values = {"content": content, "kind": kind, "title": title, "role": role}
    return render_to_string("components/alert.html", values)


@register.simple_block_tag
def card(content, title="", kind="", ident=""):
    values = {"content": content, "title": title, "kind": kind, "ident": ident}
    return render_to_string("components/card.html", values)


@register.simple_block_tag
def breadcrumbs(content):
    return render_to_string("components/breadcrumbs.html", {"content": content})


@register.simple_block_tag
def table(content, label):
    return format_html(
        '<div class="table" role="region" aria-label="{}" tabindex="0">{}</div>', label, content
    )


@register.simple_block_tag(takes_context=True)
def confirm(context, content, url, label, title="", cancel="", kind="primary"):
    values = {"content": content, "url": url, "label": label, "title": title, "cancel": cancel}
    token = {"kind": kind, "csrf_token": context.get("csrf_token")}
    return render_to_string("components/confirm.html", values | token)
