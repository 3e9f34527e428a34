"""What a page of the room below shows of ours: whether somebody got where we showed the way."""

from django import template

from referrals.services import arriving

register = template.Library()


@register.simple_tag
def ways_asked_about(help_request) -> list:
    """Where the day to ask has come, and the person has not said."""
    return list(arriving.asked_about(help_request))
