"""Assess and decide about a concern report: a form and a use case each."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from audit.guard import guarded
from intake import drafts, rights
from intake.forms.assessing import AssessForm, DecideForm, ExtendForm
from intake.services import assessing
from intake.views import concern_facts
from intake.views.concerns import look
from intake.views.drafts import begun, keeps_draft
from intake.views.keeping import keeps_text


@guarded(rights.ASSESS)
@keeps_text
@keeps_draft(drafts.ASSESS)
def assess(request, pk):
    row, form = look(pk, request.user), AssessForm(request.POST or None)
    if form.is_bound and form.run(assessing.assess, pk, by=request.user):
        messages.success(request, _("The assessment is kept. Next is the decision."))
        return redirect("desk:concern", pk)
    return show(request, row, form, drafts.ASSESS, "assess")


@guarded(rights.ASSESS)
@keeps_text
@keeps_draft(drafts.DECIDE)
def decide(request, pk):
    row, form = look(pk, request.user), DecideForm(request.POST or None)
    if form.is_bound and form.run(assessing.decide, pk, by=request.user):
        messages.success(request, _("The decision is kept. Hand the report over now."))
        return redirect("desk:concern", pk)
    return show(request, row, form, drafts.DECIDE, "decide")


@guarded(rights.EXTEND)
@keeps_text
@keeps_draft(drafts.EXTEND)
def extend(request, pk):
    row, form = look(pk, request.user), ExtendForm(request.POST or None)
    if form.is_bound and form.run(assessing.extend, pk, by=request.user):
        messages.success(request, _("There is more time for the decision now."))
        return redirect("desk:concern", pk)
    return show(request, row, form, drafts.EXTEND, "extend", last=assessing.most_until(row))


def show(request, row, form, writing: drafts.Writing, deed: str, **more):
    context = {
        **concern_facts.frame(row, request.user), **begun(request, writing, row, form),
        "form": form, "deed": deed, **more,
    }  # fmt: skip
    return render(request, f"intake/desk/concern_{deed}.html", context)
