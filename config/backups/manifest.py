"""What a backup folder holds: of which house, up to which line, and that it is whole."""

import json
import os
from collections.abc import Iterable
from hashlib import file_digest
from pathlib import Path

FORMAT, NAME = "lotsen-backup-1", "manifest.json"


class NotABackup(Exception):
    """The folder cannot be used. What it says is fit to be shown to the operator."""


def make_folder(folder: Path) -> None:
    """A new folder that only its owner reads. A backup is never written into another."""
    if folder.exists() and any(folder.iterdir()):
        raise NotABackup(f"{folder} is not empty. Name a folder that does not exist yet.")
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)


def write_file(path: Path, parts: Iterable[bytes]) -> None:
    """Whole or not at all, and nobody else's to read."""
    draft = path.with_name(f"{path.name}.new")
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.writelines(parts)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def write(folder: Path, kind: str, names: Iterable[str], **facts) -> str:
    """Name every file with its digest. Returns the manifest's own digest, to be written down."""
    files = {name: digest_of(folder / name) for name in sorted(names)}
    whole = {"format": FORMAT, "set": kind, "files": files, **facts}
    text = json.dumps(whole, ensure_ascii=False, indent=1, sort_keys=True)
    write_file(folder / NAME, [text.encode()])
    return digest_of(folder / NAME)


def read(folder: Path, kind: str) -> dict:
    """The manifest of a folder whose files are all there and unchanged. Raises NotABackup."""
    try:
        found = json.loads((folder / NAME).read_text("utf-8"))
        is_ours = found["format"] == FORMAT and found["set"] == kind
    except (OSError, ValueError, KeyError, TypeError):
        raise NotABackup(f"{folder} holds no complete backup.") from None
    if not is_ours:
        raise NotABackup(f"{folder} holds another kind of backup than “{kind}”.")
    for name, digest in found["files"].items():
        if not (folder / name).is_file() or digest_of(folder / name) != digest:
            raise NotABackup(f"{folder / name} is missing, cut off or changed.")
    return found


def require(found: dict, folder: Path, names: Iterable[str]) -> None:
    """Nothing is read that the manifest does not name: it was not checked. Raises NotABackup."""
    for name in names:
        if name not in found["files"]:
            raise NotABackup(f"{folder / name} is not one of the files of this backup.")


def digest_of(path: Path) -> str:
    with open(path, "rb") as file:
        return file_digest(file, "sha256").hexdigest()
