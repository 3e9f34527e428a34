"""Counting: codes only, and only what the asker may see."""

from datetime import date

from referrals import statistics
from referrals.models import Referral
from referrals.services import following_up


def test_each_is_counted_once_and_every_ending_is_named(declined, amina):
    counted = statistics.by_ending(Referral.objects.visible_to(amina))
    assert (counted["capacity"], counted["area"]) == (1, 0)
    assert sum(counted.values()) == 1
    assert set(counted) == set(statistics.HOW)


def test_nobody_counts_what_they_do_not_reach(declined, bjorn):
    assert not any(statistics.by_ending(Referral.objects.visible_to(bjorn)).values())


def test_days_to_the_first_contact_and_how_many_are_not_known(clock, accepted, amina, clara):
    mine = Referral.objects.visible_to(amina)
    assert statistics.to_first_contact(mine) == statistics.Days(0, 1, None, None)
    clock.move_to("2027-03-05 09:00+01:00")
    following_up.start(accepted.pk, first_contact=date(2027, 3, 4), by=clara)
    assert statistics.to_first_contact(mine) == statistics.Days(1, 0, 3, 3)


def test_the_middle_and_the_slowest_tenth_of_thirty_worked_out_by_hand():
    """One on each day from 1 to 27, and three after 40, 50 and 60 days."""
    days = [*range(1, 28), 40, 50, 60]
    assert statistics.spread(days, unknown=4) == statistics.Days(30, 4, 15.5, 27)
    assert statistics.spread([7], unknown=0) == statistics.Days(1, 0, 7, 7)
