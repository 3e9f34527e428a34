"""What is attached waits for the virus scanner. A real clamd looks, with a signature of our own."""

import getpass
import shutil
import socket
import subprocess
import time
from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.utils import timezone

from audit.models import Alarm, Event
from intake import clamd, tickets
from intake.cleaning import Cleaned, File, FileKind
from intake.models import Attachment
from intake.services import admitting, conversing, scanning, viewing

HARMFUL = b"This is the harmful thing of the tests."
# name:any type:anywhere:what it looks for, in hexadecimal
SIGNATURE = f"Tests.Harmful:0:*:{HARMFUL.hex()}\n"
CONFIGURATION = """
DatabaseDirectory {folder}/db
LocalSocket {folder}/clamd
TCPSocket {port}
TCPAddr 127.0.0.1
Foreground yes
User {user}
StreamMaxLength 25M
"""
FOUND = shutil.which("clamd") or shutil.which("/usr/sbin/clamd")
with_clamd = pytest.mark.skipif(
    not FOUND, reason="There is no clamd: sh tests/install_tools.sh brings one."
)


@pytest.fixture(scope="module")
def daemon(tmp_path_factory):
    """Debian's clamd with one signature, on a socket and on a port."""

    folder = tmp_path_factory.mktemp("clamav")
    (folder / "db").mkdir()
    (folder / "db" / "tests.ndb").write_text(SIGNATURE)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    settings = folder / "clamd.conf"
    settings.write_text(CONFIGURATION.format(folder=folder, port=port, user=getpass.getuser()))
    process = subprocess.Popen([FOUND, "-c", str(settings)], stdout=subprocess.DEVNULL)
    addresses = {"unix": f"unix:{folder}/clamd", "tcp": f"tcp:127.0.0.1:{port}"}
    for _try in range(200):
        if all(clamd.answers(one) for one in addresses.values()):
            break
        time.sleep(0.1)
    yield addresses
    process.terminate()
    process.wait(timeout=20)


@pytest.fixture
def send(told):
    resident = admitting.admit(told.code)

    def sending(contents=b"a picture"):
        file = File("bild.jpg", Cleaned(FileKind.JPEG, contents))
        message = conversing.write(resident, text="", ticket=tickets.new(), files=[file])
        return message.attachments.get()

    return sending


def state(row):
    row.refresh_from_db()
    return row.scan


@with_clamd
@pytest.mark.parametrize("way", ["unix", "tcp"])
def test_clamd_tells_what_is_harmful(daemon, way):
    address = daemon[way]
    assert clamd.answers(address)
    assert not clamd.finds_virus(b"a picture", address)
    assert clamd.finds_virus(HARMFUL, address)
    assert clamd.finds_virus(bytes(clamd.CHUNK - 20) + HARMFUL + bytes(clamd.CHUNK), address)


@with_clamd
def test_what_is_clean_opens_and_what_is_not_never_does(daemon, settings, send, amina):
    settings.CLAMD = daemon["unix"]
    clean, harmful = send(), send(b"..." + HARMFUL)
    for row in (clean, harmful):
        with pytest.raises(ValidationError) as refusal:
            viewing.view(row.pk, by=amina, purpose="triage")
        assert refusal.value.code == "scan_waiting"
    assert scanning.sweep() == 2
    assert (state(clean), state(harmful)) == ("clean", "refused")
    seen = viewing.view(clean.pk, by=amina, purpose="triage")
    assert seen.contents == b"a picture"
    with pytest.raises(ValidationError) as refusal:
        viewing.view(harmful.pk, by=amina, purpose="triage")
    assert refusal.value.code == "scan_refused"


@with_clamd
def test_not_even_the_sender_gets_back_what_was_stopped(daemon, settings, told, send):
    settings.CLAMD = daemon["unix"]
    row, resident = send(HARMFUL), admitting.admit(told.code)
    assert viewing.view_own(resident, row.pk).contents == HARMFUL
    scanning.sweep()
    with pytest.raises(ValidationError):
        viewing.view_own(resident, row.pk)


@with_clamd
def test_each_opening_for_the_scanner_is_in_the_log(daemon, settings, send):
    settings.CLAMD = daemon["unix"]
    row = send()
    scanning.sweep()
    opened = Event.objects.filter(deed="helprequest.opened", actor="clock").get()
    assert (opened.purpose, opened.facts["opened"]) == (
        "scan", [f"intake.attachment/{row.pk}/contents"],
    )  # fmt: skip
    assert Event.objects.get(deed="attachment.scan").facts["scan"] == "clean"


@with_clamd
def test_what_waited_while_it_was_away_is_scanned_when_it_is_back(daemon, settings, send):
    settings.CLAMD = "unix:/nowhere/clamd"
    row = send(HARMFUL)
    assert scanning.sweep() == 0
    assert state(row) == "waiting"
    assert not Event.objects.filter(deed="helprequest.opened").exists()
    assert Alarm.objects.get(code="scanner").ended_at is None
    settings.CLAMD = daemon["tcp"]
    assert scanning.sweep() == 1
    assert state(row) == "refused"
    assert Alarm.objects.get(code="scanner").ended_at


def test_one_that_breaks_off_or_speaks_in_riddles_knows_nothing(settings, send, monkeypatch):
    settings.CLAMD = "unix:/nowhere/clamd"
    row = send()
    for said in ("", "stream: something ERROR", "INSTREAM size limit exceeded. ERROR", "OK"):
        monkeypatch.setattr(clamd, "_ask", lambda *_told, said=said: said)
        with pytest.raises(clamd.Away):
            clamd.finds_virus(b"x", settings.CLAMD)
    monkeypatch.setattr(clamd, "answers", lambda _address: True)
    assert scanning.sweep() == 0
    assert state(row) == "waiting"
    assert Alarm.objects.filter(code="scanner", ended_at=None).exists()


@pytest.mark.parametrize("address", ["unix:/nowhere", "tcp:127.0.0.1:1", "tcp:nonsense", "tcp:"])
def test_an_address_where_nobody_is(address):
    assert not clamd.answers(address)


def test_without_a_scanner_it_says_so_and_opens(send, amina):
    row = send()
    assert scanning.sweep() == 1
    assert state(row) == "not_scanned"
    assert viewing.view(row.pk, by=amina, purpose="triage").contents
    assert not Event.objects.filter(deed="helprequest.opened", actor="clock").exists()


def test_it_is_judged_once(send):
    row = send()
    assert scanning.judge(row.pk, "clean")
    assert not scanning.judge(row.pk, "refused")
    assert scanning.open_to_scan(row.pk) is None
    assert state(row) == "clean"


def test_what_waits_too_long_makes_the_house_unwell(send):
    send()
    assert not scanning.is_late()
    with time_machine.travel(timezone.now() + timedelta(minutes=71)):
        assert scanning.is_late()
    scanning.sweep()
    assert not Attachment.objects.filter(scan="waiting").exists()
