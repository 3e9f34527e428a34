"""For whoever leads a team: how much everybody has, and handing out what one of them has."""

from collections import defaultdict

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import ngettext

from audit.guard import guarded
from intake import rights
from intake.forms.workload import HandOutForm, PlanForm
from intake.models import HandingReason, LoadWeight, Weighed
from intake.services import balancing, redistributing


@guarded(rights.REASSIGN)
def workload(request):
    found = balancing.look(by=request.user)
    weights = LoadWeight.in_force(timezone.localdate())
    context = {
        "loads": found,
        "untaken": balancing.waiting_for_nobody(request.user),
        "much": weights[Weighed.LIMIT],
        "weights": [(Weighed(code).label, weight) for code, weight in weights.items()],
    }
    return render(request, "intake/desk/workload.html", context)


@guarded(rights.REASSIGN)
def hand_out(request, pk):
    """Choose; look at what would happen; do it. Until the last step nothing is changed."""
    held = redistributing.look(pk, by=request.user)
    who_may = redistributing.able(held.rows, held.user)
    receivers = sorted({one for may in who_may.values() for one in may}, key=lambda one: one.name)
    form = HandOutForm(
        request.POST or None, rows=held.rows, loads=balancing.loads(receivers, by=request.user),
        reasons=HandingReason.in_force(timezone.localdate()),
    )  # fmt: skip
    if form.is_bound and "change" not in request.POST and form.is_valid():
        return _preview(request, held, form, who_may)
    return render(request, "intake/desk/hand_out.html", {"held": held, "form": form})


def _preview(request, held, form, who_may):
    rows, people = form.chosen_rows(), form.chosen_people()
    plan = PlanForm(
        request.POST if "go" in request.POST else None, rows=rows, who_may=who_may,
        proposed=redistributing.spread(rows, people, who_may, by=request.user),
    )  # fmt: skip
    if plan.is_bound and plan.is_valid():
        given = {"holder_pk": held.user.pk, "reason": form.cleaned_data["reason"]}
        done, undone = redistributing.hand_out(plan.plan(), by=request.user, **given)
        _tell(request, done, undone, is_at_once=bool(given["reason"]))
        return redirect("desk:workload")
    shown = {"held": held, "form": form, "plan": plan}
    return render(request, "intake/desk/hand_out_preview.html", shown)


def _tell(request, done: int, undone: list, *, is_at_once: bool) -> None:
    """What was done; and of what was not, each number under the reason."""
    if done and is_at_once:
        text = ngettext("%d request was handed out.", "%d requests were handed out.", done)
        messages.success(request, text % done)
    elif done:
        text = ngettext(
            "Somebody is asked about %d request.", "Somebody is asked about %d requests.", done
        )
        messages.success(request, text % done)
    by_reason = defaultdict(list)
    for one in undone:
        by_reason[str(one.why)].append(one.reference)
    for why, references in by_reason.items():
        messages.warning(request, f"{', '.join(references)}: {why}")
