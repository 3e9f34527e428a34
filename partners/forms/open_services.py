from django import forms
from django.utils.translation import gettext_lazy as _

from partners.languages import SPOKEN
from partners.models import Area, Topic


class OpenServicesForm(forms.Form):
    """What one looks for among the open services. Everything may be left out."""

    is_filter = True

    topic = forms.ModelChoiceField(
        Topic.objects.filter(is_active=True), label=_("What it is about"), required=False,
        to_field_name="code", empty_label=_("All"),
    )  # fmt: skip
    age = forms.IntegerField(
        label=_("Age"), required=False, min_value=0, max_value=120,
        widget=forms.NumberInput(attrs={"class": "short", "inputmode": "numeric"}),
    )  # fmt: skip
    area = forms.ModelChoiceField(
        Area.objects.all(), label=_("Area"), required=False, to_field_name="code",
        empty_label=_("All"),
    )  # fmt: skip
    spoken = forms.ChoiceField(label=_("Language"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["spoken"].choices = [("", _("All")), *SPOKEN.items()]
