"""What the sealer has signed goes to places that neither it nor a database's owner rewrites."""

import json
from contextlib import contextmanager
from datetime import timedelta
from email import encoders
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from django.core import mail
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.utils import timezone

from audit import chain, seals
from audit.models import Alarm, Event, Link, Neighbour, Witness
from audit.sealing import alarms, identity, memory, watching, witnessing
from audit.sealing.witnesses import lotsen
from audit.services import cosigning
from audit.services.cosigning import Shown
from audit.verify import main
from config.accounts.models import User
from config.accounts.roles import Role
from config.api import issuing
from tests.audit.sealed import checked, give, seal, write


@pytest.fixture
def place(tmp_path):
    return tmp_path / "witness"


@pytest.fixture
def sealed(db):
    write(1, 5)
    return seal()


# --- A folder, a mailbox -------------------------------------------------------------------------


def test_a_checkpoint_stands_by_itself_and_is_never_written_over(
    sealed, settings, place, tmp_path, capsys
):
    give(sealed, settings, place)
    (path,) = place.iterdir()
    assert path.stat().st_mode & 0o222 == 0
    kept = path.read_text()
    give(sealed, settings, place)
    assert [one.read_text() for one in place.iterdir()] == [kept]
    code, said = checked(tmp_path, capsys, path, with_seals=False)
    assert code == 0, said
    assert "held by a witness: up to line 5" in said


@pytest.mark.parametrize("coded", [False, True])
def test_a_mail_is_a_checkpoint_too(sealed, settings, tmp_path, capsys, coded):
    """However the servers on its way have written it."""
    settings.WITNESSES = ["mail:dso@tallsunda.example"]
    witnessing.give_all(sealed)
    (letter,) = mail.outbox
    assert letter.to == ["dso@tallsunda.example"]
    kept = tmp_path / "saved.eml"
    message = letter.message()
    if coded:
        text = message.get_payload(decode=True)
        del message["Content-Transfer-Encoding"]
        message.set_payload(text)
        encoders.encode_base64(message)
    kept.write_bytes(message.as_bytes())
    assert (b'{"seal' in kept.read_bytes()) is not coded
    code, said = checked(tmp_path, capsys, kept, with_seals=False)
    assert code == 0, said
    assert "held by a witness: up to line 5" in said


def test_each_witness_is_given_one_every_ten_minutes(sealed, settings, place):
    assert give(sealed, settings, place) == [f"folder:{place}"]
    assert give(sealed, settings, place) == []
    Witness.objects.update(given_at=timezone.now() - timedelta(minutes=10))
    assert give(sealed, settings, place) == [f"folder:{place}"]


def test_one_that_fails_stops_no_other_and_is_tried_again(sealed, settings, place, tmp_path):
    (tmp_path / "a file").write_text("in the way")
    settings.WITNESSES = [f"folder:{tmp_path}/a file/x", f"folder:{place}"]
    assert witnessing.give_all(sealed) == [f"folder:{place}"]
    assert Witness.objects.get(given_at=None).tried_at is not None
    (tmp_path / "a file").unlink()
    assert witnessing.give_all(sealed) == [f"folder:{tmp_path}/a file/x"]


def test_a_kind_that_is_none_is_said(sealed, settings):
    settings.WITNESSES = ["pigeon:north"]
    with pytest.raises(ImproperlyConfigured, match="pigeon"):
        witnessing.give_all(sealed)


def test_a_witness_that_is_missed_for_twenty_minutes_rings_until_it_is_back(
    sealed, settings, place
):
    give(sealed, settings, place)
    watching.watch()
    assert not alarms.ringing().filter(code=Alarm.Code.UNWITNESSED).exists()
    Witness.objects.update(given_at=timezone.now() - timedelta(minutes=21))
    watching.watch()
    assert alarms.ringing().get(code=Alarm.Code.UNWITNESSED).place == f"folder:{place}"
    give(sealed, settings, place)
    watching.watch()
    assert not alarms.ringing().filter(code=Alarm.Code.UNWITNESSED).exists()


def test_a_witness_that_was_never_reached_rings_too(sealed, settings):
    settings.WITNESSES = ["lotsen:http://another.example/api/v1/cosign/"]
    witnessing.give_all(sealed)
    Witness.objects.update(since=timezone.now() - timedelta(minutes=21))
    watching.watch()
    assert alarms.ringing().filter(code=Alarm.Code.UNWITNESSED).exists()


# --- Another Lotsen ------------------------------------------------------------------------------


@pytest.fixture
def neighbour(house, adam):
    issued = issuing.issue(
        by=adam, name="Grannköping", role=Role.NEIGHBOUR, scopes=["audit.cosign"], days=30
    )
    return User.objects.get(pk=issued.token.account_id), issued.key


def shown(line, after, until=None, **changes):
    rows = Link.objects.filter(number__gt=after, number__lte=until or line["seal"]["number"])
    leaves = [
        chain.leaf(bytes(row.event.header), row.person, bytes(row.before))
        for row in rows.order_by("number")
    ]
    return Shown(line, memory.certificates(), after, changes.get("leaves", leaves))


def test_the_first_seal_is_believed_and_co_signed(neighbour):
    account, _key = neighbour
    line = seal()
    answer = cosigning.cosign(shown(line, 0), by=account)
    assert seals.is_signed(seals.COSIGNED, answer, identity.public())
    assert answer["cosigned"]["head"] == line["seal"]["head"]
    assert Event.objects.get(deed="witness.cosign").facts["number"] == line["seal"]["number"]


@pytest.fixture
def followed(neighbour):
    """They have co-signed our log once; then ten lines came."""
    account, _key = neighbour
    line = seal()
    cosigning.cosign(shown(line, 0), by=account)
    write(1, 10)
    return account, line["seal"]["number"], seal(minutes=1)


def test_what_is_new_is_followed_by_its_leaves(followed):
    account, number, line = followed
    answer = cosigning.cosign(shown(line, number), by=account)
    assert answer["cosigned"]["number"] == line["seal"]["number"]


def test_it_may_come_in_parts(followed):
    account, number, line = followed
    assert cosigning.cosign(shown(line, number, number + 4), by=account) == {"number": number + 4}
    assert cosigning.cosign(shown(line, number), by=account) == {"number": number + 4}
    assert "cosigned" in cosigning.cosign(shown(line, number + 4), by=account)


def refused(account, papers):
    with pytest.raises(ValidationError) as refusal:
        cosigning.cosign(papers, by=account)
    return refusal.value.code


def test_another_past_is_refused_and_nothing_of_it_is_kept(followed):
    account, number, line = followed
    before = Neighbour.objects.values().get()
    leaves = shown(line, number).leaves
    assert refused(account, shown(line, number, leaves=[b"x" * 32, *leaves[1:]])) == "changed"
    assert Neighbour.objects.values().get() == before


def test_a_log_that_became_shorter_is_refused(followed):
    account, number, line = followed
    cosigning.cosign(shown(line, number), by=account)
    paper = {**line["seal"], "number": number}
    shorter = seals.signed(seals.SEAL, paper, memory.day_key().sign)
    assert refused(account, shown(shorter, number)) == "shrunk"


def test_a_seal_that_nobody_certified_is_refused(followed):
    account, number, line = followed
    forged = {"seal": line["seal"], "signature": "0" * 128}
    assert refused(account, shown(forged, number)) == "seal"


def test_another_installation_cannot_use_the_same_key(followed, settings, tmp_path):
    account, _number, _line = followed
    settings.SEALER_KEYS = str(tmp_path / "another")
    assert refused(account, shown(seal(minutes=2), 0)) == "other"


@pytest.mark.django_db(transaction=True)
def test_one_house_asks_another_over_http(live_server, neighbour, settings, monkeypatch):
    """Both are this house here: it has its own log witnessed by itself."""
    _account, key = neighbour
    place = f"lotsen:{live_server.url}/api/v1/cosign/"
    settings.WITNESSES, settings.SITE_URL = [place], live_server.url
    first = seal()
    assert witnessing.give_all(first) == []
    (memory.folder() / f"token.{live_server.url.split('//')[1].split(':')[0]}").write_text(key)
    assert witnessing.give_all(first) == [place]
    monkeypatch.setattr(lotsen, "BATCH", 3)
    write(1, 10)
    line = seal(minutes=1)
    Witness.objects.update(given_at=timezone.now() - timedelta(minutes=10))
    assert witnessing.give_all(line) == [place]
    answer = Witness.objects.get().answer
    assert answer["cosigned"]["number"] == line["seal"]["number"]
    write(11, 12)
    Witness.objects.update(given_at=timezone.now() - timedelta(minutes=10))
    forged = {**line["seal"], "head": "0" * 64, "number": line["seal"]["number"] + 1}
    assert witnessing.give_all(seals.signed(seals.SEAL, forged, memory.day_key().sign)) == []


@contextmanager
def a_house_that(answers):
    """Somebody else's server: *answers(path)* gives status, headers and body. Notes who asks."""
    asked = []

    class Server(BaseHTTPRequestHandler):
        def do_POST(self):
            self.rfile.read(int(self.headers["Content-Length"]))
            self.do_GET()

        def do_GET(self):
            asked.append((self.path, self.headers.get("Authorization")))
            status, headers, body = answers(self.path)
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *told):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Server)
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", asked
    finally:
        server.shutdown()
        server.server_close()


def of_somebody_else(line) -> bytes:
    """A co-signature that is one, over a log that is not ours."""
    paper = {
        "stream": line["seal"]["stream"], "number": line["seal"]["number"], "head": "0" * 64,
        "at": 1, "by": identity.public().hex(),
    }  # fmt: skip
    return json.dumps(seals.signed(seals.COSIGNED, paper, identity.sign)).encode()


def of_nobody(line) -> bytes:
    paper = {name: line["seal"][name] for name in ("stream", "number", "head")}
    signed = {"cosigned": {**paper, "at": 1, "by": "1" * 64}, "signature": "0" * 128}
    return json.dumps(signed).encode()


BABBLE = {
    "a page": lambda line: b"<html>Sign in</html>",
    "nothing": lambda line: b"",
    "a list": lambda line: b"[]",
    "words": lambda line: b'{"number": "many"}',
    "in circles": lambda line: b'{"number": 0}',
    "beyond": lambda line: b'{"number": 999999}',
    "another log": of_somebody_else,
    "nobody": of_nobody,
    "half": lambda line: b'{"cosigned": {}}',
}


@pytest.mark.parametrize("what", BABBLE)
def test_a_house_that_answers_anything_else_has_witnessed_nothing(sealed, settings, place, what):
    body = BABBLE[what](sealed)
    with a_house_that(lambda path: (200, {}, body)) as (url, asked):
        (memory.folder() / "token.127.0.0.1").write_text("lotsen_abc_secret")
        settings.WITNESSES = [f"lotsen:{url}/api/v1/cosign/", f"folder:{place}"]
        assert witnessing.give_all(sealed) == [f"folder:{place}"]
    assert len(asked) == 1
    assert Witness.objects.get(place__startswith="lotsen").given_at is None


def test_the_key_for_another_house_follows_nobody_elsewhere(sealed, settings):
    def lead_on(path):
        return (302, {"Location": "/elsewhere"}, b"") if path == "/cosign/" else (200, {}, b"{}")

    with a_house_that(lead_on) as (url, asked):
        (memory.folder() / "token.127.0.0.1").write_text("lotsen_abc_secret")
        settings.WITNESSES = [f"lotsen:{url}/cosign/"]
        assert witnessing.give_all(sealed) == []
    assert [path for path, _key in asked] == ["/cosign/"]


def test_a_co_signature_counts_for_whoever_knows_the_witness(followed, tmp_path, capsys):
    account, number, line = followed
    kept = tmp_path / "cosigned.ndjson"
    kept.write_text(json.dumps(cosigning.cosign(shown(line, number), by=account)))
    code, said = checked(tmp_path, capsys, kept)
    assert code == 1
    assert "not one of the named witnesses" in said
    key = str(tmp_path / "identity")
    log, sealed = str(tmp_path / "log.ndjson"), str(tmp_path / "seals.ndjson")
    arguments = [log, "--identity", key, "--seals", sealed, "--checkpoints", str(kept)]
    assert main([*arguments, "--witness", key]) == 0
    assert f"held by a witness: up to line {line['seal']['number']}" in capsys.readouterr().out


def test_a_leaf_says_nothing_of_what_happened(db):
    """The same act twice has two leaves: nobody can try out what it may have been."""
    write(1, 1)
    write(1, 1)
    first, second = (bytes(link.event.header) for link in Link.objects.order_by("number"))
    assert chain.leaf(first) != chain.leaf(second)
    assert len(chain.leaf(first)) == 32
