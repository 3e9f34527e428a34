"""Pictures and PDFs in the conversation and beside notes: who gets them in, and who sees them."""

import uuid
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from PIL import Image

from audit import trail, vault
from audit.guard import OutOfReach, Refused
from audit.models import Event, Letter, Piece
from audit.services import accounting
from audit.vault import DoesNotOpen, Erased, NoPrivateKey, keys
from intake import tickets
from intake.cleaning import File, clean
from intake.models import Attachment, Message
from intake.services import (
    admitting,
    answering,
    conversing,
    erasing,
    extracting,
    noting,
    reading,
    scanning,
    viewing,
)
from tests.intake.papers import paper, picture, telling

NAME = "Blåmärke på armen.jpg"


def a_file(sent=None, name=NAME) -> File:
    return File(name, clean(sent or telling()))


@pytest.fixture
def resident(told):
    return admitting.admit(told.code)


@pytest.fixture
def sent(resident):
    """Kim has sent a picture, and no virus scanner is there."""
    message = conversing.write(resident, text="Se bild.", ticket=tickets.new(), files=[a_file()])
    scanning.sweep()
    return message.attachments.get()


def test_the_person_sends_a_picture_and_sees_it_again(resident, sent):
    said = conversing.read_thread(resident).said[-1]
    assert [shown.name for shown in said.attached] == [NAME]
    assert viewing.view_own(resident, sent.pk).contents == a_file().cleaned.contents


def test_a_picture_may_come_without_a_word(resident):
    message = conversing.write(resident, text="", ticket=tickets.new(), files=[a_file()])
    assert conversing.read_thread(resident).said[-1].text == ""
    assert message.attachments.count() == 1
    with pytest.raises(ValidationError):
        conversing.write(resident, text=" ", ticket=tickets.new())


def test_the_same_in_the_same_form_counts_once(resident):
    ticket = tickets.new()
    for _n in range(2):
        conversing.write(resident, text="Se.", ticket=ticket, files=[a_file()])
    assert (Message.objects.count(), Attachment.objects.count()) == (1, 1)
    conversing.write(resident, text="Se.", ticket=ticket, files=[a_file(picture("PNG"))])
    assert Attachment.objects.count() == 2


def test_a_social_worker_sees_it_for_a_purpose_and_the_person_sees_who(resident, sent, amina):
    before = [line for line in accounting.what_happened(resident.subject) if line.is_read]
    opened = reading.read(sent.help_request_id, by=amina, purpose="triage")
    assert opened.messages[-1].attached[0].name == NAME
    seen = viewing.view(sent.pk, by=amina, purpose="triage")
    assert Image.open(BytesIO(seen.contents)).size == (40, 30)
    line = Event.objects.filter(deed="helprequest.opened").latest("pk")
    assert line.facts["opened"] == [f"intake.attachment/{sent.pk}/contents"]
    assert (line.purpose, line.actor) == ("triage", f"user/{amina.pk}")
    reads = [line for line in accounting.what_happened(resident.subject) if line.is_read]
    assert len(reads) == len(before) + 2


def test_what_hangs_on_a_note_is_for_colleagues(resident, taken, amina):
    note = noting.note(taken.pk, text="Anteckning.", files=[a_file()], by=amina)
    scanning.sweep()
    row = note.attachments.get()
    assert viewing.view(row.pk, by=amina, purpose="triage").contents
    with pytest.raises(OutOfReach):
        viewing.view_own(resident, row.pk)
    assert Letter.objects.filter(about=trail.name_of(row)).count() == 1


def test_we_send_one_too(resident, taken, amina):
    answering.answer(taken.pk, text="Här är blanketten.", files=[a_file(paper())], by=amina)
    row = Attachment.objects.get()
    assert conversing.read_thread(resident).said[-1].attached[0].row.kind == "pdf"
    with pytest.raises(ValidationError) as refusal:
        viewing.view_own(resident, row.pk)  # also what we send is looked at first
    assert refusal.value.code == "scan_waiting"
    scanning.sweep()
    assert viewing.view_own(resident, row.pk).contents.startswith(b"%PDF-")


def test_nobody_else_comes_near_it(sent, bjorn, stina, loke, sofia, tell):
    for who in (stina, loke, sofia):
        with pytest.raises(Refused):
            viewing.view(sent.pk, by=who, purpose="triage")
    with pytest.raises(OutOfReach):
        viewing.view(sent.pk, by=bjorn, purpose="triage")
    with pytest.raises(OutOfReach):
        viewing.view_own(admitting.admit(tell().code), sent.pk)


def test_one_that_never_was_is_not_found(amina, resident):
    with pytest.raises(OutOfReach):
        viewing.view(uuid.uuid4(), by=amina, purpose="triage")
    with pytest.raises(OutOfReach):
        viewing.view_own(resident, uuid.uuid4())


def test_the_process_that_takes_it_in_cannot_take_it_out(settings, resident, help_request):
    settings.LOTSEN_ROLE = "public"
    conversing.write(resident, text="", ticket=tickets.new(), files=[a_file()])
    row = Attachment.objects.get()
    with pytest.raises(NoPrivateKey):
        scanning.open_to_scan(row.pk)
    assert viewing.view_own(resident, row.pk).contents


def test_nothing_of_it_lies_in_the_clear(resident, monkeypatch):
    monkeypatch.setattr("audit.vault.files.PIECE", 1000)
    file = a_file(picture("PNG", (300, 200)))
    conversing.write(resident, text="", ticket=tickets.new(), files=[file])
    contents = file.cleaned.contents
    row, pieces = Attachment.objects.get(), [bytes(one.sealed) for one in Piece.objects.all()]
    assert NAME.encode() not in bytes(row.name)
    whole = b"".join(pieces)
    assert contents[:16] not in whole
    assert b"IHDR" not in whole
    assert row.size == len(contents)


@pytest.mark.parametrize("damage", ["cut off", "swapped", "moved", "taken"])
def test_pieces_that_were_tampered_with_do_not_open(damage, resident, monkeypatch, amina):
    monkeypatch.setattr("audit.vault.files.PIECE", 100)
    for _n in range(2):
        conversing.write(resident, text="", ticket=tickets.new(), files=[a_file()])
    scanning.sweep()
    row, other = Attachment.objects.all()
    pieces = Piece.objects.filter(about=trail.name_of(row))
    assert pieces.count() > 2
    if damage == "cut off":
        pieces.last().delete()
    elif damage == "taken":
        pieces.delete()
    elif damage == "swapped":
        first, second = pieces[0], pieces[1]
        first.sealed, second.sealed = second.sealed, first.sealed
        Piece.objects.bulk_update([first, second], ["sealed"])
    else:
        theirs = Piece.objects.filter(about=trail.name_of(other))
        pieces.filter(number=0).update(sealed=theirs.get(number=0).sealed)
    with pytest.raises(DoesNotOpen):
        viewing.view(row.pk, by=amina, purpose="triage")


def test_destroying_its_key_destroys_it(sent, amina):
    keys.destroy(trail.name_of(sent))
    with pytest.raises(Erased):
        viewing.view(sent.pk, by=amina, purpose="triage")


def test_erasing_the_request_counts_it_and_takes_it_along(sent, help_request):
    assert erasing.words_of(help_request)["attachments"] == [trail.name_of(sent)]


def test_a_file_is_sealed_once_with_its_row(sent):
    with pytest.raises(TypeError):
        vault.seal_file(sent, b"another", name="x")


def test_there_is_an_end_and_it_is_said(settings, resident):
    settings.ATTACHMENTS_PER_REQUEST = 2
    conversing.write(resident, text="", ticket=tickets.new(), files=[a_file(), a_file()])
    with pytest.raises(ValidationError) as refusal:
        conversing.write(resident, text="En till.", ticket=tickets.new(), files=[a_file()])
    assert refusal.value.code == "too_many_attached"
    assert Message.objects.count() == 1


def test_a_picture_reopens_what_was_closed_as_words_do(resident, answered):
    conversing.write(resident, text="", ticket=tickets.new(), files=[a_file()])
    answered.refresh_from_db()
    assert answered.status == "open"
    assert Message.objects.latest("written_at").read_at is None


def test_the_log_names_it_by_codes_only(sent):
    for event in Event.objects.filter(about=trail.name_of(sent.help_request)):
        assert NAME not in str(event.facts)
    added = Event.objects.get(deed="attachment.add")
    assert added.facts["attachment"] == str(sent.pk)


def test_an_extract_of_the_register_names_it(sent, help_request):
    parts = [part for part in extracting.parts_of(help_request, "sender") if part.row == sent]
    assert [(part.column, part.is_file) for part in parts] == [("name", False), ("contents", True)]
