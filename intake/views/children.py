"""The child of a request: talks with it, and what each guardian may be shown."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from audit.guard import guarded
from intake import drafts, rights
from intake.forms.child import ChildTalkForm, GuardianForm
from intake.services import deciding_on_guardians, reading_children, talking_with_child
from intake.views import purposes
from intake.views.drafts import begun, keeps_draft
from intake.views.keeping import keeps_text
from intake.views.requests import frame, look


@guarded(rights.READ)
@require_safe
def children(request, pk):
    """What has been talked about with whom, and what is decided: codes and days alone."""
    row = look(pk, request.user)
    context = {
        **frame(request, row, "desk:children"),
        **reading_children.listed(row),
        "disagree": deciding_on_guardians.disagree(row),
    }
    return render(request, "intake/desk/children.html", context)


@guarded(rights.READ)
@require_safe
def words(request, pk):
    """What children said, and the reasons, for a stated purpose."""
    row = look(pk, request.user)
    purpose = purposes.stated(request, pk)
    if not purpose:
        return redirect(f"{reverse('desk:open', args=[pk])}?part=children")
    talks, decisions = reading_children.read(pk, by=request.user, purpose=purpose)
    context = {**frame(request, row, "desk:children"), "talks": talks, "decisions": decisions}
    return render(request, "intake/desk/children_words.html", context)


@guarded(rights.WRITE)
@keeps_text
@keeps_draft(drafts.CHILD_TALK)
def talk(request, pk):
    row = look(pk, request.user)
    form = ChildTalkForm(request.POST or None)
    if form.is_bound and form.run(talking_with_child.note_talk, pk, by=request.user):
        messages.success(request, _("The talk is noted."))
        return redirect("desk:children", pk)
    return _show(request, row, form, drafts.CHILD_TALK, "child_talk")


@guarded(rights.TRIAGE)
@keeps_text
@keeps_draft(drafts.GUARDIAN)
def guardian(request, pk):
    row = look(pk, request.user)
    form = GuardianForm(request.POST or None)
    if form.is_bound and form.run(deciding_on_guardians.decide, pk, by=request.user):
        messages.success(request, _("The decision is noted."))
        return redirect("desk:children", pk)
    return _show(request, row, form, drafts.GUARDIAN, "guardian")


@guarded(rights.TRIAGE)
@require_POST
def take_back(request, pk):
    row = deciding_on_guardians.take_back(pk, by=request.user)
    messages.success(request, _("Taken back. This guardian is shown nothing any more."))
    return redirect("desk:children", row.help_request_id)


def _show(request, row, form, writing: drafts.Writing, deed: str):
    context = {
        **frame(request, row, "desk:children"), **begun(request, writing, row, form), "form": form,
    }  # fmt: skip
    return render(request, f"intake/desk/{deed}.html", context)
