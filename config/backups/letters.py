"""The letters' own backup: the wrapped data keys, and the blind index, apart from the texts.

There is one folder of them, brought up to date with every backup. What has been erased is gone
from it, and so from every older backup of the texts: that is why it must be kept apart from
them, and why no older copy of it may be kept.

A row that was sealed anew since has two letters here. Each says since which line of the log it
has been known (*since*), so that an older backup finds the letter that fits its own text.
"""

import json
from collections.abc import Iterator
from pathlib import Path

from audit.models import BlindIndex, Letter
from config.backups import manifest
from config.backups.manifest import NotABackup

KIND, LETTERS, INDEX = "letters", "letters.ndjson", "index.ndjson"
OF_LETTERS = "SELECT id, about, key_id, sealed FROM audit_letter ORDER BY id"
OF_INDEX = "SELECT organisation, kind, digest, about FROM audit_blindindex ORDER BY id"
OLDER = (
    "The letters in {folder} go further than this house's log. If a backup was put back, begin a "
    "new folder, and destroy the old one when you no longer need it."
)


def bring_up_to_date(folder: Path, cursor, *, house: str, number: int, at: str) -> tuple[int, str]:
    """Take the letters as they are now. Returns how many, and the manifest's digest."""
    known = {one["id"]: one for one in _known(folder, house, number)}
    now = []
    for pk, about, key_id, sealed in _rows(cursor, OF_LETTERS):
        since = known.get(pk, {"since": number})["since"]
        now.append(_letter(pk, about, key_id, bytes(sealed).hex(), since))
    alive, ids = {one["about"] for one in now}, {one["id"] for one in now}
    earlier = [one for pk, one in known.items() if pk not in ids and one["about"] in alive]
    index = [
        {"organisation": owner, "kind": kind, "digest": bytes(digest).hex(), "about": about}
        for owner, kind, digest, about in _rows(cursor, OF_INDEX)
    ]
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    manifest.write_file(folder / LETTERS, _lines(sorted([*now, *earlier], key=_by_id)))
    manifest.write_file(folder / INDEX, _lines(index))
    facts = {"house": house, "number": number, "at": at}
    return len(now), manifest.write(folder, KIND, (LETTERS, INDEX), **facts)


def put_back(folder: Path, *, number: int) -> int:
    """Put the letters into an empty table that fit texts as they were at line *number*."""
    fitting: dict[str, list[dict]] = {}
    for one in read_lines(folder / LETTERS):
        if one["since"] <= number:
            fitting.setdefault(one["about"], []).append(one)
    letters = []
    for found in fitting.values():
        newest = max(one["since"] for one in found)
        letters += [one for one in found if one["since"] == newest]
    Letter.objects.all().delete()
    Letter.objects.bulk_create(
        (
            Letter(one["id"], one["about"], one["key_id"], bytes.fromhex(one["sealed"]))
            for one in sorted(letters, key=_by_id)
        ),
        batch_size=1000,
    )
    BlindIndex.objects.all().delete()
    BlindIndex.objects.bulk_create(
        (BlindIndex(**one | {"digest": bytes.fromhex(one["digest"])})
         for one in read_lines(folder / INDEX)),
        batch_size=1000,
    )  # fmt: skip
    return len(letters)


def _known(folder: Path, house: str, number: int) -> list[dict]:
    """What the folder holds from earlier. Raises NotABackup for somebody else's."""
    if not folder.exists() or not any(folder.iterdir()):
        return []
    found = manifest.read(folder, KIND)
    manifest.require(found, folder, (LETTERS, INDEX))
    if found["house"] != house:
        raise NotABackup(f"{folder} holds the letters of another house.")
    if found["number"] > number:
        raise NotABackup(OLDER.format(folder=folder))
    return list(read_lines(folder / LETTERS))


def read_lines(path: Path) -> Iterator[dict]:
    with open(path, encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def _rows(cursor, statement: str) -> list[tuple]:
    cursor.execute(statement)
    return cursor.fetchall()


def _letter(pk: int, about: str, key_id: str, sealed: str, since: int) -> dict:
    return {"id": pk, "about": about, "key_id": key_id, "sealed": sealed, "since": since}


def _lines(rows: list[dict]) -> Iterator[bytes]:
    return (json.dumps(row, separators=(",", ":")).encode() + b"\n" for row in rows)


def _by_id(one: dict) -> int:
    return one["id"]
