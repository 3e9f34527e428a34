"""What a social worker fills in about a request."""

from datetime import timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit.forms import UseCaseForm
from intake import tickets
from intake.forms.confirming import ConfirmedForm
from intake.forms.fields import StoryField, WordsField
from intake.forms.files import FilesField
from intake.forms.labels import ENDINGS, PURPOSES
from intake.forms.leaving import ask_about, decided
from intake.forms.public import INTERPRETERS
from intake.models import Children, GivenBy, GivenHow, Item, Purpose, Urgency
from partners.models import Area, Organisation, Topic, purposes_on

FOR_A_CONCERN = (Purpose.CONCERN, Purpose.FOLLOW_UP, Purpose.COVER)
CHILDREN = [
    (Children.NONE, _("No children")),
    (Children.UNDER_6, _("Yes, the youngest is 0–5")),
    (Children.UNDER_13, _("Yes, the youngest is 6–12")),
    (Children.UNDER_18, _("Yes, the youngest is 13–17")),
    (Children.UNKNOWN, _("It is not known")),
]
WHERE_CHILDREN_LIVE = _(
    "Say it when children live there. If you have a suspicion, go back and hand it over as a "
    "concern report."
)
INTERPRETER_CHOICES = [("", _("None"))] + INTERPRETERS[1:]


class PurposeForm(forms.Form):
    """Why the words are opened. The person sees it."""

    purpose = forms.ChoiceField(
        label=_("Why do you open it?"),
        help_text=_("The person can see who has read their request, and why."),
        choices=PURPOSES,
        widget=forms.RadioSelect,
    )


class ConcernPurposeForm(PurposeForm):
    purpose = forms.ChoiceField(
        label=_("Why do you open it?"),
        help_text=_("It is written in the log, and can be reviewed."),
        choices=[one for one in PURPOSES if one[0] in FOR_A_CONCERN],
        widget=forms.RadioSelect,
    )


class WeighForm(UseCaseForm):
    topic = forms.ModelChoiceField(
        Topic.objects.filter(is_active=True), label=_("Topic"), required=False,
        empty_label=_("Not clear yet"),
    )  # fmt: skip
    urgency = forms.ChoiceField(label=_("Urgency"), choices=Urgency, widget=forms.RadioSelect)
    interpreter = forms.ChoiceField(
        label=_("Interpreter"), choices=INTERPRETER_CHOICES, required=False
    )
    area = forms.ModelChoiceField(
        Area.objects.all(), label=_("Area"), required=False, empty_label=_("Not known"),
        help_text=_("Another team's area: the request is passed on to them."),
    )  # fmt: skip
    pass_on = forms.BooleanField(
        label=_("Yes, pass the request on. It then leaves our queue."),
        required=False,
        widget=forms.HiddenInput,
    )

    def __init__(self, *args, help_request, topics, areas, **kwargs):
        """*topics*, *areas*: what there is to choose, as it stands at hand; checked when sent."""
        now = {"topic": help_request.topic_id, "area": help_request.area_id}
        now |= {name: getattr(help_request, name) for name in ("urgency", "interpreter")}
        super().__init__(*args, initial=now, **kwargs)
        for name, known in (("topic", topics), ("area", areas)):
            field = self.fields[name]
            field.choices = [("", field.empty_label), *known]

    def add_error(self, field, error):
        """Asked to confirm: the question appears, to be answered with an active yes."""
        super().add_error(field, error)
        if getattr(error, "code", "") == "passes_on":
            self.fields["pass_on"].widget = forms.CheckboxInput()
            self.data = self.data.copy()
            self.data.pop("pass_on", None)


class AnswerForm(ConfirmedForm):
    text = StoryField(
        label=_("Your answer"),
        help_text=_(
            "Plain words. Whoever has the code can read it – also somebody at home who finds it."
        ),
    )
    files = FilesField()
    ticket = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, initial=None, **kwargs):
        super().__init__(*args, initial={"ticket": tickets.new()} | (initial or {}), **kwargs)


class NoteForm(UseCaseForm):
    text = StoryField(
        label=_("Note"),
        help_text=_("For colleagues. The person cannot read it with the code, but may ask for it."),
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
    )
    files = FilesField()


class CloseForm(ConfirmedForm):
    reason = forms.ChoiceField(
        label=_("Why does it end?"), choices=ENDINGS, widget=forms.RadioSelect
    )
    text = WordsField(
        label=_("A last answer to the person"),
        help_text=_("Leave it empty to close without writing."),
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"}),
        required=False,
    )
    children = forms.ChoiceField(
        label=_("Do children live with the person, or now and then?"), choices=CHILDREN,
        widget=forms.RadioSelect,
    )  # fmt: skip
    no_suspicion = forms.BooleanField(
        label=_("I have no suspicion that a child is being harmed"),
        help_text=_("If you have, go back and hand it over as a concern report."),
        required=False,
    )
    ticket = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, help_request, has_thread, running=(), **kwargs):
        kwargs["is_protected"] = help_request.is_protected
        known = {"ticket": tickets.new(), "children": help_request.children}
        super().__init__(*args, initial=known, **kwargs)
        ask_about(self, running)
        if help_request.asks_about_children:
            self.fields["no_suspicion"].help_text = WHERE_CHILDREN_LIVE
        else:
            del self.fields["children"]
            if not help_request.touches_a_child:
                del self.fields["no_suspicion"]
        if not has_thread:
            del self.fields["text"]
            self.fields.pop("confirmed", None)

    def clean(self):
        return decided(self, super().clean())


class StateForm(UseCaseForm):
    """What the person took back may be about a child: whoever has read it says so actively."""

    no_suspicion = forms.BooleanField(
        label=_("I have read it, and have no suspicion that a child is being harmed"),
        help_text=_("If you have, go back and hand it over as a concern report."),
        required=False,
    )


class ReassignForm(UseCaseForm):
    colleague = forms.ChoiceField(label=_("Who takes it over?"))

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.people = {str(one.pk): one for one in people}
        self.fields["colleague"].choices = [
            ("", _("Choose")), *((pk, one.name) for pk, one in self.people.items()),
        ]  # fmt: skip

    def clean_colleague(self):
        return self.people[self.cleaned_data["colleague"]]


class LetBackForm(UseCaseForm):
    user_pk = forms.IntegerField(min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)


class HandOverForm(UseCaseForm):
    child = WordsField(
        label=_("Which child?"),
        help_text=_("What you know: name, age, school. Leave it empty if you do not know."),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )
    concern = StoryField(
        label=_("What is the concern?"),
        help_text=_("What the person has written goes along by itself."),
    )

    def __init__(self, *args, running=(), **kwargs):
        super().__init__(*args, **kwargs)
        ask_about(self, running)

    def clean(self):
        return decided(self, super().clean())


class ConsentForm(UseCaseForm):
    needed_later = ("purpose",)  # where the agreement with the one that is chosen names any
    organisation = forms.ModelChoiceField(
        Organisation.objects.filter(is_ours=False, is_active=True),
        label=_("Who may be told?"), empty_label=_("Choose"),
    )  # fmt: skip
    items = forms.MultipleChoiceField(
        label=_("What may be told?"), choices=Item, widget=forms.CheckboxSelectMultiple
    )
    purpose = forms.ChoiceField(
        label=_("What for?"),
        required=False,
        help_text=_("Where the agreement with them names purposes, one yes is for one of them."),
    )
    given_by = forms.ChoiceField(
        label=_("Who has said yes?"), choices=GivenBy, widget=forms.RadioSelect
    )
    given_how = forms.ChoiceField(label=_("How?"), choices=GivenHow, widget=forms.RadioSelect)
    valid_until = forms.DateField(
        label=_("Until when?"),
        help_text=_("The person can take it back at any time before that."),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "short"}),
    )

    def __init__(self, *args, initial: dict, **kwargs):
        until = timezone.localdate() + timedelta(days=90)
        super().__init__(*args, initial={"valid_until": until} | initial, **kwargs)
        purposes = purposes_on(timezone.localdate())
        self.fields["purpose"].choices = [
            ("", _("None is named")),
            *((code, str(one)) for code, one in purposes.items()),
        ]
        if not purposes:
            del self.fields["purpose"]
