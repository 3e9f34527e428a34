"""What gets pasted into a field: every form with words takes it in, or gives it back whole."""

from html import unescape

import pytest

from tests.architecture.answers import DOORS
from tests.architecture.standing import here, town_
from tests.architecture.test_every_role_at_every_door import API, may, rows_for, url_of
from tests.architecture.town import EVERYBODY

pytestmark = pytest.mark.django_db
__all__ = ["here", "town_"]

BAD = {
    "nothing": "",
    "blanks": " \r\n\t\u00a0\u200b ",
    "endless": "ord och rad\r\n" * 9_000,
    "one long word": "x" * 100_000,
    "emoji": "😢🆘👩🏽‍🦽",
    "right to left": "أحتاج إلى مساعدة \u202eabc",
    "a null": "före\x00efter",
    "control signs": "före\x01\x08\x1b[31m\x7f\x85\u2028efter",
    "many accents": "e" + "\u0301" * 900,
    "markup": "</textarea><script>alert(1)</script>{{ 7|add:7 }}{% now 'Y' %}",
    "a personal number": "850709-9805",
}

WITH_WORDS = [
    ("kim", "mailbox:thread", "text"), ("kim", "mailbox:contact", "name"),
    ("kim", "mailbox:contact", "wishes"), ("kim", "mailbox:contact", "phone"),
    ("nobody", "public:report", "concern"), ("nobody", "public:report", "child"),
    ("nobody", "public:request", "story"), ("nobody", "public:request", "wishes"),
    ("amina", "desk:answer", "text"), ("amina", "desk:notes", "text"),
    ("amina", "desk:close", "text"), ("amina", "desk:hand_over", "concern"),
    ("amina", "desk:record", "story"), ("amina", "desk:record", "name"),
    ("amina", "desk:outreach", "story"), ("amina", "desk:outreach", "phone"),
    ("amina", "desk:weigh", "interpreter"), ("amina", "desk:find", "reference"),
    ("amina", "desk:referral_begin", "situation"), ("amina", "desk:referral_begin", "goal_1"),
    ("amina", "desk:referral_answer", "text"), ("amina", "account_profile", "name"),
    ("rut", "desk:assess_concern", "reasons"), ("rut", "desk:decide_concern", "reasons"),
    ("rut", "desk:file_concern", "case_number"),
    ("stina", "portal:register_concern", "concern"), ("stina", "portal:register_concern", "child"),
    ("stina", "portal:register_request", "story"), ("adam", "desk:invite", "name"),
    ("adam", "desk:setting_new", "label_sv"), ("adam", "desk:token-issue", "name"),
]  # fmt: skip

NAMES = [
    ("kim", "mailbox:contact"), ("amina", "desk:record"), ("nobody", "public:request"),
]  # fmt: skip


def sent(here, who: str, door: str, **words):
    """A form that is right in everything but *words*."""
    _row, instance, pk = next(iter(rows_for(here, who, door)))
    told = {**DOORS[door].body(here, instance), **words}
    return here.visitors[who].knock("POST", url_of(door, pk), told)


@pytest.mark.parametrize("text", BAD.values(), ids=BAD)
def test_every_form_with_words_takes_anything(town_, text):
    wrong = []
    for who, name, field in WITH_WORDS:
        answer = sent(town_, who, name, **{field: text})
        if answer.status not in (200, 302):
            wrong.append(f"{name} {field}: {answer.status} {answer.error}")
        if "<script>alert" in answer.text:
            wrong.append(f"{name} {field}: the markup came back as markup")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("text", [BAD["endless"], BAD["one long word"]], ids=["endless", "a word"])
def test_what_is_too_long_comes_back_whole(town_, text):
    """Nobody's afternoon is cut off at the twentieth thousandth sign."""
    lost = []
    for who, name, field in WITH_WORDS:
        if field in ("text", "story", "concern", "situation", "wishes", "child", "reasons"):
            answer = sent(town_, who, name, **{field: text})
            page = unescape(answer.text).replace("\r\n", "\n")
            if answer.status != 200 or text.replace("\r\n", "\n").strip() not in page:
                lost.append(f"{name} {field}: {answer.status}")
    assert not lost, "\n".join(lost)


@pytest.mark.parametrize(("who", "door"), NAMES)
def test_a_personal_number_is_no_name_and_the_rest_of_the_form_comes_back(town_, who, door):
    answer = sent(town_, who, door, name="850709-9805", wishes="Ring inte hem.")
    assert answer.status == 200
    page = unescape(answer.text)
    assert "data-errors" in page
    assert "Ring inte hem." in page
    assert not {table for table in answer.wrote if table.startswith("intake_")}


# --- What no browser would send -----------------------------------------------------------------

GARBAGE = ["\x00", "😢" * 300, "9" * 40, "-1", "' OR 1=1 --"]
ASKED = (
    "page status urgency area taken state waiting due from until who what about organisation lang"
)


@pytest.mark.parametrize("garbage", GARBAGE, ids=["null", "emoji", "huge", "negative", "quote"])
def test_no_field_of_any_form_breaks_the_page(town_, garbage):
    wrong = []
    for name, door in DOORS.items():
        who = next((one for one in EVERYBODY if may(one, name)), "nobody")
        if door.post == 405 or name in API:
            continue
        _row, instance, pk = next(iter(rows_for(town_, who, name)))
        body = door.body(town_, instance)
        for field in body:
            answer = town_.visitors[who].knock("POST", url_of(name, pk), {**body, field: garbage})
            if answer.status >= 500:
                wrong.append(f"{name} {field}: {answer.status} {answer.error}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("garbage", ["%00", "%F0%9F%98%A2", "9" * 40, "-1"])
def test_no_address_breaks_the_page(town_, garbage):
    query = "&".join(f"{name}={garbage}" for name in ASKED.split())
    wrong = []
    for name, door in DOORS.items():
        if name in API or door.get == 405 or door.query:
            continue
        who = next((one for one in EVERYBODY if may(one, name)), "nobody")
        _row, _instance, pk = next(iter(rows_for(town_, who, name)))
        answer = town_.visitors[who].knock("GET", f"{url_of(name, pk)}?{query}")
        if answer.status >= 500 and name != "health":
            wrong.append(f"{name}: {answer.status} {answer.error}")
    assert not wrong, "\n".join(wrong)
