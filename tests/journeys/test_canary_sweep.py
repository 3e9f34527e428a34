"""A word of its own in every field, the whole story – and then it is looked for everywhere.

Bar 5: in no byte of the database's files, its write-ahead log, logs, sessions, cache, notices
and mails, and on no page of a role that may not see it. Nor as a digest or in another writing.
"""

import base64
import hashlib
import json
import socket
from email import message_from_bytes

import pytest
from aiosmtpd.controller import Controller

from tests.intake.papers import CANARY
from tests.journeys.houses import a_house

A_PACKAGE = {
    "goal_1_1",
    "goal_1_2",
    "goal_1_3",
    "situation_1",
    "name_new",
    "phone_new",
    "wishes_new",
    "answer_to_partner",
    "to_partner",
    "from_partner",
}
OF_KIM = {"name_new", "phone_new", "wishes_new", "code_new"}
CONVERSATION = {"story_a", "message_1", "file", "message_2", "message_3", "answer"}
TOLD_BY_OTHERS = {
    f"{field}_{who}" for field in ("story", "name", "email", "wishes") for who in "cde"
}
OF_THE_SOUTH = {"story_f", "name_f"}  # noted at an arena there, by somebody of the north
DRAFT = {"goal_4_1", "goal_4_2", "goal_4_3", "situation_4"}
# Hers alone: not even her team lead sees it, nor the partner. And theirs: gone when it ends.
BEGUN, BEGUN_THERE = {"begun", "begun_to_partner"}, {"begun_to_us"}
SECOND = {"goal_2_1", "goal_2_2", "goal_2_3", "situation_2"}
NOTED = {"note", "talk", "alone", "weighed"}
SPLIT = {"story_split", "name_split", "answer_split"}  # joined again; its code is somebody else's
OF_THE_TEAM = SPLIT | CONVERSATION | OF_KIM | TOLD_BY_OTHERS | A_PACKAGE | SECOND | NOTED
CONCERNS = {
    "story_b", "message_b", "child_b", "concern_b", "name_b", "email_b", "wishes_b", "child_c",
    "assessed_b", "decided_b", "concern_c", "reached_c", "child_g", "concern_g", "reached_g",
}  # fmt: skip

REMARK = {"remark", "email_remark"}

# Who may see what, by hand. Whoever is not named sees nothing at all.
MAY_SEE = {
    "under way": {
        "amina": OF_THE_TEAM | DRAFT | BEGUN | {"begun_package", "reasons"},
        "bjorn": OF_THE_SOUTH,
        "lena": OF_THE_TEAM | OF_THE_SOUTH | DRAFT | {"reasons"} | REMARK,
        "rut": CONCERNS,
        "kim": CONVERSATION | OF_KIM,
        "clara": A_PACKAGE | BEGUN_THERE,
        "carl": A_PACKAGE,
        "dag": SECOND | {"name_new"},
    },
    "told to the police": {
        "petra": {"name_new"},
        "clara": A_PACKAGE | BEGUN_THERE,
        "dag": SECOND | {"name_new"},
    },
    "ended": {
        "amina": OF_THE_TEAM | {"last_answer", "reasons"} | BEGUN,
        "bjorn": OF_THE_SOUTH,
        "lena": OF_THE_TEAM | OF_THE_SOUTH | {"last_answer", "reasons"} | REMARK,
        "rut": CONCERNS,
        "kim": CONVERSATION | OF_KIM | {"last_answer"},
    },
}

# Written and then replaced, thrown away or never taken in: nobody sees these again.
GONE = {"name_a", "email_a", "wishes_a"}


class PostOffice:
    """A real mail server that keeps what it gets."""

    def __init__(self):
        self.mails: list[tuple[list[str], bytes]] = []

    async def handle_DATA(self, server, session, envelope):
        self.mails.append((envelope.rcpt_tos, envelope.content))
        return "250 OK"


@pytest.fixture(scope="module")
def post_office():
    office = PostOffice()
    with socket.create_server(("127.0.0.1", 0)) as free:
        office.port = free.getsockname()[1]
    controller = Controller(office, hostname="127.0.0.1", port=office.port)
    controller.start()
    yield office
    controller.stop()


@pytest.fixture(scope="module")
def told(tmp_path_factory, django_db_setup, django_db_blocker, post_office):
    """The story, told once in a process of its own; with everything that it left behind."""
    folder, beside = tmp_path_factory.mktemp("canaries"), tmp_path_factory.mktemp("beside")
    with a_house(folder, django_db_blocker) as house:
        done = house.run(
            "canaries", "tell", str(beside), EMAIL_URL=f"smtp://127.0.0.1:{post_office.port}"
        )
        assert done.returncode == 0, done.stderr.decode()[-3000:]
        result = json.loads((beside / "told.json").read_text())
        result["left"] = {
            "stdout": done.stdout, "stderr and every log": done.stderr,
            "dump of every table": (beside / "dump").read_bytes(),
            **{
                str(file.relative_to(folder)): file.read_bytes()
                for file in folder.rglob("*")
                if file.is_file()
            },
        }  # fmt: skip
        yield result


def writings(word: str) -> dict[str, bytes]:
    """A word as it might lie somewhere: plain, in other encodings, as a digest."""
    found = {}
    for form in {word, word.upper(), word.removesuffix("@post.example"), *_numbers(word)}:
        plain = form.encode()
        found |= {
            f"plain {form}": plain,
            f"utf-16 {form}": form.encode("utf-16-le"),
            f"utf-16be {form}": form.encode("utf-16-be"),
        }
        found |= {f"hex {form}": plain.hex().encode()}
        for shift in range(3):
            coded = base64.b64encode(b"\0" * shift + plain)
            found[f"base64 {form} {shift}"] = coded[shift + 2 if shift else 0 : -4]
        for name in ("sha256", "sha1", "md5"):
            digest = hashlib.new(name, plain, usedforsecurity=False)
            found |= {
                f"{name} {form}": digest.hexdigest().encode(),
                f"raw {name} {form}": digest.digest(),
            }
    return found


def _numbers(word: str) -> set[str]:
    if not word.startswith("070-"):
        return set()
    digits = "".join(sign for sign in word if sign.isdigit())
    return {digits, f"+46{digits[1:]}", digits[1:]}


def searched(said: dict[str, str], place: bytes) -> list[str]:
    return [
        f"{name}: {writing}"
        for name, word in said.items()
        for writing, data in writings(word).items()
        if data in place
    ]


def test_every_field_has_been_written_in(told):
    fields = {
        "story", "name", "email", "wishes", "phone", "code", "message", "answer", "note", "goal",
        "situation", "reasons", "file", "child", "concern", "reached", "last", "fails", "remark",
        "assessed", "decided", "begun", "talk", "alone", "weighed", "to", "from",
    }  # fmt: skip
    assert {name.split("_")[0] for name in told["said"]} == fields
    assert len(told["said"]) > 55
    assert told["requests"] == 7


def test_no_word_lies_anywhere(told):
    """Files of the database, its write-ahead log, every table, sessions, cache, every log."""
    wrong = [
        f"{place}: {found}"
        for place, data in told["left"].items()
        for found in searched(told["said"], data)
    ]
    assert not wrong, "\n".join(["", *wrong[:30]])


def test_no_piece_of_what_was_attached_lies_anywhere(told):
    """Neither as it was sent – with where it was taken – nor as it was drawn anew."""
    attached = bytes.fromhex(told["attached"])
    assert attached[:2] == b"\xff\xd8"
    slices = [attached[at : at + 24] for at in range(0, len(attached) - 24, 24)]
    slices.append(CANARY.encode())
    assert len(slices) > 20
    wrong = [place for place, data in told["left"].items() for one in slices if one in data]
    assert not wrong


def test_the_search_finds_what_is_there(told):
    """The house's own words lie in the clear: the same search finds them, in every writing."""
    places = told["left"]
    assert searched({"town": "Tallsunda"}, places["dump of every table"])
    word = told["said"]["story_a"]
    for writing, data in writings(word).items():
        assert len(data) >= 12, writing
        assert searched({"x": word}, b"\0\1" + data + b"\2"), writing
    coded = base64.b64encode(b"and then " + word.encode() + b" was said")
    assert searched({"x": word}, coded)


def test_the_database_s_own_files_were_looked_at(told):
    names = set(told["left"])
    if any(name.endswith(".sqlite3") for name in names):
        assert {"house.sqlite3", "house.sqlite3-wal", "house.sqlite3-shm"} <= names
        assert told["left"]["house.sqlite3-wal"]
    assert len(told["left"]["dump of every table"]) > 100_000
    assert b"django.request" in told["left"]["stderr and every log"]


def test_no_word_is_in_an_address_a_cookie_or_a_header(told):
    assert not told["leaks"]


def test_mails_leave_and_say_nothing(told, post_office):
    """The person's own address stands on the envelope and in To:, and nowhere else."""
    assert len(post_office.mails) >= 8
    assert "sent" in told["outgoing"].values()
    own = {told["said"]["email_a"], told["said"]["email_b"]}
    assert own & {to for tos, _content in post_office.mails for to in tos}
    for tos, content in post_office.mails:
        mail = message_from_bytes(content)
        assert mail["To"] in tos
        del mail["To"]
        whole = mail.as_bytes() + mail.get_payload(decode=True) + str(mail["Subject"]).encode()
        assert not searched(told["said"], whole)


@pytest.mark.parametrize("when", MAY_SEE)
def test_everybody_sees_what_they_may_and_nothing_else(told, when):
    """Both ways: what somebody may see does stand on a page, or the walk would prove nothing."""
    wrong = []
    for who, read in told["seen"][when].items():
        due = MAY_SEE[when].get(who, set())
        if set(read) != due:
            wrong.append(
                f"{who}: too much {sorted(set(read) - due)}, too little {sorted(due - set(read))}"
            )
    assert not wrong, "\n".join(["", *wrong])
    assert set(MAY_SEE[when]) <= set(told["seen"][when])


def test_what_is_gone_is_gone(told):
    seen = {name for crowd in told["seen"].values() for read in crowd.values() for name in read}
    assert not seen & GONE
    assert not {name for name in seen if name.startswith("fails_")}
    assert not {name for name in DRAFT for read in told["seen"]["ended"].values() if name in read}
