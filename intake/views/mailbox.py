"""The person's own pages, behind the receipt code. No account, no session."""

from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from audit.guard import open_to_all
from audit.services import accounting
from audit.vault import receipts
from intake import tickets
from intake.forms.contact import ContactForm, as_written_here
from intake.forms.mailbox import NO_SUCH_CODE, CodeForm, CorrectForm, WriteForm
from intake.services import (
    admitting,
    conversing,
    reaching,
    recoding,
    slowing,
    splitting,
    starting_service,
)
from intake.views import bubbles
from intake.views.door import ask, forget, go_on, with_receipt
from intake.views.openings import openings, together
from intake.views.page import show
from intake.views.public import CANNOT_SAVE


@open_to_all
def enter(request):
    """Give the code. A form that came too late is kept, and sent once the code is right."""
    bound_for = request.POST.get("bound_for", "")
    if request.method != "POST" or "language" in request.POST:
        return ask(request, CodeForm(), bound_for=bound_for, is_closed="closed" in request.GET)
    form = CodeForm(request.POST)
    if not form.is_valid():
        return ask(request, form, bound_for=bound_for)
    code = form.cleaned_data["code"]
    try:
        admitting.admit(code, bucket=slowing.bucket_of(request.META["REMOTE_ADDR"]))
    except admitting.TooManyGuesses as wait:
        return ask(request, form, bound_for=bound_for, minutes=wait.minutes, status=429)
    except admitting.NotYet as early:
        return ask(request, form, bound_for=bound_for, opens_at=early.opens_at)
    except admitting.NoSuchCode:
        form.add_error("code", NO_SUCH_CODE)
        return ask(request, form, bound_for=bound_for)
    except CANNOT_SAVE:
        return ask(request, form, bound_for=bound_for, trouble=True, status=503)
    return go_on(request, receipts.read(code))


@with_receipt
def thread(request, resident):
    """Read the conversation, and write in it."""
    form = _write_form(request)
    if form.is_bound:
        try:
            if form.run(conversing.write, resident):
                return redirect("mailbox:thread")
        except CANNOT_SAVE:
            return show(request, "intake/mailbox/not_saved.html", {"form": form}, status=503)
    thread = conversing.read_thread(resident)
    values = {"thread": thread, "said": bubbles.of_thread(thread), "form": form}
    values["starts"] = starting_service.started_for(resident.request_id)
    values["parts"] = splitting.parts_of(resident.request_id)
    values["new_code"] = recoding.latest_of(resident.request_id)
    return show(request, "intake/mailbox/thread.html", values)


@with_receipt
def correct(request, resident):
    """Say what should stand instead. What stood before stays."""
    form, trouble = _write_form(request, CorrectForm), False
    if form.is_bound:
        try:
            if form.run(conversing.correct, resident):
                return redirect("mailbox:thread")
        except CANNOT_SAVE:
            trouble = True
    values, status = {"form": form, "trouble": trouble}, 503 if trouble else 200
    return show(request, "intake/mailbox/correct.html", values, status=status)


def _write_form(request, kind=WriteForm) -> WriteForm:
    if request.method == "POST" and "language" not in request.POST:
        return kind(request.POST, request.FILES)
    ticket = request.POST.get("ticket") or tickets.new()
    return kind(initial={"text": request.POST.get("text", ""), "ticket": ticket})


@with_receipt
def contact(request, resident):
    """How we may reach them: what holds now, and a form to change it."""
    if request.method == "POST" and "language" not in request.POST:
        form = ContactForm(request.POST)
        try:
            if form.run(reaching.change, resident):
                return redirect(reverse("mailbox:contact", query={"saved": 1}))
        except CANNOT_SAVE:
            return _contact_page(request, form, trouble=True, status=503)
        return _contact_page(request, form)
    if request.method == "POST":
        return _contact_page(request, ContactForm(initial=request.POST.dict()))
    known = as_written_here(reaching.read_contact(resident))
    return _contact_page(request, ContactForm(initial=known))


def _contact_page(request, form, *, trouble: bool = False, status: int = 200):
    values = {"form": form, "trouble": trouble, "is_saved": "saved" in request.GET}
    return show(request, "intake/mailbox/contact.html", values, status=status)


@with_receipt
@require_safe
def who(request, resident):
    """Who has opened the request, and why."""
    lines = accounting.what_happened(resident.subject)
    withheld = accounting.count_withheld(resident.subject)
    proof = accounting.prove(resident.subject)
    values = {
        "openings": openings(lines), "rows": together(lines), "withheld": withheld, "proof": proof,
    }  # fmt: skip
    return show(request, "intake/mailbox/who.html", values)


@open_to_all
@require_POST
def leave(request):
    response = redirect(reverse("mailbox:enter", query={"closed": 1}))
    forget(response)
    return response
