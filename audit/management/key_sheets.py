"""The paper side of the keys: sheets for custodians, and what an operator hands over.

Material goes to a terminal, or into a new file that only its owner may read – never to a pipe, a
log or a file that was there before. On a terminal the sheets come one by one, and are wiped.
"""

import os
import re
import sys
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from audit.vault import custody, shares

COLUMNS = 4
A_ROW_OF_WORDS = re.compile(r"^\s*(?:\d+\s+[a-z]+\s*)+$")
WIPE = "\x1b[2J\x1b[3J\x1b[H"

HEAD = """Lotsen at {house} – share {number} of {count}, {day}

Any {threshold} of the {count} shares give the key back; fewer say nothing about it.
Keep it closed, away from the others and from every copy of the database.
Bring it to a drill or a restore that your management has ordered, to nobody else.
"""


class Unfit(Exception):
    """Material has nowhere safe to go, or a sheet cannot be read. Says so in a sentence."""


def written(cut: dict[str, list[str]], threshold: int) -> list[str]:
    """One sheet a custodian: the share with their number of every key."""
    count = len(next(iter(cut.values())))
    told = {"house": settings.SITE_URL, "day": timezone.localdate(), "count": count}
    sheets = []
    for at in range(count):
        head = HEAD.format(number=at + 1, threshold=threshold, **told)
        parts = [f"Key {key_id}\n\n{_rows(words[at])}" for key_id, words in cut.items()]
        sheets.append("\n".join([head, *parts]))
    return sheets


def _rows(words: str) -> str:
    cells = [f"{at:>6}  {word:<12}" for at, word in enumerate(words.split(), start=1)]
    rows = [cells[at : at + COLUMNS] for at in range(0, len(cells), COLUMNS)]
    return "".join("".join(row).rstrip() + "\n" for row in rows)


# --- Out -------------------------------------------------------------------------------------


@contextmanager
def for_custodians(stdout, to: str | None):
    """Gives a function that takes the sheets. The folder is made first; it must be a new one."""
    if to is None:
        _must_be_a_terminal(stdout, "--to FOLDER")
        yield lambda sheets: _one_by_one(stdout, sheets)
        return
    folder = Path(to)
    try:
        folder.mkdir(mode=0o700)
    except OSError as refusal:
        raise Unfit(f"{folder} cannot be made: {refusal.strerror}.") from None
    try:
        yield lambda sheets: _into(folder, sheets)
    except BaseException:
        if not any(folder.iterdir()):
            folder.rmdir()
        raise


@contextmanager
def handing_over(stdout, to: str | None):
    """Gives a function that takes what an operator must put in place, if anybody must."""
    if not custody.hands_over():
        yield None
        return
    handed: list[custody.Handed] = []
    if to is None:
        _must_be_a_terminal(stdout, "--to FILE")
        yield handed.append
        stdout.write("".join(f"{one.line}\n" for one in handed))
    else:
        with _whole_or_gone(Path(to)) as file:
            yield handed.append
            file.write("".join(f"{one.line}\n" for one in handed))
    for one in handed:
        stdout.write(f"Made key {one.key_id}; no letter goes to it yet.\n{one.how}")


@contextmanager
def _whole_or_gone(path: Path):
    """A new file, 0600; what fails in between leaves none."""
    with _new(path) as file:
        try:
            yield file
        except BaseException:
            path.unlink()
            raise


def _must_be_a_terminal(stdout, option: str) -> None:
    if not (stdout.isatty() and sys.stdin.isatty()):
        raise Unfit(f"Key material is never written into a pipe or a log. Say {option}.")


def _one_by_one(stdout, sheets: list[str]) -> None:
    for sheet in sheets:
        stdout.write(WIPE + sheet)
        input("Copied by hand and read over once more? Enter wipes it and shows the next. ")
    stdout.write(WIPE, ending="")


def _into(folder: Path, sheets: list[str]) -> None:
    for number, sheet in enumerate(sheets, start=1):
        with _new(folder / f"share-{number}.txt") as file:
            file.write(sheet)


def _new(path: Path):
    try:
        return open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w")
    except OSError as refusal:
        raise Unfit(f"{path} cannot be made: {refusal.strerror}.") from None


# --- In --------------------------------------------------------------------------------------


def pieces(files: list[str], stdout) -> list[shares.Piece]:
    """The shares on sheets, or typed in. Raises WrongShares, Unfit."""
    if not files:
        return _typed(stdout)
    found = []
    for file in files:
        try:
            texts = _texts(Path(file).read_text())
        except (OSError, UnicodeDecodeError) as refusal:
            raise Unfit(f"{file} cannot be read ({type(refusal).__name__}).") from None
        if not texts:
            raise Unfit(f"{file} holds no share.")
        found += [shares.read(text, file) for text in texts]
    return found


def _texts(sheet: str) -> list[str]:
    """The blocks of numbered words on a sheet; a file of plain words is one share a paragraph."""
    lines = sheet.splitlines()
    if any(A_ROW_OF_WORDS.match(line) for line in lines):
        lines = [line if A_ROW_OF_WORDS.match(line) else "" for line in lines]
    text = "\n".join(re.sub(r"\d+", " ", line).strip() for line in lines)
    return [block for block in re.split(r"\n{2,}", text) if block.strip()]


def _typed(stdout) -> list[shares.Piece]:
    """Each share is checked at once, so that a slip of the pen costs one share, not all."""
    found: list[shares.Piece] = []
    stdout.write("Type one share a time, its words in order; an empty line ends.")
    while True:
        try:
            text = input(f"{len(found) + 1}: ")
        except EOFError:
            text = ""
        if not text.strip():
            return found
        try:
            found.append(shares.read(text, "This share"))
        except shares.WrongShares as refusal:
            if not sys.stdin.isatty():
                raise
            stdout.write(f"{refusal} Type it again.")
