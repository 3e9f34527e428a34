"""A page for each picture or PDF, its bytes at an address of their own, and the receipt's form."""

from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from audit.guard import guarded, open_to_all
from audit.serving import serve
from audit.vault import Erased, receipts
from intake import rights
from intake.forms.mailbox import MoreForm
from intake.models import HelpRequest, Message
from intake.services import admitting, conversing, slipping_out, slowing, viewing
from intake.services.receiving import Told
from intake.views import purposes
from intake.views.door import with_receipt
from intake.views.page import is_from_here, show
from intake.views.public import CANNOT_SAVE
from intake.views.receipt import receipt
from intake.views.requests import frame, look

NO_WAY_IN = (receipts.NotACode, admitting.NoSuchCode, admitting.TooManyGuesses, Erased)


@guarded(rights.READ)
@require_safe
def attachment(request, pk):
    """What it is. The page itself opens nothing; the picture on it does, and that is traced."""
    row = viewing.within_reach(pk, by=request.user)
    if not purposes.stated(request, row.help_request_id):
        return redirect("desk:open", row.help_request_id)
    tab = "desk:notes" if row.note_id else "desk:words"
    context = {
        **frame(request, look(row.help_request_id, request.user), tab),
        "attachment": row,
        "back": reverse(tab, args=[row.help_request_id]),
        "url": reverse("desk:attachment_file", args=[pk]),
    }
    return render(request, "intake/desk/attachment.html", context)


@guarded(rights.READ)
@require_safe
def attachment_file(request, pk):
    row = viewing.within_reach(pk, by=request.user)
    purpose = purposes.stated(request, row.help_request_id)
    if not purpose:
        return redirect("desk:open", row.help_request_id)
    return serve(viewing.view(pk, by=request.user, purpose=purpose))


@with_receipt
@require_safe
def own(request, resident, pk):
    row = viewing.own(resident, pk)
    values = {
        "attachment": row,
        "is_mine": row.message.writer == Message.Writer.PERSON,
        "url": reverse("mailbox:attachment_file", args=[pk]),
    }
    return show(request, "intake/mailbox/attachment.html", values)


@with_receipt
@require_safe
def own_file(request, resident, pk):
    return serve(viewing.view_own(resident, pk))


@open_to_all
@csrf_exempt  # the code in the form is what lets it in, not the browser that carries it
@require_POST
def add(request):
    """From the receipt: the request is safe already, and whatever happens here, it stays so."""
    visit = request.POST.get("visit", "")
    if not is_from_here(request) or slipping_out.has_left(visit):
        return redirect("public:start")
    form = MoreForm(request.POST, request.FILES)
    code = request.POST.get("code", "")
    try:
        bucket = slowing.bucket_of(request.META["REMOTE_ADDR"])
        resident = admitting.admit(code, bucket=bucket)
        is_sent = bool(form.run(_write, resident))
        told = _told(resident, code)
    except NO_WAY_IN:
        return redirect("mailbox:enter")
    except CANNOT_SAVE:
        values = {"code": code, "ticket": visit}
        return show(request, "intake/public/not_attached.html", values, status=503)
    return receipt(request, told, None if is_sent else form, visit=visit, is_sent=is_sent)


def _write(resident, *, files, ticket, code):
    return conversing.write(resident, text="", ticket=ticket, files=files)


def _told(resident, code: str) -> Told:
    rows = HelpRequest.objects.without_words().select_related("safe_contact")
    return Told(rows.get(pk=resident.request_id), receipts.write(*receipts.read(code)), is_new=True)
