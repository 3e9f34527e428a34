"""A SQLite database that was migrated once, for a test by hand to begin with a copy of."""

import os
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ROOMS = ("audit", "partners", "intake", "referrals", "config")
FOLDER = ROOT / "build" / "tests" / "migrated"
KEPT = 3


def file() -> Path:
    """Made anew whenever anything a migration may read was changed, and else there already."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    path = FOLDER / f"{_digest()}.sqlite3"
    if not path.exists():
        _make(path)
    return path


def _digest() -> str:
    told = sha256()
    for path in sorted(one for room in ROOMS for one in (ROOT / room).rglob("*.py")):
        if _is_read(path):
            told.update(path.relative_to(ROOT).as_posix().encode() + path.read_bytes())
    return told.hexdigest()[:16]


def _is_read(path: Path) -> bool:
    """Migrations, models, and what lies beside them; no screens and no deeds."""
    folders = path.relative_to(ROOT).parts[:-1]
    return len(folders) == 1 or path.stem == "models" or bool({"migrations", "models"} & {*folders})


def _make(path: Path) -> None:
    """Under another name until it is whole: several workers may need it at the same time."""
    growing = path.with_suffix(f".{os.getpid()}")
    migrate(f"sqlite:///{growing}")
    growing.replace(path)
    for older in sorted(FOLDER.glob("*.sqlite3"), key=lambda one: -one.stat().st_mtime)[KEPT:]:
        older.unlink(missing_ok=True)


def migrate(url: str) -> None:
    settings = {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "config.settings.test"}
    command = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
    subprocess.run(command, cwd=ROOT, env={**os.environ, **settings}, check=True)
