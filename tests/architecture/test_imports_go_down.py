"""config → referrals → intake → partners → audit: imports go down (pyproject.toml)."""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_every_contract_is_kept():
    command = [Path(sys.executable).parent / "lint-imports", "--no-cache"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    kept, broken = re.search(r"(\d+) kept, (\d+) broken", done.stdout).groups()
    assert int(kept) >= 6, done.stdout
    assert int(broken) == 0, done.stdout
