"""A basis runs out: we hear of it in time, and the partner reads nothing once it is over."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from audit.models import Outgoing
from referrals.models import Referral
from referrals.services import reading, running_out


def told() -> list[str]:
    found = Outgoing.objects.filter(notice__startswith="referrals.BASIS").order_by("pk")
    return list(found.values_list("notice", flat=True))


@pytest.fixture
def ends(clock, active, consent):
    """The consent's last day; the clock stands wherever a test puts it."""
    consent.valid_until = timezone.localdate() + timedelta(days=20)
    consent.save()
    return consent.valid_until


def test_we_hear_of_it_a_fortnight_before_and_when_it_is_over_once_each(clock, active, ends, clara):
    counts = []
    for days in (5, 6, 7, 20, 21, 22):
        clock.move_to(f"{ends - timedelta(days=20 - days)} 06:15+01:00")
        counts.append(running_out.sweep())
    assert counts == [0, 1, 0, 0, 1, 0]
    assert told() == ["referrals.BASIS_SOON", "referrals.BASIS_OVER"]
    with pytest.raises(ValidationError) as refusal:
        reading.open_package(active.pk, by=clara, purpose="referral")
    assert refusal.value.code == "basis_gone"
    assert Referral.objects.get(pk=active.pk).status == "active", "the calendar closes nothing"


def test_a_clock_that_slept_says_only_what_is_still_true(clock, active, ends):
    clock.move_to(f"{ends + timedelta(days=9)} 06:15+01:00")
    assert running_out.sweep() == 1
    assert told() == ["referrals.BASIS_OVER"]


def test_the_page_says_it_before_and_after(clock, active, ends, amina, at):
    for days, said in ((6, "soon"), (25, "over")):
        clock.move_to(f"{ends - timedelta(days=20 - days)} 09:00+01:00")
        page = at(amina).get(reverse("desk:referral", args=[active.pk]))
        assert page.context["basis_end"] == said


def test_what_has_ended_is_no_longer_spoken_of(clock, story, draft, consent):
    story.bring(draft, "declined")
    consent.valid_until = timezone.localdate()
    consent.save()
    assert running_out.sweep() == 0
