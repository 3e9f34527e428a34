"""Five questions about how it was. All may be left out."""

from django import forms
from django.utils.translation import gettext_lazy as _

from audit.forms import UseCaseForm
from intake import tickets
from intake.survey import QUESTIONS


class FeedbackForm(UseCaseForm):
    may_link = forms.BooleanField(
        label=_("You may see that these answers are about my request"),
        help_text=_("If you do not tick this, nobody can see whose answers they are."),
        required=False,
    )
    ticket = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for question in QUESTIONS:
            self.fields[question.name] = forms.TypedChoiceField(
                label=question.text, choices=question.choices, coerce=int, empty_value=None,
                required=False, widget=forms.RadioSelect,
            )  # fmt: skip

    @property
    def questions(self) -> list:
        return [self[question.name] for question in QUESTIONS]

    def clean_ticket(self):
        ticket = self.cleaned_data["ticket"]
        return ticket if tickets.is_ours(ticket) else tickets.new()
