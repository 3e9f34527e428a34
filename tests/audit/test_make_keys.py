from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from audit.models import Letter
from audit.vault import keys


def test_an_empty_house_gets_a_key(letter_box, db):
    for path in letter_box.iterdir():
        path.unlink()
    call_command("make_keys", if_missing=True, stdout=StringIO())
    assert keys.current_public()
    [private] = letter_box.glob("*.private")
    assert private.stat().st_mode & 0o777 == 0o600


def test_a_house_with_a_key_keeps_it(db):
    before = keys.current_public()
    call_command("make_keys", if_missing=True, stdout=StringIO())
    assert keys.current_public() == before


def test_a_new_key_is_made_when_asked_and_the_old_one_stays(letter_box, db):
    before = keys.current_public()
    call_command("make_keys", stdout=StringIO())
    assert keys.current_public() != before
    assert len(list(letter_box.glob("*.private"))) == 2


@pytest.mark.parametrize("if_missing", [True, False])
def test_a_lost_key_is_not_papered_over(letter_box, db, if_missing):
    Letter.objects.create(about="a/1", key_id="x", sealed=b"x")
    (letter_box / "current").unlink()
    with pytest.raises(CommandError) as refusal:
        call_command("make_keys", if_missing=if_missing)
    assert refusal.value.returncode == 1
    assert not (letter_box / "current").exists()
