"""The pages: choose a file, hear why one is refused, and look at what was sent in its cage."""

import re
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from audit.models import Event
from config.settings import production
from intake import tickets, uploads
from intake.models import Attachment, HelpRequest, Message
from intake.services import raising_concern, scanning
from tests.intake.papers import archive, paper, picture, telling
from tests.intake.visitor import text_in

THREAD, ATTACH = "/mailbox/thread/", "/attach/"
HOME = {"HTTP_ORIGIN": "http://testserver"}


def upload(contents=None, name="bild.jpg", media="image/jpeg"):
    return SimpleUploadedFile(name, telling() if contents is None else contents, media)


@pytest.fixture
def send(inside):
    def sending(*files, text="Se här.", **more):
        told = {"text": text, "ticket": tickets.new(), "files": list(files), **more}
        return inside.post(THREAD, told)

    return sending


@pytest.fixture
def begun(at, amina, page):
    """Amina's browser, where she has said why she reads."""

    def beginning(row):
        browser = at(amina)
        browser.post(page("open", row), {"purpose": "triage"})
        return browser

    return beginning


def own(row, part=""):
    return reverse(f"mailbox:attachment{part}", args=[row.pk])


def of_desk(row, part=""):
    return reverse(f"desk:attachment{part}", args=[row.pk])


def test_what_is_taken_is_said_before_anything_is_chosen(inside, visit, settings):
    settings.ATTACHMENT_MEGABYTES = 7
    receipt = visit.send()
    for page in (inside.get(THREAD), receipt):
        assert "7 MB" in text_in(page)
        assert "3" in text_in(page)
        field = re.search(r'<input type="file"[^>]*>', page.content.decode())[0]
        assert 'accept="image/jpeg,image/png,image/webp,application/pdf"' in field
        assert "multiple" in field
        described = re.search(r'aria-describedby="([^" ]+)', field)[1]
        assert f'id="{described}"' in page.content.decode()


def test_a_picture_is_sent_and_shown_in_its_cage(send, inside):
    assert send(upload()).status_code == 302
    row = Attachment.objects.get()
    thread = inside.get(THREAD)
    assert own(row) in thread.content.decode()
    assert "bild.jpg" in text_in(thread)
    page = inside.get(own(row)).content.decode()
    assert f'src="{own(row, "_file")}"' in page
    assert re.search(r'<img[^>]* alt="[^"]{10,}"', page)
    answer = inside.get(own(row, "_file"))
    assert answer["Content-Type"] == "image/jpeg"
    policy = answer["Content-Security-Policy"]
    assert policy.startswith("sandbox; default-src 'none'")
    assert "allow" not in policy
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "no-store"
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
    assert answer["Content-Disposition"] == 'inline; filename="picture.jpeg"'
    assert b"Exif" not in answer.content


def test_a_pdf_is_fetched_and_its_name_stays_with_us(send, inside):
    send(upload(paper(), "Vräkning Kim Exempel.pdf"))
    row = Attachment.objects.get()
    assert "Ladda ner" in text_in(inside.get(own(row)))
    answer = inside.get(own(row, "_file"))
    assert answer["Content-Disposition"] == 'attachment; filename="document.pdf"'
    assert "Kim" not in str(answer.headers)


REFUSED = {
    "an archive named .jpg": (archive(), "inte ta emot"),
    "an SVG": (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "inte ta emot"),
    "cut off": (picture(size=(300, 200))[:-200], "skadad"),
    "HEIC": (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(40), "HEIC"),
    "empty": (b"", "tom"),
}


@pytest.mark.parametrize(("contents", "why"), REFUSED.values(), ids=REFUSED)
def test_a_refused_file_is_named_with_the_reason_and_the_text_is_still_there(send, contents, why):
    answer = send(upload(contents, "a <b>.jpg"), upload(), text="Min berättelse.")
    assert answer.status_code == 200
    errors = answer.context["form"].errors["files"]
    assert len(errors) == 1
    assert why in errors[0]
    assert "a <b>.jpg" in errors[0]
    assert "<b>.jpg" not in answer.content.decode()
    assert answer.context["form"]["text"].value() == "Min berättelse."
    assert not Message.objects.exists()
    assert not Attachment.objects.exists()


def test_too_large_is_noticed_while_it_streams_and_not_kept(send, settings, monkeypatch):
    settings.ATTACHMENT_MEGABYTES = 1
    kept = []
    complete = uploads.InMemoryHandler.file_complete

    def note(self, size):
        kept.append(self.kept.getbuffer().nbytes)
        return complete(self, size)

    monkeypatch.setattr(uploads.InMemoryHandler, "file_complete", note)
    answer = send(upload(telling() + bytes(3 * uploads.MEGABYTE)), text="Kvar.")
    assert "1 MB" in answer.context["form"].errors["files"][0]
    assert answer.context["form"]["text"].value() == "Kvar."
    assert kept == [0]


def test_too_many_at_once_are_counted_and_none_is_kept(send):
    answer = send(*(upload(name=f"{n}.jpg") for n in range(5)), text="Kvar.")
    assert "5" in answer.context["form"].errors["files"][0]
    assert answer.context["form"]["text"].value() == "Kvar."
    assert not Attachment.objects.exists()


def test_an_upload_without_end_is_cut_off(settings, rf):
    settings.ATTACHMENT_MEGABYTES = 1
    handler = uploads.InMemoryHandler()
    handler.new_file("files", "a.jpg", "image/jpeg", None)
    for _n in range(uploads.ENDLESS):
        handler.receive_data_chunk(bytes(uploads.MEGABYTE), 0)
    with pytest.raises(uploads.RequestDataTooBig):
        handler.receive_data_chunk(b"!", 0)


def test_no_upload_touches_a_disk():
    assert production.FILE_UPLOAD_HANDLERS == ["intake.uploads.InMemoryHandler"]


def test_a_late_form_keeps_the_text_and_says_that_the_file_is_lost(told, client):
    answer = client.post(THREAD, {"text": "Sent.", "ticket": tickets.new(), "files": upload()})
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "Sent." in page
    assert 'data-test="lost"' in page
    bound = {"bound_for": THREAD, "text": "Sent.", "files_lost": "1"}
    assert 'data-test="lost"' in client.post("/mailbox/", {**bound, "code": "x"}).content.decode()
    client.post("/mailbox/", {**bound, "code": told.code})
    assert Message.objects.count() == 1


# --- On the receipt ------------------------------------------------------------------------------


def more(client, code, *files, **extra):
    told = {"code": code, "ticket": tickets.new(), "files": list(files)}
    return client.post(ATTACH, told, **{**HOME, **extra})


def test_on_the_receipt_a_picture_follows_what_is_already_safe(north, visit, client):
    code = visit.code(visit.send())
    answer = more(client, code, upload())
    assert answer.context["is_sent"]
    assert visit.code(answer) == code  # the receipt is still there, to be written down
    assert not answer.cookies
    assert Attachment.objects.get().help_request == HelpRequest.objects.get()
    assert Message.objects.get().writer == "person"


def test_a_refused_picture_leaves_request_and_receipt_as_they_are(north, visit, client):
    code = visit.code(visit.send())
    answer = more(client, code, upload(archive()))
    assert "inte ta emot" in answer.context["more"].errors["files"][0]
    assert visit.code(answer) == code
    assert not more(client, code).context["is_sent"]
    assert not Attachment.objects.exists()


def test_the_receipts_form_lets_in_nobody_without_the_code(told, client, visit):
    wrong = told.code[:-1] + ("A" if told.code[-1] != "A" else "B")
    for code in ("", "nonsense", wrong):
        assert more(client, code, upload())["Location"] == "/mailbox/"
    assert more(client, told.code, upload(), HTTP_SEC_FETCH_SITE="cross-site").status_code == 302
    assert client.get(ATTACH).status_code == 405
    assert not Attachment.objects.exists()


def test_when_nothing_can_be_saved_the_code_is_still_on_the_page(north, visit, client, monkeypatch):
    code = visit.code(visit.send())

    def full(*_args, **_told):
        raise OSError

    monkeypatch.setattr("intake.views.attachments.conversing.write", full)
    answer = more(client, code, upload())
    assert answer.status_code == 503
    assert visit.code(answer) == code


# --- At the desk ---------------------------------------------------------------------------------


def test_a_social_worker_looks_at_it_for_a_stated_purpose(send, told, amina, at, begun):
    send(upload())
    scanning.sweep()
    row = Attachment.objects.get()
    stranger = at(amina)
    for part in ("", "_file"):
        assert stranger.get(of_desk(row, part))["Location"] == reverse(
            "desk:open", args=[row.help_request_id]
        )
    browser = begun(row.help_request)
    page = browser.get(reverse("desk:words", args=[row.help_request_id]))
    assert of_desk(row) in page.content.decode()
    before = Event.objects.filter(deed="helprequest.opened").count()
    assert of_desk(row, "_file") in browser.get(of_desk(row)).content.decode()
    assert Event.objects.filter(deed="helprequest.opened").count() == before
    answer = browser.get(of_desk(row, "_file"))
    assert answer["Content-Security-Policy"].startswith("sandbox;")
    assert answer.content[:2] == b"\xff\xd8"
    assert Event.objects.filter(deed="helprequest.opened").count() == before + 1


def test_what_waits_or_was_stopped_is_not_shown_and_it_says_why(send, begun):
    send(upload())
    row = Attachment.objects.get()
    browser = begun(row.help_request)
    for scan, said in (("waiting", "virus"), ("refused", "virusskannern")):
        Attachment.objects.update(scan=scan)
        page = browser.get(of_desk(row))
        assert said in text_in(page)
        assert of_desk(row, "_file") not in page.content.decode()
        assert browser.get(of_desk(row, "_file")).status_code == 409


def test_colleagues_attach_to_answers_and_notes(taken, begun, page, inside):
    browser = begun(taken)
    told = {"text": "Blanketten.", "ticket": tickets.new(), "files": upload(paper(), "b.pdf")}
    assert browser.post(page("answer", taken), told).status_code == 302
    told = {"text": "Bara för oss.", "files": upload(name="n.jpg")}
    assert browser.post(page("notes", taken), told).status_code == 302
    scanning.sweep()
    theirs = Attachment.objects.get(message__isnull=False)
    ours = Attachment.objects.get(note__isnull=False)
    assert "n.jpg" in text_in(browser.get(page("notes", taken)))
    assert browser.get(of_desk(ours, "_file")).status_code == 200
    assert inside.get(own(theirs, "_file")).status_code == 200
    assert inside.get(own(ours)).status_code == inside.get(own(ours, "_file")).status_code == 404


def test_the_reception_finds_the_picture_of_a_request_that_became_a_concern(
    send, help_request, amina, rut, reception, at
):
    send(upload(), text="")
    scanning.sweep()
    report = raising_concern.hand_over(help_request.pk, concern="Oro.", by=amina)
    row, browser = Attachment.objects.get(), at(rut)
    browser.post(reverse("desk:open_concern", args=[report.pk]), {"purpose": "concern"})
    page = browser.get(reverse("desk:concern_words", args=[report.pk])).content.decode()
    assert reverse("desk:words", args=[help_request.pk]) in page
    browser.post(reverse("desk:open", args=[help_request.pk]), {"purpose": "concern"})
    assert browser.get(of_desk(row, "_file")).status_code == 200
    assert at(amina).get(of_desk(row, "_file")).status_code == 404


def test_a_refused_file_beside_an_answer_loses_no_word(taken, begun, page):
    browser = begun(taken)
    told = {"text": "Ett långt svar.", "ticket": tickets.new(), "files": upload(archive())}
    answer = browser.post(page("answer", taken), told)
    assert answer.status_code == 200
    assert "Ett långt svar." in text_in(answer)
    assert answer.context["form"].errors["files"]


def test_signed_out_in_between_the_text_is_kept_and_the_loss_is_said(taken, page):
    told = {"text": "Skrivet.", "files": upload()}
    answer = Client().post(page("answer", taken), told, **HOME)
    assert "Skrivet." in answer.content.decode()
    assert 'data-test="lost"' in answer.content.decode()


def test_the_form_says_how_it_is_sent(inside, begun, page, taken):
    browser = begun(taken)
    for answer in (
        inside.get(THREAD), browser.get(page("words", taken)), browser.get(page("answer", taken)),
        browser.get(page("notes", taken)),
    ):  # fmt: skip
        html = answer.content.decode()
        form = html[: html.index('type="file"')].rpartition("<form")[2]
        assert 'enctype="multipart/form-data"' in form


def test_a_picture_really_comes_through_whole(send, inside):
    big = picture(size=(1600, 1200))
    send(upload(big))
    answer = inside.get(own(Attachment.objects.get(), "_file"))
    assert Image.open(BytesIO(answer.content)).size == (1600, 1200)
