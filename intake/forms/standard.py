"""Pick a standard answer. It is put below what has been written already, to be made to fit."""

from dataclasses import dataclass

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from intake import words
from intake.models import HelpRequest, StandardAnswer
from partners.models import said

LANGUAGES = dict(settings.LANGUAGES)


@dataclass(frozen=True)
class Picked:
    """What was put in: in the person's language, and beside it in the reader's own."""

    title: str
    own: str
    text: str
    language: str
    is_theirs: bool

    @property
    def language_name(self) -> str:
        return LANGUAGES.get(self.language, self.language)


class StandardForm(forms.Form):
    standard = forms.ChoiceField(label=_("Standard answer"), required=False)

    def __init__(self, data=None, *, answers: list[StandardAnswer], help_request: HelpRequest):
        super().__init__(data)
        self.answers = {str(one.pk): one for one in answers}
        self.language = help_request.language
        choices = [(key, str(one)) for key, one in self.answers.items()]
        self.fields["standard"].choices = [("", _("Choose")), *choices]

    @property
    def language_name(self) -> str:
        return LANGUAGES.get(self.language, self.language)

    def picked(self) -> Picked | None:
        """The answer that was chosen; nothing, or one that has gone since, picks nothing."""
        one = self.answers.get(self.cleaned_data["standard"]) if self.is_valid() else None
        if one is None:
            return None
        text, language = one.text_in(self.language)
        is_theirs = language.split("-")[0] == self.language.split("-")[0]
        return Picked(str(one), said(one.body), text, language, is_theirs)


def put_below(written: str, picked: Picked | None) -> str:
    """Nothing that somebody has written is replaced."""
    parts = [words.cleaned(written).rstrip(), picked.text if picked else ""]
    return "\n\n".join(part for part in parts if part)
