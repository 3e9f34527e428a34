"""Letters move to a new key. Whatever interrupts it, every one of them opens before and after."""

from functools import partial
from types import SimpleNamespace

import pytest
from django.db import DatabaseError

from audit import trail, vault
from audit.actors import ANYBODY, CONSOLE, Resident
from audit.models import Event, Letter, RetiredKey
from audit.services import exporting
from audit.vault import box, custody, keys, kinds, receipts, rotating, shelf
from audit.vault.kinds import Kind
from intake.services import admitting, receiving
from tests.conftest import STORY

MANY = 600


@trail.act
def read(row, by):
    return vault.unseal(row, "story", by=by, purpose="triage")


def sealed(count: int) -> dict[str, bytes]:
    """So many letters in the current box, and the data key that lies in each."""
    data_keys = {f"test.row/{n}": box.new_key() for n in range(count)}
    public = keys.current_public()
    Letter.objects.bulk_create(
        Letter(
            about=about, key_id=box.key_id(public),
            sealed=box.drop(key, public=public, place=about),
        )
        for about, key in data_keys.items()
    )  # fmt: skip
    return data_keys


def opened(data_keys: dict[str, bytes]) -> int:
    staff = SimpleNamespace(key=b"")
    return sum(keys.take_out({about}, by=staff)[about] == key for about, key in data_keys.items())


def rotate(size=rotating.BATCH) -> int:
    return sum(batch.moved.total() for batch in rotating.rotate(by=CONSOLE, size=size))


@pytest.mark.parametrize("older", Kind, ids=lambda kind: f"from {kind.name.lower()}")
@pytest.mark.parametrize("newer", Kind, ids=lambda kind: f"to {kind.name.lower()}")
def test_letters_of_either_kind_move_to_either_kind(db, older, newer):
    first = custody.make(older, by=CONSOLE)
    data_keys = sealed(5)
    second = custody.make(newer, by=CONSOLE)
    assert rotate() == 5
    assert custody.letters() == {second: 5}
    custody.retire(first, by=CONSOLE)
    assert opened(data_keys) == 5


def test_the_text_is_the_same_and_the_row_untouched(help_request, amina, letter_box):
    [first] = shelf.ids()
    before = bytes(help_request.story)
    custody.make(Kind.HYBRID, by=CONSOLE)
    rotate()
    custody.retire(first, by=CONSOLE)
    assert not (letter_box / f"{first}.private").exists()
    help_request.refresh_from_db()
    assert bytes(help_request.story) == before
    assert read(help_request, amina) == STORY


def test_the_senders_own_letters_stay_as_they_are(told):
    [first] = shelf.ids()
    rows = list(Letter.objects.exclude(key_id=first).values_list("pk", flat=True))
    own = Letter.objects.filter(pk__in=rows)
    before = {(one.pk, one.key_id, bytes(one.sealed)) for one in own}
    assert before
    custody.make(Kind.HYBRID, by=CONSOLE)
    rotate()
    custody.retire(first, by=CONSOLE)
    assert {(one.pk, one.key_id, bytes(one.sealed)) for one in own.all()} == before
    resident = admitting.admit(told.code)
    assert isinstance(resident, Resident)
    assert read(told.help_request, resident) == STORY


class Interrupted(Exception):
    pass


def test_an_exception_in_the_middle_of_a_batch_leaves_every_letter_open(db, monkeypatch):
    data_keys = sealed(MANY)
    custody.make(Kind.HYBRID, by=CONSOLE)
    for after in (MANY // 3, MANY // 3):
        real, left = box.drop, iter(range(after))

        def until(*given, real=real, left=left, **named):
            if next(left, None) is None:
                raise Interrupted
            return real(*given, **named)

        with monkeypatch.context() as patched:
            patched.setattr(box, "drop", until)
            with pytest.raises(Interrupted):
                rotate(size=70)
        assert opened(data_keys) == MANY
        assert 0 < sum(rotating.left().values()) < MANY
    assert 0 < rotate() < MANY
    assert rotating.left() == {}
    assert opened(data_keys) == MANY


def test_a_batch_that_cannot_write_its_line_moves_nothing(db, monkeypatch):
    data_keys = sealed(20)
    custody.make(Kind.HYBRID, by=CONSOLE)
    before = rotating.left()

    def unwritable(*given, **facts):
        raise trail.TrailUnwritable

    with monkeypatch.context() as patched:
        patched.setattr(trail, "record", unwritable)
        with pytest.raises(trail.TrailUnwritable):
            rotate()
    assert rotating.left() == before
    assert opened(data_keys) == 20


def test_each_batch_leaves_a_line_that_counts_per_key(db):
    first = shelf.current()
    sealed(50)
    second = custody.make(Kind.HYBRID, by=CONSOLE)
    rotate(size=20)
    lines = Event.objects.filter(deed="keys.rotate", about=f"vault.key/{second}").order_by("pk")
    assert [line.facts for line in lines] == [
        {"older": first, "letters": 20}, {"older": first, "letters": 20},
        {"older": first, "letters": 10},
    ]  # fmt: skip
    exporting.check()


def test_several_older_keys_move_at_once(db):
    data_keys = sealed(10)
    custody.make(Kind.X25519, by=CONSOLE)
    for number in range(7):
        about = f"later/{number}"
        data_keys[about] = box.new_key()
        keys.drop_in(data_keys[about], about)
    last = custody.make(Kind.HYBRID, by=CONSOLE)
    assert sorted(rotating.left().values()) == [7, 10]
    assert rotate() == 17
    assert custody.letters() == {last: 17}
    assert opened(data_keys) == 17


def test_a_letter_that_does_not_open_stays_and_the_others_move(db):
    data_keys = sealed(30)
    custody.make(Kind.HYBRID, by=CONSOLE)
    bad = Letter.objects.get(about="test.row/7")
    was = bytes(bad.sealed)[:-1] + b"\0"
    Letter.objects.filter(pk=bad.pk).update(sealed=was)
    batches = list(rotating.rotate(by=CONSOLE, size=8))
    assert {pk for batch in batches for pk in batch.damaged} == {bad.pk}
    assert bytes(Letter.objects.get(pk=bad.pk).sealed) == was
    del data_keys["test.row/7"]
    assert opened(data_keys) == 29


def test_what_is_sealed_to_the_older_key_meanwhile_moves_too(db):
    """A process that still has yesterday's `current` writes while we rotate."""
    data_keys, first = sealed(40), shelf.current()
    second = custody.make(Kind.HYBRID, by=CONSOLE)
    for number, _batch in enumerate(rotating.rotate(by=CONSOLE, size=10)):
        if number in (0, 3):
            about, key = f"late/{number}", box.new_key()
            sealed_ = box.drop(key, public=shelf.public(first), place=about)
            Letter.objects.create(about=about, key_id=first, sealed=sealed_)
            data_keys[about] = key
    assert custody.letters() == {second: 42}
    assert opened(data_keys) == 42


def test_a_row_that_is_sealed_anew_meanwhile_keeps_its_newest_words(help_request, amina):
    custody.make(Kind.HYBRID, by=CONSOLE)
    batches = rotating.rotate(by=CONSOLE, size=1)
    next(batches)
    vault.seal(help_request, story="Det nya.")
    help_request.save()
    list(batches)
    assert read(help_request, amina) == "Det nya."


def test_without_the_older_private_half_nothing_is_touched(db, letter_box):
    data_keys, first = sealed(5), shelf.current()
    custody.make(Kind.HYBRID, by=CONSOLE)
    hidden = (letter_box / f"{first}.private").rename(letter_box / "hidden")
    with pytest.raises(keys.NoPrivateKey):
        rotate()
    assert rotating.left() == {first: 5}
    hidden.rename(letter_box / f"{first}.private")
    assert opened(data_keys) == 5


def test_without_the_current_private_half_nothing_is_touched(db, letter_box):
    sealed(5)
    first, second = shelf.current(), custody.make(Kind.HYBRID, by=CONSOLE)
    (letter_box / f"{second}.private").unlink()
    with pytest.raises(keys.NoPrivateKey):
        rotate()
    assert rotating.left() == {first: 5}


def test_a_dry_run_counts_and_changes_nothing(db):
    sealed(25)
    custody.make(Kind.HYBRID, by=CONSOLE)
    Letter.objects.filter(about="test.row/3").update(sealed=b"\x02" + bytes(1168))
    before = list(Letter.objects.order_by("pk").values_list("pk", "key_id", "sealed"))
    batches = list(rotating.rehearse(size=10))
    assert sum(batch.moved.total() for batch in batches) == 24
    assert sum(len(batch.damaged) for batch in batches) == 1
    assert list(Letter.objects.order_by("pk").values_list("pk", "key_id", "sealed")) == before
    assert not Event.objects.filter(deed="keys.rotate").exists()


# --- Retiring --------------------------------------------------------------------------------


def test_the_current_key_is_not_retired(db):
    with pytest.raises(custody.Refused):
        custody.retire(shelf.current(), by=CONSOLE)
    assert keys.private(shelf.current())


def test_a_key_with_one_letter_left_is_not_retired(db):
    data_keys, first = sealed(1), shelf.current()
    custody.make(Kind.HYBRID, by=CONSOLE)
    with pytest.raises(custody.Refused, match=": 1"):
        custody.retire(first, by=CONSOLE)
    assert opened(data_keys) == 1
    assert not RetiredKey.objects.exists()


@pytest.mark.parametrize("key_id", ["0000000000000000", "", "../current"])
def test_a_key_that_is_none_is_not_retired(db, key_id):
    with pytest.raises(custody.Refused):
        custody.retire(key_id, by=CONSOLE)


@pytest.fixture
def retired(db):
    first = shelf.current()
    custody.make(Kind.HYBRID, by=CONSOLE)
    custody.retire(first, by=CONSOLE)
    return first


@pytest.mark.django_db(transaction=True)
def test_a_process_with_an_old_current_fails_instead_of_sealing_to_nobody(retired, help_request):
    """A public process has a folder of its own, where nobody has put the new key yet."""
    story = bytes(help_request.story)
    shelf.make_current(retired)
    with pytest.raises(DatabaseError):
        vault.seal(help_request, story="Det här får inte gå förlorat.")
    help_request.refresh_from_db()
    assert bytes(help_request.story) == story


@pytest.mark.django_db(transaction=True)
def test_no_letter_moves_to_a_retired_key(retired):
    sealed(1)
    with pytest.raises(DatabaseError):
        Letter.objects.update(key_id=retired)


def test_a_retired_key_is_not_used_again(retired):
    with pytest.raises(custody.Refused):
        custody.use(retired, by=CONSOLE)


def test_a_retirement_that_was_interrupted_is_said_again(db, monkeypatch):
    """Told to the database, but not yet taken away: no letter came meanwhile."""
    first = shelf.current()
    custody.make(Kind.HYBRID, by=CONSOLE)
    custody._retire(first, by=CONSOLE)
    assert keys.private(first)
    custody.retire(first, by=CONSOLE)
    with pytest.raises(keys.NoPrivateKey):
        keys.private(first)


def test_an_old_copy_of_the_letters_does_not_open_after_the_key_is_retired(help_request, amina):
    """Yesterday's backup of the database, and today's keys."""
    first = shelf.current()
    yesterday = list(Letter.objects.all())
    custody.make(Kind.HYBRID, by=CONSOLE)
    rotate()
    custody.retire(first, by=CONSOLE)
    Letter.objects.all().delete()
    RetiredKey.objects.all().delete()
    Letter.objects.bulk_create(yesterday)
    with pytest.raises(keys.NoPrivateKey):
        read(help_request, amina)


# --- The sender's own key --------------------------------------------------------------------


def test_the_senders_own_key_is_hybrid_too(told):
    """Else a copy of the database would open to a quantum computer by its receipts."""
    assert kinds.kind_of(bytes(told.help_request.receipt.public)) is Kind.HYBRID


def test_a_code_from_before_there_were_kinds_still_opens(north, areas, monkeypatch):
    older = partial(receipts.private_key, kind=Kind.X25519)
    with monkeypatch.context() as patched:
        patched.setattr(receipts, "private_key", older)
        told = receiving.submit(by=ANYBODY, ticket=receipts.new_ticket(), story=STORY)
    assert kinds.kind_of(bytes(told.help_request.receipt.public)) is Kind.X25519
    resident = admitting.admit(told.code)
    assert read(told.help_request, resident) == STORY
