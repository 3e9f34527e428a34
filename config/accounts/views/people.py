"""Who works here and at the partners: for administrators. And who may do what: for everybody."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from audit.guard import guarded
from config.accounts import directory, rights
from config.accounts.forms import ChangeForm, EndAccessForm, FindForm, InviteForm
from config.accounts.models import Invitation, User
from config.accounts.services import changing, inviting, leaving

PER_PAGE = 25


@guarded(rights.INVITE)
def people(request):
    form = FindForm(request.GET or None)
    found = directory.people(**(form.cleaned_data if form.is_valid() else {}))
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    invited = Paginator(directory.open_invitations(), PER_PAGE)
    invited = invited.get_page(request.GET.get("invited"))
    return render(
        request, "accounts/people.html",
        {"find": form, "page": page, "invited": invited},
    )  # fmt: skip


@guarded(rights.INVITE)
def invite(request):
    form = InviteForm(request.POST or None)
    if form.is_bound and form.run(inviting.invite, by=request.user):
        messages.success(request, _("The invitation is on its way."))
        return redirect("desk:people")
    return render(request, "accounts/invite.html", {"form": form})


@guarded(rights.INVITE)
def person(request, pk):
    somebody = get_object_or_404(directory.people(state="all"), pk=pk)
    form = ChangeForm.about(somebody, request.POST or None)
    if form.is_bound and form.run(changing.change, pk, by=request.user):
        messages.success(request, _("Saved. It holds from their next click."))
        return redirect("desk:person", pk)
    return render(
        request, "accounts/person.html",
        {"somebody": somebody, "form": form, "facts": directory.facts_about(somebody)},
    )  # fmt: skip


@guarded(rights.INVITE)
def end_access(request, pk):
    """A page that says what will happen. Who still has requests takes one more yes."""
    somebody = get_object_or_404(User, pk=pk)
    form = EndAccessForm(request.POST if request.method == "POST" else None, somebody=somebody)
    if form.is_bound and form.run(leaving.end_access, pk, by=request.user):
        messages.success(request, _("Done."))
        return redirect("desk:person", pk)
    return render(request, "accounts/end_access.html", {"somebody": somebody, "form": form})


@guarded(rights.INVITE)
def remove_factors(request, pk):
    """A page that says what will happen; posting it does it."""
    if request.method == "POST":
        leaving.remove_factors(pk, by=request.user)
        messages.success(request, _("Done."))
        return redirect("desk:person", pk)
    shown = {"somebody": get_object_or_404(User, pk=pk)}
    return render(request, "accounts/remove_factors.html", shown)


@guarded(rights.INVITE)
@require_POST
def invite_again(request, pk):
    inviting.invite_again(pk, by=request.user)
    messages.success(request, _("A new invitation is on its way. The old link no longer works."))
    return redirect("desk:people")


@guarded(rights.INVITE)
def revoke(request, pk):
    if request.method == "POST":
        inviting.revoke(pk, by=request.user)
        messages.success(request, _("The invitation is taken back."))
        return redirect("desk:people")
    invitation = get_object_or_404(Invitation, pk=pk)
    return render(request, "accounts/revoke.html", {"invitation": invitation})


@guarded(rights.USE)
def roles(request):
    return render(request, "accounts/roles.html", {"matrix": directory.matrix()})
