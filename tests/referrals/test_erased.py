"""What is gone when a request is erased, what is left, and what proves it."""

import json

import pytest
from django.urls import reverse

from audit import certificate, guard
from audit.models import BlindIndex, Erasure, Event, Letter, Link, Piece
from audit.sealing import identity
from audit.services import erasing as register
from audit.services import exporting
from audit.trail import name_of
from audit.vault import Erased, blind, shredding
from intake import tickets
from intake.cleaning import File, clean
from intake.models import Attachment, HelpRequest, Message, Note, SafeContact
from intake.services import admitting, conversing, noting, reaching, reading, receiving, triaging
from referrals.models import Package, Referral
from referrals.services import erasing
from referrals.services.reading import open_own
from tests.audit.erasing import refused
from tests.intake.papers import picture

pytestmark = pytest.mark.django_db


# --- What is gone, and what is left --------------------------------------------------------------


def test_no_word_opens_any_more_for_anybody(erased, ended, told, amina, lena):
    for who in (amina, lena):
        with pytest.raises(Erased):
            reading.read(ended.pk, by=who, purpose="follow_up")
    assert reading.read_notes(ended.pk, by=amina, purpose="follow_up")[1] == []
    with pytest.raises(Erased):
        admitting.admit(told.code)


def test_the_bytes_the_rows_and_the_index_are_gone_too(erased, ended):
    row, contact = HelpRequest.objects.get(pk=ended.pk), SafeContact.objects.get()
    assert [bytes(row.story), row.ticket, row.language, row.interpreter] == [b"", None, "", ""]
    assert {bytes(contact.name), bytes(contact.email)} == {b""}
    assert contact.way == "none"
    assert not Message.objects.exists()
    assert not Note.objects.exists()
    assert not BlindIndex.objects.exists()
    assert set(Letter.objects.values_list("about", flat=True)) <= {blind.PLACE}


def test_pictures_and_their_pieces_are_gone_and_counted(
    told, help_request, right, amina, lena, adam
):
    file = File("bild.png", clean(picture("PNG")))
    resident = admitting.admit(told.code)
    conversing.write(resident, text="", ticket=tickets.new(), files=[file])
    triaging.take(help_request.pk, by=amina)
    noting.note(help_request.pk, text="Se bild.", files=[file], by=amina)
    triaging.close(help_request.pk, reason="advised", children="none", by=amina)
    assert Piece.objects.count() == 2
    proposed = erasing.propose(help_request.pk, ground_pk=right.pk, by=lena)
    done = erasing.confirm(proposed.pk, by=adam)
    assert done.counts["attachments"] == 2
    assert not Piece.objects.exists()
    assert not Attachment.objects.exists()
    assert not Letter.objects.filter(about__startswith="intake.attachment").exists()


def test_what_is_counted_is_kept(erased, ended):
    row = HelpRequest.objects.get(pk=ended.pk)
    for name in ("reference", "area", "about", "age_band", "urgency", "channel", "received_at",
                 "closed_at", "close_reason", "subject", "status"):  # fmt: skip
        assert getattr(row, name) == getattr(ended, name)
    assert row.erased_at


def test_the_copies_that_partners_were_sent_are_gone(
    help_request, right, accepted, amina, lena, adam, clara
):
    from_us = Package.objects.get()
    assert bytes(from_us.situation)
    referral = Referral.objects.get()
    referral.enter("closed")
    referral.save()
    triaging.take(help_request.pk, by=amina)
    triaging.close(help_request.pk, reason="referred", children="none", by=amina)
    done = erasing.confirm(
        erasing.propose(help_request.pk, ground_pk=right.pk, by=lena).pk, by=adam
    )
    package = Package.objects.get()
    assert {bytes(getattr(package, name)) for name in Package.SEALED if getattr(package, name)
            is not None} == {b""}  # fmt: skip
    assert package.rules == {}
    assert package.items == from_us.items
    assert not Letter.objects.filter(about__startswith="referrals.").exists()
    assert done.counts["packages"] == 1
    assert done.counts["goals"] == 2
    with pytest.raises(Erased):
        open_own(referral.pk, purpose="referral", by=amina)


def test_another_request_is_untouched(erased, told, amina, north):
    other = receiving.submit(
        by=amina, ticket="another-ticket-of-its-own", story="Hej.", about="self", channel="web_form"
    )
    assert reading.read(other.help_request.pk, by=amina, purpose="triage").story == "Hej."
    assert admitting.admit(other.code)


def test_nothing_new_is_written_to_it(erased, ended, amina):
    refused(noting.note, ended.pk, text="Ändå en.", by=amina, code="erased")


def test_whoever_was_let_in_a_moment_before_writes_nothing_either(proposed, told, adam):
    resident = admitting.admit(told.code)
    erasing.confirm(proposed.pk, by=adam)
    refused(conversing.write, resident, text="Hej.", ticket=tickets.new(), code="erased")
    refused(reaching.change, resident, way="email", email="k@example.org", code="erased")
    assert bytes(SafeContact.objects.get().email) == b""


def test_the_person_is_told_in_plain_words(erased, told, client):
    answer = client.post(reverse("mailbox:enter"), {"code": told.code})
    assert answer.status_code == 410
    assert Event.objects.filter(deed="receipt.admit").exists()


def test_a_mailbox_that_was_open_says_so_too(proposed, told, client, adam):
    client.post(reverse("mailbox:enter"), {"code": told.code})
    assert client.get(reverse("mailbox:thread")).status_code == 200
    erasing.confirm(proposed.pk, by=adam)
    for page in ("thread", "contact", "who", "shared"):
        assert client.get(reverse(f"mailbox:{page}")).status_code == 410
    answer = client.post(reverse("mailbox:contact"), {"way": "email", "email": "k@example.org"})
    assert answer.status_code == 410
    assert bytes(SafeContact.objects.get().email) == b""


# --- The trail and the certificate ---------------------------------------------------------------


def test_the_trail_survives_and_is_whole(erased, ended, lena, adam):
    line = Event.objects.get(deed="helprequest.erase")
    assert line.subject == ended.subject
    assert line.facts["proposer"] == f"user/{lena.pk}"
    assert line.actor == f"user/{adam.pk}"
    assert line.facts["ground"] == "persons_right"
    assert Event.objects.filter(deed="helprequest.submit").exists()
    exporting.check()


def test_the_certificate_is_genuine_and_bound_to_the_log(erased, ended):
    body = certificate.verify(erased.certificate, identity.public())
    line = Link.objects.get(number=body["trail"]["number"])
    assert bytes(line.digest).hex() == body["trail"]["digest"]
    assert line.event.facts["root"] == body["root"]
    assert body["people"] == ["team_lead", "administrator"]
    known = certificate.reference_digest(str(erased.pk), ended.reference)
    assert body["reference"] == known


def test_the_certificate_names_every_destroyed_letter(ended, right, lena, adam):
    kept = {blind.PLACE}
    letters = [one for one in Letter.objects.all() if one.about not in kept]
    due = sorted(shredding.commitment(one) for one in letters)
    done = erasing.confirm(erasing.propose(ended.pk, ground_pk=right.pk, by=lena).pk, by=adam)
    body = certificate.verify(done.certificate, identity.public())
    assert body["commitments"] == due
    assert body["counts"]["destroyed"] == len(letters) > 4


def test_the_certificate_says_nothing_of_anybody(erased, ended, lena, adam):
    text = erased.certificate
    for secret in (ended.reference, str(ended.pk), str(ended.subject), "Kim", lena.name, adam.name):
        assert secret not in text


def test_the_certificate_stays_the_same(erased, adam, lena):
    assert register.certify(erased.pk, by=lena).certificate == erased.certificate
    assert Event.objects.filter(deed="erasure.certify").count() == 1


def test_a_certificate_that_could_not_be_signed_is_signed_later(proposed, adam, lena, settings):
    erasing.erase(proposed.pk, by=adam)  # and then the power went
    assert not Erasure.objects.get().certificate
    assert json.loads(register.certify(proposed.pk, by=lena).certificate)


def test_what_is_not_done_is_not_certified(proposed, adam):
    with pytest.raises(guard.OutOfReach):
        register.certify(proposed.pk, by=adam)


def test_the_names_of_rows_are_all_found(ended):
    found = {about for abouts in erasing.words.words_of(ended).values() for about in abouts}
    assert name_of(ended) in found
    assert len(found) == 4
