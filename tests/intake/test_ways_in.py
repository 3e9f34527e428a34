"""However somebody comes to us, it is one use case: each way says by codes how it came, where they
met us and who tells it. Who is not there gets no code, and no way into what was told.
"""

import json

import pytest
from django.test import Client
from django.urls import reverse

from audit.models import Event
from config.accounts.roles import Role
from intake import tickets
from intake.models import ConcernReport, HelpRequest, Receipt
from partners.models import Arena
from tests.config.conftest import a_machine

STORY = "Vi behöver råd om skolan."
ARENA = "biblioteket"
PORTAL = {"about": "pupil", "no_suspicion": "on"}

# who · address · what is sent · channel · who tells it · has a code of their own
WAYS = {
    "public form": (
        "nobody", "public:request", {"asker": "relative"}, "web_form", "relative", True,
    ),
    "a school, without the person": (
        "stina", "portal:register_request", PORTAL | {"with_person": "no"},
        "partner_portal", "professional", False,
    ),
    "a partner, with the person present": (
        "clara", "portal:register_request", PORTAL | {"with_person": "yes", "asker": "young"},
        "partner_portal", "young", True,
    ),
    "phone": (
        "amina", "desk:record", {"channel": "phone_note", "about": "family", "asker": "relative"},
        "phone_note", "relative", True,
    ),
    "walk-in": (
        "amina", "desk:record", {"channel": "walk_in_note", "about": "self", "asker": "self"},
        "walk_in_note", "self", True,
    ),
    "a message from another authority": (
        "amina", "desk:record", {
            "channel": "sdk_message", "about": "somebody", "asker": "professional",
            "with_person": "no",
        }, "sdk_message", "professional", False,
    ),
    "in the street, with the person": (
        "amina", "desk:outreach", {"age_band": "15_17"}, "outreach_note", "young", True,
    ),
    "in the street, about a place": (
        "amina", "desk:outreach", {"way": "place"}, "outreach_note", "professional", False,
    ),
    "another e-service": (
        "e_service", "api-requests", {"about": "self", "asker": "self"}, "e_service", "self", True,
    ),
}  # fmt: skip


@pytest.fixture
def send(request, settings, north):
    """Whoever it is, at their own door."""
    settings.SECOND_FACTOR_REQUIRED = False
    Arena.objects.create(slug=ARENA, name={"sv": "Biblioteket"}, kind="library")

    def sending(who, address, told):
        url, client = reverse(address), Client()
        if who == "e_service":
            machine = a_machine(client, request.getfixturevalue("adam"), Role.E_SERVICE)
            return machine.post(url, json.dumps(told), {"Idempotency-Key": tickets.new()})
        if who != "nobody":
            client.force_login(request.getfixturevalue(who))
        return client.post(url, told, HTTP_ORIGIN="http://testserver")

    return sending


@pytest.mark.parametrize("way", WAYS)
def test_how_where_and_by_whom_are_codes(send, way):
    who, address, more, channel, asker, has_code = WAYS[way]
    common = {"story": STORY, "arena": ARENA}
    if who != "e_service":
        common |= {"ticket": tickets.new(), "age_band": "unknown", "way": "none"}
    assert send(who, address, common | more).status_code in (200, 201)
    row = HelpRequest.objects.get()
    assert (row.channel, row.arena.slug, row.asker) == (channel, ARENA, asker)
    facts = Event.objects.get(deed="helprequest.submit").facts
    said = {name: facts[name] for name in ("channel", "arena", "asker")}
    assert said == {"channel": channel, "arena": ARENA, "asker": asker}
    assert Receipt.objects.filter(help_request=row).exists() == has_code


CONCERNS = {
    "anybody": ("nobody", "public:report", {"who": "private"}, "web_form", False),
    "anybody at work": (
        "nobody", "public:report", {"who": "at_work", "reached_at": "Eva, BVC"}, "web_form", True,
    ),
    "a school": (
        "stina", "portal:register_concern", {"reached_at": "Stina"}, "partner_portal", True,
    ),
}  # fmt: skip


@pytest.mark.parametrize("way", CONCERNS)
def test_a_concern_says_how_it_came_and_whether_the_law_binds(send, reception, way):
    who, address, more, channel, must_report = CONCERNS[way]
    told = {"concern": "Ett barn far illa.", "ticket": tickets.new()} | more
    assert send(who, address, told).status_code == 200
    report = ConcernReport.objects.get()
    assert (report.channel, report.must_report) == (channel, must_report)
    assert report.unit == reception.group
    assert not HelpRequest.objects.exists()
