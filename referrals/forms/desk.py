"""What we fill in while a referral is on its way."""

from django import forms
from django.utils.translation import gettext_lazy as _

from audit.forms import UseCaseForm
from intake.forms.confirming import ConfirmedForm
from referrals.models import HandBackReason, RecallReason


class AnswerForm(ConfirmedForm):
    """*codes_only*: no words go to this partner; answering says that it is settled."""

    text = forms.CharField(
        label=_("Your answer"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("The partner reads it. Tell no more than the question needs."),
    )  # fmt: skip

    def __init__(self, *args, codes_only: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        self.codes_only = codes_only
        if codes_only:
            del self.fields["text"]

    def clean(self):
        cleaned = super().clean()
        return cleaned | {"text": ""} if self.codes_only else cleaned


class SeenForm(UseCaseForm):
    """A deed on what was seen: the page writes where the referral stood when it was shown."""

    seen = forms.CharField(required=False, empty_value=None, widget=forms.HiddenInput)


class RecallForm(SeenForm):
    """*only_in_error*: once it is reported, only what should never have been sent is recalled."""

    reason = forms.ChoiceField(
        label=_("Why is it recalled?"), choices=RecallReason, widget=forms.RadioSelect
    )

    def __init__(self, *args, only_in_error: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        if only_in_error:
            error = RecallReason.SENT_IN_ERROR
            self.fields["reason"].choices = [(error.value, error.label)]


class PlainForm(UseCaseForm):
    """A button: nothing to fill in, but what the use case refuses is said on the page."""


class SendForm(ConfirmedForm):
    previewed = forms.CharField(max_length=64, widget=forms.HiddenInput)


class ApproveForm(UseCaseForm):
    digest = forms.CharField(max_length=64, widget=forms.HiddenInput)


class HandBackForm(UseCaseForm):
    reason_code = forms.ChoiceField(
        label=_("What is to be mended?"), choices=HandBackReason, widget=forms.RadioSelect
    )


class NextForm(UseCaseForm):
    to_pk = forms.UUIDField(widget=forms.HiddenInput)
    service_pk = forms.IntegerField(widget=forms.HiddenInput)
