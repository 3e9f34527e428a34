from allauth.account.adapter import get_adapter
from allauth.usersessions.models import UserSession
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from audit.guard import open_to_all
from config.accounts.models import User
from config.accounts.second_factor import PASSED
from config.demo import signing_in, their_system


@open_to_all
def doors(request):
    """The cast, a button each."""
    if signing_in.reasons_against():
        raise Http404
    if request.method == "POST":
        return _enter(request)
    return render(request, "accounts/demo.html", {"cast": signing_in.cast()})


@open_to_all
@require_safe
def calls(request):
    """What the health centre's own system was told: the very words of each call."""
    if signing_in.reasons_against():
        raise Http404
    return render(request, "accounts/demo_calls.html", {"calls": their_system.told()})


def _enter(request):
    user = get_object_or_404(User, email=request.POST.get("who", ""))
    if not user.may_sign_in:
        raise Http404
    get_adapter().login(request, user)
    UserSession.objects.create_from_request(request)
    request.session[PASSED] = user.pk
    return redirect("account_home")
