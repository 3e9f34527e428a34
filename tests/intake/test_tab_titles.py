"""Several pages about one request are open at once: each says in the browser's tab which it is."""

import re

import pytest


def title_of(response) -> str:
    return " ".join(re.search(r"<title>(.*?)</title>", response.content.decode(), re.S)[1].split())


@pytest.mark.parametrize(
    ("part", "says"),
    [
        ("request", " – Uppgifter"), ("children", " – Barn"), ("consents", " – Samtycken"),
        ("request_referrals", " – Hänvisningar"), ("answer", ""),
    ],
)  # fmt: skip
def test_a_request_is_named_first_and_then_its_part(at, page, taken, amina, part, says):
    assert title_of(at(amina).get(page(part, taken))) == f"{taken.reference}{says}"


def test_a_purpose_that_is_missing_is_an_error_in_the_title(at, page, taken, amina):
    response = at(amina).post(page("open", taken), {"part": "words"})
    assert title_of(response) == f"Fel: {taken.reference} – Konversation"


@pytest.mark.parametrize(("screen", "step"), [("message", 1), ("questions", 2)])
def test_the_forms_screens_say_how_far_one_has_come(client, house, screen, step):
    response = client.post("/request/", {"screen": "message", "story": "Hej" if step > 1 else ""})
    assert response.context["form"].screen == screen
    assert f"Steg {step} av 3 – Skriv till oss" in title_of(response)
