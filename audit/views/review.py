"""The workbench of whoever reviews the log: rounds, their queue, one item, figures, a protocol."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from audit import naming, rights
from audit.forms import FindingForm, ItemsForm, PeriodForm
from audit.guard import guarded
from audit.models import Finding
from audit.services import figures as counting
from audit.services import findings
from audit.services import rounds as drawing


@guarded(rights.REVIEW)
def rounds(request):
    """The start page: what is late, the rounds, and drawing another."""
    first, last = drawing.last_week()
    form = PeriodForm(request.POST or None, initial={"first": first, "last": last})
    if form.is_bound:
        drawn = form.run(drawing.draw, by=request.user)
        if drawn:
            return redirect("desk:review_round", drawn.pk)
    page = findings.rounds(request.GET.get("page"), by=request.user)
    shown = {
        "form": form, "page": page, "waiting": counting.waiting(), "late": counting.late(),
        "for_another": findings.waiting_for_another(by=request.user),
        "people": naming.people({one.drawn_by for one in page}),
    }  # fmt: skip
    return render(request, "audit/review/rounds.html", shown)


@guarded(rights.REVIEW)
@require_safe
def queue(request, pk):
    """The items of a round, in the order to take them."""
    people = findings.reviewed_people(pk, by=request.user)
    form = ItemsForm(request.GET, people=people)
    drawn, page = findings.look(pk, form.chosen(), request.GET.get("page"), by=request.user)
    actors = {drawn.drawn_by} | {who for one in page for who in (one.actor, one.found_by)}
    shown = {
        "round": drawn, "page": page, "form": form, "people": naming.people(actors),
        "rows": naming.rows({one.about for one in page}),
        "next": findings.first_waiting(drawn, by=request.user),
    }  # fmt: skip
    return render(request, "audit/review/queue.html", shown)


@guarded(rights.REVIEW)
def item(request, pk):
    """One item. Saying what it was leads on to the next one that waits."""
    form = FindingForm(request.POST or None)
    if form.is_bound:
        found = form.run(findings.find, pk, by=request.user)
        if found:
            return _on_from(found, request)
    one, before = findings.look_at(pk, by=request.user)
    if not form.is_bound:
        form = FindingForm(initial={"finding": one.finding, "reason": one.reason})
    shown = {
        "item": one, "form": form, "before": before, "rows": naming.rows({one.about}),
        "people": naming.people({one.actor, *(line.actor for line in before)}),
        "next": findings.next_after(one, by=request.user),
    }  # fmt: skip
    return render(request, "audit/review/item.html", shown)


@guarded(rights.REVIEW)
@require_safe
def protocol(request, pk):
    """A round on paper, with lines to sign on."""
    paper = findings.protocol(pk, by=request.user)
    actors = {who for one in paper.items for who in (one.actor, one.found_by)}
    shown = {"paper": paper, "round": paper.round}
    shown["people"] = naming.people(actors | {paper.round.drawn_by})
    return render(request, "audit/review/protocol.html", shown)


@guarded(rights.REVIEW)
@require_safe
def figures(request):
    counted = counting.figures(by=request.user)
    return render(request, "audit/review/figures.html", {"figures": counted})


def _on_from(found, request):
    """To the next one, with the question at the first press of Tab. An incident is gone on with."""
    if found.finding == Finding.INCIDENT:
        messages.success(request, _("Noted. Take it up in the register of incidents too."))
        return redirect("desk:review_item", found.pk)
    following = findings.next_after(found, by=request.user)
    if following is None:
        messages.success(request, _("Everything here that you may review has been reviewed."))
        return redirect("desk:review_round", found.round_id)
    messages.success(request, _("Noted: %(finding)s.") % {"finding": found.get_finding_display()})
    return redirect(reverse("desk:review_item", args=[following.pk]) + "#finding")
