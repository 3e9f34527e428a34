"""What stands for many browsers (tests/photographs.py) is whole, and new to each of them."""

from functools import partial
from pathlib import Path

import pytest
from django.conf import settings
from django.db import DatabaseError, connection

from audit.actors import CLOCK
from audit.models import Event
from partners.models import Organisation
from partners.services import directory
from tests import photographs

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def bridge(letter_box):
    return photographs.standing(_a_partner)


def _a_partner() -> Organisation:
    (Path(settings.VAULT_KEYS) / "kept").write_text("a key")
    return directory.add_organisation(
        by=CLOCK, name="Bryggan", kind="youth_centre", secrecy="weak", email="b@partner.example"
    )


@pytest.mark.parametrize("turn", ["first", "second"])
def test_rows_keys_and_triggers_are_there_and_no_test_sees_what_another_changed(turn, bridge):
    assert bridge.name == Organisation.objects.get().name == "Bryggan"
    assert (Path(settings.VAULT_KEYS) / "kept").read_text() == "a key"
    assert Event.objects.count() == 1
    with pytest.raises(DatabaseError, match="only ever added to"):
        connection.cursor().execute("DELETE FROM audit_event")
    bridge.name = "Somewhere else"
    bridge.save()
    (Path(settings.VAULT_KEYS) / "kept").unlink()


@pytest.mark.skipif("connection.vendor != 'sqlite'")
def test_it_is_built_once_and_once_more_when_it_has_become_old(letter_box, monkeypatch):
    built = []
    build = partial(built.append, "once")
    for _turn in range(2):
        photographs.standing(build)
    assert len(built) == 1
    monkeypatch.setattr(photographs, "STILL_NEW", 0)
    photographs.standing(build)
    assert len(built) == 2
