"""Our side of a referral: the lists, and one referral with what can be done now."""

from django.core.paginator import Paginator
from django.shortcuts import render

from audit import guard
from audit.guard import guarded
from intake.lifecycle import UNDER_WAY
from intake.models import Purpose
from intake.views.requests import frame
from referrals import rights
from referrals.forms.filters import ReferralFilter, counts, of_request
from referrals.lifecycle import PREPARE, Status
from referrals.models import Referral
from referrals.services import conversing, digesting, guiding, reading, running_out
from referrals.services.disclosing import limit_of
from referrals.services.listing import note_list
from referrals.views import facts, history, next_steps, outcomes, rows, turns
from referrals.views.gates import with_what_to_do

PAGE = 25


@guarded(rights.SEND)
def referrals(request):
    """Everything within my reach that somebody is to do something about."""
    place, chosen = guard.place_of(request.user), ReferralFilter(request.GET)
    counted = counts(rows.listed(place, Referral.objects.under_way()), request.user)
    pages = Paginator(rows.listed(place, chosen.narrow(Referral.objects.all())), PAGE)
    if chosen.card():
        pages.count = counted[chosen.card()]
    page = pages.get_page(request.GET.get("page"))
    digesting.mark_unread_by(request.user, page.object_list)
    turns.said_to_us(page.object_list)
    note_list(len(page.object_list), by=request.user, **chosen.chosen())
    context = {
        "page": page,
        "filter": chosen,
        "counts": counted,
        "may_approve": request.user.has_perm(rights.APPROVE),
        "came_back": next_steps.waiting(place),
    }
    return render(request, "referrals/desk/referrals.html", context)


@guarded(rights.SEND)
def request_referrals(request, pk):
    """One request's referrals. Looking at them does not open the story."""
    help_request = rows.help_request(pk, request.user)
    mine = digesting.mark_unread_by(request.user, of_request(rows.ours(request.user), pk))
    turns.said_to_us(mine)
    context = {
        **frame(request, help_request, "desk:request_referrals"),
        "referrals": mine,
        "guidances": guiding.of_request(pk),
        "may_refer": help_request.status in UNDER_WAY,
    }
    return render(request, "referrals/desk/request_referrals.html", context)


@guarded(rights.SEND)
def referral(request, pk):
    row = rows.referral(pk, request.user)
    is_draft, is_ours = row.status == Status.DRAFT, row.help_request.status in UNDER_WAY
    context = {
        "referral": row,
        "facts": facts.of(row),
        "turn": turns.of_us(row),
        "moves": [] if is_draft else facts.moves(request.user, row),
        "results": facts.results(row),
        "progress": facts.progress(row),
        "versions": facts.versions(row),
        "must_choose": facts.must_choose(row),
        "basis_end": running_out.step_of(row),
        "history": history.of(row),
        "questions": row.questions.defer("answer"),
        "gates": with_what_to_do(row) if is_draft else [],
        "can_try_next": facts.can_try_next(row),
        "can_prepare": is_ours and row.status in PREPARE.sources and not is_draft,
        "step": next_steps.of(row),
        "converses": conversing.converses(row),
        "unread": digesting.unread_by(request.user, [row.pk]).get(row.pk),
        "views": outcomes.of(row),
    }
    return render(request, "referrals/desk/referral.html", context)


@guarded(rights.SEND)
def told(request, pk):
    """What we told the partner, read again. Leaves its line."""
    opened = reading.open_own(pk, by=request.user, purpose=Purpose.REFERRAL)
    context = {
        "referral": rows.referral(pk, request.user),
        "opened": opened,
        "goals": [text for _goal, text in opened.goals],
        "limit": limit_of(opened.referral),
    }
    return render(request, "referrals/desk/told.html", context)
