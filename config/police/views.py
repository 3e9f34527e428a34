"""Authorities that ask for contact details, and what was told to the police in a year."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from audit.guard import guarded
from config.police import drafts, rights, statistics
from config.police.codes import Asked
from config.police.forms import (
    AnswerForm,
    CheckForm,
    ConfirmForm,
    DecideForm,
    FindForm,
    HandBackForm,
    ReceiveForm,
    YearForm,
)
from config.police.lifecycle import Status
from config.police.models import ContactRequest
from config.police.services import answering, deciding, grounds, receiving
from intake.views.drafts import begun, keeps_draft
from intake.views.keeping import keeps_text

PAGE = 25


@guarded(rights.HANDLE)
@require_safe
def contact_requests(request):
    """What the own team has received: what is under way first. In no queue of requests."""
    rows = ContactRequest.objects.visible_to(request.user).defer("who", "whom")
    page = Paginator(answering.in_order(rows), PAGE).get_page(request.GET.get("page"))
    answering.note_list(len(page.object_list), by=request.user)
    shown = {"page": page, "may_see_year": request.user.has_perm(rights.REPORT)}
    return render(request, "police/contact_requests.html", shown)


@guarded(rights.HANDLE)
@keeps_draft(drafts.RECEIVE)
def receive(request):
    form = ReceiveForm(request.POST if request.method == "POST" else None)
    if form.is_bound:
        row = form.run(receiving.receive, by=request.user)
        if row:
            messages.success(request, _("Written down. Now make sure that it is they who ask."))
            return redirect("desk:contact_request", row.pk)
    more = begun(request, drafts.RECEIVE, request.user, form)
    return render(request, "police/receive.html", {"form": form, **more})


@guarded(rights.HANDLE)
@require_safe
def contact_request(request, pk):
    """Codes, days and what is to be done now. No words."""
    return _page(request, pk)


@guarded(rights.HANDLE)
@require_safe
def paper(request, pk):
    """Who asked about whom, what was decided and why: to be read, printed and filed."""
    read = answering.read(pk, by=request.user)
    return render(request, "police/paper.html", {"read": read, **_facts(read.row)})


@guarded(rights.HANDLE)
@require_POST
def check(request, pk):
    return _done(request, pk, "check", CheckForm(request.POST), receiving.check)


@guarded(rights.HANDLE)
@require_POST
def find(request, pk):
    return _done(request, pk, "find", FindForm(request.POST), receiving.find)


@guarded(rights.HANDLE)
@require_POST
@keeps_text
@keeps_draft(drafts.DECIDE)
def decide(request, pk):
    row = answering.look(pk, by=request.user)
    return _done(request, pk, "decide", _decide_form(row, request.POST), deciding.decide)


@guarded(rights.CONFIRM)
@require_POST
def confirm(request, pk):
    return _done(request, pk, "confirm", ConfirmForm(request.POST), deciding.confirm)


@guarded(rights.CONFIRM)
@require_POST
def hand_back(request, pk):
    return _done(request, pk, "hand_back", HandBackForm(request.POST), deciding.hand_back)


@guarded(rights.HANDLE)
@require_POST
def decide_anew(request, pk):
    deciding.decide_anew(pk, by=request.user)
    messages.success(request, _("It is to be decided anew."))
    return redirect("desk:contact_request", pk)


@guarded(rights.HANDLE)
@require_safe
def details(request, pk):
    """Exactly what was decided to be given. It leaves a line."""
    given = answering.open_details(pk, by=request.user)
    rows = [(Asked(item).label, text) for item, text in given.details.items()]
    shown = {"row": given.row, "details": rows, "limit": grounds.limit(given.row.decision.ground)}
    return render(request, "police/details.html", shown)


@guarded(rights.HANDLE)
@require_POST
def answer(request, pk):
    return _done(request, pk, "answer", AnswerForm(request.POST), answering.answer)


@guarded(rights.HANDLE)
@require_POST
def call_off(request, pk):
    receiving.call_off(pk, by=request.user)
    messages.success(request, _("It has ended. Nothing was told."))
    return redirect("desk:contact_request", pk)


@guarded(rights.REPORT)
@require_safe
def year(request):
    """What was told to the police in a year that has ended, ground by ground."""
    years = statistics.years(timezone.localdate())
    form = YearForm(request.GET or None, years=years)
    told = statistics.told_in(form.chosen())
    return render(request, "police/year.html", {"form": form, "told": told})


def _done(request, pk, name: str, form, use_case):
    """The page again, with what was typed, if the form or the use case says no."""
    if form.run(use_case, pk, by=request.user):
        messages.success(request, _("Noted."))
        return redirect("desk:contact_request", pk)
    return _page(request, pk, **{name: form})


def _page(request, pk, **tried):
    row, user = answering.look(pk, by=request.user), request.user
    proposed = deciding.proposed(row)
    waits = {"decision_pk": proposed and proposed.pk}
    forms = {
        "check": CheckForm(), "find": FindForm(), "decide": _decide_form(row),
        "confirm": ConfirmForm(initial=waits), "hand_back": HandBackForm(initial=waits),
        "answer": AnswerForm(),
    } | tried  # fmt: skip
    reasons = begun(request, drafts.DECIDE, row, forms["decide"], is_sent="decide" in tried)
    shown = {
        "forms": forms, "drafted": {"decide": reasons},
        "tried": next(iter(tried.values()), None), "proposed": proposed,
        "may_confirm": deciding.may_confirm(proposed, user),
        "may_find": row.status in (Status.RECEIVED, Status.CHECKED),
        "ground": grounds.in_force(), "guidance": grounds.guidance(), **_facts(row),
    }  # fmt: skip
    return render(request, "police/contact_request.html", shown)


def _decide_form(row: ContactRequest, data=None) -> DecideForm:
    person = row.help_request
    return DecideForm(
        data, asked=row.asked, ground=grounds.in_force(),
        is_protected=person is not None and person.is_protected,
    )  # fmt: skip


def _facts(row: ContactRequest) -> dict:
    return {"row": row, "asked": [Asked(code).label for code in row.asked]}
