"""What somebody wrote survives an expired page or session: it is shown, and can be sent again."""

import re
from urllib.parse import urlsplit

from django.http import HttpResponseForbidden
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.csrf import requires_csrf_token

from config.navigation import PUBLIC_SHELL

NEVER_KEPT = {
    "csrfmiddlewaretoken", "password", "oldpassword", "password1", "password2", "code",
    "credential",
}  # fmt: skip
CODE = re.compile(r"[a-z0-9_-]*", re.ASCII)  # what was chosen, not written


@requires_csrf_token
def stale(request, reason=""):
    """Called by Django when the page's token is too old or missing.

    A form that another site sends here gets a bare refusal: its contents are not shown.
    """
    if not _is_from_here(request):
        return HttpResponseForbidden()
    return keep(request, "stale", status=403)


def keep(request, reason: str, *, status: int):
    """Show what was written, with a button that sends it again with everything that was chosen."""
    sent = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name not in NEVER_KEPT
    ]
    shown = {
        "fields": [pair for pair in sent if not _is_code(*pair)],
        "codes": [pair for pair in sent if _is_code(*pair)],
        "action": request.get_full_path(),
        "reason": reason,
        "has_lost": bool(request.FILES),
        "sign_in_url": reverse("account_login") if reason == "signed_out" else "",
    }
    if reason == "not_saved":  # the database may be gone, and a frame of ours would ask it
        shown["shell"] = PUBLIC_SHELL
    return render(request, "kept.html", shown, status=status)


def _is_code(name: str, value: str) -> bool:
    return name == "ticket" or bool(CODE.fullmatch(value))


def _is_from_here(request) -> bool:
    told = request.META.get("HTTP_ORIGIN") or request.META.get("HTTP_REFERER") or ""
    return urlsplit(told).netloc == request.get_host()
