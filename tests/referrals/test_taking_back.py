"""A partner is a partner no longer: its way in is shut at once, and what runs there comes back."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from audit.guard import OutOfReach
from audit.models import Event, Outgoing
from config.demo.telling import reported
from referrals.models import Referral, Tombstone
from referrals.services import reading, taking_back

ENDS = {
    "out_of_use": {"is_active": False},
    "agreement_over": {"agreement_until": timezone.localdate() - timedelta(days=1)},
}


def end_with(organisation, how: str) -> None:
    type(organisation).objects.filter(pk=organisation.pk).update(**ENDS[how])


@pytest.mark.parametrize("how", ENDS)
def test_nobody_there_reaches_it_from_that_moment(active, youth_centre, clara, amina, how):
    assert Referral.objects.visible_to(clara).exists()
    end_with(youth_centre, how)
    assert not Referral.objects.visible_to(clara).exists()
    assert Referral.objects.visible_to(amina).get() == active
    with pytest.raises(OutOfReach):
        reading.open_package(active.pk, by=clara, purpose="referral")


@pytest.mark.parametrize("how", ENDS)
def test_the_clock_takes_it_back_and_tells_the_lead(active, youth_centre, lena, how):
    end_with(youth_centre, how)
    assert (taking_back.sweep(), taking_back.sweep()) == (1, 0)
    row = Referral.objects.get()
    assert (row.status, row.recall_reason) == ("recalled", "partner_ended")
    assert not row.grants.in_force().exists()
    assert Tombstone.objects.get().must_confirm == "stopped"
    line = Event.objects.get(deed="referral.recall")
    assert (line.actor, line.facts["why"]) == ("clock", "partner_ended")
    assert Outgoing.objects.filter(notice="referrals.BACK", to=f"accounts.user/{lena.pk}").exists()


def test_a_partner_whose_agreement_ends_today_keeps_it_today(active, youth_centre, clara):
    type(youth_centre).objects.update(agreement_until=timezone.localdate())
    assert taking_back.sweep() == 0
    assert Referral.objects.visible_to(clara).exists()


def test_what_is_reported_is_ours_to_close_already(active, youth_centre, clara):
    reported(active, clara, *[("met", "")] * active.goals.count())
    end_with(youth_centre, "out_of_use")
    assert taking_back.sweep() == 0
    assert not Referral.objects.visible_to(clara).exists()


def test_whoever_puts_it_out_of_use_is_told_how_many_run_and_says_yes(
    active, youth_centre, adam, at
):
    page = reverse("desk:setting", args=["organisations", youth_centre.pk])
    told = {
        "name": youth_centre.name, "kind": youth_centre.kind, "secrecy": youth_centre.secrecy,
        "email": "", "language": "sv", "agreement_until": "",
    }  # fmt: skip
    answer = at(adam).post(page, told)
    assert 'data-test="warning"' in answer.content.decode()
    youth_centre.refresh_from_db()
    assert youth_centre.is_active
    assert at(adam).post(page, told | {"understood": "on"}).status_code == 302
    youth_centre.refresh_from_db()
    assert not youth_centre.is_active
