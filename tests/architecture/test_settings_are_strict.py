"""production.py is complete and strict; the others only relax it. A process opens only its own."""

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.run import A_HOUSE

ROOT = Path(__file__).resolve().parents[2]
SETTINGS = ROOT / "config" / "settings"

ADDRESSES = """
import django; django.setup()
from tests.architecture.test_every_door_is_guarded import doors
print("\\n".join(sorted({route.split("/")[0] for route, _view in doors()})))
"""


def python(code: str, values: dict, *arguments: str):
    """Another process, with an environment of its own: settings are read once per process."""
    told = ("PATH", "HOME", "PYTHONPYCACHEPREFIX")
    outside = {key: os.environ[key] for key in told if key in os.environ}
    return subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=ROOT, capture_output=True, text=True, check=False,
        env={**outside, "DJANGO_SETTINGS_MODULE": "config.settings.production", **values},
    )  # fmt: skip


ONE_BY_ONE = """
import os, sys
for name in sys.argv[1:]:
    value = os.environ.pop(name)
    try:
        import config.settings.production
    except Exception as refusal:
        print(name if name in str(refusal) else f"{name}?")
    sys.modules.pop("config.settings.production", None)
    os.environ[name] = value
"""


def test_a_missing_value_stops_the_start_and_is_named():
    done = python(ONE_BY_ONE, A_HOUSE, *A_HOUSE)
    assert done.stdout.split() == [*A_HOUSE], done.stderr


def test_with_every_value_it_starts():
    done = python("import django; django.setup()", A_HOUSE)
    assert done.returncode == 0, done.stderr


def test_a_value_may_stand_in_a_file(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("from a file, and long enough\n")
    values = {name: value for name, value in A_HOUSE.items() if name != "SECRET_KEY"}
    done = python(
        "from django.conf import settings; print(settings.SECRET_KEY)",
        {**values, "SECRET_KEY_FILE": str(secret)},
    )
    assert done.stdout == "from a file, and long enough\n"


@pytest.mark.parametrize(
    ("role", "opens", "closed"),
    [
        ("public", {"health"}, {"desk", "portal", "accounts", "api", "demo"}),
        ("desk", {"desk", "portal", "accounts", "api", "health"}, {"mailbox", "demo"}),
        ("embedded", {"desk", "portal", "accounts", "api", "health"}, {"demo"}),
    ],
)
def test_a_process_opens_only_its_own_addresses(role, opens, closed):
    done = python(ADDRESSES, {**A_HOUSE, "LOTSEN_ROLE": role})
    assert done.returncode == 0, done.stderr
    found = set(done.stdout.split())
    assert opens <= found
    assert not closed & found


def test_a_role_that_is_none_stops_the_start():
    values = {**A_HOUSE, "LOTSEN_ROLE": "everything"}
    assert python("import config.settings.production", values).returncode != 0


@pytest.mark.parametrize("theme", ["https://elsewhere.example/a.css", "//elsewhere.example/a.css"])
def test_a_theme_from_elsewhere_stops_the_start(theme):
    done = python("import config.settings.production", {**A_HOUSE, "THEME_URL": theme})
    assert "THEME_URL is a path" in done.stderr


def test_a_public_process_keeps_no_sessions():
    code = "from config.settings.production import MIDDLEWARE; print(*MIDDLEWARE)"
    done = python(code, {**A_HOUSE, "LOTSEN_ROLE": "public"})
    assert done.returncode == 0
    assert "sessions" not in done.stdout


BESIDE = ("door", "languages", "logs", "machines", "rooms", "signing_in")


def test_what_stands_beside_production_is_the_same_in_every_house():
    """Only production.py asks from outside: there, a value that is missing stops the start."""
    kinds = {path.stem for path in SETTINGS.glob("*.py")}
    assert kinds == {"__init__", "production", *MAY_RELAX, *BESIDE}
    for name in BESIDE:
        tree = ast.parse((SETTINGS / f"{name}.py").read_text())
        named = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
        assert not named & {"env", "os", "environ", "open"}, name


MAY_RELAX = {
    "demo": {
        "DEMO", "SECURE_SSL_REDIRECT", "SECURE_HSTS_SECONDS", "SECURE_HSTS_INCLUDE_SUBDOMAINS",
        "SECURE_HSTS_PRELOAD", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE",
        "LANGUAGE_COOKIE_SECURE", "SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME",
        "LANGUAGE_COOKIE_NAME", "MAILBOX_COOKIE_NAME", "LINK_COOKIE_NAME", "SECOND_FACTOR_REQUIRED",
        "HERE", "PORT", "VAR", "BESIDE",
    },
    "development": {"DEBUG", "STORAGES"},
    "test": {
        "SEAL_STALE_MINUTES", "QUICKEST_SECONDS", "TIMER_SILENT_MINUTES",
        "SECURE_SSL_REDIRECT", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE",
        "LANGUAGE_COOKIE_SECURE", "SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME",
        "LANGUAGE_COOKIE_NAME", "MAILBOX_COOKIE_NAME", "LINK_COOKIE_NAME",
        "PASSWORD_HASHERS", "CACHES", "STORAGES",
    },
}  # fmt: skip


@pytest.mark.parametrize("name", MAY_RELAX)
def test_the_others_only_relax_what_is_named(name):
    """A setting that is first made in a relaxed file would be missing in a real house."""
    tree = ast.parse((SETTINGS / f"{name}.py").read_text())
    made = [node for node in ast.walk(tree) if isinstance(node, ast.Assign)]
    targets = [target for node in made for target in node.targets]
    names = {
        found.id
        for target in targets
        for found in ast.walk(target)
        if isinstance(found, ast.Name) and found.id.isupper()
    }
    assert names <= MAY_RELAX[name]


def test_the_demo_is_never_on_in_production():
    done = python("from config.settings.production import *; print(DEMO, DEBUG)", A_HOUSE)
    assert done.stdout.split() == ["False", "False"]
