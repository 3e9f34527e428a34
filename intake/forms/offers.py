"""Who is asked to take a request over, why not, and until when something is put off."""

from django import forms
from django.utils.translation import gettext_lazy as _

from audit.forms import DayInput, UseCaseForm
from intake.models import Reason
from partners.models import Team


class OfferForm(UseCaseForm):
    receiver = forms.ChoiceField(
        label=_("Who is asked to take it over?"),
        help_text=_("They are told. Until they say yes it stays with you, and you answer for it."),
    )

    def __init__(self, *args, asked, **kwargs):
        super().__init__(*args, **kwargs)
        self.asked = {f"{one._meta.model_name}-{one.pk}": one for one in asked}
        people = [(key, one.name) for key, one in self.asked.items() if not isinstance(one, Team)]
        teams = [(key, one.name) for key, one in self.asked.items() if isinstance(one, Team)]
        groups = [(_("Colleagues"), people), (_("Other teams"), teams)]
        chosen = [("", _("Choose")), *((label, found) for label, found in groups if found)]
        self.fields["receiver"].choices = chosen

    def clean_receiver(self):
        return self.asked[self.cleaned_data["receiver"]]


class DeclineForm(UseCaseForm):
    reason = forms.ChoiceField(
        label=_("Why not?"), widget=forms.RadioSelect,
        help_text=_("Whoever asked you sees it."),
    )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].choices = Reason.choices(Reason.Of.NOT_TAKEN)


class PutOffForm(UseCaseForm):
    until = forms.DateField(
        label=_("Until which day?"),
        help_text=_("It comes back in the morning of that day – or at once if the person writes."),
        widget=DayInput(attrs={"class": "short"}),
    )
    why = forms.ChoiceField(label=_("What do you wait for?"), widget=forms.RadioSelect)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["why"].choices = Reason.choices(Reason.Of.PUT_OFF)
