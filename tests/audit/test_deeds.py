"""Whoever reviews the log finds every deed under one of the groups they can choose."""

from audit import trail
from audit.actors import CLOCK
from audit.deeds import GROUPS
from audit.models import Event
from audit.wording import WORDS


def test_every_deed_that_has_words_belongs_to_a_group(db):
    @trail.act
    def all_of_them():
        for deed in WORDS:
            trail.record(CLOCK, deed, "audit.link/all")

    all_of_them()
    found = set()
    for name, (_label, rule) in GROUPS.items():
        if name not in ("reads", "refusals"):
            found |= set(Event.objects.filter(rule).values_list("deed", flat=True))
    assert set(WORDS) == found
