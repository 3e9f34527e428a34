"""No list, no export and no notice says who somebody is together with what they need help with.

Everybody is followed through every door and every page of every list in
test_every_role_at_every_door.py. Here: that it would be found, and what leaves the house.
"""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from audit import outbox
from audit.models import Outgoing
from tests.architecture.answers import DOORS
from tests.architecture.doors import address, taken_back
from tests.architecture.standing import here, town_
from tests.architecture.together import (
    ABOUT_ONE,
    NEITHER,
    WHO,
    WHY,
    sealed_columns,
    told_in_town,
)

pytestmark = pytest.mark.django_db
__all__ = ["here", "town_"]


def test_every_sealed_text_says_who_or_why_or_neither():
    groups = {
        label: [group.get(label, set()) for group in (WHO, WHY, NEITHER)]
        for label in {*WHO, *WHY, *NEITHER}
    }
    assert {label: set().union(*three) for label, three in groups.items()} == sealed_columns()
    for label, three in groups.items():
        assert sum(map(len, three)) == len(set().union(*three)), f"{label}: one of the three"


def test_where_one_persons_words_open_both_are_found(town_):
    """Or the walk through every door would prove nothing, and the list of exceptions would rot."""
    told = told_in_town()
    assert len(told.who) > 8
    assert len(told.why) > 20
    silent = {
        name
        for name, who in ABOUT_ONE.items()
        if not any(told.on(page) for page in _pages(town_, name, who))
    }
    assert not silent


def _pages(here, name: str, who: str):
    door, visitor = DOORS[name], here.visitors[who]
    for row in filter(door.fits, here.reached(who, door.kind)):
        url = address(name, **{door.key: row.pk})
        yield visitor.knock("GET", url).text
        yield visitor.knock("POST", url, door.body(here, row)).text


def test_no_notice_says_either(town_):
    """Every mail that waits in the town, as it leaves: not even the address stands in its text."""
    told, waiting = told_in_town(), Outgoing.objects.filter(state="queued")
    kinds = set(waiting.values_list("notice", flat=True))
    with taken_back():
        outbox.deliver(timezone.now() + timedelta(days=3), limit=waiting.count())
    assert len(mail.outbox) > 10
    wrong = [
        (one.subject, text)
        for one in mail.outbox
        for text in [*told.who, *told.why]
        if text in f"{one.subject}\n{one.body}"
    ]
    assert not wrong
    assert len(kinds) > 5
