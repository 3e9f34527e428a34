"""Small files, small functions: what fits in a head. Exceptions stand here with a reason."""

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("audit", "partners", "intake", "referrals", "config")
LONGEST_FILE, LONGEST_FUNCTION = 250, 40

LONG_FILES: dict[str, str] = {}
LONG_FUNCTIONS: dict[str, str] = {}

SOURCES = sorted(
    path for room in ROOMS for path in (ROOT / room).rglob("*.py") if "migrations" not in path.parts
)
DRAWERS = {"utils", "helpers", "common", "core", "base", "mixins", "managers", "misc"}


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def functions():
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef):
                yield f"{named(path)}:{node.name}", node.end_lineno - node.lineno + 1


def test_a_file_is_short():
    lines = {named(path): len(path.read_text().splitlines()) for path in SOURCES}
    long = {name: count for name, count in lines.items() if count > LONGEST_FILE}
    assert set(long) == set(LONG_FILES), long


def test_a_function_is_short():
    long = {name: count for name, count in functions() if count > LONGEST_FUNCTION}
    assert set(long) == set(LONG_FUNCTIONS), long


def test_no_file_is_a_drawer():
    names = {part.removesuffix(".py") for path in SOURCES for part in path.relative_to(ROOT).parts}
    assert not names & DRAWERS
