"""One's own account."""

from django.contrib import messages
from django.contrib.auth import logout
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from audit.guard import guarded
from config import navigation
from config.accounts import rights
from config.accounts.forms import ProfileForm
from config.accounts.services import changing, signing_in


@guarded(rights.USE)
def home(request):
    """The first door this role may open; with none, one's own account."""
    doors = navigation.entries(request, request.user)
    return redirect(doors[0]["url"] if doors else "account_profile")


@guarded(rights.USE)
def profile(request):
    user = request.user
    initial = {"name": user.name, "alias": user.alias, "language": user.language}
    form = ProfileForm(request.POST or None, initial=initial)
    if form.is_bound and form.run(changing.describe, by=user):
        messages.success(request, _("Saved."))
        return redirect("account_profile")
    return render(request, "accounts/profile.html", {"form": form})


@guarded(rights.USE)
@require_POST
def sign_out_everywhere(request):
    signing_in.sign_out_everywhere(by=request.user)
    logout(request)
    return redirect("account_login")
