"""Over which time, and of what, the figures are. What is not understood narrows nothing."""

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partners.models import Area, Organisation, Service
from referrals import periods
from referrals.ledger import NO_AREA
from referrals.models import WhyBack

ALL = ("", gettext_lazy("All"))
YEAR = "year"


def said(period: periods.Period) -> str:
    if period.code == YEAR:
        return _("The last twelve months")
    return capfirst(f"{date_format(period.first, 'F')}–{date_format(period.last, 'F Y')}")


class PeriodForm(forms.Form):
    """The last twelve months, if nobody says otherwise."""

    is_filter = True

    period = forms.ChoiceField(label=gettext_lazy("Time"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.periods = {one.code: one for one in periods.recent(timezone.localdate())}
        self.fields["period"].choices = [(one.code, said(one)) for one in self.periods.values()]

    def chosen(self) -> dict[str, str]:
        """What was asked for, as codes."""
        self.is_valid()
        return {name: code for name, code in self.cleaned_data.items() if code}

    def chosen_period(self) -> periods.Period:
        return self.periods[self.chosen().get("period", YEAR)]

    def narrowed(self) -> dict[str, str]:
        """What was asked for beside the time."""
        return {name: code for name, code in self.chosen().items() if name != "period"}

    def in_words(self) -> list[tuple]:
        """For paper, where the form itself does not stand."""
        rows = [(_("Time"), said(self.chosen_period()))]
        for name, code in self.narrowed().items():
            rows.append((self.fields[name].label, dict(self.fields[name].choices)[code]))
        return rows


class LedgerForm(PeriodForm):
    area = forms.ChoiceField(label=gettext_lazy("Area"), required=False)
    service = forms.ChoiceField(label=gettext_lazy("Service"), required=False)
    why = forms.ChoiceField(
        label=gettext_lazy("Why"), required=False, choices=[ALL, *WhyBack.choices]
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["area"].choices = [ALL, *_areas()]
        self.fields["service"].choices = [ALL, *_services()]


class FiguresForm(PeriodForm):
    partner = forms.ChoiceField(label=gettext_lazy("Partner"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        partners = Organisation.objects.filter(is_ours=False).values_list("pk", "name")
        self.fields["partner"].choices = [ALL, *((str(pk), name) for pk, name in partners)]


def _areas() -> list[tuple]:
    areas = Area.objects.order_by("name").values_list("pk", "name")
    return [*((str(pk), name) for pk, name in areas), (NO_AREA, gettext_lazy("Not said"))]


def _services() -> list[tuple]:
    rows = Service.objects.filter(organisation__is_ours=False).select_related("organisation")
    return [(str(one.pk), f"{one} ({one.organisation.name})") for one in rows]
