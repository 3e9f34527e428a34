"""Any K of N shares give the key back; what does not fit says so plainly and writes nothing."""

from itertools import combinations, pairwise

import pytest

from audit.actors import CONSOLE
from audit.models import Event
from audit.vault import custody, keys, shares, shelf
from audit.vault.kinds import Kind
from audit.vault.shares import WrongShares

SEED = bytes(range(32))


@pytest.fixture(scope="module")
def words():
    return shares.split(SEED, shares=5, threshold=3)


@pytest.fixture
def backed_up(db):
    return custody.back_up(shelf.current(), count=5, threshold=3, by=CONSOLE)


def read(texts) -> list[shares.Piece]:
    return [shares.read(text, f"sheet {n}") for n, text in enumerate(texts, start=1)]


def listing(folder) -> dict:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_any_three_of_five_give_the_key_back(words):
    for three in combinations(words, 3):
        assert shares.join(read(three)) == SEED


def test_four_and_five_of_five_give_it_back_too(words):
    assert shares.join(read(words[:4])) == SEED
    assert shares.join(read(words)) == SEED


def test_two_of_five_do_not(words):
    for two in combinations(words, 2):
        with pytest.raises(WrongShares, match="3 shares are needed"):
            shares.by_backup(read(two))


def test_the_same_share_twice_is_said_as_such(words):
    with pytest.raises(WrongShares, match="Share 1 is there twice"):
        shares.by_backup(read([words[0], words[0], words[1]]))


def test_the_shares_of_one_key_are_never_cut_the_same_way_twice(words):
    again = shares.split(SEED, shares=5, threshold=3)
    assert not set(words) & set(again)


@pytest.mark.parametrize(("count", "threshold"), [(1, 1), (5, 1), (3, 4), (17, 3), (0, 0), (5, -1)])
def test_numbers_that_protect_nothing_are_refused(count, threshold):
    with pytest.raises(WrongShares):
        shares.split(SEED, shares=count, threshold=threshold)


def test_every_word_that_is_mistyped_is_noticed(words):
    right = words[0].split()
    for at in range(len(right)):
        wrong = [*right]
        wrong[at] = "academic" if right[at] != "academic" else "acid"
        with pytest.raises(WrongShares, match="a word is wrong"):
            shares.read(" ".join(wrong), "sheet 1")


def test_two_words_that_changed_places_are_noticed(words):
    right = words[0].split()
    for at in range(len(right) - 1):
        wrong = [*right]
        wrong[at], wrong[at + 1] = wrong[at + 1], wrong[at]
        if wrong != right:
            with pytest.raises(WrongShares):
                shares.read(" ".join(wrong), "sheet 1")


def test_a_word_that_is_none_is_named_with_the_nearest(words):
    typed = words[0].split()
    typed[3] = "acadmic"
    with pytest.raises(WrongShares, match="academic"):
        shares.read(" ".join(typed), "sheet 1")


@pytest.mark.parametrize("count", [0, 1, 32, 34])
def test_a_share_that_is_too_short_or_too_long_is_refused(words, count):
    typed = (words[0].split() * 2)[:count]
    with pytest.raises(WrongShares, match=f"{count} words"):
        shares.read(" ".join(typed), "sheet 1")


def test_capital_letters_and_line_breaks_do_not_matter(words):
    typed = words[0].upper().replace(" ", "\n  ")
    assert shares.read(typed, "sheet 1") == shares.read(words[0], "sheet 1")


def test_a_piece_shows_no_words(words):
    [piece] = read(words[:1])
    assert words[0].split()[8] not in repr(piece)


# --- Restoring -------------------------------------------------------------------------------


def test_a_lost_private_half_comes_back_from_shares(letter_box, backed_up):
    key_id = shelf.current()
    half = keys.private(key_id)
    (letter_box / f"{key_id}.private").unlink()
    assert custody.restore(read(backed_up[1:4]), by=CONSOLE) == [key_id]
    assert keys.private(key_id) == half
    assert (letter_box / f"{key_id}.private").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("kind", Kind, ids=lambda kind: kind.name.lower())
def test_a_whole_folder_comes_back_if_the_sheets_say_its_name(letter_box, db, kind):
    key_id = custody.make(kind, by=CONSOLE)
    texts = custody.back_up(key_id, count=3, threshold=2, by=CONSOLE)
    for path in letter_box.iterdir():
        path.unlink()
    with pytest.raises(WrongShares, match=key_id):
        custody.restore(read(texts[:2]), by=CONSOLE)
    assert list(letter_box.iterdir()) == []
    assert custody.restore(read(texts[:2]), named=key_id, by=CONSOLE) == [key_id]
    assert shelf.current() == key_id
    assert keys.private(key_id)


def test_letters_in_the_database_are_enough_to_know_the_key(letter_box, backed_up, help_request):
    key_id = shelf.current()
    for path in letter_box.iterdir():
        path.unlink()
    assert custody.restore(read(backed_up[:3]), by=CONSOLE) == [key_id]


def test_an_older_key_that_comes_back_does_not_become_the_current_one(letter_box, backed_up):
    older, newer = shelf.current(), custody.make(Kind.HYBRID, by=CONSOLE)
    (letter_box / f"{older}.private").unlink()
    custody.restore(read(backed_up[:3]), by=CONSOLE)
    assert keys.private(older)
    assert shelf.current() == newer


def test_a_key_that_is_here_is_left_alone(letter_box, backed_up):
    before = listing(letter_box)
    custody.restore(read(backed_up[:3]), by=CONSOLE)
    assert listing(letter_box) == before


def _too_few(texts, other):
    return texts[:2]


def _twice(texts, other):
    return [texts[0], texts[0], texts[1]]


def _of_another_backup(texts, other):
    return [texts[0], texts[1], other[2]]


def _all_of_another_key(texts, other):
    return other[:3]


def _none(texts, other):
    return []


wrong_shares = pytest.mark.parametrize(
    "choose", [_too_few, _twice, _of_another_backup, _all_of_another_key, _none]
)


@wrong_shares
@pytest.mark.parametrize("deed", [custody.restore, custody.drill])
def test_shares_that_do_not_fit_write_nothing(choose, deed, letter_box, backed_up):
    other = shares.split(SEED, shares=5, threshold=3)
    (letter_box / f"{shelf.current()}.private").unlink()
    before, lines = listing(letter_box), Event.objects.count()
    with pytest.raises(WrongShares) as refusal:
        deed(read(choose(backed_up, other)), by=CONSOLE)
    assert listing(letter_box) == before
    assert Event.objects.count() == lines
    for two in pairwise(backed_up[0].split()[4:]):  # one of its words may be any English sentence's
        assert " ".join(two) not in str(refusal.value)


def test_one_key_that_does_not_fit_stops_the_others_too(letter_box, backed_up):
    key_id = shelf.current()
    second = custody.make(Kind.HYBRID, by=CONSOLE)
    more = custody.back_up(second, count=3, threshold=2, by=CONSOLE)
    for one in (key_id, second):
        (letter_box / f"{one}.private").unlink()
    before = listing(letter_box)
    with pytest.raises(WrongShares):
        custody.restore(read([*backed_up[:3], more[0]]), by=CONSOLE)
    assert listing(letter_box) == before
    assert set(custody.restore(read([*backed_up[:3], *more[:2]]), by=CONSOLE)) == {key_id, second}


def test_shares_of_another_cut_of_the_same_key_do_not_mix(letter_box, backed_up):
    again = custody.back_up(shelf.current(), count=5, threshold=3, by=CONSOLE)
    with pytest.raises(WrongShares, match="another backup"):
        custody.restore(read([*backed_up[:2], again[2]]), by=CONSOLE)


# --- The drill -------------------------------------------------------------------------------


def test_a_drill_proves_the_key_in_use_and_writes_only_its_line(letter_box, backed_up):
    before = listing(letter_box)
    assert custody.drill(read(backed_up[2:]), by=CONSOLE) == [shelf.current()]
    assert listing(letter_box) == before
    line = Event.objects.get(deed="keys.drill")
    assert line.facts == {"shares": 3}


def test_a_drill_needs_no_private_half(letter_box, backed_up):
    (letter_box / f"{shelf.current()}.private").unlink()
    assert custody.drill(read(backed_up[:3]), by=CONSOLE) == [shelf.current()]
    assert not (letter_box / f"{shelf.current()}.private").exists()


def test_a_drill_with_the_shares_of_an_older_key_says_so(backed_up):
    custody.make(Kind.HYBRID, by=CONSOLE)
    with pytest.raises(custody.Refused, match="not to the key in use"):
        custody.drill(read(backed_up[:3]), by=CONSOLE)


def test_a_backup_leaves_a_line_that_counts_and_says_no_word(backed_up):
    line = Event.objects.get(deed="keys.back_up")
    assert line.facts == {"shares": 5, "threshold": 3}
    assert line.about == f"vault.key/{shelf.current()}"


def test_a_public_process_backs_nothing_up(db, settings):
    settings.LOTSEN_ROLE = "public"
    with pytest.raises(keys.NoPrivateKey):
        custody.back_up(shelf.current(), count=5, threshold=3, by=CONSOLE)
