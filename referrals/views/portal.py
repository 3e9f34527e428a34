"""The partner's side: a blind inbox, the envelope, the package once accepted, and what remains.

Nothing here has a way into the request.
"""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from audit import guard
from audit.guard import freshly, guarded
from referrals import rights
from referrals.forms.filters import in_tab, tab_counts
from referrals.forms.portal import AcceptForm, AskForm, DeclineForm
from referrals.lifecycle import Status
from referrals.models import Referral, Tombstone
from referrals.services import (
    answering,
    conflicting,
    conversing,
    covering,
    digesting,
    ending,
    reading,
)
from referrals.services.disclosing import has_begun, limit_of
from referrals.services.listing import note_list
from referrals.services.trying import ENOUGH_ATTEMPTS
from referrals.views import begun, turns, words
from referrals.views.ended import or_what_remains
from referrals.views.posting import posted

PAGE, PURPOSE = 25, "referral"


TABS = {"new": _("To answer"), "ours": _("Ours, under way"), "ended": _("Ended")}


def reached(request, pk) -> Referral:
    """The row itself: its columns, no words."""
    rows = Referral.objects.select_related("to__group", "service", "area", "basis__ground")
    rows = rows.defer("basis__reasons")
    return guard.reach(rows, pk, by=request.user, right=rights.RECEIVE)


def page(request, name: str, referral: Referral, **context):
    """One referral's page, with its state in the partner's words and what may be done."""
    words.said([referral])
    covering.said([referral])
    context |= {
        "referral": referral,
        "organisation": referral.to,
        "limit": limit_of(referral) if referral.status != Status.SENT else "",
        "turn": turns.of_partner(referral),
        "has_inbox": request.user.has_perm(rights.LIST),
        "may_respond": request.user.has_perm(rights.RESPOND),
        "may_return": request.user.has_perm(rights.RETURN),
    }
    return render(request, f"referrals/portal/{name}.html", context)


@guarded(rights.RECEIVE)
def home(request):
    """The inbox; for whoever has none, how they are told what concerns them."""
    if request.user.has_perm(rights.LIST):
        return redirect("portal:inbox")
    shown = {"organisation": request.user.organisation}
    return render(request, "referrals/portal/no_list.html", shown)


@guarded(rights.LIST)
def inbox(request):
    """Exactly the rows that open. Blind: a reference, a service, how urgent, until when."""
    tab = request.GET.get("tab") if request.GET.get("tab") in TABS else "new"
    place = guard.place_of(request.user)
    theirs = Referral.objects.sent_to(request.user.organisation_id)
    referrals = theirs.listed_from(place).select_related("service", "assigned_to")
    tombstones = reading.tombstones(place)
    counts = tab_counts(referrals, tombstones)
    pages = Paginator(tombstones if tab == "ended" else in_tab(referrals, tab), PAGE)
    if tab != "ended":  # there only those that must still be confirmed are counted
        pages.count = counts[tab]
    page = pages.get_page(request.GET.get("page"))
    words.said(page.object_list)
    if tab == "ours":
        turns.said_to_partner(page.object_list)
        digesting.mark_unread_by_partner(page.object_list)
        covering.said(page.object_list)
    note_list(len(page.object_list), by=request.user, tab=tab)
    tabs = [
        {"label": label, "url": f"?tab={code}", "is_current": code == tab, "count": counts[code]}
        for code, label in TABS.items()
    ]
    context = {"tab": tab, "tabs": tabs, "page": page, "organisation": request.user.organisation,
               "may_respond": request.user.has_perm(rights.RESPOND),
               "drafts": begun.at_partner(request.user) if tab == "ours" else []}  # fmt: skip
    return render(request, "referrals/portal/inbox.html", context)


@guarded(rights.RECEIVE)
@or_what_remains
def referral(request, pk):
    """Before it is opened: what the inbox says. Then the envelope, and no person."""
    seen = reading.envelope(pk, by=request.user)
    row = seen.referral
    return page(
        request, "referral", row,
        is_opened=row.status != Status.SENT,
        envelope=words.of_envelope(row, seen.codes),
        package_is_open=has_begun(row), opens_on=row.opens_on,
        questions=row.questions.defer("answer"),
        aside=conflicting.aside(row) if request.user.has_perm(rights.LIFT) else [],
    )  # fmt: skip


@guarded(rights.RESPOND)
@require_POST
@or_what_remains
def open_envelope(request, pk):
    answering.open_envelope(pk, by=request.user)
    return redirect("portal:referral", pk)


def answered(request, row, form, use_case, note, template, to="portal:referral"):
    """One of the partner's answers: a form, run, and what it refuses said on the page."""
    if form.is_bound and form.run(use_case, row.pk, by=request.user):
        messages.success(request, note)
        return redirect(to) if to == "portal:home" else redirect(to, row.pk)
    return page(request, template, row, form=form)


@guarded(rights.RESPOND)
@or_what_remains
def ask(request, pk):
    row, form = reached(request, pk), AskForm(posted(request))
    note = _("Your question has been sent. The time stops until it is answered.")
    return answered(request, row, form, answering.ask, note, "ask")


@guarded(rights.RESPOND)
@freshly
@or_what_remains
def accept(request, pk):
    row = reached(request, pk)
    form = AcceptForm(posted(request), is_private=row.to.needs_reservation)
    done = form.is_bound and form.run(answering.accept, pk, by=request.user)
    if not done:
        return page(request, "accept", row, form=form)
    if has_begun(done):
        messages.success(request, _("Accepted. Here is what you need in order to help."))
        return redirect("portal:package", pk)
    messages.success(request, _("Accepted. It opens shortly before you begin."))
    return redirect("portal:referral", pk)


@guarded(rights.RESPOND)
@or_what_remains
def decline(request, pk):
    row = reached(request, pk)
    form = DeclineForm(posted(request), organisation=row.to)
    note = _("Declined. Thank you for answering: they can look for other help now.")
    return answered(request, row, form, answering.decline, note, "decline", to="portal:home")


@guarded(rights.RECEIVE)
@or_what_remains
def package(request, pk):
    """Read what was chosen to be told: from accepting until the end, and no longer."""
    opened = reading.open_package(pk, by=request.user, purpose=PURPOSE)
    row, goals = opened.referral, [text for _goal, text in opened.goals]
    return page(
        request, "package", row, opened=opened, goals=goals, converses=conversing.converses(row),
        unread=digesting.unread_by_partner([row]).get(row.pk), purpose=words.purpose(row),
        may_give_up=row.attempts >= ENOUGH_ATTEMPTS,
    )  # fmt: skip


@guarded(rights.RECEIVE)
def tombstone(request, pk):
    """What remains: dates and our own answer, no person."""
    rows = Tombstone.objects.select_related("service__organisation")
    row = guard.reach(rows, pk, by=request.user, right=rights.RECEIVE)
    context = {
        "tombstone": row,
        "facts": words.of_tombstone(row),
        "must_do": words.must_do(row) if request.user.has_perm(rights.RESPOND) else "",
        "organisation": row.service.organisation,
        "has_inbox": request.user.has_perm(rights.LIST),
    }
    return render(request, "referrals/portal/tombstone.html", context)


@guarded(rights.RESPOND)
@require_POST
def confirm(request, pk):
    ending.confirm(pk, by=request.user)
    messages.success(request, _("Thank you. Your confirmation has been noted."))
    return redirect("portal:tombstone", pk)
