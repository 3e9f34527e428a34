"""The fields that people write in."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from audit.vault import receipts
from intake import words

HOLDS_CODE = _(
    "There is a receipt code in your text. Whoever has it can read everything, so it is safer to "
    "take it out. You can also send it as it is."
)


class WordsField(forms.CharField):
    """Free text. Control characters go; everything else comes back as it was written."""

    def __init__(self, **kwargs):
        kwargs.setdefault("widget", forms.TextInput(attrs={"dir": "auto"}))
        super().__init__(**kwargs)

    def to_python(self, value):
        return super().to_python(words.cleaned(str(value or "")))

    def bound_data(self, data, initial):
        return words.cleaned(data or "")


class StoryField(WordsField):
    """The one thing that must be written. The browser never cuts it off.

    Not *is_needed*: it may stand empty where something else is sent instead.
    """

    def __init__(self, *, is_needed: bool = True, **kwargs):
        self.is_needed = is_needed
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": 8, "dir": "auto"}))
        super().__init__(**kwargs)
        self.error_messages["required"] = words.EMPTY
        self.max_length = words.LONGEST  # for the counter; words.required says when it is too long

    def validate(self, value):
        if self.is_needed:
            words.required(value)
        else:
            words.optional(value)


def warn_of_code(form, *names: str) -> None:
    """Call it in a form's clean(). A receipt code in one of the texts *names* is said once,
    with a box to tick: nothing is refused for it, and nothing taken out behind anybody's back.

    The box, *with_code*, becomes a field of the form only then. It is not handed on.
    """
    held = [name for name in names if receipts.holds_code(form.cleaned_data.get(name) or "")]
    if not held:
        return
    form.fields["with_code"] = forms.BooleanField(
        label=_("Send it with the code in it"), required=False
    )
    if not form.data.get("with_code"):
        form.add_error(held[0], ValidationError(HOLDS_CODE, code="holds_code"))
