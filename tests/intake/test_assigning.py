"""The lead gives a request to somebody of the team."""

import pytest
from django.core.exceptions import ValidationError

from audit.guard import Refused
from audit.models import Event
from intake.lifecycle import Status
from intake.models import HelpRequest
from intake.services import assigning


def test_the_lead_gives_it_to_a_colleague(help_request, amina, lena):
    row = assigning.give_to(help_request.pk, colleague=amina, by=lena)
    assert (row.status, row.assigned_to) == (Status.OPEN, amina)
    event = Event.objects.get(deed="helprequest.reassign")
    assert (event.actor, event.facts["to_colleague"]) == (f"user/{lena.pk}", amina.pk)


def test_what_somebody_has_can_be_given_on(answered, amina, lena):
    row = assigning.give_to(answered.pk, colleague=lena, by=lena)
    assert (row.status, row.assigned_to) == (Status.OPEN, lena)
    assert Event.objects.get(deed="helprequest.reassign").facts["from_colleague"] == amina.pk


def test_nobody_from_another_team_gets_it(help_request, lena, bjorn):
    with pytest.raises(ValidationError):
        assigning.give_to(help_request.pk, colleague=bjorn, by=lena)


def test_whoever_has_left_gets_nothing(help_request, lena, amina):
    amina.is_active = False
    amina.save()
    assert assigning.colleagues(help_request) == [lena]


def test_only_the_lead_gives(at, page, help_request, amina, lena):
    with pytest.raises(Refused):
        assigning.give_to(help_request.pk, colleague=lena, by=amina)
    assert at(amina).get(page("reassign", help_request)).status_code == 403


def test_the_page_offers_the_team_and_gives_it(at, page, help_request, amina, lena, bjorn):
    client = at(lena)
    offered = client.get(page("reassign", help_request)).context["form"].people
    assert set(offered) == {str(amina.pk), str(lena.pk)}
    refused = client.post(page("reassign", help_request), {"colleague": bjorn.pk})
    assert refused.context["form"].has_error("colleague")
    client.post(page("reassign", help_request), {"colleague": amina.pk})
    assert HelpRequest.objects.get().assigned_to == amina
