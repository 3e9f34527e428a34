"""What the tests of the exchange share: the specification's own example, and files made of it."""

import json
from copy import deepcopy
from pathlib import Path
from uuid import UUID, uuid5

from partners.hsds import schema

# The names, kinds and numbers of examples/service_full.json in openreferral/specification at
# 0aadc412d959f27166709c3d15d478886afc9c67, with words of ours, and the capacities of HSDS 3.2.
EXAMPLE = json.loads(Path(__file__).with_name("hsds_service.json").read_text())
ROOT = UUID(EXAMPLE["id"])
CHOSEN = {"kind": "civil_society", "secrecy": "private", "opens": False, "keeps_people": True}


def service(number: int = 0, **more) -> dict:
    """A small service of the example's organisation."""
    told = {
        "id": str(uuid5(ROOT, str(number))), "name": f"Tjänst {number}", "status": "active",
        "organization": {
            "id": EXAMPLE["organization"]["id"], "name": "Exempelföreningen", "description": "",
        },
    }  # fmt: skip
    return deepcopy(told) | more


def file(*records: dict) -> bytes:
    return json.dumps(records).encode()


def errors(kind: str, told: dict) -> list[str]:
    return [f"{one.json_path}: {one.message}" for one in schema.validator(kind).iter_errors(told)]


def missing_in(given, came, where: str = "") -> list[str]:
    """What stood in the file and does not come back the same. More may come back."""
    if isinstance(given, dict) and isinstance(came, dict):
        lost = [
            missing_in(value, came.get(name), f"{where}.{name}") for name, value in given.items()
        ]
        return [one for some in lost for one in some]
    if isinstance(given, list) and isinstance(came, list) and len(came) >= len(given):
        pairs = zip(given, came, strict=False)
        lost = [missing_in(*pair, f"{where}[{number}]") for number, pair in enumerate(pairs)]
        return [one for some in lost for one in some]
    return [] if given == came else [where]
