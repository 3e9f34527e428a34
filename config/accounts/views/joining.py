"""The page an invitation leads to."""

from allauth.account.adapter import get_adapter
from allauth.usersessions.models import UserSession
from django.shortcuts import redirect, render

from audit.guard import open_to_all
from config.accounts.forms import JoinForm
from config.accounts.services import joining


@open_to_all
def join(request, token):
    """Choose a password, then – signed in – a second step."""
    try:
        invitation = joining.invited(token)
        form = JoinForm(request.POST or None)
        user = form.run(joining.accept, token) if form.is_bound else None
    except joining.NotInvited:
        return render(request, "accounts/join_closed.html", status=410)
    if user is None:
        return render(request, "accounts/join.html", {"form": form, "invitation": invitation})
    get_adapter().login(request, user)
    UserSession.objects.create_from_request(request)
    return redirect("mfa_index")
