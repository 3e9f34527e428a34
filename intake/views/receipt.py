"""The receipt: after sending, and once more for whoever types the end of the code back."""

from django.http import Http404
from django.utils.translation import get_language
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from audit.guard import open_to_all
from audit.vault import receipts
from intake import spelling, tickets
from intake.forms.mailbox import MoreForm
from intake.forms.receipt import TypeBackForm
from intake.services import greeting, heeding, receiving, slipping_out
from intake.views.page import show, show_filled

PAGE = "intake/public/receipt.html"
CODE_ALOUD = [(f"group_{number}", f"words_{number}") for number in range(len(receipts.GROUPS))]


def receipt(
    request, told, form: MoreForm | None = None, *, visit: str, front=None,
    back: TypeBackForm | None = None, is_sent: bool = False,
):  # fmt: skip
    """The receipt, the end of the code to type back, and the place to send a picture along.

    *visit*: the ticket of the form it began with, so that all of it is left at once. *is_sent*:
    a picture has just arrived; *back*: the end has just been typed. Right after sending, and if
    nothing sounds like danger, it is alike for everybody but in a few places.
    """
    front, row = front or greeting.front(), told.help_request
    warnings = heeding.warnings(row.signs)
    alike = {"is_new": told.is_new, "promised_at": row.promised_at, "way": row.safe_contact.way}

    def values(own: dict) -> dict:
        more = form or MoreForm(initial={"code": own["code"], "ticket": own["next_ticket"]})
        typed = back or TypeBackForm(code=own["code"], initial={"ticket": own["ticket"]})
        shown = {"more": more, "back": typed, "is_sent": is_sent, "warnings": warnings}
        aloud = [(own[group], own[words]) for group, words in CODE_ALOUD]
        return {**alike, **own, **shown, "code_aloud": aloud}

    own = _own(told, visit)
    if form or back or is_sent or warnings:
        return show(request, PAGE, values(own), front=front)
    return show_filled(request, PAGE, own, values, front=front, alike=tuple(alike.values()))


def _own(told, visit: str) -> dict[str, str]:
    """What nobody else's receipt says."""
    own = {
        "code": told.code, "reference": told.help_request.reference,
        "ticket": visit, "next_ticket": tickets.new(),
    }  # fmt: skip
    aloud = spelling.aloud(told.code, get_language())
    for (group, words), said in zip(CODE_ALOUD, aloud, strict=True):
        own[group], own[words] = said
    return own


@open_to_all
@csrf_exempt  # like the form before it: it borrows nobody's authority
@require_POST
def type_back(request):
    """Right or not, the same receipt comes back. Nothing is stored or counted.

    The ticket of the form stands for the code, as it does when a form is sent twice.
    """
    ticket = request.POST.get("ticket", "")
    told = receiving.receipt_again(ticket) if tickets.is_ours(ticket) else None
    if told is None or slipping_out.has_left(ticket):
        raise Http404
    is_sent = "language" not in request.POST
    form = TypeBackForm(request.POST if is_sent else None, code=told.code)
    return receipt(request, told, visit=ticket, back=form)
