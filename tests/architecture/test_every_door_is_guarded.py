"""Every address declares the right it takes, and a view that declares none does not run."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpResponse
from django.urls import URLResolver, get_resolver

from audit.guard import PUBLIC, GuardMiddleware, right_of
from config.accounts.roles import EVERY_RIGHT, ROLES


def doors(patterns=None, before=""):
    """Every address of this process, as (route, view)."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from doors(pattern.url_patterns, route)
        else:
            yield route, pattern.callback


def test_every_view_declares_a_right():
    assert not [route for route, view in doors() if right_of(view) is None]


def test_every_declared_right_is_known():
    known = {right for right, _label in EVERY_RIGHT} | {PUBLIC}
    assert {right_of(view) for _route, view in doors()} <= known


def test_every_endpoint_for_machines_takes_a_right_that_a_machine_can_hold():
    held = ROLES["e_service"] | ROLES["partner_system"] | ROLES["neighbour"]
    endpoints = [(route, view) for route, view in doors() if route.startswith("api/")]
    assert endpoints
    for route, view in endpoints:
        rights = {right_of(view), getattr(view, "initkwargs", {}).get("right")} - {None}
        assert rights <= held | {PUBLIC}, route


def test_every_right_is_held_by_some_role():
    held = set().union(*ROLES.values())
    assert {right for right, _label in EVERY_RIGHT} == held


def test_a_view_that_declares_nothing_does_not_run(rf):
    def bare(request):
        return HttpResponse()

    with pytest.raises(ImproperlyConfigured):
        GuardMiddleware(bare).process_view(rf.get("/"), bare, [], {})


def test_nothing_of_the_staff_is_open_to_all():
    opened = {route for route, view in doors() if right_of(view) == PUBLIC}
    assert not {route for route in opened if route.startswith(("desk/", "portal/"))}
