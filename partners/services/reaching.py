"""How an organisation and a team of ours are reached: their functional mailboxes."""

from django.conf import settings

from audit.outbox import Route, Wishes
from partners.models import Kind, Organisation, Team

ANY_TIME = Wishes(way="email", hours="always")


def organisation(pk) -> Route | None:
    """A partner's own mailbox, in the language it has chosen. Without one, nothing is sent."""
    found = Organisation.objects.filter(pk=pk, is_active=True).exclude(email="").first()
    if found is None:
        return None
    is_police = found.kind == Kind.POLICE  # told one thing at a time, and has no list
    return Route(found.email, found.language, ANY_TIME, has_no_list=is_police)


def team(pk) -> Route | None:
    found = Team.objects.filter(pk=pk).exclude(email="").first()
    return Route(found.email, settings.LANGUAGE_CODE, ANY_TIME) if found else None
