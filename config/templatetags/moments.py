"""Moments kept as text, for people: {{ line.at|moment }}; and any, for machines: {{ at|stamp }}."""

from datetime import datetime

from django import template
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.formats import date_format
from django.utils.timezone import localtime

register = template.Library()


@register.filter
def moment(text):
    """A day or a moment in ISO 8601 as the reader's language writes it; else as it stands."""
    at = parse_datetime(text) if "T" in text else None
    if at is not None:
        return date_format(localtime(at), "SHORT_DATETIME_FORMAT")
    day = parse_date(text)
    return date_format(day, "SHORT_DATE_FORMAT") if day else text


@register.filter
def stamp(at) -> str:
    """No finer than people are told; HTML would not take the microseconds that we keep."""
    if isinstance(at, datetime):
        return localtime(at).isoformat(timespec="minutes")
    return at.isoformat()
