"""What is done with a request: a form and a use case each. What was typed is never lost."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from audit.guard import guarded
from intake import drafts, rights
from intake.forms.desk import (
    AnswerForm,
    CloseForm,
    HandOverForm,
    ReassignForm,
    StateForm,
)
from intake.forms.standard import put_below
from intake.services import (
    answering,
    assigning,
    leaving,
    raising_concern,
    stating,
    taking_back_answers,
    triaging,
)
from intake.views import contact_rules, facts
from intake.views.drafts import begun, keeps_draft
from intake.views.keeping import keeps_text
from intake.views.requests import frame, look, standard_for, weigh_form

SENT = gettext_lazy("Your answer waits for the person. Until they open it, you can take it back.")


@guarded(rights.TRIAGE)
@require_POST
def take(request, pk):
    help_request = triaging.take(pk, by=request.user)
    messages.success(request, _("%s is yours now.") % help_request.reference)
    return redirect("desk:request", pk)


@guarded(rights.TRIAGE)
@require_POST
def release(request, pk):
    triaging.release(pk, by=request.user)
    messages.success(request, _("The request is back in the queue."))
    return redirect(facts.way_back(request))


@guarded(rights.REASSIGN)
def reassign(request, pk):
    row = look(pk, request.user)
    form = ReassignForm(request.POST or None, people=assigning.colleagues(row))
    if form.is_bound and form.run(assigning.give_to, pk, by=request.user):
        messages.success(request, _("A colleague has the request now."))
        return redirect("desk:request", pk)
    return _show(request, row, form, "reassign")


@guarded(rights.TRIAGE)
def weigh(request, pk):
    row = look(pk, request.user)
    form = weigh_form(row, request.POST or None)
    if form.is_bound:
        weighed = form.run(triaging.weigh, pk, take="take" in request.POST, by=request.user)
        if weighed is not None and weighed.unit_id != row.unit_id:
            messages.success(request, _("The request was passed on to the other team."))
            return redirect(facts.way_back(request))
        if weighed is not None:
            messages.success(request, _("Your weighing is saved."))
            return redirect("desk:request", pk)
    return _show(request, row, form, "weigh")


@guarded(rights.WRITE)
@keeps_text
@keeps_draft(drafts.ANSWER)
def answer(request, pk):
    """Write to the person; or put a standard answer below what is written, and go on writing."""
    row = look(pk, request.user)
    standard = standard_for(row, request.POST)
    if "use" in request.POST:
        picked = standard.picked()
        kept = {name: request.POST.get(name, "") for name in ("text", "ticket", "confirmed")}
        kept["text"] = put_below(kept["text"], picked)
        form = AnswerForm(initial=kept, is_protected=row.is_protected)
        return _show_answer(request, row, form, standard=standard, picked=picked)
    sent = request.FILES or None  # an empty one would bind the form, and call it wrong at once
    form = AnswerForm(request.POST or None, sent, is_protected=row.is_protected)
    if form.is_bound and form.run(answering.answer, pk, by=request.user):
        messages.success(request, SENT)
        return redirect("desk:words", pk)
    return _show_answer(request, row, form, standard=standard)


@guarded(rights.WRITE)
@require_POST
def take_back(request, pk):
    taking_back_answers.take_back(pk, by=request.user)
    messages.success(request, _("Your answer is taken back. It is a draft again, below."))
    return redirect("desk:answer", pk)


def _show_answer(request, row, form, **more):
    """No form can be given files back: those that were chosen are named, to be chosen again."""
    more["chosen"] = [one.name for one in request.FILES.getlist("files")]
    more |= begun(request, drafts.ANSWER, row, form)
    return _show(request, row, form, "answer", rules=contact_rules.orders(row.safe_contact), **more)


@guarded(rights.TRIAGE)
@keeps_text
@keeps_draft(drafts.CLOSE)
def close(request, pk):
    row = look(pk, request.user)
    has_thread = answering.has_thread(row)
    form = CloseForm(
        request.POST or None, help_request=row, has_thread=has_thread,
        running=leaving.running(row, by=request.user),
    )  # fmt: skip
    if form.is_bound and form.run(triaging.close, pk, by=request.user):
        messages.success(request, _("The request is closed."))
        return redirect("desk:request", pk)
    more = begun(request, drafts.CLOSE, row, form)
    return _show(request, row, form, "close", rules=contact_rules.orders(row.safe_contact), **more)


@guarded(rights.TRIAGE)
def state(request, pk):
    """The person took it back, and it may be about a child: no suspicion, says whoever read it."""
    row = look(pk, request.user)
    form = StateForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.run(stating.state_no_suspicion, pk, by=request.user):
        messages.success(request, _("It is noted, with your name."))
        return redirect("desk:request", pk)
    return _show(request, row, form, "state")


@guarded(rights.HAND_OVER)
@keeps_text
@keeps_draft(drafts.HAND_OVER)
def hand_over(request, pk):
    """It leaves our reach with this: the reception has it from now on."""
    row = look(pk, request.user)
    form = HandOverForm(request.POST or None, running=leaving.running(row, by=request.user))
    if form.is_bound and form.run(raising_concern.hand_over, pk, by=request.user):
        messages.success(request, _("The reception has the concern report now."))
        return redirect(facts.way_back(request))
    return _show(request, row, form, "hand_over", **begun(request, drafts.HAND_OVER, row, form))


def _show(request, row, form, deed: str, **more):
    context = {**frame(request, row, "desk:request"), "form": form, "deed": deed, **more}
    return render(request, f"intake/desk/{deed}.html", context)
