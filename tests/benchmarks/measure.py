"""One database's figures, as JSON on the last line. Started by tests/benchmarks/__main__.py."""

import json
import os
import subprocess
import sys
from pathlib import Path
from statistics import median, quantiles

import django

ROOT = Path(__file__).resolve().parents[2]
FEW, MANY = 1_000, 100_000
VISITS, ROUNDS = 60, 3
TEAM = ("referrals", "next_steps", "unmet_need")


class Town:
    """A town of some size in a process and a database of its own."""

    def __init__(self, size: int, url: str, folder: Path):
        values = {"DATABASE_URL": url, "LOTSEN_VAR": str(folder)}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.benchmarks.pages", str(size)], cwd=ROOT,
            env={**os.environ, **values}, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip

    def counted(self) -> dict:
        return json.loads(self.process.stdout.readline())

    def visit(self, page: str) -> float:
        self.process.stdin.write(f"{page}\n")
        self.process.stdin.flush()
        return float(self.process.stdout.readline())

    def close(self) -> None:
        self.process.stdin.close()
        self.process.wait(20)


# django.setup() comes before any model is imported, so this is said in one breath.
AMONG_GRANTS = """
import django
django.setup()
from tests.benchmarks import grants
grants.main()
"""


def main(few_url: str, many_url: str, folder: Path) -> None:
    few, many = Town(FEW, few_url, folder / "few"), Town(MANY, many_url, folder / "many")
    among_few, pages = few.counted(), many.counted()
    found = {
        "queue_queries": pages["queue"]["queries"],
        "queue_openings": pages["queue"]["openings"],
        "request_queries": pages["request"]["queries"],
        "request_openings": pages["request"]["openings"],
        "open_queries": pages["words"]["queries"],
        "pages_more_queries": max(
            pages[name]["queries"] - among_few[name]["queries"] for name in pages
        ),
        "inbox_queries": pages["inbox"]["queries"],
        "inbox_openings": pages["inbox"]["openings"],
        **_in_turns("queue", few, many),
        **_in_turns("inbox", few, many),
        "team_queries": max(pages[name]["queries"] for name in TEAM),
        "team_openings": max(pages[name]["openings"] for name in (*TEAM, "mine")),
        **_of_a_team(few, many),
    }
    few.close()
    many.close()
    found |= _among_grants(many_url, folder / "many")
    os.environ |= {"DATABASE_URL": few_url, "LOTSEN_VAR": str(folder / "few")}
    django.setup()
    from tests.benchmarks import ciphers, flood, log, rotation, serving, suggesting  # noqa: PLC0415 – after django.setup()

    for part in (serving, flood, ciphers, rotation, log, suggesting):
        found |= part.measure()
    print(json.dumps(found))


def _of_a_team(few: Town, many: Town) -> dict:
    """The slowest of its lists among the many, and the one that suffers most from them."""
    found = [_in_turns(page, few, many) for page in (*TEAM, "mine")]
    return {
        f"team_{part}": max(value for one in found for name, value in one.items() if part in name)
        for part in ("p95_ms_few", "p95_ms_many", "ratio")
    }


def _in_turns(page: str, few: Town, many: Town) -> dict:
    """Turn by turn, so that whatever else the machine does hits both alike."""
    rounds = [
        _p95s([(few.visit(page), many.visit(page)) for _ in range(VISITS)]) for _ in range(ROUNDS)
    ]
    return {
        f"{page}_p95_ms_few": median(one for one, _ in rounds),
        f"{page}_p95_ms_many": median(other for _, other in rounds),
        f"{page}_ratio": median(other / one for one, other in rounds),
    }


def _among_grants(url: str, folder: Path) -> dict:
    """In the large town, once nobody else measures there."""
    done = subprocess.run(
        [sys.executable, "-c", AMONG_GRANTS], cwd=ROOT, stdout=subprocess.PIPE, text=True,
        env={**os.environ, "DATABASE_URL": url, "LOTSEN_VAR": str(folder)}, check=True,
    )  # fmt: skip
    return json.loads(done.stdout.splitlines()[-1])


def _p95s(visits: list[tuple]) -> tuple[float, ...]:
    return tuple(quantiles(column, n=20)[-1] for column in zip(*visits, strict=True))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], Path(sys.argv[3]))
