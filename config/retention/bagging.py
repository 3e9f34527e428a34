"""A package for the archive as one file: a bag (BagIt, RFC 8493) in a ZIP. Pure.

A bag says of every file in it what its SHA-256 is, so that any tool for bags can tell that it came
over whole. What stands in it is written down in PACKAGE.md.
"""

import zipfile
from hashlib import sha256
from io import BytesIO

LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the clock says nothing: the same bag is the same bytes
PACKED_ALREADY = (".png", ".jpg", ".jpeg", ".webp", ".pdf")
BAGIT = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"

Files = list[tuple[str, bytes]]


def bagged(name: str, about: dict[str, str], files: Files) -> bytes:
    """*files*: paths and contents of what is handed over. *about* says whose it is."""
    payload = [(f"data/{path}", contents) for path, contents in files]
    size = sum(len(contents) for _path, contents in payload)
    told = about | {"Payload-Oxum": f"{size}.{len(payload)}"}
    tags = [
        ("bagit.txt", BAGIT.encode()),
        ("bag-info.txt", "".join(f"{key}: {value}\n" for key, value in told.items()).encode()),
        ("manifest-sha256.txt", _manifest(payload)),
    ]
    tags.append(("tagmanifest-sha256.txt", _manifest(tags)))
    return _zipped([(f"{name}/{path}", contents) for path, contents in (*tags, *payload)])


def _manifest(files: Files) -> bytes:
    lines = (f"{sha256(contents).hexdigest()}  {path}\n" for path, contents in files)
    return "".join(lines).encode()


def _zipped(files: Files) -> bytes:
    """Never on a disk of ours."""
    written = BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for path, contents in files:
            about = zipfile.ZipInfo(path, LONG_AGO)
            is_packed = path.endswith(PACKED_ALREADY)
            about.compress_type = zipfile.ZIP_STORED if is_packed else zipfile.ZIP_DEFLATED
            about.external_attr = 0o600 << 16
            archive.writestr(about, contents)
    return written.getvalue()
