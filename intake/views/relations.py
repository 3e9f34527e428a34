"""Requests that have to do with one another: joined, split, linked."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from audit.guard import OutOfReach, guarded
from intake import drafts, rights
from intake.forms.relations import JoinForm, LinkForm, SplitForm, UnlinkForm
from intake.services import answering, joining, linking, splitting
from intake.views.drafts import begun, keeps_draft
from intake.views.keeping import keeps_text
from intake.views.requests import frame, look


@guarded(rights.TRIAGE)
@keeps_text
@keeps_draft(drafts.JOIN)
def join(request, pk):
    row = look(pk, request.user)
    thread = answering.has_thread(row)
    form = JoinForm(request.POST or None, help_request=row, has_thread=thread)
    if form.is_bound:
        joined = form.run(joining.join, pk, by=request.user)
        if joined is not None:
            messages.success(request, _("Joined. You work with this one from now on."))
            return redirect("desk:request", joined.joined_to_id)
    return _show(request, row, form, "join", **begun(request, drafts.JOIN, row, form))


@guarded(rights.TRIAGE)
@require_POST
def take_apart(request, pk):
    joining.take_apart(pk, by=request.user)
    messages.success(request, _("They are apart again. You have this one."))
    return redirect("desk:request", pk)


@guarded(rights.TRIAGE)
@keeps_text
@keeps_draft(drafts.SPLIT)
def split(request, pk):
    """The answer shows the code, if there is one, and nowhere else does."""
    row = look(pk, request.user)
    form = SplitForm(request.POST or None, help_request=row)
    if form.is_bound:
        told = form.run(splitting.split, pk, by=request.user)
        if told is not None:
            return _show(request, row, form, "split_off", told=told)
    return _show(request, row, form, "split", **begun(request, drafts.SPLIT, row, form))


@guarded(rights.TRIAGE)
def link(request, pk):
    row = look(pk, request.user)
    form = LinkForm(request.POST or None)
    if form.is_bound and form.run(linking.link, pk, by=request.user):
        messages.success(request, _("The two are linked."))
        return redirect("desk:request", pk)
    return _show(request, row, form, "link")


@guarded(rights.TRIAGE)
@require_POST
def unlink(request, pk):
    form = UnlinkForm(request.POST)
    if not form.is_valid():
        raise OutOfReach
    linking.unlink(pk, by=request.user, **form.cleaned_data)
    messages.success(request, _("They are not linked any more."))
    return redirect("desk:request", pk)


def _show(request, row, form, deed: str, **more):
    context = {**frame(request, row, "desk:request"), "form": form, **more}
    return render(request, f"intake/desk/{deed}.html", context)
