"""What an administrator states before a machine gets a key."""

import ipaddress

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from audit.forms import UseCaseForm
from config.accounts.roles import EVERY_RIGHT, MACHINES, Role, rights_of
from config.api.issuing import LONGEST
from partners.models import Organisation

ROLES = [(role, Role(role).label) for role in MACHINES]
SCOPES = [
    (Role(role).label, [(right, label) for right, label in EVERY_RIGHT if right in rights_of(role)])
    for role in MACHINES
]


class IssueForm(UseCaseForm):
    name = forms.CharField(
        label=_("Which system?"), max_length=80, help_text=_("For example the name of a product.")
    )
    role = forms.ChoiceField(
        label=_("What kind of system?"), choices=ROLES, widget=forms.RadioSelect
    )
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("Whose?"), required=False,
        empty_label=_("The municipality's own"),
    )  # fmt: skip
    scopes = forms.MultipleChoiceField(
        label=_("What may the key be used for?"), choices=SCOPES,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "A partner's system that looks for what has come needs to see and to list. One that "
            "only sees opens what it is called about."
        ),
    )  # fmt: skip
    days = forms.IntegerField(
        label=_("For how many days?"), min_value=1, max_value=LONGEST, initial=90
    )
    addresses = forms.CharField(
        label=_("From which addresses?"), required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One address or network a line. Empty: from anywhere."),
    )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        partners = Organisation.objects.filter(is_ours=False, is_active=True)
        self.fields["organisation"].queryset = partners

    def clean_addresses(self) -> list[str]:
        return [_network(line) for line in self.cleaned_data["addresses"].split()]


def _network(line: str) -> str:
    try:
        return str(ipaddress.ip_network(line, strict=False))
    except ValueError:
        raise ValidationError(
            _("One of the lines is not an address or a network."), code="address"
        ) from None
