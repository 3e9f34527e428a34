from django.urls import reverse

from audit.vault import receipts
from intake import tickets
from intake.models import HelpRequest, Message
from intake.services import admitting, conversing, reading

WRONG = "Det var min syster, inte min bror."


def test_a_correction_stands_beside_what_was_written_first(told, amina, inside):
    inside.post(reverse("mailbox:correct"), {"text": WRONG, "ticket": tickets.new()})
    assert Message.objects.get().kind == "correction"
    thread = conversing.read_thread(admitting.admit(told.code))
    assert [(one.text, one.note) for one in thread.said] == [
        ("Jag kan inte betala hyran.", ""), (WRONG, "Rättelse"),
    ]  # fmt: skip
    opened = reading.read(told.help_request.pk, by=amina, purpose="triage")
    assert opened.story == "Jag kan inte betala hyran."
    assert [(one.text, one.note) for one in opened.messages] == [(WRONG, "Rättelse")]


def test_both_sides_see_that_it_is_a_correction(at, page, taken, amina, inside):
    inside.post(reverse("mailbox:correct"), {"text": WRONG, "ticket": tickets.new()})
    assert "Rättelse" in inside.get(reverse("mailbox:thread")).content.decode()
    client = at(amina)
    client.post(page("open", taken), {"purpose": "answer"})
    assert "Rättelse" in client.get(page("words", taken)).content.decode()


def test_a_correction_that_cannot_be_saved_comes_back_whole(inside, monkeypatch):
    def broken(*args, **kwargs):
        raise OSError

    monkeypatch.setattr(conversing, "correct", broken)
    answer = inside.post(reverse("mailbox:correct"), {"text": WRONG, "ticket": tickets.new()})
    assert answer.status_code == 503
    assert WRONG in answer.content.decode()


# --- A code in the text ---------------------------------------------------------------------------


def a_code() -> str:
    return receipts.write("K4M7R", receipts.secret_from(receipts.new_ticket(), b"pepper"))


def test_codes_are_found_as_people_paste_them_and_sentences_are_not():
    for _number in range(200):
        code = a_code()
        plain = code.replace("-", "")
        for text in (code, code.lower(), plain, code.replace("-", " "), f"min kod:\n{code}."):
            assert receipts.holds_code(f"Hej! {text} Tack."), text
        swapped = plain[:-1] + receipts.SYMBOLS[receipts.SYMBOLS.index(plain[-1]) - 1]
        assert not receipts.holds_code(f"Hej {swapped}")
    for text in (
        "Jag kan inte betala hyran, ring 070-174 06 05 efter klockan 15.",
        "ABCDE FGHJKL MNPQRS TVWXYZ", "20150131-9808", "A" * 5000, "2" * 5000, "",
    ):  # fmt: skip
        assert not receipts.holds_code(text), text


def test_a_code_in_a_message_is_said_once_and_then_sent(inside):
    told = {"text": f"Min kod är {a_code()}", "ticket": tickets.new()}
    warned = inside.post(reverse("mailbox:thread"), told)
    assert told["text"] in warned.content.decode()
    assert 'name="with_code"' in warned.content.decode()
    assert not Message.objects.exists()
    inside.post(reverse("mailbox:thread"), told | {"with_code": "on"})
    assert Message.objects.count() == 1


def test_a_code_in_a_request_is_said_once_and_then_sent(client, house, north):
    told = {
        "story": f"Jag skrev förut: {a_code()}", "about": "self", "way": "none",
        "ticket": tickets.new(),
    }  # fmt: skip
    warned = client.post(reverse("public:request"), told).content.decode()
    assert 'name="with_code"' in warned
    assert told["story"] in warned
    assert not HelpRequest.objects.exists()
    client.post(reverse("public:request"), told | {"with_code": "on"})
    assert HelpRequest.objects.count() == 1


def test_the_box_is_not_there_unless_it_is_needed(inside):
    page = inside.get(reverse("mailbox:thread")).content.decode()
    assert "with_code" not in page
