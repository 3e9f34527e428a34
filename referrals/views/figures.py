"""What the referrals tell together: the ledger of unmet need, how partners answer, how it ended."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from audit import guard
from audit.guard import guarded
from referrals import figures, ledger, rights
from referrals.forms.figures import FiguresForm, LedgerForm, PeriodForm
from referrals.models import Referral
from referrals.services import reading
from referrals.services.listing import note_list
from referrals.views import rows, words

PAGE = 25
TABS = (("unmet_need", _("Unmet need")), ("figures", _("How it goes")))


def tabs(here: str) -> list[dict]:
    return [
        {"label": label, "url": reverse(f"desk:{name}"), "is_current": name == here}
        for name, label in TABS
    ]


@guarded(rights.SEE_FIGURES)
@require_safe
def unmet_need(request):
    """What partners could not help with, of what is within my reach; and which those are."""
    form = LedgerForm(request.GET)
    found = ledger.came_back(Referral.objects.all(), form.chosen_period(), **form.narrowed())
    found = rows.listed(guard.place_of(request.user), found)
    page = Paginator(found.order_by("-ended_at", "pk"), PAGE).get_page(request.GET.get("page"))
    note_list(len(page.object_list), by=request.user, unmet_need=form.chosen_period().code)
    context = {
        "form": form, "page": page, "ledger": ledger.of(found), "tabs": tabs("unmet_need"),
    }  # fmt: skip
    return render(request, "referrals/desk/unmet_need.html", context)


@guarded(rights.SEE_FIGURES)
@require_safe
def how_it_goes(request):
    """Each number with how many it is of, and how many are not known."""
    form = FiguresForm(request.GET)
    asked = figures.asked(Referral.objects.all(), form.chosen_period(), **form.narrowed())
    asked = rows.listed(guard.place_of(request.user), asked)
    note_list(0, by=request.user, figures=form.chosen_period().code)
    context = {"form": form, "shown": figures.of(asked), "tabs": tabs("figures")}
    return render(request, "referrals/desk/figures.html", context)


@guarded(rights.LIST)
@require_safe
def of_partner(request):
    """A partner's own: what it was asked and has answered. Nobody else's, and nobody's words."""
    form, place = PeriodForm(request.GET), guard.place_of(request.user)
    theirs = Referral.objects.sent_to(request.user.organisation_id)
    running = theirs.listed_from(place).select_related("service")
    kept, period = reading.tombstones(place), form.chosen_period()
    shown = figures.of_partner(running, kept, period, named=words.state)
    note_list(0, by=request.user, figures=period.code)
    context = {"form": form, "shown": shown, "organisation": request.user.organisation}
    return render(request, "referrals/portal/figures.html", context)
