"""What we note when we have shown somebody the way, or introduced them in person."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit.forms import DayInput, UseCaseForm
from intake.models import GivenBy
from referrals.models import MET_BY, SAID_BY_US, TOLD_BY, Arrival, GuidanceWay


def _of(codes, choices) -> list[tuple]:
    return [(code.value, choices(code).label) for code in codes]


class SignpostForm(UseCaseForm):
    """*fitting* and *others*: the services, those first that fit the request. *ask_on* is when
    arrival is usually asked.
    """

    service_pk = forms.TypedChoiceField(label=_("Which service?"), coerce=int)
    way = forms.ChoiceField(
        label=_("How was the person told?"), choices=_of(TOLD_BY, GuidanceWay),
        widget=forms.RadioSelect,
    )  # fmt: skip
    ask_on = forms.DateField(
        label=_("When do we ask whether they got there?"), widget=DayInput,
        help_text=_("The person is asked on their own page, and you are reminded."),
    )  # fmt: skip

    def __init__(self, *args, fitting=(), others=(), ask_on=None, **kwargs):
        super().__init__(*args, initial={"ask_on": ask_on}, **kwargs)
        groups = [(_("Fits the request"), fitting), (_("Other services"), others)]
        self.fields["service_pk"].choices = [
            ("", _("Choose")),
            *((label, _named(rows)) for label, rows in groups if rows),
        ]


class IntroduceForm(SignpostForm):
    """The worker, the person and the partner have met."""

    way = forms.ChoiceField(
        label=_("How did you meet?"), choices=_of(MET_BY, GuidanceWay), widget=forms.RadioSelect
    )
    given_on = forms.DateField(
        label=_("On which day?"), widget=DayInput, initial=timezone.localdate
    )
    agreed_by = forms.ChoiceField(
        label=_("Who said yes to it?"), choices=GivenBy, widget=forms.RadioSelect
    )
    agreed = forms.BooleanField(
        label=_("They were told what it means before, and said yes"), required=False,
        help_text=_("The person tells the partner what they want to tell. We send nothing."),
    )  # fmt: skip
    field_order = ("service_pk", "way", "given_on", "agreed_by", "agreed", "ask_on")


class SayForm(UseCaseForm):
    """Ours: not to know is an answer, too."""

    arrival = forms.ChoiceField(
        label=_("Did the person get there?"), choices=_of(SAID_BY_US, Arrival),
        widget=forms.RadioSelect,
    )  # fmt: skip


def _named(rows) -> list[tuple]:
    return [(row.pk, f"{row} ({row.organisation.name})") for row in rows]
