"""Narrowing a list. A filter that is not understood narrows nothing."""

from django import forms
from django.db.models import Count, F, Q, QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from referrals.lifecycle import ENDED, TOGETHER, Side, Status
from referrals.models.reach import AWAITING_APPROVAL

OVERDUE, TODAY = "overdue", "today"
CARDS = {
    (): "all", (("waiting", Side.US),): "ours", (("due", OVERDUE),): "overdue",
    (("due", TODAY),): "today",
}  # fmt: skip
SOONEST = F("due_at").asc(nulls_last=True)  # what has ended comes after what waits


class ReferralFilter(forms.Form):
    is_filter = True

    state = forms.ChoiceField(
        label=_("State"), required=False,
        choices=[("", _("Under way")), ("ended", _("Ended")), ("all", _("All")), *Status.choices],
    )  # fmt: skip
    waiting = forms.ChoiceField(
        label=_("Waiting for"), required=False,
        choices=[("", _("Everybody")), *((side, side.label) for side in (Side.US, Side.PARTNER))],
    )  # fmt: skip
    due = forms.ChoiceField(
        label=_("Due"), required=False,
        choices=[("", _("Any time")), (OVERDUE, _("Overdue")), (TODAY, _("Overdue or due today"))],
    )  # fmt: skip

    def chosen(self) -> dict:
        """What was asked for, as codes for the trail."""
        self.is_valid()
        return {name: code for name, code in self.cleaned_data.items() if code}

    def card(self) -> str:
        """The card over the list that counts exactly what was asked for; "" if none does."""
        return CARDS.get(tuple(self.chosen().items()), "")

    def narrow(self, rows: QuerySet) -> QuerySet:
        self.is_valid()
        asked = self.cleaned_data
        rows = _in_state(rows, asked.get("state"))
        if asked.get("waiting"):
            rows = rows.waiting_for(asked["waiting"])
        if asked.get("due"):
            rows = rows.filter(_is_due(asked["due"]))
        return rows.order_by(SOONEST, "-ended_at", "pk")


class DayForm(forms.Form):
    """One of *days*, on which something changes. Without a choice the last one: all that comes."""

    is_filter = True

    on = forms.ChoiceField(label=_("As it will be on"), required=False)

    def __init__(self, *args, days, **kwargs):
        self.days = {day.isoformat(): day for day in days}
        super().__init__(*args, **kwargs)
        self.fields["on"].choices = [(code, date_format(day)) for code, day in self.days.items()]
        self.initial = {"on": next(reversed(self.days), "")}

    def chosen(self):
        """The day; None if nothing changes."""
        asked = self.is_bound and self.is_valid() and self.cleaned_data["on"]
        return self.days.get(asked or self.initial["on"])


def _in_state(rows, state):
    if state == "all":
        return rows
    if not state:
        return rows.under_way()
    return rows.filter(status__in=ENDED if state == "ended" else [state])


def _is_due(when: str) -> Q:
    """Overdue now, or before the day is over."""
    now = timezone.localtime()
    end = now if when == OVERDUE else now.replace(hour=23, minute=59, second=59)
    return Q(due_at__lte=end)


def awaiting_approval(rows, user):
    """What waits for a second person: never one's own."""
    return rows.awaiting_approval().exclude(author=user)


def of_request(rows, help_request_pk):
    """One request's referrals."""
    return rows.filter(help_request=help_request_pk).order_by(SOONEST, "-ended_at", "pk")


def not_yet_accepted(rows, referral):
    """Others of the same request that may be asked together with this one."""
    others = rows.filter(help_request=referral.help_request_id, status__in=TOGETHER.sources)
    return list(others.exclude(pk=referral.pk).order_by("reference"))


def with_nobody_next(rows, referral):
    """Others of the same request that this one may be asked after: sent, or in line themselves."""
    others = rows.filter(help_request=referral.help_request_id, status__in=TOGETHER.sources)
    others = others.filter(~Q(status=Status.DRAFT) | Q(after__isnull=False))
    free = others.filter(next_in_line__isnull=True).exclude(pk=referral.pk)
    return list(free.order_by("reference"))


def prepared(rows, referral):
    """Drafts about the same request that nobody has put in line: the oldest first."""
    drafts = rows.filter(help_request=referral.help_request_id, status=Status.DRAFT)
    return drafts.filter(after__isnull=True).exclude(pk=referral.pk).order_by("written_at")


def in_line_after(rows, referral) -> list:
    """Who is asked, one after the other, if the answer is no."""
    waiting = rows.filter(help_request=referral.help_request_id, after__isnull=False)
    next_of, found = {row.after_id: row for row in waiting}, []
    while (row := next_of.get(found[-1].pk if found else referral.pk)) and row not in found:
        found.append(row)
    return found


def of_consent(rows, consent_pk):
    """What rests on one consent and has not ended."""
    return rows.under_way().filter(basis__consent=consent_pk).order_by("due_at")


def counts(under_way, user) -> dict:
    """The cards over the list, of what is under way: one question for all of them."""
    cards = {
        "all": Q(), "ours": Q(holder=Side.US), "overdue": _is_due(OVERDUE), "today": _is_due(TODAY),
        "approvals": AWAITING_APPROVAL & ~Q(author=user),
    }  # fmt: skip
    each = {card: Count("pk", filter=which) for card, which in cards.items()}
    return under_way.order_by().aggregate(**each)


TABS = {
    "new": (Status.SENT, Status.OPENED, Status.ASKED),
    "ours": (Status.ACCEPTED, Status.ACTIVE, Status.REPORTED),
}


def in_tab(rows, tab):
    """A partner's inbox: what is to be answered, and what they are working on."""
    return rows.filter(status__in=TABS.get(tab, TABS["new"])).order_by("due_at", "pk")


def tab_counts(rows, tombstones) -> dict:
    """How many in each; of the ended only those that must still be confirmed."""
    to_confirm = tombstones.exclude(must_confirm="").filter(confirmed_at__isnull=True)
    each = {tab: Count("pk", filter=Q(status__in=states)) for tab, states in TABS.items()}
    return rows.order_by().aggregate(**each) | {"ended": to_confirm.count()}


class DifferingFilter(forms.Form):
    """Views that differ: those that nobody has looked into, or all."""

    is_filter = True

    show = forms.ChoiceField(
        label=_("Which of them"), required=False,
        choices=[("", _("Nobody has looked into it")), ("all", _("All"))],
    )  # fmt: skip

    def chosen(self) -> str:
        return self.cleaned_data["show"] if self.is_valid() else ""

    def narrow(self, rows: QuerySet) -> QuerySet:
        if self.chosen() != "all":
            rows = rows.filter(Q(outcome=None) | Q(outcome__looked_into=""))
        return rows.order_by("-ended_at", "pk")
