"""Lists of what is to go: for the first person, for the second, and to print. Numbers and days."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from audit import rights as audit
from audit.guard import guarded
from audit.models import Erasure, ErasureKind
from config.retention import archive, saying
from config.retention.forms import SeenForm
from config.retention.models import OPEN, Disposal, DisposalItem, Status
from config.retention.services import asking, deciding, tidying
from intake import rights

PAGE = 25
DONE, DROPPED = DisposalItem.State.DONE, DisposalItem.State.DROPPED


@guarded(audit.DECIDE_ERASURE)
@require_safe
def disposals(request):
    """What waits for somebody first; then what has been decided, the newest on top."""
    rows = Disposal.objects.select_related("ground")
    waiting = list(rows.filter(status__in=OPEN))
    page = Paginator(rows.exclude(status__in=OPEN), PAGE).get_page(request.GET.get("page"))
    deciding.note_list(len(waiting) + len(page.object_list), by=request.user)
    shown = {
        "waiting": waiting, "page": page, "may_answer": request.user.has_perm(rights.ERASE),
        "by_itself": tidying.tonight(timezone.localdate()),
    }  # fmt: skip
    return render(request, "retention/disposals.html", shown)


@guarded(rights.ERASE)
@require_safe
def questions(request):
    """What only a human can say, of what is within reach: old enough, and a fact is missing."""
    known, asked = asking.questions(by=request.user)
    page = Paginator(asked, PAGE).get_page(request.GET.get("page"))
    rows = [
        (one, saying.for_staff(one.verdict, one.facts, known.rules)) for one in page.object_list
    ]
    return render(request, "retention/questions.html", {"page": page, "rows": rows})


@guarded(audit.DECIDE_ERASURE)
@require_safe
def disposal(request, pk):
    return page_of(request, pk)


@guarded(rights.ERASE)
@require_POST
def prepare(request, pk):
    form = SeenForm(request.POST)
    if form.run(deciding.prepare, pk, by=request.user):
        messages.success(request, _("Gone through. A second person must approve it."))
        return redirect("desk:disposal", pk)
    return page_of(request, pk, form)


@guarded(audit.DECIDE_ERASURE)
@require_POST
def approve(request, pk):
    form = SeenForm(request.POST)
    if form.run(deciding.approve, pk, by=request.user):
        messages.success(request, _("Approved. It is disposed of by itself when its day comes."))
        return redirect("desk:disposal", pk)
    return page_of(request, pk, form)


@guarded(rights.ERASE)
@require_POST
def renew(request, pk):
    deciding.renew(pk, by=request.user)
    messages.success(request, _("The list is written anew, as it is today."))
    return redirect("desk:disposal", pk)


@guarded(audit.DECIDE_ERASURE)
@require_POST
def decline(request, pk):
    deciding.decline(pk, by=request.user)
    messages.success(request, _("Turned down. Nothing was erased."))
    return redirect("desk:disposal", pk)


def page_of(request, pk, tried=None, receipt=None):
    """Everything about one list. *tried*, *receipt*: a form that was refused."""
    row, user = deciding.look(pk, by=request.user), request.user
    items = list(row.items.select_related("rule"))
    may_hold = row.status in OPEN
    urls = asking.pages_of([item.about for item in items], user) if may_hold else {}
    done = Erasure.objects.filter(batch=pk, kind=ErasureKind.DISPOSAL).first()
    shown = {
        "disposal": row, "digest": row.digest,
        "items": [(item, urls.get(item.about)) for item in items], "tried": tried, "done": done,
        "archive": archive.shown(row, user, receipt), "receipt": receipt and receipt[1],
        "gone": sum(item.state == DONE for item in items),
        "dropped": sum(item.state == DROPPED for item in items),
        "may_prepare": row.status == Status.PROPOSED and user.has_perm(rights.ERASE),
        "may_renew": row.status in (Status.PROPOSED, Status.PREPARED)
        and user.has_perm(rights.ERASE),
        "may_approve": row.status == Status.PREPARED and row.prepared_by_id != user.pk,
        "is_mine": row.status == Status.PREPARED and row.prepared_by_id == user.pk,
        "may_decline": row.status in OPEN,
        "how_many": ngettext("%d row", "%d rows", len(items)) % len(items),
    }  # fmt: skip
    return render(request, "retention/disposal.html", shown)
