"""How a referral went, as three see it: the person says so here, and we see where it differs."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from audit import guard
from audit.guard import OutOfReach, guarded
from intake.views.door import with_receipt
from intake.views.page import lang, show
from referrals import rights
from referrals.forms.desk import LookedIntoForm
from referrals.forms.filters import DifferingFilter
from referrals.forms.outcome import OwnViewForm
from referrals.models import View, differing, with_views
from referrals.services import comparing
from referrals.services.listing import note_list
from referrals.views import rows
from referrals.views.posting import posted

PAGE = 25


@with_receipt
def own_view(request, resident, pk):
    """Did it help? One question, asked of the person themselves."""
    row = comparing.of_person(resident).filter(pk=pk).first()
    if row is None:
        raise OutOfReach
    is_sent = request.method == "POST" and "language" not in request.POST
    said = row.outcome.view if hasattr(row, "outcome") else ""
    form = OwnViewForm(request.POST if is_sent else None, initial={"view": said})
    if form.is_bound and form.run(comparing.say, resident, pk):
        return redirect(f"{reverse('mailbox:shared')}{lang(request)}")
    values = {"row": row, "form": form, "said": said, "here": "shared"}
    return show(request, "referrals/mailbox/own_view.html", values)


@guarded(rights.SEND)
def differing_views(request):
    """Where the partner, we and the person do not say the same, and nobody has looked into it."""
    chosen = DifferingFilter(request.GET)
    mine = rows.listed(guard.place_of(request.user))
    found = chosen.narrow(differing(mine)).select_related("outcome__looked_by")
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    for row in page.object_list:
        row.views = labelled(row)
    note_list(len(page.object_list), by=request.user, differing=chosen.chosen() or "new")
    return render(request, "referrals/desk/differing.html", {"page": page, "filter": chosen})


@guarded(rights.SEND)
def look_into(request, pk):
    row = differing(rows.ours(request.user)).filter(pk=pk).first()
    if row is None:
        rows.referral(pk, request.user)
        return redirect("desk:referral", pk)
    form = LookedIntoForm(posted(request))
    if form.is_bound and form.run(comparing.look_into, pk, by=request.user):
        messages.success(request, _("Noted."))
        return redirect("desk:differing")
    context = {"referral": row, "form": form, "views": labelled(row)}
    return render(request, "referrals/desk/look_into.html", context)


def labelled(row) -> list[tuple]:
    """Pairs of who and what; of a row with its three views."""
    said = ((_("The partner"), row.partners), (_("We"), row.ours), (_("The person"), row.persons))
    return [(who, View(view).label) for who, view in said]


def of(referral):
    """The three views of one that has been reported; None where nobody knows anything yet."""
    row = with_views(type(referral).objects.filter(pk=referral.pk)).first()
    seen = {row.partners, row.ours, row.persons}
    return None if seen == {View.UNKNOWN} else labelled(row)
