"""What the plan says the archive takes over first is not erased before the archive has it."""

import json
import zipfile
from datetime import timedelta
from hashlib import sha256
from io import BytesIO

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from audit import guard, trail
from audit.models import Event
from audit.moves import MoveNotAllowed
from config.accounts.models import User
from config.retention.codes import Dropped
from config.retention.models import Delivery, DisposalItem, RetentionRule
from config.retention.services import delivering, disposing, packing, proposing, telling
from intake.circumstances import GLASS
from intake.cleaning import File, clean
from intake.models import HelpRequest
from intake.services import noting, raising_concern
from referrals.services import erasing as of_requests
from tests.audit.erasing import refused
from tests.config.test_disposing import (
    YEARS,
    approved,
    clock,
    filed,
    four,
    rules,
    the_list,
    wait,
)
from tests.intake.papers import picture
from tests.stage import cast

__all__ = ["clock", "four", "rules"]
pytestmark = pytest.mark.django_db

SAID = {"received_by": "Arkivarie Ek", "receipt_number": "LEV-2031/7"}


@cast
def plan(rules):
    """The municipality's plan: an ordinary request is handed over before it goes."""
    RetentionRule.objects.filter(kind="file").update(export_first=True)


@pytest.fixture
def listed(plan, clock, lena, adam):
    return approved(lena, adam)


def files_in(whole: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(whole)) as archive:
        return {name.partition("/")[2]: archive.read(name) for name in archive.namelist()}


# --- Nothing goes before it is receipted ---------------------------------------------------------


def test_nothing_is_erased_before_the_archive_has_receipted_it(listed, clock, lena):
    assert wait(clock) == 0
    delivery, whole = delivering.make(listed.pk, by=lena)
    assert disposing.sweep() == 0
    waiting = listed.items.values_list("pk", flat=True)
    assert [disposing.dispose(pk) for pk in waiting] == [False, False]  # nor one by one
    delivering.receive(delivery.pk, digest=sha256(whole).hexdigest(), by=lena, **SAID)
    assert disposing.sweep() == 2
    listed.refresh_from_db()
    assert listed.status == "done"


def test_what_the_plan_says_today_holds_for_a_list_of_yesterday(rules, clock, lena, adam):
    approved(lena, adam)
    RetentionRule.objects.create(
        kind="file", version=2, paragraph="Planen", title={"sv": "fem år"}, text={"sv": "Text"},
        months=60, ground="retention_over", export_first=True, valid_from=timezone.localdate(),
    )  # fmt: skip
    assert wait(clock) == 0


def test_another_digest_is_no_receipt(listed, lena):
    delivery, whole = delivering.make(listed.pk, by=lena)
    broken = sha256(whole + b"!").hexdigest()
    said = refused(delivering.receive, delivery.pk, digest=broken, by=lena, code="differs", **SAID)
    assert "raderas" in said[0]
    right = sha256(whole).hexdigest().upper()
    spaced = f" {right[:32]} {right[32:]}\n"
    assert delivering.receive(delivery.pk, digest=spaced, by=lena, **SAID).status == "received"
    with pytest.raises(MoveNotAllowed):
        delivering.drop(delivery.pk, by=lena)


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"received_by": "070-174 06 05"}, "no_name"),
        ({"received_by": " "}, "no_name"),
        ({"receipt_number": "två ord"}, "no_number"),
        ({"receipt_number": "19850709-9805"}, "is_personal"),
    ],
)
def test_a_receipt_names_somebody_and_has_a_number(listed, lena, wrong, code):
    delivery, _whole = delivering.make(listed.pk, by=lena)
    told = SAID | wrong | {"digest": delivery.digest}
    refused(delivering.receive, delivery.pk, by=lena, code=code, **told)


def test_the_database_takes_no_receipt_of_nobody(listed, lena):
    delivering.make(listed.pk, by=lena)
    with pytest.raises(IntegrityError), transaction.atomic():
        Delivery.objects.update(status="received", received_at=timezone.now())


def test_a_package_that_never_came_over_is_made_anew(listed, lena):
    first, _whole = delivering.make(listed.pk, by=lena)
    refused(delivering.make, listed.pk, by=lena, code="nothing")
    delivering.drop(first.pk, by=lena)
    second, _whole = delivering.make(listed.pk, by=lena)
    assert second.items.count() == 2
    with pytest.raises(MoveNotAllowed):
        delivering.receive(first.pk, digest=first.digest, by=lena, **SAID)


def test_only_an_approved_list_is_handed_over(plan, clock, lena):
    refused(delivering.make, the_list().pk, by=lena, code="not_approved")


def test_what_is_held_meanwhile_drops_out_and_is_not_handed_over(listed, four, lena):
    until = timezone.localdate() + timedelta(days=30)
    telling.hold_request(four[0].help_request.pk, reason="court", until=until, by=lena)
    delivery, _whole = delivering.make(listed.pk, by=lena)
    assert delivery.rows == 1
    dropped = DisposalItem.objects.get(reference=four[0].help_request.reference)
    assert (dropped.state, dropped.delivery) == ("dropped", None)
    assert dropped.dropped_for == Dropped.NOT_DUE


def test_what_is_reopened_meanwhile_drops_out_too(listed, four, lena):
    HelpRequest.objects.filter(pk=four[0].help_request.pk).update(status="open", closed_at=None)
    delivery, _whole = delivering.make(listed.pk, by=lena)
    assert delivery.rows == 1
    delivering.drop(delivery.pk, by=lena)
    HelpRequest.objects.filter(pk=four[1].help_request.pk).update(status="open", closed_at=None)
    assert delivering.make(listed.pk, by=lena) == (None, b"")
    assert Delivery.objects.count() == 1


def test_nobody_hands_over_what_they_do_not_reach(listed, four, lena, amina):
    four[0].help_request.conflicts.create(user=lena)
    delivery, whole = delivering.make(listed.pk, by=lena)
    assert delivery.rows == 1
    assert four[0].help_request.reference.encode() not in whole
    refused(delivering.make, listed.pk, by=lena, code="nothing")


def test_what_somebody_only_reached_in_an_emergency_is_not_theirs_to_hand_over(
    listed, four, lena, south
):
    row = four[0].help_request
    HelpRequest.objects.filter(pk=row.pk).update(unit=south.group)
    assert len(delivering.within_reach(listed, lena)) == 1
    trail.act(guard.grant)(guard.group_of_one(lena), row, by=lena, source=GLASS)
    assert HelpRequest.objects.visible_to(lena).filter(pk=row.pk).exists()
    assert len(delivering.within_reach(listed, lena)) == 1


def test_a_package_holds_no_more_than_memory_does_and_the_next_one_the_rest(
    listed, lena, monkeypatch
):
    monkeypatch.setattr(packing, "size_of", lambda row: 10)
    monkeypatch.setattr(delivering, "AT_MOST_BYTES", 15)
    made = [delivering.make(listed.pk, by=lena)[0] for _package in range(2)]
    assert [one.rows for one in made] == [1, 1]
    refused(delivering.make, listed.pk, by=lena, code="nothing")


# --- What is in it -------------------------------------------------------------------------------


def test_all_that_would_be_erased_is_in_the_package_and_the_log_says_who_opened_it(
    plan, four, amina, lena, adam
):
    row = four[0].help_request
    sent = [File(name, clean(picture("PNG"))) for name in ("bild.png", "smittad.png")]
    noting.note(row.pk, text="Hon ringer på torsdag.", by=amina, files=sent)
    stopped = row.attachments.first()
    row.attachments.update(scan="clean")
    row.attachments.filter(pk=stopped.pk).update(scan="refused")
    with time_machine.travel(timezone.now() + YEARS, tick=False):
        proposing.run_nightly()
        listed = approved(lena, adam)
        erased = {name for names in of_requests.words_of(row).values() for name in names}
        _delivery, whole = delivering.make(listed.pk, by=lena)
    files = files_in(whole)
    record = json.loads(files[f"data/helprequests/{row.reference}/record.json"])
    assert {part["name"] for part in record["parts"]} == erased
    words = {text for part in record["parts"] for text in part["words"].values()}
    assert {"Jag vill prata.", "Hon ringer på torsdag.", "Kim Exempel"} <= words
    stopped_as = f"intake.attachment/{stopped.pk}"
    assert record["not_handed_over"] == [{"name": stopped_as, "because": "virus"}]
    [path] = record["files"]
    assert files[f"data/helprequests/{row.reference}/{path}"].startswith(b"\x89PNG")
    opened = Event.objects.filter(subject=row.subject, purpose="archive")
    assert {event.actor for event in opened} == {f"user/{lena.pk}"}
    places = {place for event in opened for place in event.facts["opened"]}
    assert {place.rpartition("/")[0] for place in places} <= erased


def test_the_file_is_a_bag_that_says_of_everything_in_it_what_it_is(listed, lena):
    """RFC 8493: each payload file stands in the manifest, with its SHA-256, and nothing else."""
    files = files_in(delivering.make(listed.pk, by=lena)[1])
    assert files["bagit.txt"] == b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
    for manifest, is_in_it in (
        ("manifest-sha256.txt", lambda path: path.startswith("data/")),
        ("tagmanifest-sha256.txt", lambda path: "/" not in path and "tagmanifest" not in path),
    ):
        told = dict(line.split("  ")[::-1] for line in files[manifest].decode().splitlines())
        assert told == {
            path: sha256(contents).hexdigest() for path, contents in files.items() if is_in_it(path)
        }
    assert b"Source-Organization: Tallsunda" in files["bag-info.txt"]


def test_a_concern_report_goes_with_what_was_judged_by_whoever_leads_the_reception(
    plan, help_request, amina, rut, lena, adam
):
    RetentionRule.objects.filter(kind="not_opened").update(export_first=True)
    report = raising_concern.hand_over(
        help_request.pk, concern="Oro för Noor.", child="20150131-9808", by=amina
    )
    filed(report, rut, "not_opened")
    with time_machine.travel(timezone.now() + YEARS, tick=False):
        proposing.run_nightly()
        listed = approved(lena, adam)
        refused(delivering.make, listed.pk, by=lena, code="nothing")  # she reaches neither
        User.objects.filter(pk=rut.pk).update(role="team_lead")
        _delivery, whole = delivering.make(listed.pk, by=User.objects.get(pk=rut.pk))
    record = json.loads(files_in(whole)[f"data/concernreports/{report.reference}/record.json"])
    assert [part["kind"] for part in record["parts"]] == ["reports", "judgements", "judgements"]
    assert record["parts"][0]["words"]["concern"].startswith("Oro för Noor.")
    assert record["parts"][1]["words"]["reasons"] == "Därför."


# --- The pages -----------------------------------------------------------------------------------


def test_a_lead_hands_over_and_notes_the_receipt_through_the_pages(listed, lena, adam, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    browser, reader = Client(), Client()
    browser.force_login(lena)
    reader.force_login(adam)
    url = reverse("desk:disposal", args=[listed.pk])
    page = browser.get(url).text
    assert "Arkivet tar över det först" in page
    assert 'data-test="deliver"' not in reader.get(url).text  # an administrator reaches no request
    answer = browser.post(reverse("desk:disposal_deliver", args=[listed.pk]))
    assert answer["Content-Type"] == "application/zip"
    assert answer["Cache-Control"] == "no-store"
    delivery = Delivery.objects.get()
    assert delivery.digest == sha256(answer.content).hexdigest()
    at = reverse("desk:delivery_receive", args=[delivery.pk])
    page = browser.post(at, SAID | {"digest": "0" * 64}).text
    assert delivery.digest not in page  # nobody copies it into the receipt
    assert "Arkivarie Ek" in page  # nothing that was typed is lost
    assert "inte kontrollsumman" in page
    assert browser.post(at, SAID | {"digest": delivery.digest}).url == url
    shown = reader.get(url).text
    assert "LEV-2031/7" in shown
    assert delivery.digest in shown
    assert "Jag vill prata" not in shown


def test_the_request_says_that_the_archive_takes_it_over_first(plan, four, amina, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    browser = Client()
    browser.force_login(amina)
    page = browser.get(reverse("desk:request", args=[four[0].help_request.pk])).text
    assert "Arkivet tar över det först." in page
