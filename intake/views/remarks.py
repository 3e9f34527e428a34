"""Can everybody use this? The statement, the door for whoever could not, and who sees to it."""

from django.core.paginator import Paginator
from django.db.models import F
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from audit.actors import ANYBODY
from audit.guard import guarded, open_to_all
from intake import rights, tickets
from intake.forms.remark import RemarkForm
from intake.models import Remark
from intake.services import greeting, reading, remarking, slowing
from intake.views.page import is_from_here, show
from intake.views.public import CANNOT_SAVE
from partners.models import PublicText

PAGE = 25


@open_to_all
@csrf_exempt  # it borrows nobody's authority, so it needs no cookie to prove who sent it
def accessibility(request):
    """The statement that the law wants, with the form under it."""
    front = greeting.front()
    ours = is_from_here(request)
    if request.method == "POST" and ours and "language" not in request.POST:
        return _take_in(request, front)
    values = request.POST.dict() if ours else {}
    if not tickets.is_ours(values.get("ticket", "")):
        values["ticket"] = tickets.new()
    return _page(request, front, RemarkForm(initial=values))


def _take_in(request, front):
    form = RemarkForm(request.POST)
    if not form.is_valid():
        return _page(request, front, form)
    try:
        bucket = slowing.bucket_of(request.META["REMOTE_ADDR"])
        if slowing.floods(bucket):
            return _page(request, front, form, trouble="wait", status=429)
        remarking.send(by=ANYBODY, **form.cleaned_data)
    except CANNOT_SAVE:
        return _page(request, front, form, trouble="not_saved", status=503)
    slowing.count_request(bucket)
    return show(request, "intake/public/remarked.html", front=front)


def _page(request, front, form, *, trouble: str = "", status: int = 200):
    text = front.texts()[PublicText.Key.ACCESSIBILITY]
    values = {"form": form, "trouble": trouble, "text": text}
    return show(request, "intake/public/accessibility.html", values, front=front, status=status)


@guarded(rights.READ_REMARK)
def remarks(request):
    """Those that wait first. No words."""
    rows = Remark.objects.visible_to(request.user).defer(*remarking.WORDS)
    rows = rows.order_by(F("dealt_with_at").asc(nulls_first=True), "received_at")
    page = Paginator(rows.select_related("dealt_with_by"), PAGE).get_page(request.GET.get("page"))
    reading.note_list(Remark, len(page.object_list), by=request.user)
    return render(request, "intake/desk/remarks.html", {"page": page})


@guarded(rights.READ_REMARK)
def remark(request, pk):
    row, words = remarking.read(pk, by=request.user)
    return render(request, "intake/desk/remark.html", {"remark": row, "words": words})


@guarded(rights.READ_REMARK)
@require_POST
def deal_with(request, pk):
    remarking.deal_with(pk, by=request.user)
    return redirect("desk:remarks")
