"""The receipt once more, for whoever types the end of the code back."""

from django.http import Http404
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from audit.guard import open_to_all
from intake import tickets
from intake.forms.receipt import TypeBackForm
from intake.services import receiving, slipping_out
from intake.views.public import receipt


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
