"""Some deeds take somebody who has just shown who they are: an open screen is not a person.

A partner says yes to a referral, and what was told opens: that takes a sign-in of the last quarter
of an hour (ACCOUNT_REAUTHENTICATION_TIMEOUT), or a password or a key once more. It is asked before
the form is shown; if the time runs out on it, what was filled in is sent on after the sign-in.

Machines are not asked: each of their calls shows its key. Nor is whoever came by a provider and has
neither password nor key here: there is nothing of ours to ask for, and the provider ends sessions.
"""

from time import time

from allauth.account.adapter import get_adapter
from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.reauthentication import suspend_request
from django.conf import settings


class FreshSignInMiddleware:
    """After the guard: whoever does not hold the right is refused, not asked for a password."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if not getattr(view, "takes_fresh_sign_in", False) or is_fresh(request):
            return None
        ways = get_adapter().get_reauthentication_methods(request.user)
        return suspend_request(request, ways[0]["url"]) if ways else None


def is_fresh(request) -> bool:
    """Shown with a password, a key, a code or by a provider, a short while ago."""
    since = time() - settings.ACCOUNT_REAUTHENTICATION_TIMEOUT
    return any(one["at"] > since for one in get_authentication_records(request, request.user))
