"""Browsers where somebody has signed in, and a request on its way through the desk."""

import pytest
from django.test import Client
from django.urls import reverse

from audit.actors import ANYBODY
from intake import tickets
from intake.models import About, AgeBand, Channel
from intake.services import answering, receiving, triaging
from tests.intake.visitor import Visit
from tests.stage import cast


@pytest.fixture
def at(settings):
    """A browser where somebody has signed in, with both factors."""
    settings.SECOND_FACTOR_REQUIRED = False

    def sign_in(user) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return sign_in


@pytest.fixture
def page():
    def address(name, row=None):
        return reverse(f"desk:{name}", args=[row.pk] if row else [])

    return address


@pytest.fixture
def tell(north):
    """Somebody writes; *codes* say what about."""

    def telling(story="Hej, vi behöver hjälp.", **codes):
        codes = {"about": About.SELF, "age_band": AgeBand.FROM_25, "channel": Channel.WEB} | codes
        return receiving.submit(by=ANYBODY, ticket=tickets.new(), story=story, **codes)

    return telling


@cast
def taken(help_request, amina):
    return triaging.take(help_request.pk, by=amina)


@cast
def answered(taken, amina):
    return answering.answer(taken.pk, text="Välkommen att höra av dig.", by=amina)


@pytest.fixture
def visit(client):
    """Somebody who has opened the public form."""
    return Visit(client)


@pytest.fixture
def inside(client, told):
    """Somebody who has come in with their code."""
    response = client.post(reverse("mailbox:enter"), {"code": told.code})
    assert response.status_code == 302
    return client
