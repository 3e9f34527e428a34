"""The look that is served is the one its sources make, and it is small enough for a poor line."""

import re
from hashlib import sha256
from pathlib import Path

import brotli
import pytest

ASSETS = Path(__file__).parents[2] / "config" / "assets"
LOOK = ASSETS.parent / "static" / "look"
BUDGET = {
    "public.css": 9_000, "staff.css": 12_000, "lotsen.js": 5_000, "proof.js": 1_500,
    "code.js": 1_000, "sending.js": 2_500, "standard.js": 1_200,
    "desk.js": 5_000,
}  # fmt: skip


def listed() -> dict[str, str]:
    lines = (ASSETS / "look.sha256").read_text().splitlines()
    return {path: digest for digest, path in (line.split("  ", 1) for line in lines)}


def test_sources_and_output_belong_together():
    changed = [
        path
        for path, digest in listed().items()
        if sha256((ASSETS / path).read_bytes()).hexdigest() != digest
    ]
    assert not changed, "run: cd config/assets && npm ci && npm run build"


def test_nothing_is_served_that_was_not_built():
    built = {Path(path).name for path in listed() if path.startswith("../static/look/")}
    assert {file.name for file in LOOK.iterdir()} == built


@pytest.mark.parametrize("name", BUDGET)
def test_it_is_small(name):
    content = (LOOK / name).read_bytes()
    size = len(content) if name.endswith(".js") else len(brotli.compress(content))
    assert size <= BUDGET[name]


@pytest.mark.parametrize("name", [name for name in BUDGET if name != "sending.js"])
def test_nothing_is_fetched_from_elsewhere(name):
    content = (LOOK / name).read_text()
    assert "http" not in re.sub(r"http(?::|%3A)(?://|%2F%2F)www\.w3\.org", "", content)
    assert not re.findall(r"url\(\"?(?!\"?(?:data:|source-sans))", content)
