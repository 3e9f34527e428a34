"""Showing somebody the way, introducing them in person, and whether they got there: our pages."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from audit import guard
from audit.guard import guarded
from intake.views.requests import frame
from referrals import arrivals, rights
from referrals.forms.guiding import IntroduceForm, SayForm, SignpostForm
from referrals.services import arriving, guiding
from referrals.views import offers, rows
from referrals.views.posting import posted

PAGE = 25


def _page(request, pk, form_class, use_case, name: str, note: str):
    help_request = rows.help_request(pk, request.user)
    services = guiding.services(open_only=form_class is SignpostForm)
    usual = {"ask_on": guiding.usual_day()}
    form = form_class(posted(request), **_by_fit(services, help_request), **usual)
    if form.is_bound and form.run(use_case, pk, by=request.user):
        messages.success(request, note)
        return redirect("desk:request_referrals", pk)
    context = {**frame(request, help_request, "desk:request_referrals"), "form": form}
    return render(request, f"referrals/desk/{name}.html", context)


def _by_fit(services, help_request) -> dict:
    """Those first that work with the topic, there, at that age."""
    found: dict = {"fitting": [], "others": []}
    for service in services.prefetch_related("topics", "areas"):
        colours = [reason.colour for reason in offers.fit(service, help_request)]
        fits = "success" in colours and "warning" not in colours
        found["fitting" if fits else "others"].append(service)
    return found


@guarded(rights.SEND)
def signpost(request, pk):
    note = _("Noted. The person sees it on their page, and nothing about them was sent.")
    return _page(request, pk, SignpostForm, guiding.signpost, "signpost", note)


@guarded(rights.SEND)
def introduce(request, pk):
    note = _("Noted. The person sees that you introduced them, and nothing about them was sent.")
    return _page(request, pk, IntroduceForm, guiding.introduce, "introduce", note)


@guarded(rights.SEND)
def ways(request):
    """Everything within my reach: what is to be asked first. And how many got there."""
    mine = guiding.within_reach(guard.place_of(request.user))
    page = Paginator(mine, PAGE).get_page(request.GET.get("page"))
    guiding.note_list(len(page.object_list), by=request.user)
    counted = arrivals.by_arrival(mine)
    return render(request, "referrals/desk/ways.html", {"page": page, "counted": counted})


@guarded(rights.SEND)
def arrival(request, pk):
    """What we know of it. The person's own answer stands beside."""
    row = rows.guidance(pk, request.user)
    form = SayForm(posted(request))
    if form.is_bound and form.run(arriving.say, pk, by=request.user):
        messages.success(request, _("Noted."))
        return redirect("desk:request_referrals", row.help_request_id)
    context = {
        **frame(request, row.help_request, "desk:request_referrals"), "form": form, "guidance": row,
    }  # fmt: skip
    return render(request, "referrals/desk/arrival.html", context)
