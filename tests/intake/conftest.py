"""Somebody at the public form, and somebody who has come in with their code."""

import re

import html5lib
import pytest

from intake.services import answering, reading, triaging

FORM = "/request/"


@pytest.fixture
def visit(client):
    return Visit(client)


class Visit:
    """The form as a visitor gets it: what it carries, and a way to send it."""

    def __init__(self, client):
        self.client = client
        self.ticket = self.value(self.open(), "ticket")

    def open(self, address=FORM):
        return self.client.get(address)

    def send(self, story="Jag behöver råd.", **fields):
        given = {"ticket": self.ticket, "story": story, **fields}
        return self.client.post(FORM, given, HTTP_ORIGIN="http://testserver")

    @staticmethod
    def value(response, name):
        tree = html5lib.parse(response.content.decode(), namespaceHTMLElements=False)
        for field in tree.iter():
            if field.tag in ("input", "textarea") and field.get("name") == name:
                return field.get("value") if field.tag == "input" else field.text or ""
        return None

    @staticmethod
    def code(response):
        groups = re.search(r"<output.*?</output>", response.content.decode(), re.S)[0]
        return "-".join(re.findall(r"<span>(\w+)</span>", groups))


@pytest.fixture
def inside(client, told):
    """Somebody who has come in with their code."""
    response = client.post("/mailbox/", {"code": told.code})
    assert response.status_code == 302
    return client


@pytest.fixture
def answered(help_request, amina):
    triaging.take(help_request.pk, by=amina)
    reading.read(help_request.pk, by=amina, purpose="triage")
    return answering.answer(help_request.pk, text="Vi kan hjälpa dig.", by=amina)


def text_in(response):
    return re.sub(r"\s+", " ", response.content.decode())
