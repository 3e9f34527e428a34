"""The last look before it is sent: every answer, and what it means for being reached and known."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from intake.forms.public import ON, RequestForm, Screen
from intake.models import Way

BACK_BY = {
    Way.NONE: _("With what you have written we cannot reach you. You come back with your code."),
    Way.PHONE: _("With what you have written we can call you."),
    Way.EMAIL: _("With what you have written we can tell you by e-mail that there is an answer."),
}
UNKNOWN = _("We will not know who you are, if your message does not tell us.")
KNOWN = _("We may know who you are from what you have written here.")
SENTENCES = {
    "back_by": {str(way): sentence for way, sentence in BACK_BY.items()},
    "known": KNOWN, "unknown": UNKNOWN,
}  # fmt: skip
TELLING = ("name", "phone", "email")


@dataclass(frozen=True)
class Answer:
    """What was asked, what was answered, and where it is changed."""

    label: str
    value: str
    screen: Screen
    anchor: str


def answers(form: RequestForm) -> list[Answer]:
    """In the order they were asked. What was not asked, or not answered, is left out."""
    found = []
    for screen in Screen:
        for name in ON[screen]:
            said = _said(form, name) if name in form.fields else ""
            if said:
                field = form[name]
                anchor = f"{field.auto_id}_0" if field.use_fieldset else field.auto_id
                found.append(Answer(field.label, said, screen, anchor))
    return found


def _said(form: RequestForm, name: str) -> str:
    value, way = form.cleaned_data.get(name, ""), form.cleaned_data["way"]
    if isinstance(value, bool):
        is_asked = way == Way.PHONE or (way == Way.EMAIL and name == "is_shared")
        return (_("Yes") if value else _("No")) if is_asked else ""
    if value in ("", "unknown") or (name in ("days", "hours") and way == Way.NONE):
        return ""
    if name == "about" and not form.questions.asks_about:
        return ""
    if name == "phone":
        return form.typed["phone"]  # as they know it themselves
    return dict(getattr(form.fields[name], "choices", ())).get(value, value)


def reach_of(form: RequestForm) -> tuple[str, str]:
    """Whether we can reach them, and whether we will know who they are.

    An address that somebody else also reads is never written to.
    """
    told = form.cleaned_data
    is_unsafe = told["way"] == Way.EMAIL and told["is_shared"]
    way = Way.NONE if is_unsafe else told["way"]
    return BACK_BY[way], KNOWN if any(told[name] for name in TELLING) else UNKNOWN
