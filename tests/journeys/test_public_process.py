"""The process that faces the internet takes letters in and cannot take them out.

Bar 6: with the public process's environment and database alone, 0 of 1 000 letters open.
"""

import shutil

import pytest

from tests.journeys.houses import a_house

LETTERS = 1000


@pytest.fixture(scope="module")
def house(tmp_path_factory, django_db_setup, django_db_blocker):
    """A thousand letters, written by the process that also has the private half."""
    with a_house(tmp_path_factory.mktemp("house"), django_db_blocker) as built:
        built.told = built.ask("letters", "fill", str(LETTERS))
        yield built


@pytest.fixture(scope="module")
def outside(house):
    """What a public process is given: the public halves, and which of them is current."""
    folder = house.folder / "public-keys"
    shutil.copytree(house.folder / "keys", folder, ignore=shutil.ignore_patterns("*.private"))
    assert not list(folder.glob("*.private"))
    assert list(folder.glob("*.public"))
    return {"LOTSEN_ROLE": "public", "VAULT_KEYS": str(folder)}


def test_staff_open_every_letter(house):
    """Else the tests below would prove nothing."""
    assert house.told["letters"] == LETTERS
    assert house.ask("letters", "open", LOTSEN_ROLE="desk") == {"opened": LETTERS}


@pytest.fixture(scope="module")
def found(house, outside):
    """What was found by trying everything, once."""
    private = next((house.folder / "keys").glob("*.private")).read_text().strip()
    return house.ask("letters", "break_in", house.told["code"], private, **outside)


def test_nothing_opens_in_a_public_process(found):
    assert found["role"] == "public"
    assert found["letters"] == LETTERS
    assert (found["unsealed"], found["as_staff"], found["private"]) == (0, 0, 0)
    assert found["by_bytes"] == 0


def test_the_search_by_bytes_finds_a_key_that_is_there(found):
    """The same search, given the private half: it finds that, and only that."""
    assert found["by_the_key"] == 1


def test_it_serves_the_public_and_the_mailbox_and_nothing_else(found):
    assert set(found["open"].values()) == {200}
    assert set(found["shut"].values()) == {404}


def test_the_person_reads_their_own_thread_there(found):
    assert (found["mailbox"]["status"], found["mailbox"]["has_story"]) == (200, True)


def test_with_the_private_half_in_its_folder_it_does_not_use_it(house):
    """Somebody copied the whole folder: the role alone keeps the door shut – and says so."""
    found = house.ask("letters", "by_deeds", LOTSEN_ROLE="public")
    assert (found["role"], found["letters"]) == ("public", LETTERS)
    assert (found["unsealed"], found["as_staff"], found["private"]) == (0, 0, 0)
