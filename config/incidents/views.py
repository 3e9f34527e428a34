"""The register of incidents. Nothing in words stands here but on the page that is opened for it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from audit import rights as audit
from audit.guard import guarded
from config.incidents import drafts, rights
from config.incidents.forms import (
    JudgeForm,
    MeetForm,
    NoteForm,
    ReportForm,
    TellForm,
    WaiveForm,
)
from config.incidents.models import BreachCheck, Clock, Incident, Status
from config.incidents.services import exporting, keeping, reporting
from intake.views.drafts import begun, keeps_draft
from intake.views.keeping import keeps_text
from referrals import rights as referrals

PAGE = 25


@guarded(rights.REPORT)
@keeps_draft(drafts.REPORT)
def report(request):
    form = ReportForm(request.POST if request.method == "POST" else None)
    if form.is_bound:
        incident = form.run(reporting.report, by=request.user)
        if incident:
            return _thanks(request, incident)
    more = begun(request, drafts.REPORT, request.user, form)
    return render(request, "incidents/report.html", {"form": form, **more})


@guarded(referrals.SEND)
@require_POST
def report_recall(request, pk):
    """One press, from a referral that was sent in error."""
    return _thanks(request, reporting.report_recall(pk, by=request.user))


@guarded(audit.REVIEW)
@require_POST
def report_finding(request, pk):
    """One press, from an item of the log review."""
    return _thanks(request, reporting.report_finding(pk, by=request.user))


@guarded(rights.KEEP)
@require_safe
def incidents(request):
    """What is under way, and which report is due next; then what has ended."""
    mine = Incident.objects.visible_to(request.user).defer("what")
    under_way = _page_of(request, mine.filter(status=Status.OPEN), "open")
    open_ = [(one, _next_clock(one)) for one in under_way]
    page = _page_of(request, mine.filter(status=Status.CLOSED), "page")
    keeping.note_list(len(open_) + len(page.object_list), by=request.user)
    checks = BreachCheck.objects.visible_to(request.user).waiting().select_related("partner")
    checks = _page_of(request, checks, "checks")
    shown = {"open": open_, "under_way": under_way, "page": page, "checks": checks}
    return render(request, "incidents/incidents.html", shown)


@guarded(rights.KEEP)
@require_safe
def incident(request, pk):
    """Clocks, codes and what can be done. No words."""
    return _page(request, pk)


@guarded(rights.KEEP)
@require_safe
def paper(request, pk):
    """Everything, in words: to be read, and to be printed."""
    read = keeping.read(pk, by=request.user)
    shown = {"read": read, "incident": read.incident, "clocks": exporting.clocks_of(read.incident)}
    return render(request, "incidents/paper.html", shown)


@guarded(rights.KEEP)
@require_safe
def file(request, pk):
    """Everything, for machines."""
    values = exporting.as_values(keeping.read(pk, by=request.user))
    return JsonResponse(
        values,
        json_dumps_params={"ensure_ascii": False, "indent": 1},
        headers={"Content-Disposition": f'attachment; filename="incident-{pk}.json"'},
    )


@guarded(rights.KEEP)
@require_POST
def judge(request, pk):
    return _done(request, pk, "judge", JudgeForm(request.POST), keeping.judge)


@guarded(rights.KEEP)
@require_POST
def meet(request, pk):
    return _done(request, pk, "meet", MeetForm(request.POST), keeping.meet)


@guarded(rights.KEEP)
@require_POST
def waive(request, pk):
    return _done(request, pk, "waive", WaiveForm(request.POST), keeping.waive)


@guarded(rights.KEEP)
@require_POST
def tell(request, pk):
    return _done(request, pk, "tell", TellForm(request.POST), keeping.tell)


@guarded(rights.KEEP)
@require_POST
@keeps_text
@keeps_draft(drafts.NOTE)
def note(request, pk):
    return _done(request, pk, "note", NoteForm(request.POST), keeping.note)


@guarded(rights.KEEP)
@require_POST
def close(request, pk):
    keeping.close(pk, by=request.user)
    messages.success(request, _("It has ended. The register keeps it."))
    return redirect("desk:incident", pk)


@guarded(rights.KEEP)
@require_POST
def reopen(request, pk):
    keeping.reopen(pk, by=request.user)
    return redirect("desk:incident", pk)


def _done(request, pk, name: str, form, use_case):
    """The page again, with what was typed, if the form or the use case says no."""
    if form.run(use_case, pk, by=request.user):
        messages.success(request, _("Noted."))
        return redirect("desk:incident", pk)
    return _page(request, pk, **{name: form})


def _page(request, pk, **tried):
    row = keeping.look(pk, by=request.user)
    known = {"risk": row.risk, "affected": row.affected, "covers": row.covers()}
    forms = {"judge": JudgeForm(initial=known), "tell": TellForm(), "note": NoteForm()} | tried
    clocks = [
        (clock, _own(tried, "meet", MeetForm, clock), _own(tried, "waive", WaiveForm, clock))
        for clock in exporting.clocks_of(row)
    ]
    shown = {
        "incident": row, "clocks": clocks, "told": row.told.all(), "forms": forms,
        "tried": next(iter(tried.values()), None),
        "is_open": row.status == Status.OPEN and not row.erased_at,
        "measures": row.measures.count(),
        "drafted": {
            "note": begun(request, drafts.NOTE, row, forms["note"], is_sent="note" in tried)
        },
    }  # fmt: skip
    return render(request, "incidents/incident.html", shown)


def _own(tried: dict, name: str, form_class, clock: Clock):
    """The form of one clock: the one that was sent, where it was about this clock."""
    sent = tried.get(name)
    if sent is not None and str(sent["clock_pk"].value()) == str(clock.pk):
        return sent
    return form_class(initial={"clock_pk": clock.pk}, prefix=None, auto_id=f"{name}_{clock.pk}_%s")


def _page_of(request, rows, name: str):
    """Each of the page's lists is leafed through by itself."""
    return Paginator(rows, PAGE).get_page(request.GET.get(name))


def _next_clock(row: Incident) -> Clock | None:
    running = row.clocks.running().filter(due_at__isnull=False)
    return running.select_related("deadline").order_by("due_at").first()


def _thanks(request, row: Incident):
    """Whoever keeps the register goes on; whoever only reported has done their part."""
    messages.success(request, _("Reported. Those who keep the register know of it now."))
    if Incident.objects.visible_to(request.user).filter(pk=row.pk).exists():
        return redirect("desk:incident", row.pk)
    return redirect("account_home")
