"""What every page shows alike is drawn once a minute – and never shows one visitor another."""

from django import forms
from django.template import Context, Template
from django.utils import translation

URGENT = '{% load keeping %}{% same_for_all "components/emergency.html" emergency_text=text %}'
NAME = '{% load keeping %}{{ form|field:"name" }}'


class NameForm(forms.Form):
    name = forms.CharField(label="Name")


def drawn(template, **values) -> str:
    return Template(template).render(Context(values))


def drawings(monkeypatch) -> list:
    """The names of what is really drawn from now on."""
    seen, draw = [], forms.BoundField.as_field_group
    counted = lambda field: seen.append(field.name) or draw(field)  # noqa: E731
    monkeypatch.setattr(forms.BoundField, "as_field_group", counted)
    return seen


def test_a_blank_question_is_drawn_once_for_everybody(monkeypatch):
    seen = drawings(monkeypatch)
    assert drawn(NAME, form=NameForm()) == drawn(NAME, form=NameForm())
    assert seen == ["name"]


def test_what_somebody_typed_is_shown_to_them_alone():
    drawn(NAME, form=NameForm())
    assert "Bo Ek" in drawn(NAME, form=NameForm({"name": "Bo Ek"}))
    assert "Vera" in drawn(NAME, form=NameForm(initial={"name": "Vera"}))
    blank = drawn(NAME, form=NameForm())
    assert "Bo Ek" not in blank
    assert "Vera" not in blank


def test_a_mistake_is_shown_to_whoever_made_it_alone():
    drawn(NAME, form=NameForm())
    assert 'aria-invalid="true"' in drawn(NAME, form=NameForm({"name": ""}))
    assert 'aria-invalid="true"' not in drawn(NAME, form=NameForm())


def test_a_piece_sees_nothing_but_what_it_is_handed():
    whole = drawn(URGENT, text="Call 112.", phone_numbers=[{"number": "070-174 06 05"}])
    assert "070-174" not in whole


def test_another_text_is_seen_at_once():
    drawn(URGENT, text="Call 112.")
    assert "the duty line" in drawn(URGENT, text="Call the duty line.")


def test_each_language_has_its_own_piece():
    with translation.override("en"):
        english = drawn(URGENT, text="")
    with translation.override("sv"):
        assert drawn(URGENT, text="") != english
