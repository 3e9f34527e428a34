"""Three screens: the message, what follows who asks, and a last look before it is sent."""

import re

import pytest

from audit.models import Event
from intake.forms.checking import BACK_BY, KNOWN, UNKNOWN
from intake.models import Asker, HelpRequest, SafeContact, Way
from intake.views import contact_rules, facts
from tests.intake.visitor import is_taken_in, text_in

STORY = "Jag behöver råd."


def asked_on(response) -> list[str]:
    """The questions that are shown: fields that are not hidden, each once."""
    page = response.content.decode().split('id="request-form"')[1].split("</form>")[0]
    fields = re.findall(r"<(?:input|select|textarea)[^>]*>", page)
    hidden = 'type="hidden"', 'name="website"'  # the second is the trap for machines
    shown = [field for field in fields if not any(one in field for one in hidden)]
    return list(dict.fromkeys(re.findall(r'name="(\w+)"', " ".join(shown))))


def choices(response, name: str) -> set[str]:
    return {code for code, _label in response.context["form"].fields[name].choices}


def test_the_first_screen_asks_for_the_message_and_what_fits(north, visit):
    response = visit.open()
    assert asked_on(response) == ["story", "asker"]
    page = text_in(response)
    assert page.index('id="before"') < page.index('name="story"')


def test_only_the_message_is_needed_to_come_to_the_end(north, visit):
    questions = visit.send(STORY, screen="message")
    assert questions.context["form"].screen == "questions"
    check = visit.send(STORY, screen="questions")
    assert check.context["form"].screen == "check"
    assert not HelpRequest.objects.exists()
    assert is_taken_in(visit.send(STORY, screen="check"))


@pytest.mark.parametrize(
    ("asker", "about", "ages"),
    [
        ("", {"self", "family", "somebody", "place"}, {"under_12", "65_plus"}),
        ("self", None, {"18_24", "25_64", "65_plus"}),
        ("young", None, {"under_12", "12_14", "15_17"}),
        ("relative", {"family", "somebody", "self"}, {"under_12", "65_plus"}),
        ("somebody", {"somebody", "place"}, {"under_12", "65_plus"}),
        ("professional", {"pupil", "somebody", "place"}, {"under_12", "65_plus"}),
    ],
)
def test_the_questions_follow_who_asks(north, visit, asker, about, ages):
    response = visit.send(STORY, screen="message", asker=asker)
    asked = asked_on(response)
    assert ("about" in asked) == (about is not None)
    assert ("harm" in asked) == (asker == "professional")
    assert about is None or choices(response, "about") == about
    assert ages <= choices(response, "age_band")
    assert asker not in ("self", "young") or ages | {"unknown"} == choices(response, "age_band")


@pytest.mark.parametrize(
    ("asker", "about", "kept"),
    [
        ("", {}, ("unknown", "self")),
        ("self", {"about": "family"}, ("self", "self")),
        ("young", {}, ("young", "self")),
        ("relative", {}, ("relative", "family")),
        ("somebody", {"about": "place"}, ("somebody", "place")),
        ("professional", {"harm": "unsure"}, ("professional", "pupil")),
    ],
)
def test_who_asks_and_whom_it_is_about_are_two_codes(north, visit, asker, about, kept):
    assert is_taken_in(visit.send(STORY, asker=asker, **about))
    row = HelpRequest.objects.get()
    assert (row.asker, row.about) == kept


def test_a_young_person_who_tells_no_age_counts_as_a_child(north, visit):
    visit.send(STORY, asker="young")
    row = HelpRequest.objects.get()
    assert row.is_about_a_child
    assert row.needs_a_guardian


@pytest.mark.parametrize(("harm", "code"), [("yes", "is_a_concern"), ("", "required")])
def test_a_professional_reports_a_concern_and_does_not_write_it_here(north, visit, harm, code):
    response = visit.send(STORY, screen="check", asker="professional", harm=harm)
    assert response.context["form"].errors.as_data()["harm"][0].code == code
    assert response.context["form"].screen == "questions"
    assert visit.value(response, "story") == STORY
    assert not HelpRequest.objects.exists()


def test_what_is_wrong_leads_to_the_screen_it_is_on(north, visit):
    response = visit.send("", screen="questions", way="phone", phone="12")
    assert response.context["form"].screen == "message"
    assert set(response.context["form"].errors) == {"story"}
    assert visit.value(response, "phone") == "12"
    response = visit.send(STORY, screen="questions", way="phone", phone="12")
    assert response.context["form"].screen == "questions"
    assert set(response.context["form"].errors) == {"phone"}


@pytest.mark.parametrize("to", ["message", "questions"])
def test_back_keeps_everything_and_calls_nothing_an_error(north, visit, to):
    told = {"asker": "relative", "about": "family", "way": "email", "email": "kim", "name": "Kim"}
    response = visit.send(STORY, screen="check", back=to, **told)
    form = response.context["form"]
    assert (form.screen, form.is_bound) == (to, False)
    assert visit.value(response, "story").strip() == STORY
    assert (visit.value(response, "email"), visit.value(response, "name")) == ("kim", "Kim")
    assert visit.value(response, "ticket") == visit.ticket


@pytest.mark.parametrize("back", ["check", "", "nowhere", "\x00"])
def test_back_to_nowhere_is_no_way_past_what_is_wrong(north, visit, back):
    response = visit.send("", screen="check", back=back)
    assert response.context["form"].screen == "message"
    assert not HelpRequest.objects.exists()


def test_a_changed_message_leads_straight_back_to_the_last_look(north, visit):
    check = visit.send(STORY, screen="questions", asker="self")
    assert visit.value(check, "checked") == "self"
    again = visit.send("Annat.", screen="message", asker="self", checked="self")
    assert again.context["form"].screen == "check"
    other = visit.send("Annat.", screen="message", asker="young", checked="self")
    assert other.context["form"].screen == "questions"


def test_the_last_look_shows_what_was_answered_and_where_it_is_changed(north, areas, visit):
    response = visit.send(
        STORY, screen="questions", asker="relative", about="somebody", area="south", way="phone",
        phone="070-174 06 05", say_who_ok="on", interpreter="ar",
    )  # fmt: skip
    shown = {one.anchor.removeprefix("id_"): one for one in response.context["answers"]}
    assert list(shown) == [
        "story", "asker_0", "about_0", "area", "interpreter", "way_0", "phone", "voicemail_ok",
        "say_who_ok", "is_shared", "days", "hours",
    ]  # fmt: skip
    assert shown["phone"].value == "070-174 06 05"
    assert shown["interpreter"].value == "العربية"
    assert shown["story"].screen == "message"
    assert shown["area"].screen == "questions"
    page = response.content.decode()
    assert all(f'#{one.anchor}"' in page for one in response.context["answers"])


@pytest.mark.parametrize(
    ("told", "way", "who"),
    [
        ({}, Way.NONE, UNKNOWN),
        ({"name": "Kim"}, Way.NONE, KNOWN),
        ({"way": "phone", "phone": "070-174 06 05"}, Way.PHONE, KNOWN),
        ({"way": "email", "email": "kim@example.org"}, Way.EMAIL, KNOWN),
        ({"way": "none", "email": "kim@example.org"}, Way.NONE, UNKNOWN),
    ],
)
def test_it_says_whether_we_can_reach_and_know_them(north, visit, told, way, who):
    response = visit.send(STORY, screen="questions", **told)
    assert response.context["reach"] == (BACK_BY[way], who)
    assert str(BACK_BY[way]) in text_in(response)


@pytest.mark.parametrize(
    ("asker", "about", "is_another"),
    [
        ("self", "self", False), ("young", "self", False), ("unknown", "family", False),
        ("relative", "self", False), ("relative", "family", True), ("somebody", "place", True),
        ("professional", "pupil", True),
    ],
)  # fmt: skip
def test_staff_are_warned_when_the_sender_is_not_whom_it_is_about(asker, about, is_another):
    row = HelpRequest(asker=asker, about=about)
    rules = contact_rules.orders(SafeContact(help_request=row))
    assert any("inte den som det handlar om" in str(rule) for rule in rules) == is_another


def test_the_desk_sees_who_asks_and_the_log_has_the_code(north, visit):
    visit.send(STORY, asker="somebody")
    row = HelpRequest.objects.get()
    said = {str(label): str(value) for label, value in facts.of(row)}
    assert said["Vem som frågar"] == "En vän, en granne eller någon annan"
    assert Event.objects.get(deed="helprequest.submit").facts["asker"] == Asker.SOMEBODY
