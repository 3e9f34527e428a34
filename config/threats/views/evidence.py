"""The evidence of threats, for the entrusted; and who they are, for the administrator."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from audit.guard import guarded
from audit.serving import serve
from config.threats import rights
from config.threats.forms import AppointForm, DestroyForm
from config.threats.services import entrusting, opening


@guarded(rights.EVIDENCE)
@require_safe
def evidence(request, pk):
    return _page(request, pk, DestroyForm())


@guarded(rights.EVIDENCE)
@require_safe
def file(request, pk):
    return serve(opening.open_file(pk, by=request.user))


@guarded(rights.EVIDENCE)
@require_POST
def destroy(request, pk):
    form = DestroyForm(request.POST)
    row = form.run(opening.destroy, pk, by=request.user)
    if row:
        messages.success(request, _("Destroyed. Nobody can open it again."))
        return redirect("desk:threat", row.threat_id)
    return _page(request, pk, form)


@guarded(rights.ENTRUST)
def entrusted(request):
    form = AppointForm(request.POST or None, people=entrusting.may_be_entrusted())
    if form.is_bound and form.run(entrusting.appoint, by=request.user):
        messages.success(request, _("Registered."))
        return redirect("desk:entrusted")
    return render(request, "threats/entrusted.html", {"form": form, "rows": entrusting.named()})


@guarded(rights.ENTRUST)
@require_POST
def end_entrusted(request, pk):
    entrusting.end(pk, by=request.user)
    messages.success(request, _("Ended. They open no evidence any more."))
    return redirect("desk:entrusted")


def _page(request, pk, form):
    opened = opening.open_words(pk, by=request.user)
    shown = {"opened": opened, "evidence": opened.evidence, "form": form}
    return render(request, "threats/evidence.html", shown)
