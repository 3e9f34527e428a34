"""Which part of the queue is looked at. Lives in the address; only codes are ever in it."""

from urllib.parse import urlencode

from django import forms
from django.utils.translation import gettext_lazy as _

from intake.lifecycle import UNDER_WAY, Status
from intake.models import URGENCY_RANK, Urgency
from partners.models import Area

ME, NOBODY = "me", "nobody"
ALL = ("", _("All"))


class QueueFilter(forms.Form):
    is_filter = True

    status = forms.ChoiceField(
        label=_("Status"), required=False, choices=[ALL, *((one, one.label) for one in UNDER_WAY)]
    )
    urgency = forms.ChoiceField(label=_("Urgency"), required=False, choices=[ALL, *Urgency.choices])
    area = forms.ChoiceField(label=_("Area"), required=False)
    taken = forms.ChoiceField(
        label=_("Taken by"), required=False, choices=[ALL, (ME, _("Me")), (NOBODY, _("Nobody"))]
    )

    def __init__(self, data, *, areas=(), **kwargs):
        super().__init__(data, auto_id="filter_%s", **kwargs)
        choices = [(str(pk), name) for pk, name in areas]
        asked = str(data.get("area", ""))
        is_key = asked.isdecimal() and len(asked) < 10
        if is_key and asked not in dict(choices):  # the last one there was just taken
            choices += [(asked, area.name) for area in Area.objects.filter(pk=asked)]
        self.fields["area"].choices = [ALL, *choices]

    def chosen(self) -> dict[str, str]:
        """What was asked for, of what can be asked for."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    def address(self) -> str:
        return urlencode(self.chosen())

    def narrow(self, rows, user):
        """*rows*, only those asked for. Each condition is one that an index answers."""
        chosen = self.chosen()
        if "status" in chosen:
            rows = rows.filter(status=chosen["status"])
        if "urgency" in chosen:
            rows = rows.filter(urgency_rank=URGENCY_RANK[chosen["urgency"]])
        if "area" in chosen:
            rows = rows.filter(area=chosen["area"], is_protected=False)
        if chosen.get("taken") == ME:
            rows = rows.filter(assigned_to=user)
        if chosen.get("taken") == NOBODY or chosen.get("status") == Status.NEW:
            rows = rows.filter(assigned_to__isnull=True)
        return rows
