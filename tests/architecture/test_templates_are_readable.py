"""Templates are read by people: short lines, and a word about what a component wants."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LONGEST = 170
TEMPLATES = sorted(
    path
    for room in ("audit", "config", "intake", "partners", "referrals")
    for path in (ROOT / room).rglob("templates/**/*.html")
)
COMPONENTS = [path for path in TEMPLATES if "components" in path.parts]
# A text is one string, however long; a fact's <dd> keeps its spaces, so it stays on one line.
ONE_TEXT = re.compile(r"\{% (?:translate|blocktranslate) .*%\}|<dd>.*</dd>")
BEGINS = re.compile(r"(?:\{% load [\w ]+ %\}\s*)?\{% comment %\}\n")


def named(path):
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", TEMPLATES, ids=named)
def test_no_line_is_too_long_to_read(path):
    lines = path.read_text().splitlines()
    assert not [
        (number, len(line))
        for number, line in enumerate(lines, 1)
        if len(line) > LONGEST and not ONE_TEXT.fullmatch(line.strip())
    ]


@pytest.mark.parametrize("path", COMPONENTS, ids=named)
def test_a_component_begins_by_saying_what_it_is(path):
    assert BEGINS.match(path.read_text())
