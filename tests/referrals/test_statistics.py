"""Counting: codes only, and only what the asker may see."""

from referrals import statistics
from referrals.models import Referral


def test_every_state_is_named_and_counted(declined, amina):
    counted = statistics.by_state(Referral.objects.visible_to(amina))
    assert len(counted) == 13
    assert (counted["declined"], counted["sent"]) == (1, 0)


def test_why_partners_could_not_help(declined, amina):
    counted = statistics.by_decline_reason(Referral.objects.visible_to(amina))
    assert (counted["capacity"], counted["area"]) == (1, 0)


def test_how_it_went_goal_by_goal(reported, amina):
    assert statistics.by_result(Referral.objects.visible_to(amina))["met"] == 2


def test_nobody_counts_what_they_do_not_reach(declined, bjorn):
    assert not any(statistics.by_state(Referral.objects.visible_to(bjorn)).values())
