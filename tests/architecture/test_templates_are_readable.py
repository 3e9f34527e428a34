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
PART = re.compile(r"\{% (?:end)?block(?: \w+)? %\}")  # what one block sets is not known in another
SET_ADDRESS = re.compile(r"\{% url [^%]+ as (\w+) %\}")
USED_ADDRESS = re.compile(r"href=\"\{\{ (\w+) \}\}")
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


@pytest.mark.parametrize("path", TEMPLATES, ids=named)
def test_a_link_leads_somewhere_in_the_block_where_it_stands(path):
    page = path.read_text()
    here = set(SET_ADDRESS.findall(page))
    lost = [
        name
        for part in PART.split(page)
        for name in set(USED_ADDRESS.findall(part)) & here - set(SET_ADDRESS.findall(part))
    ]
    assert lost == []
