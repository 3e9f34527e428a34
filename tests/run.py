"""Everything that must hold, in one go. `make test` runs this, and CI runs nothing else.

python tests/run.py                       all of it
python tests/run.py checks|sqlite|postgresql|browser    one part
"""

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parents[1]
TESTS = ROOT / "tests"
REPORTS = ROOT / "build" / "tests"
BIN = Path(sys.executable).parent
CORES = os.cpu_count() or 1
NAME = "lotsen"  # the database on PostgreSQL that every worker copies

# Each of the many processes would compile every module for itself: this way they share.
COMPILED = {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(ROOT / "build" / "compiled")}
# A folder with nothing in it: else each of the tests' many clients looks through every built file.
STATIC = REPORTS / "static"
ENVIRONMENT = {**os.environ, **COMPILED, "STATIC_ROOT": str(STATIC)}

# What a real house must state, with invented values: the strict settings accept nothing less.
A_HOUSE = {
    "SECRET_KEY": "not-a-secret-4f0e8a7d2b9c6153e8d7a4b1c0f9265378ab41de",
    "ALLOWED_HOSTS": "tallsunda.example",
    "SITE_URL": "https://tallsunda.example",
    "DATABASE_URL": "sqlite:///nowhere.sqlite3",
    "VAULT_KEYS": "/nowhere/keys",
    "WITNESSES": "mail:dso@tallsunda.example,folder:/nowhere/witness",
    "SEALER_KEYS": "/nowhere/sealer",
    "EMAIL_URL": "smtp://mail.tallsunda.example:25",
    "FROM_EMAIL": "Meddelande <meddelande@tallsunda.example>",
}

CHECKS = {
    "ruff": (["ruff", "check", "."], {}),
    "format": (["ruff", "format", "--check", "--quiet", "."], {}),
    "import contracts": (["lint-imports"], {}),
    "templates": (
        ["djlint", "--lint", "--quiet", "audit", "partners", "intake", "referrals", "config"],
        {},
    ),  # fmt: skip
    "migrations": (
        ["python", "manage.py", "makemigrations", "--check", "--dry-run"],
        {"DJANGO_SETTINGS_MODULE": "config.settings.test"},
    ),
    "deployment": (
        ["python", "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        {"DJANGO_SETTINGS_MODULE": "config.settings.production", **A_HOUSE},
    ),
}


@dataclass
class Result:
    name: str
    passed: int
    failed: int
    skipped: int
    seconds: float


def main(wanted: list[str]) -> int:
    STATIC.mkdir(parents=True, exist_ok=True)
    results = [run() for name, run in PARTS.items() if not wanted or name in wanted]
    print("\n" + " · ".join(_said(result) for result in results))
    failed = sum(result.failed for result in results)
    print(f"{sum(result.passed for result in results)} passed, {failed} failed{_once(results)}")
    return 1 if failed else 0


def checks() -> Result:
    """All of them at the same time, as far as there are cores."""
    started, failed = time.monotonic(), 0
    with ThreadPoolExecutor(CORES) as several:
        found = list(several.map(lambda check: _run(*check), CHECKS.values()))
    for name, done in zip(CHECKS, found, strict=True):
        print(f"{'ok    ' if done.returncode == 0 else 'FAILED'}  {name}", flush=True)
        if done.returncode:
            failed += 1
            print(done.stdout + done.stderr, flush=True)
    return Result("checks", len(CHECKS) - failed, failed, 0, time.monotonic() - started)


def _run(command: list[str], values: dict[str, str]) -> subprocess.CompletedProcess:
    return subprocess.run(
        [BIN / command[0], *command[1:]], cwd=ROOT, env={**ENVIRONMENT, **values},
        capture_output=True, text=True, check=False,
    )  # fmt: skip


def sqlite() -> Result:
    return _on_sqlite("SQLite", "-m", "not browser")


def postgresql() -> Result:
    """Whatever uses the database once more. What does not is the same on both: it has run.

    So is a refusal: for want of a right it asks no row, for want of reach it asks the same query
    whoever it is. On SQLite everybody tries, and here one of a kind (is_tried_here, who_tries).
    """
    from tests import migrating, postgres  # noqa: PLC0415 – only this part needs the package

    with postgres.running(name=NAME) as url:
        migrating.migrate(url)
        return _pytest("PostgreSQL", url, "-m", "database and not browser")


def browser() -> Result:
    """Only the files that speak of a browser are read.

    On a busy machine a browser may miss its moment: a journey gets one more try, and the report
    names each that took it.
    """
    files = [str(path) for path in TESTS.rglob("test_*.py") if "browser" in path.read_text()]
    return _on_sqlite("browser", "-m", "browser", "--reruns", "1", "-rR", *sorted(files))


def _on_sqlite(name: str, *options: str) -> Result:
    from tests import migrating  # noqa: PLC0415 – the tests' folder is known only now

    return _pytest(name, f"sqlite:///{migrating.file()}", *options)


def _pytest(name: str, url: str, *options: str) -> Result:
    """Run the suite once and count what it reports. No report at all is a failure.

    The migrations have run; each worker begins with a copy (tests/conftest.py).
    """
    print(f"\n--- {name}", flush=True)
    started, report = time.monotonic(), REPORTS / f"{name.lower()}.xml"
    report.unlink(missing_ok=True)
    here = {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "config.settings.test"}
    subprocess.run(
        [BIN / "pytest", "-q", "--no-header", f"--junitxml={report}", *options,
         "-n", str(CORES), "--dist", "worksteal"],
        cwd=ROOT, env={**ENVIRONMENT, **here, "MIGRATED": NAME}, check=False,
    )  # fmt: skip
    passed, failed, skipped = _counted(report)
    return Result(name, passed, failed, skipped, time.monotonic() - started)


def _counted(report: Path) -> tuple[int, int, int]:
    if not report.exists():
        return 0, 1, 0
    suite = ElementTree.parse(report).getroot().find("testsuite")  # noqa: S314 – written by us just now
    count = {key: int(suite.get(key, 0)) for key in ("tests", "failures", "errors", "skipped")}
    failed = count["failures"] + count["errors"]
    return count["tests"] - failed - count["skipped"], failed, count["skipped"]


def _said(result: Result) -> str:
    kind = "" if result.name == "checks" else " tests"
    skipped = f", {result.skipped} skipped" if result.skipped else ""
    failed = f", {result.failed} FAILED" if result.failed else ""
    return f"{result.name}: {result.passed}{kind}{skipped}{failed} ({result.seconds:.0f} s)"


def _once(results: list[Result]) -> str:
    """How many tests use no database: what they say of one they would say of the other."""
    ran = {one.name: one.passed + one.failed + one.skipped for one in results}
    if not {"SQLite", "PostgreSQL"} <= set(ran):
        return ""
    return f"; {ran['SQLite'] - ran['PostgreSQL']} tests use no database and ran once, with SQLite"


PARTS = {"checks": checks, "sqlite": sqlite, "postgresql": postgresql, "browser": browser}

if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    sys.exit(main(sys.argv[1:]))
