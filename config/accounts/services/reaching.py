"""Where a notice to somebody who works here goes, asked for when it is sent."""

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.urls import reverse

from audit.outbox import Route, Wishes
from config.accounts.models import Invitation, User

ANY_TIME = Wishes(way="email", hours="always")


def user(pk: str) -> Route | None:
    """An active person's own address; during the day, since nothing in it is in a hurry."""
    found = User.objects.filter(pk=pk).first()
    if found is None or not found.may_sign_in:
        return None
    return Route(found.email, found.language, Wishes(way="email"))


def leaver(pk: str) -> Route | None:
    """Somebody whose access has ended; not if they have come back meanwhile."""
    found = User.objects.filter(pk=pk, is_active=False).first()
    return Route(found.email, found.language, Wishes(way="email")) if found else None


def invitation(pk: str) -> Route | None:
    """Only while it is open. The link is made here and nowhere kept."""
    found = Invitation.objects.filter(pk=pk).first()
    if found is None or not found.is_open:
        return None
    link = reverse("account_join", args=[found.token()])
    return Route(found.email, found.language, ANY_TIME, link)


def link_to(found: Invitation) -> str:
    """For whoever sets up the house at its console, before any mail can leave it."""
    return settings.SITE_URL.rstrip("/") + reverse("account_join", args=[found.token()])


def reset(pk: str) -> Route | None:
    """The way to a new password. Its token is void once it was used, or somebody signed in."""
    found = User.objects.filter(pk=pk).first()
    if found is None or not found.may_sign_in:
        return None
    key = default_token_generator.make_token(found)
    link = reverse("account_reset_password_from_key", args=[user_pk_to_url_str(found), key])
    return Route(found.email, found.language, ANY_TIME, link)
