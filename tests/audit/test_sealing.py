"""The sealer believes its own memory, and nothing that the database says against it."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from audit import append_only, seals
from audit.models import Alarm, Certificate, Event, Head, Link, Outgoing, Seal
from audit.sealing import alarms, freshness, identity, memory, restoring, sealer, watching
from tests.audit.sealed import checked, files, seal, sql, write
from tests.conftest import STORY

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def owner(db):
    """Somebody who owns the database, and so may drop its triggers."""
    write(1, 8)
    seal()
    append_only.remove(connection)


def keys():
    known = seals.Keys(identity.public())
    known.learn(memory.certificates())
    return known


def test_a_seal_says_where_the_log_is_and_is_believed(db):
    write(1, 3)
    line = seal()
    head = Head.objects.get()
    assert (line["seal"]["number"], line["seal"]["head"]) == (3, bytes(head.digest).hex())
    assert keys().doubt(line) == ""
    assert Seal.objects.get().line == line


def test_an_empty_log_is_not_sealed(db):
    assert seal() is None
    assert memory.recall() is None


def test_each_seal_names_the_one_before(db):
    write(1, 3)
    first = seal()
    write(4, 5)
    second = seal(minutes=1)
    assert first["seal"]["previous"] == ""
    assert second["seal"]["previous"] == seals.digest_of(first)


def test_while_nothing_is_written_the_same_seal_is_renewed(db):
    write(1, 3)
    first, again = seal(), seal(minutes=1)
    assert again["seal"]["at"] > first["seal"]["at"]
    assert again["seal"]["previous"] == first["seal"]["previous"]
    assert Seal.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "change"),
    [("number", 2), ("head", "0" * 64), ("at", 5), ("previous", "0" * 64), ("stream", "0" * 32)],
)
def test_a_seal_that_was_changed_is_not_believed(db, name, change):
    write(1, 3)
    line = seal()
    line["seal"][name] = change
    assert keys().doubt(line) != ""


def test_a_new_day_has_a_new_key_that_the_old_one_signed(db):
    write(1, 3)
    first, old = seal(), memory.day_key().private_bytes_raw()
    second = seal(days=1)
    assert first["seal"]["key"] != second["seal"]["key"]
    assert memory.certificates()[1]["certificate"]["by"] == first["seal"]["key"]
    assert keys().doubt(first) == keys().doubt(second) == ""
    everything = [path.read_bytes() for path in memory.folder().rglob("*") if path.is_file()]
    assert not any(old in content or old.hex().encode() in content for content in everything)


def test_the_day_s_key_is_nobody_else_s_to_read(db):
    write(1, 1)
    seal()
    assert (memory.folder() / "day.private").stat().st_mode & 0o077 == 0


def test_who_steals_today_s_key_cannot_sign_yesterday(db):
    write(1, 3)
    yesterday = seal()["seal"]
    seal(days=1)
    stolen = memory.day_key()
    paper = {**yesterday, "key": stolen.public_key().public_bytes_raw().hex()}
    assert keys().doubt(seals.signed(seals.SEAL, paper, stolen.sign)) == "date"


def test_who_stole_yesterday_s_key_cannot_sign_today(db):
    write(1, 3)
    seal()
    stolen = memory.day_key()
    today = seal(days=1)["seal"]
    paper = {**today, "key": stolen.public_key().public_bytes_raw().hex()}
    assert keys().doubt(seals.signed(seals.SEAL, paper, stolen.sign)) == "date"


def test_of_a_day_that_is_over_only_the_last_seal_is_kept(db):
    for minute in range(3):
        write(minute, minute)
        seal(minutes=minute)
    assert Seal.objects.count() == 3
    write(9, 9)
    seal(days=1)
    assert list(Seal.objects.order_by("number").values_list("number", flat=True)) == [3, 4]


def relink():
    """A line is changed, and everything after it linked anew."""
    sql("UPDATE audit_link SET digest = %s WHERE number >= 6", b"x" * 32)
    sql("UPDATE audit_head SET digest = %s", b"x" * 32)


def cut():
    for number in (7, 8):
        pk = Link.objects.get(number=number).event_id
        sql("DELETE FROM audit_link WHERE number = %s", number)
        sql("DELETE FROM audit_event WHERE id = %s", pk)
    sql(
        "UPDATE audit_head SET number = 6,"
        " digest = (SELECT digest FROM audit_link WHERE number = 6)"
    )


@pytest.mark.parametrize(("attack", "code"), [(relink, "changed"), (cut, "shrunk")])
def test_it_refuses_keeps_the_evidence_and_rings(owner, attack, code):
    before = memory.recall()
    attack()
    with pytest.raises(sealer.Refused) as refusal:
        seal(minutes=1)
    assert refusal.value.code == code
    assert memory.recall() == before
    assert Alarm.objects.get(ended_at=None).code == code
    evidence = next((memory.folder() / "evidence").iterdir()).read_text().splitlines()
    assert json.loads(evidence[0])["last"] == before
    assert len(evidence) > 3


def test_a_cut_end_that_has_grown_again_is_still_seen(owner):
    cut()
    write(20, 30)
    with pytest.raises(sealer.Refused) as refusal:
        seal(minutes=1)
    assert refusal.value.code == "changed"


def test_a_new_line_that_does_not_fit_is_never_sealed(owner):
    write(9, 12)
    sql("UPDATE audit_event SET actor = 'user/99' WHERE about = 'test/10'")
    with pytest.raises(sealer.Refused) as refusal:
        seal(minutes=1)
    assert (refusal.value.code, refusal.value.number) == ("changed", 10)


@pytest.mark.parametrize("name", ["memory.json", "day.private"])
@pytest.mark.parametrize("damage", [Path.unlink, lambda path: path.write_bytes(b"{")])
def test_a_sealer_that_lost_its_memory_does_not_begin_anew_by_itself(owner, name, damage):
    damage(memory.folder() / name)
    with pytest.raises(sealer.Refused) as refusal:
        seal(minutes=1)
    assert refusal.value.code == "lost"


def test_an_alarm_ends_when_it_is_over(owner):
    link = Link.objects.get(number=8)
    sql("UPDATE audit_link SET digest = %s WHERE number = 8", b"x" * 32)
    for _ in range(2):
        with pytest.raises(sealer.Refused):
            seal(minutes=1)
    assert alarms.ringing().count() == 1
    sql("UPDATE audit_link SET digest = %s WHERE number = 8", bytes(link.digest))
    seal(minutes=2)
    assert not alarms.ringing().exists()


def test_a_clock_that_jumps_back_is_said_and_never_sealed(db):
    write(1, 3)
    first = seal(minutes=60)
    write(4, 4)
    second = seal()
    assert second["seal"]["at"] == first["seal"]["at"]
    assert alarms.ringing().get().code == "clock"
    assert keys().doubt(second) == ""
    seal(minutes=61)
    assert not alarms.ringing().exists()


def test_a_second_correction_of_the_clock_is_no_alarm(db):
    write(1, 3)
    seal(minutes=1)
    sealer.seal(sealer._moment(memory.recall()["at"]) - timedelta(seconds=2))
    assert not alarms.ringing().exists()


def test_two_sealers_never_share_a_memory(db):
    with memory.alone(), pytest.raises(memory.Busy), memory.alone():
        pass


# --- A backup that was put back ------------------------------------------------------------------


def back_to(number):
    """Yesterday's copy of every table."""
    for link in Link.objects.filter(number__gt=number):
        sql("DELETE FROM audit_link WHERE number = %s", link.number)
        sql("DELETE FROM audit_event WHERE id = %s", link.event_id)
    Seal.objects.filter(number__gt=number).delete()
    sql(
        "UPDATE audit_head SET number = %s,"
        " digest = (SELECT digest FROM audit_link WHERE number = %s)",
        number,
        number,
    )


@pytest.fixture
def restored(owner, tmp_path, settings):
    """Eight lines were sealed and backed up, four more were sealed, then the backup came back."""
    write(9, 12)
    seal(minutes=20)
    lost = tmp_path / "lost.ndjson"
    lost.write_text(files(tmp_path)[1].read_text())
    back_to(8)
    return lost


def test_a_backup_that_nobody_announced_is_an_alarm(restored, tmp_path, capsys):
    with pytest.raises(sealer.Refused):
        seal(minutes=21)
    code, said = checked(tmp_path, capsys, restored)
    assert code == 1
    assert "line 9: here the log ends" in said


def test_an_announced_restore_is_a_fork_and_no_corruption(restored, tmp_path, capsys):
    assert restoring.announce() == (8, 12)
    event = Event.objects.get(deed="trail.restore")
    assert (event.facts["kept"], event.facts["lost"]) == (8, 12)
    write(20, 30)
    seal(minutes=22)
    code, said = checked(tmp_path, capsys, restored)
    assert code == 2, said
    assert "FORK: line 9 announces a restore. After line 8" in said
    assert "up to line 12, is lost" in said
    assert not alarms.ringing().exists()


def test_a_restore_that_was_never_sealed_excuses_nothing(restored, tmp_path, capsys):
    """An owner of the database can write the line; only the sealer's folder makes it count."""
    restoring.note_restore(8, 12, "x")
    code, _said = checked(tmp_path, capsys, restored)
    assert code == 1


def test_there_is_nothing_to_announce_where_nothing_is_lost(owner):
    with pytest.raises(restoring.NothingLost):
        restoring.announce()
    with pytest.raises(CommandError):
        call_command("seal", "--after-restore")


# --- What the house does meanwhile ---------------------------------------------------------------


@pytest.fixture
def strict(settings):
    settings.SEAL_STALE_MINUTES = 15


def aged(minutes):
    Seal.objects.update(at=timezone.now() - timedelta(minutes=minutes))


def test_an_old_seal_rings_after_a_minute_and_is_told_without_a_word_about_anybody(told, loke):
    sealer.seal()
    watching.watch()
    assert not alarms.ringing().exists()
    aged(2)
    watching.watch()
    assert alarms.ringing().get().code == "stale"
    assert not Outgoing.objects.filter(notice="audit.ALARM").exists()
    Alarm.objects.update(begun_at=timezone.now() - alarms.SETTLES)
    watching.watch()
    watching.watch()
    notice = Outgoing.objects.get(notice="audit.ALARM")
    assert notice.to == f"accounts.user/{loke.pk}"
    sealer.seal()
    watching.watch()
    assert not alarms.ringing().exists()


def test_health_says_that_the_sealer_is_gone(told, client):
    sealer.seal()
    assert client.get("/health/").json()["sealer"] is True
    aged(2)
    watching.watch()
    answer = client.get("/health/")
    assert answer.status_code == 503
    assert (answer.json()["sealer"], answer.json()["alarms"]) == (False, ["stale"])


@pytest.mark.parametrize(("who", "is_shown"), [("loke", True), ("adam", True), ("amina", False)])
def test_reviewers_and_administrators_see_it_on_every_page(
    who, is_shown, request, client, settings, told
):
    settings.SECOND_FACTOR_REQUIRED = False
    client.force_login(request.getfixturevalue(who))
    alarms.ring("stale")
    page = client.get("/desk/roles/").content.decode()
    assert ('data-alarm="stale"' in page) is is_shown


def test_too_old_a_seal_stops_staff_and_not_the_sender(told, amina, client, settings, strict):
    from intake.services import reading  # noqa: PLC0415

    settings.SECOND_FACTOR_REQUIRED = False
    sealer.seal()
    assert reading.read(told.help_request.pk, by=amina, purpose="triage").story == STORY
    aged(16)
    with pytest.raises(freshness.SealTooOld):
        reading.read(told.help_request.pk, by=amina, purpose="triage")
    client.force_login(amina)
    door = f"/desk/requests/{told.help_request.pk}/"
    answer = client.post(f"{door}open/", {"purpose": "triage"}, follow=True)
    assert answer.status_code == 503
    assert b'data-test="unsealed"' in answer.content
    assert STORY not in answer.content.decode()
    assert client.get(door).status_code == 200
    client.logout()
    thread = client.post("/mailbox/", {"code": told.code}, follow=True)
    assert STORY in thread.content.decode()
    assert client.get("/").status_code == 200


def test_a_partner_opens_nothing_either(strict, clara):
    aged_event = Event.objects.order_by("at").first()
    assert aged_event is not None
    Seal.objects.create(number=1, at=timezone.now() - timedelta(hours=1), line={})
    with pytest.raises(freshness.SealTooOld):
        freshness.require_fresh(clara)


def test_a_house_that_was_never_sealed_has_a_quarter_of_an_hour(strict, amina):
    freshness.require_fresh(amina)
    sql_time = timezone.now() + timedelta(minutes=16)
    assert freshness.age(sql_time) > timedelta(minutes=15)


def test_an_old_seal_over_an_emptied_log_is_no_fresh_start(db):
    Seal.objects.create(number=1, at=timezone.now() - timedelta(hours=1), line={})
    assert not Event.objects.exists()
    assert freshness.age() > timedelta(minutes=15)


def test_a_seal_from_the_future_is_as_wrong_as_an_old_one(strict, told, amina):
    sealer.seal()
    aged(-16)
    with pytest.raises(freshness.SealTooOld):
        freshness.require_fresh(amina)


# --- The process ---------------------------------------------------------------------------------


def test_the_command_takes_one_turn(db):
    out = StringIO()
    call_command("seal", "--once", stdout=out)
    assert not Certificate.objects.exists()
    write(1, 4)
    call_command("seal", "--once", stdout=out)
    assert Seal.objects.get().number == 4
    append_only.remove(connection)
    sql("UPDATE audit_link SET digest = %s WHERE number = 4", b"x" * 32)
    with pytest.raises(CommandError) as refusal:
        call_command("seal", "--once", stdout=out)
    assert refusal.value.returncode == 1


def _until_it_listens(running: subprocess.Popen) -> None:
    """Until it would hear SIGTERM, however long it takes to start; Linux says so."""
    asked = 1 << signal.SIGTERM - 1
    status = Path(f"/proc/{running.pid}/status")
    while running.poll() is None:
        caught = re.search(r"^SigCgt:\s*(\w+)", status.read_text(), re.MULTILINE)
        if int(caught[1], 16) & asked:
            return
        time.sleep(0.05)


def test_the_sealer_ends_with_the_process_that_started_it(tmp_path):
    """And takes up its work where it was: the key of the day outlives a restart."""
    values = {
        **os.environ, "DJANGO_SETTINGS_MODULE": "config.settings.demo",
        "LOTSEN_VAR": str(tmp_path), "DATABASE_URL": f"sqlite:///{tmp_path}/empty.sqlite3",
        "SEALER_KEYS": str(tmp_path / "sealer"), "VAULT_KEYS": str(tmp_path / "keys"),
    }  # fmt: skip
    command = [sys.executable, "manage.py", "seal", "--beside", "1"]
    done = subprocess.run(command, cwd=ROOT, env=values, timeout=60, check=False)
    assert done.returncode == 0
    running = subprocess.Popen([*command[:-2], "--beside", str(os.getpid())], cwd=ROOT, env=values)
    _until_it_listens(running)
    with pytest.raises(subprocess.TimeoutExpired):
        running.wait(1)
    running.send_signal(signal.SIGTERM)
    assert running.wait(20) == 0
