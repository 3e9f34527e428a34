"""Days, lists and references as the reader's language writes them."""

from datetime import UTC, datetime, timedelta

import pytest
from django.template import Context, Template
from django.utils import timezone, translation

from partners.languages import joined

EVENING = datetime(2026, 11, 29, 23, 30, tzinfo=UTC)  # in Sweden it is the 30th already
DAYS = {
    "sv": "måndag 30 november", "en": "Monday 30 November", "fi": "maanantaina 30. marraskuuta",
    "uk": "понеділок 30 листопада", "ar": "الاثنين 30 نوفمبر",
}  # fmt: skip


def written(text: str, **values) -> str:
    return Template(text).render(Context(values))


@pytest.mark.parametrize("language", DAYS)
def test_a_day_is_the_one_in_sweden_and_finnish_days_have_a_dot(language):
    with translation.override(language):
        assert written("{{ at|weekday }}", at=EVENING).casefold() == DAYS[language].casefold()
        assert written("{{ at|weekday }}", at=None) == ""


@pytest.mark.parametrize(
    ("language", "comma"), [("sv", ", "), ("fi", ", "), ("ar", "، "), ("fa", "، ")]
)
def test_a_list_has_the_comma_of_its_language(language, comma):
    with translation.override(language):
        assert joined(["a", "b"]) == f"a{comma}b"
        assert written("{{ items|listed }}", items=["a", "b"]) == f"a{comma}b"


def test_a_reference_stays_on_one_line_and_nothing_in_it_is_markup():
    assert written("{{ it|whole }}", it="K4M-7R2") == '<bdi dir="ltr">K4M-7R2</bdi>'
    assert "<b>" not in written("{{ it|whole }}", it="<b>")


def test_a_day_in_a_text_is_not_broken_and_the_text_is_still_escaped():
    said = written("{{ said|days }}", said="Rut <b>, 2026-11-29 11:17, 123-2026-11-295")
    day = '<span class="number">2026-11-29 11:17</span>'
    assert said == f"Rut &lt;b&gt;, {day}, 123-2026-11-295"


def test_a_language_is_called_by_its_name():
    with translation.override("sv"):
        for loaded in ("", "{% load i18n %}"):  # which has names of its own, in English
            assert written(loaded + "{{ code|language_called }}", code="ar") == "Arabiska"
    assert written("{{ code|language_called }}", code="xx") == "xx"


def test_how_long_ago_is_said_of_what_is_past_and_a_full_stop_follows_at_once():
    now, ago = timezone.now(), "sedan"
    with translation.override("sv"):
        for minutes, is_said in ((-90, True), (0, False), (90, False)):
            said = written("{% when at %}.", at=now + timedelta(minutes=minutes))
            assert (ago in said) is is_said
            assert said.endswith("</time>.")
