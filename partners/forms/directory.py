from django import forms
from django.utils.translation import gettext_lazy as _

from partners.models import Area, Kind, Topic


class FindForm(forms.Form):
    """Which partners to look for. Everything may be left out."""

    is_filter = True

    kind = forms.ChoiceField(label=_("Kind"), required=False)
    topic = forms.ModelChoiceField(
        Topic.objects.filter(is_active=True), label=_("Topic"), required=False,
        to_field_name="code", empty_label=_("All"),
    )  # fmt: skip
    area = forms.ModelChoiceField(
        Area.objects.all(), label=_("Area"), required=False, to_field_name="code",
        empty_label=_("All"),
    )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", _("All")), *Kind.choices]
