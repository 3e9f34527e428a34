"""Pictures and PDFs in a register extract: looked at twice, given or withheld, and handed over."""

import json
import zipfile
from hashlib import sha256
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone

from audit import chain, trail
from audit.guard import OutOfReach, Refused
from audit.services import accounting
from audit.vault import DoesNotOpen, Erased
from config.starter import loading
from intake.cleaning import File, clean
from intake.models import Attachment, Scan, WithholdingGround
from intake.services import (
    admitting,
    conversing,
    noting,
    reading,
    scanning,
    triaging,
    viewing,
)
from intake.tickets import new
from referrals.services import choosing, enclosing, extracting
from referrals.services.choosing import NOTHING, PARTS, WHOLE, Choice
from tests.audit.erasing import refused
from tests.intake.papers import paper, picture

pytestmark = pytest.mark.django_db
OWN_PICTURE, OTHERS_PICTURE, NOTED = 1, 2, 3


@pytest.fixture
def row(told, amina):
    """Kim has sent two pictures – one shows somebody else – and Amina has noted a PDF."""
    for ground in loading.read("withholding_grounds"):
        WithholdingGround.objects.create(**ground)
    resident, row = admitting.admit(told.code), triaging.take(told.help_request.pk, by=amina)
    own, other = clean(picture("PNG")), clean(picture("JPEG"))
    conversing.write(resident, text="Jag.", ticket=new(), files=[File("jag.png", own)])
    conversing.write(resident, text="Han.", ticket=new(), files=[File("grannen.jpg", other)])
    noting.note(row.pk, text="Ett brev.", files=[File("brev.pdf", clean(paper()))], by=amina)
    scanning.sweep()
    return row


def begun(row, by):
    return extracting.begin(
        row.pk, claimant="sender", shown_by="identity", asked_on=timezone.localdate(), by=by
    )


def look(extract, by, *numbers):
    for number in numbers:
        extracting.show_file(extract.pk, number, by=by)


def choices(parts, **changed) -> dict:
    """All is given but the other's picture; *changed* by number, as _1."""
    chosen = {part.place: Choice(WHOLE, [], "") for part in parts}
    for part in parts:
        if part.number == OTHERS_PICTURE:
            chosen[part.place] = Choice(NOTHING, [], "other_person")
        if f"_{part.number}" in changed:
            chosen[part.place] = changed[f"_{part.number}"]
    return chosen


def submitted(extract, by, **changed):
    _row, parts, _lines = extracting.check(extract.pk, by=by)
    return extracting.submit(
        extract.pk, choices=choices(parts, **changed), seen=choosing.fingerprint(parts), by=by
    )


def released(row, by, second):
    extract = begun(row, by)
    look(extract, by, OWN_PICTURE, NOTED)
    submitted(extract, by)
    look(extract, second, OWN_PICTURE, NOTED)
    seen = extracting.look_again(extract.pk, by=second)[2]
    return extracting.release(extract.pk, seen=seen, by=second)


def test_each_file_is_a_choice_of_its_own_and_none_is_made_beforehand(row, amina, at):
    extract = begun(row, amina)
    form = at(amina).get(reverse("desk:extract_check", args=[extract.pk])).context["form"]
    files = [one for one in form.rows() if one["part"].is_file]
    assert [one["part"].number for one in files] == [OWN_PICTURE, OTHERS_PICTURE, NOTED]
    assert [one["give"].value() for one in files] == [None, None, None]
    for give in ("", PARTS):
        refused(submitted, extract, amina, _1=Choice(give, [], ""), code="undecided")
    look(extract, amina, OWN_PICTURE, NOTED)
    refused(submitted, extract, amina, _2=Choice(NOTHING, [], ""), code="no_ground")


def test_nothing_is_handed_over_that_its_clerk_and_the_second_person_have_not_looked_at(
    row, amina, lena
):
    extract = begun(row, amina)
    look(extract, amina, OWN_PICTURE)
    refused(submitted, extract, amina, code="not_looked")
    look(extract, lena, NOTED)  # that somebody else has is not enough
    refused(submitted, extract, amina, code="not_looked")
    look(extract, amina, NOTED)
    submitted(extract, amina)
    seen = extracting.look_again(extract.pk, by=lena)[2]
    refused(extracting.release, extract.pk, seen=seen, by=lena, code="not_looked")
    look(extract, lena, OWN_PICTURE)
    assert extracting.release(extract.pk, seen=seen, by=lena).digest


def test_looking_for_another_purpose_is_not_looking_at_whom_it_shows(row, amina):
    extract = begun(row, amina)
    reading.begin(row.pk, by=amina, purpose="triage")
    for file in Attachment.objects.all():
        viewing.view(file.pk, by=amina, purpose="triage")
    refused(submitted, extract, amina, code="not_looked")


def test_what_is_handed_over_is_the_very_file_with_its_digest_and_no_other(
    row, amina, lena, at, told
):
    extract = released(row, amina, lena)
    answer = at(amina).get(reverse("desk:extract_bundle", args=[extract.pk]))
    packed = zipfile.ZipFile(BytesIO(answer.content))
    assert packed.namelist() == ["extract.html", "extract.json", "files/1.png", "files/3.pdf"]
    whole = json.loads(packed.read("extract.json"))
    assert sha256(chain.canonical(whole["content"])).hexdigest() == whole["sha256"]
    assert whole["sha256"] == extract.digest
    for one in whole["content"]["files"]:
        if one["file"]:
            assert sha256(packed.read(one["file"])).hexdigest() == one["sha256"]
    sent = extracting.show_file(begun_again(row, extract, amina), OWN_PICTURE, by=amina)
    assert packed.read("files/1.png") == sent.contents
    page = packed.read("extract.html").decode()
    assert 'href="files/1.png"' in page
    assert "files/2" not in page
    assert "src=" not in page
    left_out = {one["provision"]: one["count"] for one in whole["content"]["left_out"]}
    assert left_out == {"OSL 26 kap. 1 § och GDPR artikel 15.4": 1}


def begun_again(row, extract, by):
    extracting.hand_over(extract.pk, how="secure", by=by)
    return begun(row, by).pk


def test_every_opening_of_a_file_stands_in_the_persons_own_log(row, amina, lena):
    extract = released(row, amina, lena)
    extracting.open_bundle(extract.pk, by=amina)
    reads = [line for line in accounting.what_happened(row.subject) if line.is_file]
    assert len(reads) == 2 + 2 + 2 + 2  # looked, looked again, released, handed over
    assert {line.purpose for line in reads} == {"extract"}
    assert accounting.prove(row.subject).is_complete


def test_what_the_scanner_stopped_is_never_handed_over(row, amina):
    extract = begun(row, amina)
    Attachment.objects.order_by("added_at").filter(kind="png").update(scan=Scan.REFUSED)
    refused(extracting.show_file, extract.pk, OWN_PICTURE, by=amina, code="scan_refused")
    look(extract, amina, NOTED)
    refused(submitted, extract, amina, code="not_looked")
    withheld = Choice(NOTHING, [], "secrecy")
    assert submitted(extract, amina, _1=withheld).status == "checked"


def test_a_file_that_is_another_or_gone_is_not_handed_over(row, amina, lena):
    extract = released(row, amina, lena)
    content = extracting.open_package(extract.pk, by=amina)[1]
    content["files"][0]["sha256"] = "0" * 64
    with pytest.raises(DoesNotOpen):  # as the deed does, with a package that says another
        trail.act(enclosing.enclosed)(extract, content["files"], by=amina)
    Attachment.objects.filter(kind="png").delete()
    with pytest.raises(Erased):
        extracting.open_bundle(extract.pk, by=amina)


def test_a_picture_that_comes_meanwhile_is_decided_about_too(row, amina, lena, told):
    extract = begun(row, amina)
    look(extract, amina, OWN_PICTURE, NOTED)
    submitted(extract, amina)
    file = File("ny.png", clean(picture("PNG")))
    conversing.write(admitting.admit(told.code), text="", ticket=new(), files=[file])
    refused(extracting.look_again, extract.pk, by=lena, code="changed")


def test_only_they_who_decide_look_and_only_until_it_is_released(row, amina, lena, bjorn, loke):
    extract = begun(row, amina)
    for by, refusal in ((bjorn, OutOfReach), (loke, Refused)):
        with pytest.raises(refusal):
            extracting.show_file(extract.pk, OWN_PICTURE, by=by)
    for number in (0, 4):
        with pytest.raises(OutOfReach):
            extracting.show_file(extract.pk, number, by=amina)
    extract = extracting.drop(extract.pk, by=amina)
    with pytest.raises(OutOfReach):
        extracting.show_file(extract.pk, OWN_PICTURE, by=amina)


def test_the_pages_say_what_is_not_looked_at(row, amina, lena, at):
    extract = begun(row, amina)
    url, client = reverse("desk:extract_check", args=[extract.pk]), at(amina)
    form = client.get(url).context["form"]
    told = {"seen": form["seen"].value()}
    for one in form.rows():
        told[f"give_{one['name'].removeprefix('gone_')}"] = WHOLE
    wrong = client.post(url, told).context["form"].errors
    assert len(wrong) == 3
    shown = client.get(reverse("desk:extract_attached", args=[extract.pk, OWN_PICTURE]))
    assert shown["Content-Type"] == "image/png"
    assert "sandbox" in shown["Content-Security-Policy"]
    assert len(client.post(url, told).context["form"].errors) == 2
    look(extract, amina, OTHERS_PICTURE, NOTED)
    assert client.post(url, told).status_code == 302
    page = at(lena).get(reverse("desk:extract_look", args=[extract.pk]))
    assert page.context["must_look"]
    assert "extract_release" not in page.content.decode()
    look(extract, lena, OWN_PICTURE, OTHERS_PICTURE, NOTED)
    page = at(lena).get(reverse("desk:extract_look", args=[extract.pk]))
    assert not page.context["must_look"]
    assert reverse("desk:extract_release", args=[extract.pk]) in page.content.decode()
