"""A certificate of erasure can be checked by somebody who has neither us nor Django."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from audit import certificate
from audit.certificate import NotGenuine
from audit.sealing import identity

ROOT = Path(__file__).resolve().parents[2]
BODY = {
    "house": "https://tallsunda.example", "erasure": "0" * 36, "kind": "request",
    "ground": {"code": "persons_right", "version": 1, "paragraph": "GDPR 17"},
    "reference": "ab" * 32, "counts": {"destroyed": 2}, "commitments": ["1" * 64, "2" * 64],
    "root": certificate.root_of(["1" * 64, "2" * 64]), "at": 1_800_000_000_000_000,
    "trail": {"number": 7, "digest": "cd" * 32}, "people": ["team_lead", "administrator"],
}  # fmt: skip


def signed(body) -> str:
    return json.dumps({
        "format": certificate.FORMAT, "body": body, "public": identity.public().hex(),
        "signature": identity.sign(certificate.signed_bytes(body)).hex(),
    })  # fmt: skip


def reason_of(text: str, public=None) -> str:
    with pytest.raises(NotGenuine) as refusal:
        certificate.verify(text, public or identity.public())
    return refusal.value.reason


def test_what_the_house_signed_is_genuine():
    assert certificate.verify(signed(BODY), identity.public()) == BODY


def _changed(**values) -> str:
    whole = json.loads(signed(BODY))
    whole["body"] |= values
    return json.dumps(whole)


@pytest.mark.parametrize(
    "values",
    [{"at": 1}, {"kind": "facts"}, {"people": ["a", "b"]}, {"commitments": []}, {"counts": {}},
     {"ground": {"code": "x", "version": 1, "paragraph": "x"}}, {"house": "https://x.example"}],
    ids=lambda values: next(iter(values)),
)  # fmt: skip
def test_a_changed_word_is_noticed(values):
    assert reason_of(_changed(**values)) == "signature"


@pytest.mark.parametrize(
    ("values", "reason"),
    [({"commitments": ["1" * 64]}, "root"), ({"counts": {"destroyed": 3}}, "counts"),
     ({"people": ["team_lead"]}, "two_people")],
)  # fmt: skip
def test_what_contradicts_itself_is_noticed_though_signed(values, reason):
    assert reason_of(signed(BODY | values)) == reason


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '{"format": "x"}', '{"body": 1}'])
def test_another_file_is_not_a_certificate(text):
    assert reason_of(text) == "file"


def test_a_certificate_cut_in_the_middle_is_not_one():
    assert reason_of(signed(BODY)[:-40]) == "file"


def test_another_houses_is_told_apart(tmp_path, settings):
    theirs = signed(BODY)
    settings.SEALER_KEYS = str(tmp_path / "another")
    assert reason_of(theirs) == "other_key"


def test_signing_it_anew_with_another_key_does_not_help(tmp_path, settings):
    ours = identity.public()
    settings.SEALER_KEYS = str(tmp_path / "another")
    forged = json.loads(signed(BODY | {"at": 1}))
    forged["public"] = ours.hex()
    assert reason_of(json.dumps(forged), ours) == "signature"


# --- The program, alone --------------------------------------------------------------------------


@pytest.fixture
def alone(tmp_path):
    """Two files of ours, and no Django: imports of it fail here."""
    (tmp_path / "audit").mkdir()
    for name in ("certificate.py", "chain.py"):
        shutil.copy(ROOT / "audit" / name, tmp_path / "audit" / name)
    (tmp_path / "audit" / "__init__.py").touch()
    (tmp_path / "django.py").write_text("raise ImportError('no Django here')")
    identity.sign(b"")

    def run(text: str, public: str):
        (tmp_path / "certificate.json").write_text(text)
        return subprocess.run(
            [sys.executable, "-m", "audit.certificate", "certificate.json", public],
            cwd=tmp_path, capture_output=True, text=True, check=False,
        )  # fmt: skip

    return run


def test_the_program_says_yes_with_a_key_or_its_file(alone):
    for public in (identity.public().hex(), str(identity.folder() / "identity.public")):
        done = alone(signed(BODY), public)
        assert done.returncode == 0, done.stderr
        assert done.stdout.startswith("genuine: request")


def test_the_program_says_no(alone):
    done = alone(_changed(at=1), identity.public().hex())
    assert (done.returncode, done.stdout.startswith("NOT GENUINE")) == (1, True)


@pytest.mark.parametrize("public", ["no-such-file", "12", "zz" * 32])
def test_a_key_that_is_none_is_said_plainly(alone, public):
    done = alone(signed(BODY), public)
    assert done.returncode == 1
    assert done.stdout.startswith("NOT READ")
    assert not done.stderr
