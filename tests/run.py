"""Everything that must hold, in one go. `make test` runs this, and CI runs nothing else.

    python tests/run.py                       all of it
    python tests/run.py checks|sqlite|postgresql|browser    one part
"""

import os
import subprocess
import sys
import time
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parents[1]
REPORTS = ROOT / "build" / "tests"
BIN = Path(sys.executable).parent
CORES = str(os.cpu_count() or 1)

# What a real house must state, with invented values: the strict settings accept nothing less.
A_HOUSE = {
    "SECRET_KEY": "not-a-secret-4f0e8a7d2b9c6153e8d7a4b1c0f9265378ab41de",
    "ALLOWED_HOSTS": "tallsunda.example",
    "SITE_URL": "https://tallsunda.example",
    "DATABASE_URL": "sqlite:///nowhere.sqlite3",
    "VAULT_KEYS": "/nowhere/keys",
    "EMAIL_URL": "smtp://mail.tallsunda.example:25",
    "FROM_EMAIL": "Tallsunda <meddelande@tallsunda.example>",
}

CHECKS = {
    "ruff": (["ruff", "check", "."], {}),
    "import contracts": (["lint-imports"], {}),
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
    REPORTS.mkdir(parents=True, exist_ok=True)
    results = [run() for name, run in PARTS.items() if not wanted or name in wanted]
    print("\n" + " · ".join(_said(result) for result in results))
    failed = sum(result.failed for result in results)
    print(f"{sum(result.passed for result in results)} passed, {failed} failed")
    return 1 if failed else 0


def checks() -> Result:
    started, failed = time.monotonic(), 0
    for name, (command, values) in CHECKS.items():
        done = subprocess.run(
            [BIN / command[0], *command[1:]], cwd=ROOT, env={**os.environ, **values},
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        print(f"{'ok    ' if done.returncode == 0 else 'FAILED'}  {name}", flush=True)
        if done.returncode:
            failed += 1
            print(done.stdout + done.stderr, flush=True)
    return Result("checks", len(CHECKS) - failed, failed, 0, time.monotonic() - started)


def sqlite() -> Result:
    return _pytest("SQLite", nullcontext(""), "-m", "not browser", "-n", CORES)


def postgresql() -> Result:
    from tests import postgres  # noqa: PLC0415 – only this part needs the package

    return _pytest("PostgreSQL", postgres.running(), "-m", "not browser", "-n", CORES)


def browser() -> Result:
    return _pytest("browser", nullcontext(""), "-m", "browser", "-n", CORES, "--dist", "loadfile")


def _pytest(name: str, database, *options: str) -> Result:
    """Run the suite once and count what it reports. No report at all is a failure."""
    print(f"\n--- {name}", flush=True)
    started, report = time.monotonic(), REPORTS / f"{name.lower()}.xml"
    report.unlink(missing_ok=True)
    with database as url:
        environment = {**os.environ, **({"DATABASE_URL": url} if url else {})}
        subprocess.run(
            [BIN / "pytest", "-q", "--no-header", f"--junitxml={report}", *options],
            cwd=ROOT, env=environment, check=False,
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


PARTS = {"checks": checks, "sqlite": sqlite, "postgresql": postgresql, "browser": browser}

if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    sys.exit(main(sys.argv[1:]))
