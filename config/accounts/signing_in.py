"""Whoever is not signed in is asked to, before anything else is decided about the address."""

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.urls import reverse

from audit.guard import PUBLIC, right_of
from config import keeping


class SignInMiddleware:
    """Ahead of every right and every row: outside the door 403 and 404 look the same.

    What somebody wrote before their session ran out is shown again, to be sent once more.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if right_of(view) in (None, PUBLIC):  # None is GuardMiddleware's to refuse
            return None
        if hasattr(view, "cls") or request.user.is_authenticated:  # machines show a key instead
            return None
        if request.method in ("GET", "HEAD"):
            return redirect_to_login(request.get_full_path(), _door(request))
        return keeping.keep(request, "signed_out", status=401)


def _door(request) -> str:
    """Whoever comes with a session that is none any more was in a moment ago, and is told so."""
    was_in = settings.SESSION_COOKIE_NAME in request.COOKIES
    return reverse("account_login") + ("?out=yes" if was_in else "")
