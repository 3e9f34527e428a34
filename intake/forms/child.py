"""What a colleague fills in about a talk with a child, and about what a guardian may be shown."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit.forms import DayInput, UseCaseForm
from intake.forms.fields import StoryField, WordsField
from intake.models import (
    ChildTold,
    Decides,
    Guardian,
    Harm,
    Heard,
    Interpreted,
    MayBeShown,
    Present,
    TalkedHow,
    TalkedWhere,
    Understood,
)

WHO = _("Say who was there – also if the child was alone with you.")


def _one(label, choices, **more) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, widget=forms.RadioSelect, **more)


def _several(label, choices, **more) -> forms.MultipleChoiceField:
    widget = forms.CheckboxSelectMultiple
    return forms.MultipleChoiceField(label=label, choices=choices, widget=widget, **more)


class ChildTalkForm(UseCaseForm):
    held_on = forms.DateField(label=_("Which day?"), widget=DayInput, initial=timezone.localdate)
    form = _one(_("How did you talk?"), TalkedHow)
    place = forms.ChoiceField(label=_("Where?"), choices=[("", _("Choose")), *TalkedWhere.choices])
    present = _several(
        _("Who else was there?"),
        Present,
        error_messages={"required": WHO},
        help_text=_("A child that is alone with you can say what it would not say otherwise."),
    )
    interpreted = _one(_("Interpreter"), Interpreted)
    why_not_alone = WordsField(
        label=_("Why was the child not alone?"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
        help_text=_("Needed if somebody of the family was there or interpreted."),
    )
    told = _several(_("What was the child told?"), ChildTold, required=False)
    understood = _one(_("Did the child understand it?"), Understood)
    said = StoryField(
        label=_("What did the child say?"),
        help_text=_("As close to the child’s own words as you can. It lies sealed."),
    )


class GuardianForm(UseCaseForm):
    guardian = _one(_("Which guardian?"), Guardian)
    decides = _one(_("Does the guardian decide for the child in this?"), Decides)
    harm = _one(
        _("Can the child be assumed to suffer significantly if it is told?"),
        Harm,
        help_text=_(
            "Think of violence, honour, threats, and of what the child has asked you not to tell."
        ),
    )
    heard = _one(_("What does the child say?"), Heard)
    shown = _several(
        _("What may this guardian be shown?"),
        MayBeShown,
        required=False,
        help_text=_("Mark nothing to show nothing. How the child is reached is never shown."),
    )
    reasons = StoryField(
        label=_("Reasons"),
        help_text=_("What you know, what you have weighed, and on which day it was asked for."),
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
    )
