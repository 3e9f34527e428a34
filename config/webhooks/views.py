"""Where an administrator connects partners' systems, and sees what could not be told."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from audit.guard import guarded
from config.accounts.rights import ISSUE_TOKENS
from config.webhooks import shown
from config.webhooks.forms import ConnectForm
from config.webhooks.models import Receiver
from config.webhooks.services import connecting


@guarded(ISSUE_TOKENS)
@require_safe
def receivers(request):
    listed = Receiver.objects.for_the_list()
    return render(
        request, "webhooks/receivers.html", {"receivers": listed, "failed": shown.failed()}
    )


@guarded(ISSUE_TOKENS)
def connect(request):
    """The answer to the form is the only page that ever shows the secret."""
    form = ConnectForm(request.POST or None)
    connected = form.run(connecting.connect, by=request.user) if form.is_bound else None
    if connected:
        return render(request, "webhooks/secret.html", {"connected": connected})
    return render(request, "webhooks/connect.html", {"form": form})


@guarded(ISSUE_TOKENS)
@require_safe
def receiver(request, pk):
    found = get_object_or_404(Receiver.objects.for_the_list(), pk=pk)
    calls = shown.newest(found)
    return render(request, "webhooks/receiver.html", {"receiver": found, "calls": calls})


@guarded(ISSUE_TOKENS)
@require_POST
def test(request, pk):
    connecting.test(pk, by=request.user)
    messages.success(request, _("The test call is on its way. Load this page again in a moment."))
    return redirect("desk:receiver", pk)


@guarded(ISSUE_TOKENS)
@require_POST
def renew_secret(request, pk):
    connected = connecting.renew_secret(pk, by=request.user)
    return render(request, "webhooks/secret.html", {"connected": connected, "is_new": True})


@guarded(ISSUE_TOKENS)
@require_POST
def switch(request, pk):
    found = connecting.switch(pk, is_on=request.POST.get("on") == "1", by=request.user)
    messages.success(request, _("It is called again.") if found.is_on else _("It is not called."))
    return redirect("desk:receiver", pk)


@guarded(ISSUE_TOKENS)
def disconnect(request, pk):
    found = get_object_or_404(Receiver.objects.for_the_list(), pk=pk)
    if request.method == "POST":
        connecting.disconnect(pk, by=request.user)
        messages.success(request, _("The system is disconnected."))
        return redirect("desk:receivers")
    return render(request, "webhooks/disconnect.html", {"receiver": found})


@guarded(ISSUE_TOKENS)
@require_POST
def call_again(request, pk):
    connecting.call_again(pk, by=request.user)
    messages.success(request, _("It is tried again from the beginning."))
    return redirect("desk:receivers")


@guarded(ISSUE_TOKENS)
@require_POST
def drop(request, pk):
    connecting.drop(pk, by=request.user)
    messages.success(request, _("Thrown away."))
    return redirect("desk:receivers")
