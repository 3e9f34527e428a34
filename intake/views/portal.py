"""Partners register: first whether a child may be being harmed, then nothing but what is needed."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from audit.guard import guarded
from intake import drafts, rights
from intake.forms.concern import ConcernForm
from intake.forms.portal import HarmForm, RegisterForm
from intake.models import Registration
from intake.services import (
    greeting,
    informing,
    raising_concern,
    reading,
    registering,
)
from intake.views.drafts import begun, drafts_of, keeps_draft

PAGE = 25


@guarded(rights.REGISTER)
def register(request):
    """The question that decides which form there is. No form can be reached without it."""
    form = HarmForm(request.POST or None)
    if form.is_bound and form.is_valid():
        return redirect(_after(form.cleaned_data["harm"]))
    return _show(request, "register.html", form=form, drafts=drafts_of(request.user))


def _after(harm: str) -> str:
    if harm == "no":
        return f"{reverse('portal:register_request')}?harm=no"
    return reverse("portal:register_concern" if harm == "yes" else "portal:register_unsure")


@guarded(rights.REGISTER)
def unsure(request):
    """Whom to ask, without saying who it is about."""
    return _show(request, "unsure.html", phones=_numbers()["phone_numbers"])


@guarded(rights.REGISTER)
@keeps_draft(drafts.REPORT)
def register_concern(request):
    form = ConcernForm(request.POST or None)
    report = form.run(raising_concern.report, by=request.user) if form.is_bound else None
    if report is not None:
        return _show(request, "reported.html", report=report, **_numbers())
    more = begun(request, drafts.REPORT, request.user, form)
    return _show(request, "concern.html", form=form, **more)


@guarded(rights.REGISTER)
@keeps_draft(drafts.REGISTER)
def register_request(request):
    """With the person there the code is on the answer to this form, and nowhere else."""
    if request.method != "POST" and request.GET.get("harm") != "no":
        return redirect("portal:register")
    form = RegisterForm(request.POST or None, initial={"no_suspicion": True})
    told = form.run(registering.register, by=request.user) if form.is_bound else None
    if told is not None:
        return _show(request, "registered.html", told=told, **_numbers())
    more = begun(request, drafts.REGISTER, request.user, form)
    return _show(request, "request.html", form=form, **more)


@guarded(rights.REGISTER)
def registrations(request):
    """What one's own organisation has registered: a number, and whether it is handled."""
    rows = Registration.objects.visible_to(request.user).order_by("-registered_at")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    reading.note_list(Registration, len(page.object_list), by=request.user)
    return _show(request, "registrations.html", page=page)


@guarded(rights.REGISTER)
@require_POST
def ask(request, pk):
    """Whoever was bound to report may learn what was decided (SoL 19:6)."""
    informing.ask(pk, by=request.user)
    messages.success(request, _("We have your question. The answer comes here once it is decided."))
    return redirect("portal:registrations")


def _numbers() -> dict:
    return {"phone_numbers": greeting.front().phones_at(timezone.now())}


def _show(request, template: str, **values):
    values["organisation"] = request.user.organisation
    return render(request, f"intake/portal/{template}", values)
