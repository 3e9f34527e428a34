"""The person's yes: to one organisation, named things, until a day."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from audit import trail
from audit.guard import OutOfReach, Refused
from audit.models import Event
from intake.models import About, AgeBand, Consent
from intake.services import consenting, triaging


def until(days=30):
    return timezone.localdate() + timedelta(days=days)


def give(row, organisation, by, **fields):
    fields = {
        "items": ["situation", "name"], "given_by": "person", "given_how": "oral",
        "valid_until": until(),
    } | fields  # fmt: skip
    return consenting.give(row.pk, organisation=organisation, by=by, **fields)


def test_a_consent_names_one_organisation_things_and_a_day(help_request, youth_centre, amina):
    consent = give(help_request, youth_centre, amina)
    assert consent.holds_on(timezone.localdate())
    assert consent.covers(["name"])
    assert not consent.covers(["phone"])
    event = Event.objects.get(deed="consent.give")
    assert event.subject == help_request.subject
    assert event.facts["items"] == ["situation", "name"]


@pytest.mark.parametrize(
    ("about", "age_band", "given_by", "is_taken"),
    [
        (About.SELF, AgeBand.UNDER_12, "person", False),
        (About.SELF, AgeBand.FROM_12, "person", False),
        (About.SELF, AgeBand.FROM_12, "guardian", True),
        (About.FAMILY, AgeBand.UNKNOWN, "person", False),
        (About.FAMILY, AgeBand.UNKNOWN, "guardians", True),
        (About.PUPIL, AgeBand.UNKNOWN, "person", False),
        (About.SELF, AgeBand.UNKNOWN, "person", True),
        (About.PUPIL, AgeBand.FROM_15, "person", True),
        (About.SELF, AgeBand.FROM_15, "guardians", True),
        (About.SELF, AgeBand.FROM_18, "guardian", False),
        (About.SELF, AgeBand.FROM_65, "person", True),
    ],
)
def test_who_can_say_yes_depends_on_the_age(
    tell, youth_centre, amina, about, age_band, given_by, is_taken
):
    row = tell(about=about, age_band=age_band).help_request
    if is_taken:
        assert give(row, youth_centre, amina, given_by=given_by).given_by == given_by
        return
    with pytest.raises(ValidationError) as refusal:
        give(row, youth_centre, amina, given_by=given_by)
    assert "given_by" in refusal.value.message_dict


def test_it_says_what_until_when_and_to_a_partner_of_ours(help_request, house, youth_centre, amina):
    for wrong in ({"items": []}, {"valid_until": until(-1)}):
        with pytest.raises(ValidationError):
            give(help_request, youth_centre, amina, **wrong)
    with pytest.raises(ValidationError):
        give(help_request, house, amina)
    youth_centre.agreement_until = until(-1)
    with pytest.raises(ValidationError):
        give(help_request, youth_centre, amina)


def test_only_the_own_team_notes_one_and_only_while_it_is_under_way(
    taken, youth_centre, amina, bjorn, clara
):
    with pytest.raises(OutOfReach):
        give(taken, youth_centre, bjorn)
    with pytest.raises(Refused):
        give(taken, youth_centre, clara)
    triaging.close(taken.pk, reason="advised", children="none", by=amina)
    with pytest.raises(ValidationError):
        give(taken, youth_centre, amina)


def test_taken_back_it_holds_no_longer_and_only_once(help_request, youth_centre, amina):
    consent = give(help_request, youth_centre, amina)
    take_back = trail.act(consenting.take_back)
    take_back(consent, by=amina, behind=consent.given_at)
    consent.refresh_from_db()
    assert not consent.holds_on(timezone.localdate())
    assert Event.objects.filter(deed="consent.withdraw").count() == 1
    with pytest.raises(ValidationError):
        take_back(consent, by=amina, behind=consent.given_at)


def test_the_page_notes_one_and_says_why_not(at, page, tell, youth_centre, amina):
    row = tell(about=About.FAMILY, age_band=AgeBand.FROM_12).help_request
    client = at(amina)
    sent = {
        "organisation": youth_centre.pk, "items": ["name", "phone"], "given_by": "person",
        "given_how": "oral", "valid_until": until().isoformat(),
    }  # fmt: skip
    refused = client.post(page("consents", row), sent)
    assert refused.context["form"].has_error("given_by")
    assert refused.context["form"]["items"].value() == ["name", "phone"]
    assert client.post(page("consents", row), sent | {"given_by": "guardian"}).status_code == 302
    consent = Consent.objects.get()
    assert (consent.recorded_by, consent.items) == (amina, ["name", "phone"])
    shown = client.get(page("consents", row)).context["consents"]
    assert [(one.pk, state) for one, state, _link in shown] == [(consent.pk, "given")]
