"""One's own account."""

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.contrib.auth import logout
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from audit import naming
from audit.guard import guarded
from audit.services import own_log
from config import navigation
from config.accounts import rights
from config.accounts.forms import ProfileForm
from config.accounts.services import changing, signing_in
from intake.views.drafts import drafts_of


@guarded(rights.USE)
def home(request):
    """The first door this role may open; with none, one's own account."""
    doors = navigation.entries(request, request.user)
    return redirect(doors[0]["url"] if doors else "account_profile")


@guarded(rights.USE)
def profile(request):
    user = request.user
    initial = {name: getattr(user, name) for name in ProfileForm.base_fields}
    form = ProfileForm(request.POST or None, initial=initial)
    if form.is_bound and form.run(changing.describe, by=user):
        messages.success(request, _("Saved."))
        return redirect("account_profile")
    return render(request, "accounts/profile.html", {"form": form})


@guarded(rights.USE)
@require_safe
def log(request):
    """One's own lines: what one has opened, when and why."""
    is_all = "all" in request.GET
    page = own_log.look_back(request.GET.get("page"), is_all=is_all, by=request.user)
    shown = {"page": page, "is_all": is_all, "rows": naming.rows({line.about for line in page})}
    return render(request, "audit/own_log.html", shown)


@guarded(rights.USE)
@require_safe
def begun(request):
    """What one has begun to write and not sent: what about, and no word of it."""
    return render(request, "accounts/begun.html", {"drafts": drafts_of(request.user)})


@guarded(rights.USE)
@require_POST
def sign_out_everywhere(request):
    leads_to = get_adapter().get_logout_redirect_url(request)
    signing_in.sign_out_everywhere(by=request.user)
    logout(request)
    return redirect(leads_to)
