"""What has to do with one another: join two requests, split one, link two."""

from django import forms
from django.utils.translation import gettext_lazy as _

from audit.forms import UseCaseForm
from intake import tickets
from intake.forms.confirming import ConfirmedForm
from intake.forms.fields import StoryField, WordsField
from intake.forms.labels import ABOUT, AGES
from intake.forms.reference import ReferenceField
from intake.models import LinkReason, Urgency
from partners.models import Topic

CODES = [
    ("none", _("None. We write in the conversation that is there, and it says how this one goes.")),
    ("own", _("Its own, to hand over now. Then only whoever has that code sees how it goes.")),
]


class JoinForm(ConfirmedForm):
    reference = ReferenceField(
        label=_("Which request leads?"),
        help_text=_("Its number. You work with that one from now on."),
    )
    text = WordsField(
        label=_("A word to whoever wrote this one"),
        help_text=_(
            "In their own conversation. Never say that somebody else has written: they may be "
            "two. You can also answer later; before the leading one is closed you must."
        ),
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
        required=False,
    )
    ticket = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, help_request, has_thread: bool, **kwargs):
        kwargs["is_protected"] = help_request.is_protected
        super().__init__(*args, initial={"ticket": tickets.new()}, **kwargs)
        if not has_thread:
            del self.fields["text"]
            self.fields.pop("confirmed", None)


class SplitForm(UseCaseForm):
    story = StoryField(
        label=_("What is this one about?"),
        help_text=_(
            "In your words, and only about this person: nothing is copied by itself, and whoever "
            "gets this request to read does not see the first one."
        ),
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"}),
    )
    name = WordsField(
        label=_("What may we call the person?"),
        help_text=_("A first name is enough. Leave it empty if you do not know."),
        max_length=200, required=False,
    )  # fmt: skip
    about = forms.ChoiceField(label=_("Who is it about?"), choices=ABOUT)
    age_band = forms.ChoiceField(label=_("How old is the person it is about?"), choices=AGES)
    topic = forms.ModelChoiceField(
        Topic.objects.filter(is_active=True), label=_("Topic"), required=False,
        empty_label=_("Not clear yet"),
    )  # fmt: skip
    urgency = forms.ChoiceField(label=_("Urgency"), choices=Urgency)
    with_code = forms.TypedChoiceField(
        label=_("Which code?"), choices=CODES, coerce=lambda code: code == "own",
        widget=forms.RadioSelect,
    )  # fmt: skip
    ticket = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args, help_request, **kwargs):
        now = {name: getattr(help_request, name) for name in ("about", "topic", "urgency")}
        super().__init__(*args, initial={"ticket": tickets.new(), **now}, **kwargs)


class LinkForm(UseCaseForm):
    reference = ReferenceField(label=_("With which request?"), help_text=_("Its number."))
    reason = forms.ModelChoiceField(
        LinkReason.objects.none(), label=_("Why?"), widget=forms.RadioSelect, empty_label=None
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        ours = [one.pk for one in LinkReason.in_force()]
        self.fields["reason"].queryset = LinkReason.objects.filter(pk__in=ours)


class UnlinkForm(UseCaseForm):
    link_pk = forms.UUIDField(widget=forms.HiddenInput)
