"""An agreement runs out: whoever may renew it, or loses a helper, hears of it once, in time."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from audit.actors import CLOCK
from audit.models import Event, Outgoing
from audit.outbox.doors import find
from audit.trail import name_of
from config.accounts.roles import Role
from partners.services import directory
from referrals.services import drafting, expiring
from tests.conftest import _person
from tests.referrals.conftest import send

NOTICES = ("referrals.AGREEMENT_ENDS", "referrals.AGREEMENT_TO_RENEW")


def told() -> set[tuple[str, str]]:
    found = list(Outgoing.objects.filter(notice__in=NOTICES).values_list("notice", "to"))
    assert len(found) == len(set(found)), "somebody was told twice"
    return set(found)


@pytest.fixture
def ends(clock, youth_centre):
    """The agreement's last day; the clock stands wherever a test puts it."""
    youth_centre.agreement_until = timezone.localdate() + timedelta(days=20)
    youth_centre.save()
    return youth_centre.agreement_until


@pytest.fixture
def south_lead(house, south):
    return _person("siv", Role.TEAM_LEAD, house, [south])


def test_a_fortnight_before_the_administrators_and_the_leads_concerned_hear_of_it_once(
    clock, active, ends, adam, lena, south_lead, amina, clara
):
    counts = []
    for days in (5, 6, 7, 20, 21):
        clock.move_to(f"{ends - timedelta(days=20 - days)} 06:20+01:00")
        counts.append(expiring.sweep())
    assert counts == [0, 1, 0, 0, 0]
    assert told() == {
        ("referrals.AGREEMENT_ENDS", name_of(lena)),
        ("referrals.AGREEMENT_TO_RENEW", name_of(adam)),
    }  # fmt: skip
    line = Event.objects.get(deed="organisation.agreement_ends")
    assert (line.actor, line.facts) == ("clock", {"until": ends.isoformat(), "running": 1})


def test_the_notices_name_nobody():
    for one in NOTICES:
        notice = find(one)
        assert "%" not in f"{notice.subject}{notice.body}"
        assert str(notice.body).count("{") == 1


def test_several_referrals_are_one_notice_and_a_team_without_a_lead_hears_itself(
    clock, active, ends, amina, north, youth_centre, help_request
):
    directory.add_service(youth_centre, by=CLOCK, name={"sv": "Läxhjälp"})
    second = drafting.draft(
        help_request.pk, to_pk=youth_centre.pk, service_pk=youth_centre.services.last().pk,
        goals=["Ett mål"], situation="Läxor.", items=[], access=[], urgency="normal", by=amina,
    )  # fmt: skip
    drafting.set_consent_basis(second.pk, consent_pk=active.basis.consent_id, by=amina)
    send(second, amina)
    clock.move_to(f"{ends} 06:20+01:00")
    assert expiring.sweep() == 1
    assert told() == {("referrals.AGREEMENT_ENDS", name_of(north))}


def test_a_day_that_was_moved_is_spoken_of_anew_and_a_former_partner_never(
    clock, ends, youth_centre, adam
):
    clock.move_to(f"{ends} 06:20+01:00")
    assert expiring.sweep() == 1
    youth_centre.refresh_from_db()
    youth_centre.agreement_until = ends + timedelta(days=30)
    youth_centre.save()
    assert expiring.sweep() == 0
    clock.move_to(f"{ends + timedelta(days=25)} 06:20+01:00")
    assert expiring.sweep() == 1
    youth_centre.agreement_until, youth_centre.is_active = ends + timedelta(days=31), False
    youth_centre.save()
    assert expiring.sweep() == 0


def test_the_pages_about_the_organisation_say_it(clock, active, ends, adam, lena, at, youth_centre):
    url = reverse("desk:setting", args=["organisations", youth_centre.pk])
    assert 'data-test="note"' not in at(adam).get(url).content.decode()
    clock.move_to(f"{ends - timedelta(days=3)} 09:00+01:00")
    page = at(adam).get(url).content.decode()
    assert 'data-test="note"' in page
    assert "1 hänvisning" in page
    for user, name in ((adam, "desk:settings_rows"), (lena, "desk:directory")):
        args = ["organisations"] if user == adam else []
        assert "snart" in at(user).get(reverse(name, args=args)).content.decode()
