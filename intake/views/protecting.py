"""Protected identities: to mark one, and to say who reaches it. Here nothing of them is shown."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from audit.guard import OutOfReach, guarded
from intake import circumstances, rights
from intake.forms.protecting import EndForm, NameForm, UnnameForm
from intake.lifecycle import ConcernStatus
from intake.models import IN_LINE, ConcernReport, HelpRequest
from intake.services import protecting, reading, recoding
from intake.views import concerns
from intake.views.requests import look

MARKED = _("Marked. From now on only those who are named reach it.")
ENDED = _("The protection has ended. The team reaches it again.")
MOST = 200


@guarded(rights.PROTECT)
def protect(request, pk):
    """The page says what will happen; posting it does it. What was only lent is shut by it."""
    if request.method == "POST":
        row = protecting.protect(pk, by=request.user)
        messages.success(request, MARKED)
        is_reached = HelpRequest.objects.visible_to(request.user).filter(pk=row.pk).exists()
        return redirect("desk:request", pk) if is_reached else redirect("desk:queue")
    row = look(pk, request.user)
    is_lent = circumstances.is_through_the_glass(row, request.user)
    context = {"row": row, "back": "desk:request", "is_lent": is_lent}
    return render(request, "intake/desk/protect.html", context)


@guarded(rights.READ_CONCERN)
def protect_concern(request, pk):
    if request.method == "POST":
        protecting.protect_concern(pk, by=request.user)
        messages.success(request, MARKED)
        return redirect("desk:concern", pk)
    context = {"row": concerns.look(pk, request.user), "back": "desk:concern"}
    return render(request, "intake/desk/protect.html", context)


@guarded(rights.NAME)
def protected(request):
    """A masked line for each that waits: reference and urgency, so that nobody is unread."""
    user = request.user
    requests = HelpRequest.shielded.waiting().visible_to(user).only("reference", "urgency")
    requests = list(requests.order_by(*IN_LINE)[:MOST])
    reports = ConcernReport.shielded.filter(status=ConcernStatus.RECEIVED).visible_to(user)
    reports = list(reports.only("reference").order_by("received_at")[:MOST])
    reading.note_list(HelpRequest, len(requests) + len(reports), by=user, protected=True)
    names = protecting.named_in(requests) | protecting.named_in(reports)
    lines = [(row, "desk:named_concern", names[row.pk]) for row in reports]
    lines += [(row, "desk:named", names[row.pk]) for row in requests]
    return render(request, "intake/desk/protected.html", {"lines": lines})


@guarded(rights.NAME)
def named(request, pk):
    """Who reaches it; and one more. To name somebody is not to reach it oneself."""
    return _named(request, HelpRequest.shielded, pk, protecting.name, "")


@guarded(rights.NAME)
def named_concern(request, pk):
    return _named(request, ConcernReport.shielded, pk, protecting.name_for_concern, "_concern")


@guarded(rights.NAME)
@require_POST
def unname(request, pk):
    return _unname(request, pk, protecting.unname, "desk:named")


@guarded(rights.NAME)
@require_POST
def unname_concern(request, pk):
    return _unname(request, pk, protecting.unname_for_concern, "desk:named_concern")


@guarded(rights.NAME)
def end(request, pk):
    return _end(request, HelpRequest.shielded, pk, protecting.end, "")


@guarded(rights.NAME)
def end_concern(request, pk):
    return _end(request, ConcernReport.shielded, pk, protecting.end_for_concern, "_concern")


def _row(rows, pk, user):
    rows = rows.only("reference", "subject", "is_protected", "unit")
    return reading.look(rows, pk, by=user, right=rights.NAME)


def _named(request, rows, pk, use_case, kind: str):
    row = _row(rows, pk, request.user)
    form = NameForm(request.POST or None, people=protecting.may_be_named(row))
    if form.is_bound and form.is_valid():
        use_case(pk, by=request.user, **form.cleaned_data)
        return redirect(f"desk:named{kind}", pk)
    new_code = None if kind else recoding.running_of(row)
    people = protecting.named(row)
    return _show(request, "named", row, kind, form=form, people=people, new_code=new_code)


def _unname(request, pk, use_case, back: str):
    form = UnnameForm(request.POST)
    if not form.is_valid():
        raise OutOfReach
    use_case(pk, by=request.user, **form.cleaned_data)
    return redirect(back, pk)


def _end(request, rows, pk, use_case, kind: str):
    form = EndForm(request.POST or None)
    row = _row(rows, pk, request.user)
    if form.is_bound and form.run(use_case, pk, by=request.user):
        messages.success(request, ENDED)
        return redirect("desk:protected")
    return _show(request, "unprotect", row, kind, form=form)


def _show(request, page: str, row, kind: str, **more):
    addresses = {f"{name}_at": f"desk:{name}{kind}" for name in ("named", "unname", "unprotect")}
    return render(request, f"intake/desk/{page}.html", {"row": row, **addresses, **more})
