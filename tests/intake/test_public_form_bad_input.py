import pytest

from intake.models import HelpRequest
from intake.services import admitting, conversing, reaching


def story_of(code):
    return conversing.read_thread(admitting.admit(code)).said[0].text


@pytest.mark.parametrize("story", ["", "   \r\n\t", "\x00\x00", "\u200b"])
def test_an_empty_story_comes_back_with_an_error(north, visit, story):
    response = visit.send(story, name="Kim", way="none")
    form = response.context["form"]
    assert set(form.errors) == {"story"}
    assert "data-errors" in response.content.decode()
    assert visit.value(response, "name") == "Kim"
    assert not HelpRequest.objects.exists()


@pytest.mark.parametrize("story", ["x" * 100_000, "😢" * 100_000, "ord och rad\n" * 9_000])
def test_a_hundred_thousand_characters_come_back_whole(north, visit, story):
    response = visit.send(story)
    assert response.context["form"].errors.as_data()["story"][0].code == "too_long"
    assert visit.value(response, "story").removeprefix("\n").strip() == story.strip()


def test_twenty_thousand_characters_are_taken_in_however_lines_are_broken(north, visit):
    story = ("x" * 99 + "\r\n") * 200
    response = visit.send(story)
    assert len(story_of(visit.code(response))) == 19_999


@pytest.mark.parametrize(
    "story", ["🆘🆘", "أحتاج إلى مساعدة", "<script>alert(1)</script>", "{{ 7*7 }}"]
)
def test_any_sign_and_any_script_is_taken_in(north, visit, story):
    assert story_of(visit.code(visit.send(story))) == story


@pytest.mark.parametrize("field", ["story", "name", "phone", "email", "wishes", "area", "about"])
def test_a_null_character_breaks_nothing(north, visit, field):
    fields = {"story": "Hej", field: "a\x00b"}
    assert visit.send(**fields, way="none").status_code == 200


@pytest.mark.parametrize(
    "name",
    [
        "850709-9805",
        "Kim 19850709-9805",
        "8507099805",
        "850769-9802",
        "198507099805",
        "Kim 070-174 06 05 850709-9805",
    ],
)
def test_a_personal_number_is_not_a_name(north, visit, name):
    response = visit.send(name=name)
    assert response.context["form"].errors.as_data()["name"][0].code == "personal_number"
    assert visit.value(response, "name") == name
    assert not HelpRequest.objects.exists()


def test_a_personal_number_in_the_story_is_nobodys_business(north, visit):
    response = visit.send("Jag heter Kim, 850709-9805.")
    assert story_of(visit.code(response)) == "Jag heter Kim, 850709-9805."


@pytest.mark.parametrize(
    ("fields", "wrong", "code"),
    [
        ({"way": "phone"}, "phone", "required"),
        ({"way": "phone", "phone": "ring mig"}, "phone", "phone"),
        ({"way": "phone", "phone": "12"}, "phone", "phone"),
        ({"way": "email"}, "email", "required"),
        ({"way": "email", "email": "kim.example.org"}, "email", "email"),
    ],
)
def test_a_way_that_is_chosen_needs_where_it_goes(north, visit, fields, wrong, code):
    response = visit.send(**fields)
    errors = response.context["form"].errors.as_data()
    assert set(errors) == {wrong}
    assert errors[wrong][0].code == code
    assert (visit.value(response, wrong) or "") == fields.get(wrong, "")


def test_what_goes_with_a_way_that_was_not_chosen_is_not_kept(north, visit):
    response = visit.send(way="none", phone="ring mig", email="kim@example.org", voicemail_ok="on")
    contact = reaching.read_contact(admitting.admit(visit.code(response)))
    assert (contact["phone"], contact["email"], contact["voicemail_ok"]) == ("", "", False)


def test_those_whose_work_it_is_do_not_use_this_form(north, visit):
    assert set(visit.send(about="pupil").context["form"].errors) == {"about"}


def test_changing_the_language_keeps_what_was_typed_and_calls_nothing_an_error(north, visit):
    response = visit.send(
        " Hej \n", screen="questions", language="en", name="850709-9805", way="phone",
    )  # fmt: skip
    assert response["Content-Language"] == "en"
    assert not response.context["form"].errors
    assert not response.cookies
    assert visit.value(response, "story").removeprefix("\n") == " Hej \n"
    assert visit.value(response, "name") == "850709-9805"
    assert '?lang=en"' in response.content.decode()
    assert not HelpRequest.objects.exists()
