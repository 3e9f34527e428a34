"""Every sealed column of every model, every pair of rows, columns and organisations: a text that
is moved opens nowhere but at home. The pairs come from the models, so a new column is in them."""

from itertools import permutations
from types import SimpleNamespace

import pytest
from django.apps import apps

from audit import trail, vault
from audit.actors import CONSOLE
from audit.models import Letter
from audit.vault import DoesNotOpen, box, keys, sealed_fields
from tests.architecture.doors import taken_back
from tests.architecture.standing import here, town_

__all__ = ["here", "town_"]

MODELS = [model for model in apps.get_models() if sealed_fields(model)]
STAFF = SimpleNamespace(key=b"")


@pytest.fixture
def places(db) -> list[tuple]:
    """Two rows of every model, a text in every sealed column."""
    found = []
    for model in MODELS:
        for number in (1, 2):
            row = model()
            row.pk = row.pk or number
            fields = sealed_fields(model)
            vault.seal(row, **{field: f"{row} {field} {number}" for field in fields})
            found += [(row, field) for field in fields]
    return found


def test_the_pairs_are_of_every_sealed_column(places):
    named = {(row._meta.label, field) for row, field in places}
    every = {(model._meta.label, field) for model in MODELS for field in sealed_fields(model)}
    assert named == every
    assert len(places) == 2 * len(named)
    assert len(named) >= 18


@trail.act
def opening(tries) -> list[tuple[str, bool]]:
    """Does each open, through the door itself? *tries* put the bytes in their places.

    One act for many: the log's head need not move for every one of some thousands.
    """
    return [(said, opens(row, field)) for said, row, field in tries]


def opens(row, field) -> bool:
    try:
        vault.unseal(row, field, by=CONSOLE, purpose="test")
    except DoesNotOpen:
        return False
    return True


def test_every_text_opens_at_home(places):
    assert all(opened for _said, opened in opening((str(row), row, name) for row, name in places))


def test_no_text_opens_in_another_column_or_row(places):
    """The bytes lie in the other column when it is read."""

    def elsewhere(home):
        row, field = home
        for other, column in places:
            if (other, column) != home:
                was = getattr(other, column)
                setattr(other, column, getattr(row, field))
                yield f"{row._meta.label}.{field} as {other._meta.label}.{column}", other, column
                setattr(other, column, was)

    tried = []
    for home in places:
        with taken_back():
            tried += opening(elsewhere(home))
    assert [said for said, opened in tried if opened] == []
    assert len(tried) == len(places) * (len(places) - 1)


def test_a_letter_is_bound_to_its_row(places):
    """Its data key does not come out under another row's name, with the very key that opens it.

    That row's own text would say no in any case: so it is the letter that is asked here.
    """
    letters = list(Letter.objects.all())
    abouts = [letter.about for letter in letters]
    assert len(set(abouts)) == len(abouts) == 2 * len(MODELS)
    for letter, home in zip(letters, abouts, strict=True):
        opener = keys.opener_of(letter.key_id)
        assert [about for about in abouts if takes(letter, opener, about)] == [home]


def takes(letter: Letter, opener, about: str) -> bool:
    letter.about = about
    try:
        return bool(keys.take(letter, opener))
    except DoesNotOpen:
        return False


def test_a_text_opens_nowhere_else_with_its_letter_beside_it(places):
    """Both lie under the other row's name: all that somebody with the database can move.

    Each goes to the other row of its model and to a row of the next: the pairs are above.
    """
    rows = {trail.name_of(row): (row, field) for row, field in places}
    letters = {letter.about: bytes(letter.sealed) for letter in Letter.objects.all()}

    def elsewhere():
        for home, *others in zip(rows, [*rows][1:], [*rows][2:], strict=False):
            row, field = rows[home]
            for about in others:
                other, column = rows[about]
                was = getattr(other, column)
                setattr(other, column, getattr(row, field))
                Letter.objects.filter(about=about).update(sealed=letters[home])
                yield f"{home}/{field} as {about}/{column}", other, column
                Letter.objects.filter(about=about).update(sealed=letters[about])
                setattr(other, column, was)

    tried = opening(elsewhere())
    assert [said for said, opened in tried if opened] == []
    assert len(tried) == 2 * (len(rows) - 2)


# --- A whole town, with several partners and residents -----------------------------------------


@pytest.fixture
def texts(town_) -> dict:
    """Where each text of the town lies: its bytes, and the data key of its row."""
    rows = [row for model in MODELS for row in model._default_manager.all()]
    data_keys = keys.take_out({trail.name_of(row) for row in rows}, by=STAFF)
    return {
        f"{trail.name_of(row)}/{field}": (bytes(getattr(row, field)), data_keys[trail.name_of(row)])
        for row in rows
        for field in sealed_fields(type(row))
        if getattr(row, field) is not None
    }


def does_open(sealed: bytes, key: bytes, place: str) -> bool:
    try:
        box.decrypt(sealed, key=key, place=place)
    except DoesNotOpen:
        return False
    return True


def test_in_a_town_every_text_opens_at_home_and_nowhere_else(texts):
    """With the key of its own row, and with the key of the row where it was put."""
    assert all(does_open(sealed, key, place) for place, (sealed, key) in texts.items())
    pairs = list(permutations(texts, 2))
    opened = [
        (home, there)
        for home, there in pairs
        for key in (texts[home][1], texts[there][1])
        if does_open(texts[home][0], key, there)
    ]
    assert not opened
    assert len(pairs) > 1000


def test_in_a_town_what_one_partner_was_told_opens_for_no_other(texts):
    packages = [place for place in texts if place.startswith("referrals.package/")]
    assert len({place.split("/")[1] for place in packages}) >= 2
    for home, there in permutations(packages, 2):
        assert not does_open(texts[home][0], texts[there][1], there)
        assert not does_open(texts[home][0], texts[home][1], there)
