from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit.forms import UseCaseForm
from partners.models import Kind, Organisation


class ConnectForm(UseCaseForm):
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("Whose system?"), empty_label=_("Choose")
    )
    url = forms.URLField(
        label=_("Which address do we call?"), max_length=200, assume_scheme="https",
        help_text=_("It begins with https:// and is reached from the internet."),
    )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        former = Organisation.objects.former(timezone.localdate())
        partners = Organisation.objects.filter(is_ours=False).exclude(kind=Kind.POLICE)
        self.fields["organisation"].queryset = partners.exclude(pk__in=former)
