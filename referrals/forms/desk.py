"""What we fill in while a referral is on its way."""

from django import forms
from django.utils.translation import gettext_lazy as _

from audit.forms import UseCaseForm
from intake.forms.confirming import ConfirmedForm
from intake.forms.fields import WordsField
from referrals.models import (
    BY_HAND,
    ContestReason,
    HandBackReason,
    LookedInto,
    RecallReason,
    View,
)


class AnswerForm(ConfirmedForm):
    """*codes_only*: no words go to this partner; answering says that it is settled.

    Words typed before that was so are refused and shown, not dropped in silence.
    """

    text = WordsField(
        label=_("Your answer"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_(
            "The partner reads it when it has said yes. Tell no more than the question needs."
        ),
    )  # fmt: skip

    def __init__(self, *args, codes_only: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        self.codes_only = codes_only and not self.data.get("text", "").strip()
        if self.codes_only:
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
        label=_("Why is it recalled?"), widget=forms.RadioSelect,
        choices=[(reason.value, reason.label) for reason in BY_HAND],
    )  # fmt: skip

    def __init__(self, *args, only_in_error: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        if only_in_error:
            error = RecallReason.SENT_IN_ERROR
            self.fields["reason"].choices = [(error.value, error.label)]


class PlainForm(UseCaseForm):
    """A button: nothing to fill in, but what the use case refuses is said on the page."""


class ContestForm(UseCaseForm):
    reason = forms.ChoiceField(
        label=_("What is to be looked at again?"), choices=ContestReason, widget=forms.RadioSelect
    )


class AcknowledgeForm(UseCaseForm):
    """Two views of the same help. Not to know, and to leave it open, is an answer.

    *version*: which report stands on the page.
    """

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    our_view = forms.ChoiceField(
        label=_("Did it help, as you see it?"), choices=View, widget=forms.RadioSelect,
        required=False, initial=View.UNKNOWN,
    )  # fmt: skip
    persons_view = forms.ChoiceField(
        label=_("Did it help, as the person sees it?"), choices=View, widget=forms.RadioSelect,
        required=False, initial=View.UNKNOWN,
    )  # fmt: skip

    def __init__(self, data=None, *, version: int):
        super().__init__(data, initial={"version": version})

    def clean(self):
        told = super().clean()
        views = ("our_view", "persons_view")
        return told | {name: told.get(name) or View.UNKNOWN for name in views}

    def add_error(self, field, error):
        """The report was changed meanwhile: the page shows the new one, to be read anew."""
        super().add_error(field, error)
        if getattr(error, "code", "") == "changed":
            self.data = self.data.copy()
            self.data["version"] = self.initial["version"]


class TogetherForm(UseCaseForm):
    """*others* of the same request; those in the same *group* are ticked."""

    with_pks = forms.MultipleChoiceField(
        label=_("Which of them belong together with it?"), required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("As soon as one of them says yes, the others are recalled by themselves."),
    )  # fmt: skip

    def __init__(self, *args, others, group, **kwargs):
        ticked = [str(one.pk) for one in others if group and one.parallel_group == group]
        super().__init__(*args, initial={"with_pks": ticked}, **kwargs)
        self.fields["with_pks"].choices = [
            (str(one.pk), f"{one.reference} · {one.to.name} · {one.service}") for one in others
        ]


class SendForm(ConfirmedForm):
    previewed = forms.CharField(max_length=64, widget=forms.HiddenInput)


class SubmitForm(UseCaseForm):
    previewed = forms.CharField(max_length=64, widget=forms.HiddenInput)


class AgreeForm(ConfirmedForm):
    """*others*: those of the same request that have not said yes, with nobody asked after them."""

    previewed = forms.CharField(max_length=64, widget=forms.HiddenInput)
    after_pk = forms.ChoiceField(
        label=_("After which of them?"), widget=forms.RadioSelect,
        help_text=_("If that one says no or does not answer, this one is asked by itself."),
    )  # fmt: skip

    def __init__(self, *args, others, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["after_pk"].choices = [
            (str(one.pk), f"{one.reference} · {one.to.name} · {one.service}") for one in others
        ]
        if len(others) == 1:
            self.initial["after_pk"] = str(others[0].pk)


class LineForm(UseCaseForm):
    """Whom to ask next, in order. *suggested* stand first; nobody is chosen beforehand."""

    PLACES = (("next_1", _("First")), ("next_2", _("Then")), ("next_3", _("Then")))

    def __init__(self, *args, suggested, others, **kwargs):
        super().__init__(*args, **kwargs)
        groups = [(_("Suggested"), suggested), (_("Others"), others)]
        choices = [("", _("Nobody")), *(group for group in groups if group[1])]
        for name, label in self.PLACES:
            self.fields[name] = forms.ChoiceField(label=label, choices=choices, required=False)

    def clean(self):
        told = super().clean()
        return {"service_pks": [told[name] for name, _label in self.PLACES if told.get(name)]}


class ApproveForm(UseCaseForm):
    digest = forms.CharField(max_length=64, widget=forms.HiddenInput)


class HandBackForm(UseCaseForm):
    reason_code = forms.ChoiceField(
        label=_("What is to be mended?"), choices=HandBackReason, widget=forms.RadioSelect
    )


class NextForm(UseCaseForm):
    to_pk = forms.UUIDField(widget=forms.HiddenInput)
    service_pk = forms.IntegerField(widget=forms.HiddenInput)


class LookedIntoForm(UseCaseForm):
    looked_into = forms.ChoiceField(
        label=_("What has been done about it?"), choices=LookedInto, widget=forms.RadioSelect
    )
