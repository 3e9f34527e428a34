"""A folder that is only ever added to: another machine's, write-once storage, a mounted share."""

import json
import os
from datetime import UTC, datetime
from pathlib import Path


def give(seal: dict, certificates: list[dict], place: str, row) -> None:
    """A file of its own for each checkpoint, which stands by itself and is never written over."""
    paper = seal["seal"]
    at = datetime.fromtimestamp(paper["at"] / 1e6, UTC).strftime("%Y%m%dT%H%M%SZ")
    path = Path(place) / f"{at}-{paper['number']}.ndjson"
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists():
        return
    # Half a file would look like a checkpoint that was tampered with, so it gets its name last.
    draft = path.with_name(f".{path.name}.new")
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644), "w") as file:
        file.writelines(json.dumps(line) + "\n" for line in (*certificates, seal))
        file.flush()
        os.fsync(file.fileno())
    os.link(draft, path)
    draft.unlink()
    os.chmod(path, 0o444)
