"""What came back without help: what happens next, and what has waited too long."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import F
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit import guard
from audit.guard import OutOfReach, guarded
from referrals import rights
from referrals.forms.next_step import NextStepForm, StepFilter
from referrals.lifecycle import ENDED
from referrals.models import MOST_TIMES, NextAct, NextStep, Referral
from referrals.services import going_on
from referrals.services.listing import note_list
from referrals.views import facts, rows
from referrals.views.posting import posted

PAGE = 25
# Who is yet to decide has a day to do so, and the index is over those days.
UNDECIDED = {"next_step__act": "", "next_step__due_at__isnull": False}


@guarded(rights.SEND)
def next_steps(request):
    """Everything within my reach that came back; what is to be decided stands first."""
    chosen = StepFilter(request.GET)
    found = in_order(came_back(guard.place_of(request.user)), chosen.chosen())
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    note_list(len(page.object_list), by=request.user, came_back=chosen.chosen() or "due")
    context = {"page": page, "filter": chosen, "now": timezone.now()}
    return render(request, "referrals/desk/next_steps.html", context)


@guarded(rights.SEND)
def next_step(request, pk):
    row = rows.referral(pk, request.user)
    step = of(row)
    if step is None:
        raise OutOfReach
    form = NextStepForm(posted(request), next_step=step)
    if form.is_bound and form.run(going_on.decide, pk, by=request.user):
        return _decided(request, row, form.cleaned_data["step"])
    context = {"referral": row, "form": form, "step": step, "can_try_next": facts.can_try_next(row)}
    return render(request, "referrals/desk/next_step.html", context)


def _decided(request, row, act: str):
    """On to where it is done; else back to the referral."""
    messages.success(request, _("Noted what happens next."))
    if act == NextAct.OTHER and facts.can_try_next(row):
        return redirect("desk:referral_next", row.pk)
    return redirect("desk:referral", row.pk)


def of(referral) -> NextStep | None:
    """What was decided when it came back; None if it never did."""
    return NextStep.objects.filter(referral=referral).select_related("decided_by").first()


def came_back(place: guard.Place, among=None):
    """Of *among*, or of all; each with its next step. Whatever came back has ended."""
    ended = (Referral.objects.all() if among is None else among).filter(status__in=ENDED)
    found = rows.listed(place, ended).filter(next_step__isnull=False)
    return found.select_related("next_step")


def in_order(found, show: str):
    """Narrowed as the filter says; what is due soonest first, then the latest decided."""
    narrowed = {
        "": UNDECIDED,
        "late": {"next_step__due_at__lt": timezone.now()},
        "often": {"next_step__nth__gt": MOST_TIMES},
        "nobody": {"next_step__act": NextAct.NOBODY},
        "all": {},
    }[show]
    return found.filter(**narrowed).order_by(
        F("next_step__due_at").asc(nulls_last=True), "-next_step__decided_at", "pk"
    )


def due(found):
    """Where somebody has yet to decide."""
    return found.filter(**UNDECIDED).order_by("next_step__due_at")


def waiting(place: guard.Place) -> int:
    return due(came_back(place)).count()
