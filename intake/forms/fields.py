"""The fields that people write in."""

from django import forms

from intake import words


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
