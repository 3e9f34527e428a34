"""A partner's own people, for whoever leads there."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from audit.guard import guarded
from config.accounts.forms import InviteMemberForm
from config.accounts.services import leading
from partners import rights

PER_PAGE = 50


@guarded(rights.LEAD_MEMBERS)
@require_safe
def members(request):
    shown = {
        "page": Paginator(leading.people(request.user), PER_PAGE).get_page(request.GET.get("page")),
        "invited": leading.invitations(request.user),
    }
    return render(request, "accounts/members.html", shown)


@guarded(rights.LEAD_MEMBERS)
def invite(request):
    form = InviteMemberForm(request.POST or None)
    if form.is_bound and form.run(leading.invite, by=request.user):
        messages.success(request, _("The invitation is on its way."))
        return redirect("portal:members")
    return render(request, "accounts/member_invite.html", {"form": form})


@guarded(rights.LEAD_MEMBERS)
def remove(request, pk):
    """A page that says what will happen; posting it does it."""
    somebody = get_object_or_404(leading.people(request.user), pk=pk, is_active=True)
    if request.method == "POST":
        leading.remove(pk, by=request.user)
        messages.success(request, _("They are signed out everywhere and cannot come in again."))
        return redirect("portal:members")
    return render(request, "accounts/member_remove.html", {"somebody": somebody})


@guarded(rights.LEAD_MEMBERS)
@require_POST
def invite_again(request, pk):
    leading.invite_again(pk, by=request.user)
    messages.success(request, _("A new invitation is on its way. The old link no longer works."))
    return redirect("portal:members")


@guarded(rights.LEAD_MEMBERS)
def revoke(request, pk):
    invitation = get_object_or_404(leading.invitations(request.user), pk=pk)
    if request.method == "POST":
        leading.revoke(pk, by=request.user)
        messages.success(request, _("The invitation is taken back."))
        return redirect("portal:members")
    return render(request, "accounts/member_revoke.html", {"invitation": invitation})
