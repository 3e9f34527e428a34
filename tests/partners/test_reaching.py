"""Where notices go: functional mailboxes, never a person's own."""

import uuid

from partners.services import reaching


def test_a_partner_is_reached_in_its_own_language(youth_centre):
    youth_centre.language = "en"
    youth_centre.save()
    route = reaching.organisation(str(youth_centre.pk))
    assert (route.address, route.language) == (youth_centre.email, "en")


def test_without_a_mailbox_or_out_of_use_nothing_is_sent(youth_centre, south):
    youth_centre.is_active = False
    youth_centre.save()
    assert reaching.organisation(str(youth_centre.pk)) is None
    assert reaching.organisation(str(uuid.uuid4())) is None
    assert reaching.team(str(south.pk)) is None


def test_a_team_has_its_own_mailbox(north):
    assert reaching.team(str(north.pk)).address == "north@tallsunda.example"
