"""What a lead fills in to hand out what one worker has: what, to whom, and how."""

from django import forms
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from audit.forms import UseCaseForm

STAYS = ("", _("Nobody: it stays where it is"))


class How(TextChoices):
    ASK = "ask", _("Ask first: it stays with the colleague until somebody says yes")
    NOW = "now", _("At once: the new colleague has it from now on")


class HandOutForm(UseCaseForm):
    """*rows* can be chosen, *loads* are of those who can be given one, *reasons* by code."""

    needed_later = ("reason",)  # of whoever hands out at once, and nobody else
    requests = forms.MultipleChoiceField(
        label=_("Requests"), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one request.")},
    )  # fmt: skip
    receivers = forms.MultipleChoiceField(
        label=_("Who may get them?"), widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "Choose one or several. You get a proposal where each request goes to whoever has "
            "least, and can change it before anything happens."
        ),
        error_messages={"required": _("Choose at least one colleague.")},
    )  # fmt: skip
    how = forms.ChoiceField(
        label=_("How?"), choices=How, widget=forms.RadioSelect(attrs={"data-opens": "now"})
    )
    reason = forms.ChoiceField(
        label=_("Why at once?"), required=False, help_text=_("It is written in the log.")
    )

    def __init__(self, *args, rows, loads, reasons, **kwargs):
        initial = {"requests": [str(row.pk) for row in rows if not row.asked], "how": How.ASK}
        super().__init__(*args, initial=initial, **kwargs)
        self.rows = {str(row.pk): row for row in rows}
        self.people = {str(one.user.pk): one.user for one in loads}
        self.fields["requests"].choices = [(key, row.reference) for key, row in self.rows.items()]
        self.fields["receivers"].choices = [(str(one.user.pk), _described(one)) for one in loads]
        titles = [(code, str(reason)) for code, reason in reasons.items()]
        self.fields["reason"].choices = [("", _("Choose")), *titles]

    def clean(self):
        given = super().clean()
        if given.get("how") == How.NOW and not given.get("reason") and "reason" not in self.errors:
            self.add_error("reason", _("Choose why it is handed out at once."))
        if given.get("how") == How.ASK:
            given["reason"] = ""
        return given

    def boxes(self) -> list[tuple]:
        """Each row beside its own box."""
        return list(zip(self.rows.values(), self["requests"].subwidgets, strict=True))

    def chosen_rows(self) -> list:
        """In the order of the list."""
        chosen = set(self.cleaned_data["requests"])
        return [row for key, row in self.rows.items() if key in chosen]

    def chosen_people(self) -> list:
        return [self.people[key] for key in self.cleaned_data["receivers"]]

    def carried(self) -> list[tuple[str, str]]:
        """What was chosen, for the next page to send along."""
        several = [(name, key) for name in ("requests", "receivers")
                   for key in self.cleaned_data[name]]  # fmt: skip
        return [*several, *((name, self.cleaned_data[name]) for name in ("how", "reason"))]


class PlanForm(UseCaseForm):
    """Who gets each: proposed, and changed by the lead."""

    def __init__(self, *args, rows, who_may, proposed, **kwargs):
        super().__init__(*args, **kwargs)
        self.rows, self.who_may = rows, who_may
        for row in rows:
            people = [(str(one.pk), one.name) for one in who_may[row.pk]]
            self.fields[f"to-{row.pk}"] = forms.ChoiceField(
                label=_("%s goes to") % row.reference, required=False, choices=[STAYS, *people],
                initial=str(proposed[row.pk].pk) if proposed[row.pk] else "",
            )  # fmt: skip

    def clean(self):
        given = super().clean()
        if not self.errors and not self.plan():
            self.add_error(None, _("Choose a colleague for at least one request."))
        return given

    def lines(self) -> list[tuple]:
        return [(row, self[f"to-{row.pk}"]) for row in self.rows]

    def plan(self) -> list[tuple]:
        """Each that goes somewhere, and to whom."""
        found = []
        for row in self.rows:
            people = {str(one.pk): one for one in self.who_may[row.pk]}
            colleague = people.get(self.cleaned_data[f"to-{row.pk}"])
            if colleague:
                found.append((row, colleague))
        return found


def _described(load) -> str:
    said = {"name": load.user.name, "weight": load.weight}
    if load.is_much:
        return _("%(name)s – load %(weight)s, which is much") % said
    return _("%(name)s – load %(weight)s") % said
