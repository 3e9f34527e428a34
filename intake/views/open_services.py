"""Open services of one request: what has begun, what guardians say, and one of them at a time."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from audit.guard import guarded
from intake import rights
from intake.forms.open_service import (
    AgreementForm,
    EndForm,
    MoreForm,
    PersonForm,
    StartForm,
    TalkForm,
)
from intake.lifecycle import UNDER_WAY
from intake.models import HelpRequest
from intake.services import (
    agreeing,
    answering,
    carrying_out,
    greeting,
    listing_services,
    reading,
    reading_services,
    starting_service,
)
from intake.views import purposes, service_facts
from intake.views.keeping import keeps_text
from intake.views.requests import frame, look
from partners.models import Mode

# What is done with a service that runs: the form, the use case, and what is said afterwards.
DEEDS = {
    "talk": (TalkForm, carrying_out.count_talk, gettext_lazy("The talk is counted.")),
    "more": (MoreForm, carrying_out.write_more, gettext_lazy("More is written down from now on.")),
    "person": (PersonForm, carrying_out.identify, gettext_lazy("Who it is is written down.")),
    "end": (EndForm, carrying_out.end, gettext_lazy("The service has ended.")),
}

OF_ITS_OWN = "agree_%s"  # two forms of one page ask about the same service


@guarded(rights.TRIAGE)
@keeps_text
def services(request, pk):
    """What has begun, and the form that begins one more."""
    row = look(pk, request.user)
    form = _start_form(row, request.POST or None)
    if form.is_bound and (started := form.run(starting_service.start, pk, by=request.user)):
        messages.success(request, _("The service has begun."))
        return redirect("desk:service", started.pk)
    chosen = {"open_service": request.POST.get("open_service")}
    return _page(request, row, form, AgreementForm(initial=chosen, auto_id=OF_ITS_OWN))


@guarded(rights.TRIAGE)
@keeps_text
def agree(request, pk):
    """Note what a guardian, or a young person, says."""
    row = look(pk, request.user)
    form = AgreementForm(request.POST or None, auto_id=OF_ITS_OWN)
    if form.is_bound and form.run(agreeing.note_answer, pk, by=request.user):
        messages.success(request, _("It is noted."))
        return redirect("desk:services", pk)
    return _page(request, row, _start_form(row), form)


def _start_form(row, data=None) -> StartForm:
    return StartForm(data, help_request=row, has_thread=answering.has_thread(row))


def _page(request, row, form, agreement_form):
    context = {
        **frame(request, row, "desk:services"),
        "starts": starting_service.started_for(row.pk),
        "agreements": listing_services.agreements_of(row),
        "form": form,
        "agreement_form": agreement_form,
        "texts": greeting.front().texts(),
        "is_under_way": row.status in UNDER_WAY,
    }
    return render(request, "intake/desk/services.html", context)


@guarded(rights.TRIAGE)
@require_safe
def service(request, pk):
    """One service: its days, its talks, and what can be done with it. Opens nothing."""
    start = carrying_out.find(pk)
    return _one(request, start)


@guarded(rights.TRIAGE)
@require_POST
@keeps_text
def act(request, pk, deed: str):
    """Count a talk, write more down, say who it is, or end it."""
    if deed not in DEEDS:
        raise Http404
    form_class, use_case, said = DEEDS[deed]
    start = carrying_out.find(pk)
    form = form_class(request.POST, start=start)
    if form.run(use_case, pk, by=request.user):
        messages.success(request, said)
        return redirect("desk:service", pk)
    return _one(request, start, bound={deed: form})


def _one(request, start, *, bound=None):
    row = look(start.help_request_id, request.user)
    runs = start.ended_at is None
    names = ["talk", "end"] if runs else []
    if runs:
        names += ["person"] if start.mode == Mode.FULL else ["more"]
    forms = {name: DEEDS[name][0](start=start) for name in names}
    context = {
        **frame(request, row, "desk:services"),
        "start": start,
        "facts": service_facts.of(start),
        "talks": start.talks.select_related("counted_by").defer("note"),
        "forms": forms | (bound or {}),
        "bound": list((bound or {}).values()),
        "texts": greeting.front().texts(),
    }
    return render(request, "intake/desk/service.html", context)


@guarded(rights.READ)
@require_safe
def service_words(request, pk):
    """What is written about it, for a stated purpose."""
    start = carrying_out.find(pk)
    row = look(start.help_request_id, request.user)
    purpose = purposes.stated(request, row.pk)
    if not purpose:
        return redirect("desk:open", row.pk)
    written = reading_services.read(pk, by=request.user, purpose=purpose)
    context = {**frame(request, row, "desk:services"), "start": start, "written": written}
    return render(request, "intake/desk/service_words.html", context)


@guarded(rights.SEE_QUEUE)
@require_safe
def running(request):
    """What runs within one's reach; first what the board's decision no longer carries."""
    starts = listing_services.running(by=request.user)
    reading.note_list(HelpRequest, len(starts), by=request.user, services="running")
    return render(request, "intake/desk/running_services.html", {"starts": starts})
