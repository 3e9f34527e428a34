"""“I have lost my code”: what can be done, the form for the digits, and the way to stop it."""

from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from audit.guard import open_to_all
from intake import tickets
from intake.forms.redeeming import NO_SUCH_DIGITS, RedeemForm
from intake.services import redeeming, slipping_out, slowing
from intake.services.admitting import TooManyGuesses
from intake.views.door import with_receipt
from intake.views.page import show
from intake.views.public import CANNOT_SAVE


@open_to_all
def new_code(request):
    """Number and digits in, a new code out. Shown once, and it does not open at once."""
    if request.method != "POST" or "language" in request.POST:
        return _page(request, RedeemForm(initial=request.POST.dict() | {"ticket": tickets.new()}))
    form = RedeemForm(request.POST)
    if not form.is_valid():
        return _page(request, form)
    ticket = form.cleaned_data["ticket"]
    if slipping_out.has_left(ticket):
        return _page(request, RedeemForm(initial={"ticket": tickets.new()}))
    try:
        bucket = slowing.bucket_of(request.META["REMOTE_ADDR"])
        made = redeeming.redeem(**form.cleaned_data, bucket=bucket)
    except TooManyGuesses as wait:
        return _page(request, form, minutes=wait.minutes, status=429)
    except redeeming.NoSuchDigits:
        form.add_error(None, NO_SUCH_DIGITS)
        return _page(request, form)
    except CANNOT_SAVE:
        return _page(request, form, trouble=True, status=503)
    return show(request, "intake/mailbox/new_code_made.html", {"made": made, "ticket": ticket})


@with_receipt
@require_POST
def stop(request, resident):
    """Whoever comes in with the old code says that it was not they who asked."""
    redeeming.stop(resident)
    return redirect("mailbox:thread")


def _page(request, form, *, status: int = 200, **values):
    values |= {"form": form}
    return show(request, "intake/mailbox/new_code.html", values, status=status)
