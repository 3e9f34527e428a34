"""A released register extract as files: for machines, and everything in one ZIP for the person."""

import json
import zipfile
from io import BytesIO

LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the clock says nothing: the same extract is the same bytes


def as_json(extract, content: dict) -> str:
    whole = {"sha256": extract.digest, "content": content}
    return json.dumps(whole, ensure_ascii=False, indent=1)


def packed(extract, content: dict, page: str, files: list[tuple[str, bytes]]) -> bytes:
    """The page to read, the file for machines, and what was sent. Never on a disk of ours."""
    written = BytesIO()
    named = [
        ("extract.html", page.encode()), ("extract.json", as_json(extract, content).encode()),
        *files,
    ]  # fmt: skip
    with zipfile.ZipFile(written, "w") as archive:
        for name, contents in named:
            about = zipfile.ZipInfo(name, LONG_AGO)
            is_text = name.endswith((".html", ".json"))  # pictures and PDFs are packed already
            about.compress_type = zipfile.ZIP_DEFLATED if is_text else zipfile.ZIP_STORED
            about.external_attr = 0o600 << 16
            archive.writestr(about, contents)
    return written.getvalue()
