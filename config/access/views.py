"""Who has access, and should they: what differs, and the review once a quarter."""

import re

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from audit.guard import guarded
from config.access import shown
from config.access.alarms import is_stale
from config.access.checks import POLICY
from config.access.models import Answer, Comparison, FoundDifference
from config.access.services import reconciling, reviewing, scheduling
from config.accounts import rights

A_KEY = re.compile(r"[0-9]{1,18}")


@guarded(rights.SEE_DIFFERENCES)
def differences(request):
    """By code and key: nothing here says what a row is about, or names anybody."""
    rows = [(row, POLICY[row.kind]) for row in FoundDifference.objects.all()[:200]]
    context = {
        "rows": rows,
        "policy": POLICY.values(),
        "last": Comparison.objects.first(),
        "is_stale": is_stale(),
        "may_repair": request.user.has_perm(rights.REPAIR),
    }
    return render(request, "access/differences.html", context)


@guarded(rights.SEE_DIFFERENCES)
@require_POST
def compare(request):
    found = reconciling.compare(by=request.user)
    if found:
        messages.warning(request, _("Compared. %d differences.") % found)
    else:
        messages.success(request, _("Compared. Everything is as it should be."))
    return redirect("desk:differences")


@guarded(rights.REPAIR)
@require_POST
def repair(request, pk):
    is_done = _said(request, reconciling.repair, pk)
    if is_done:
        messages.success(request, _("Repaired, and written in the log."))
    elif is_done is False:
        messages.info(request, _("It was right again already. Nothing was changed."))
    return redirect("desk:differences")


@guarded(rights.REVIEW_ACCESS)
def reviews(request):
    """Those under way, and the history."""
    answered = Count("accounts", filter=~Q(accounts__answer=Answer.NONE))
    rows = reviewing.reviews_of(request.user).annotate(total=Count("accounts"), answered=answered)
    late = scheduling.unconfirmed().filter(review__in=rows.values("pk"))
    context = {
        "now_open": rows.filter(finished_at=None).order_by("due_at", "organisation__name"),
        "done": rows.exclude(finished_at=None)[:100],
        "late": shown.of_all(late),
    }
    return render(request, "access/reviews.html", context)


@guarded(rights.REVIEW_ACCESS)
def review(request, pk):
    """Every account there, with what one needs to know in order to answer. Nothing is ticked."""
    if request.method == "POST":
        ticked = [int(one) for one in request.POST.getlist("account") if A_KEY.fullmatch(one)]
        count = _said(request, reviewing.confirm, pk, accounts=ticked)
        if count:
            messages.success(request, _("Confirmed: %d") % count)
        elif count == 0:
            messages.info(request, _("Nobody was ticked, so nobody was confirmed."))
        return redirect("desk:access_review", pk)
    row = reviewing.reach(pk, by=request.user)
    accounts = shown.of_all(row.accounts.all())
    context = {
        "review": row,
        "missing": [one for one in accounts if not one.answer],
        "answered": [one for one in accounts if one.answer],
        "total": len(accounts),
        "may_tick": any(not one.answer and one.user_pk != request.user.pk for one in accounts),
    }
    return render(request, "access/review.html", context)


@guarded(rights.REVIEW_ACCESS)
def end(request, pk):
    """A page that says what will happen; posting it does it."""
    one = reviewing.find(pk, by=request.user)
    if request.method == "POST":
        if _said(request, reviewing.end, pk):
            messages.success(request, _("The access has ended."))
        return redirect("desk:access_review", one.review_id)
    return render(request, "access/end.html", {"one": one})


def _said(request, use_case, *args, **kwargs):
    """Run it; what it refuses is said on the next page. None: refused."""
    try:
        return use_case(*args, by=request.user, **kwargs)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return None
