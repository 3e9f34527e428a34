"""The mailbox's door: a sealed ticket in a cookie. The server remembers nobody."""

from functools import wraps
from time import time

from django.conf import settings
from django.db import DatabaseError
from django.shortcuts import redirect
from django.urls import Resolver404, resolve, reverse

from audit.guard import PUBLIC, open_to_all, right_of
from audit.vault import DoesNotOpen, locker
from intake.forms.mailbox import CodeForm
from intake.services import admitting
from intake.views.page import show

PURPOSE = "mailbox ticket"
LOST = "files_lost"  # what was attached cannot travel along, and the page says so
NOT_KEPT = {"csrfmiddlewaretoken", "code", "bound_for", "language"}


def with_receipt(view):
    """A page behind the receipt code: *view* gets the resident. Each answer renews the ticket.

    Without a ticket that still holds, a page leads to the code and from there back to itself;
    a form is kept, and is sent on once the code has been given.
    """

    @open_to_all
    @wraps(view)
    def behind(request, *args, **kwargs):
        ticket = getattr(request, "mailbox_ticket", None) or _read(request)
        try:
            resident = admitting.recognise(*ticket) if ticket else None
        except DatabaseError:
            if request.method != "POST":
                raise
            return ask(request, CodeForm(), bound_for=request.path, trouble=True, status=503)
        if resident is None and request.method == "POST":
            return ask(request, CodeForm(), bound_for=request.path, status=403)
        if resident is None:
            return redirect(_way_in(request.path))
        response = view(request, resident, *args, **kwargs)
        _give(response, *ticket)
        return response

    return behind


def ask(request, form, *, bound_for: str = "", status: int = 200, **values):
    """Ask for the code, with everything that was on its way in the meantime."""
    kept = [
        (name, value)
        for name, all_values in request.POST.lists()
        for value in all_values
        if bound_for and name not in NOT_KEPT
    ]
    if request.FILES:
        kept.append((LOST, "1"))
    values |= {"form": form, "kept": kept, "bound_for": bound_for, "has_lost": (LOST, "1") in kept}
    values["wanted"] = _wanted(request)
    return show(request, "intake/mailbox/enter.html", values, status=status)


def go_on(request, ticket: tuple[str, str]):
    """The code was right: to where the kept form was on its way, or to the page that was wanted."""
    view = _view_of(request.POST.get("bound_for", ""))
    if view is None:
        response = redirect(_wanted(request) or "mailbox:thread")
        _give(response, *ticket)
        return response
    request.mailbox_ticket = ticket
    return view.func(request, *view.args, **view.kwargs)


def forget(response) -> None:
    response.delete_cookie(settings.MAILBOX_COOKIE_NAME, path="/", samesite="Strict")


def _way_in(path: str) -> str:
    """The page that asks for the code. It leads to the thread unless another page was wanted."""
    wanted = {"next": path} if path != reverse("mailbox:thread") else None
    return reverse("mailbox:enter", query=wanted)


def _wanted(request) -> str:
    """The page of the mailbox that led to the code, or ""."""
    path = request.POST.get("next") or request.GET.get("next", "")
    return path if _view_of(path) else ""


def _view_of(path: str):
    """Only the mailbox's own pages; an address from elsewhere leads nowhere."""
    try:
        match = resolve(path)
    except Resolver404:
        return None
    is_behind = match.namespace == "mailbox" and match.url_name != "enter"
    return match if is_behind and right_of(match.func) == PUBLIC else None


def _give(response, locator: str, secret: str) -> None:
    """For the browser's session, and never longer than half an hour without a click."""
    response.set_cookie(
        settings.MAILBOX_COOKIE_NAME,
        locker.lock(f"{int(time())} {locator} {secret}", purpose=PURPOSE),
        path="/",
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )


def _read(request) -> tuple[str, str] | None:
    try:
        told = locker.unlock(request.COOKIES.get(settings.MAILBOX_COOKIE_NAME, ""), purpose=PURPOSE)
    except (DoesNotOpen, ValueError):
        return None
    given, locator, secret = told.split()
    if time() - int(given) > settings.MAILBOX_MINUTES * 60:
        return None
    return locator, secret
