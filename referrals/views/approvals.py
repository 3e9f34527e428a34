"""The second person: sees exactly the package and the ground, then approves or hands back."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from audit import guard
from audit.guard import guarded
from referrals import rights
from referrals.forms.desk import ApproveForm, HandBackForm
from referrals.forms.filters import awaiting_approval
from referrals.models import Referral
from referrals.services import drafting, sending, weighing
from referrals.services.disclosing import limit_of
from referrals.services.listing import note_list
from referrals.views import facts, grounding, rows, words

PAGE = 25


@guarded(rights.APPROVE)
def approvals(request):
    """Drafts that wait for a second person. Never one's own."""
    waiting = awaiting_approval(Referral.objects.order_by("due_at", "pk"), request.user)
    waiting = rows.listed(guard.place_of(request.user), waiting)
    waiting = waiting.select_related("basis__ground", "author")
    page = Paginator(waiting, PAGE).get_page(request.GET.get("page"))
    note_list(len(page.object_list), by=request.user, waiting="approval")
    return render(request, "referrals/desk/approvals.html", {"page": page})


@guarded(rights.APPROVE)
def approval(request, pk):
    approve = ApproveForm(request.POST if "approve" in request.POST else None)
    hand_back = HandBackForm(request.POST if "hand_back" in request.POST else None)
    if approve.is_bound and approve.run(sending.approve, pk, by=request.user):
        messages.success(request, _("Approved. The author can send it now."))
        return redirect("desk:approvals")
    if hand_back.is_bound and hand_back.run(sending.hand_back, pk, by=request.user):
        messages.success(request, _("Handed back to the author."))
        return redirect("desk:approvals")
    _draft, reasons = weighing.read_reasons(pk, by=request.user)
    seen = drafting.preview(pk, by=request.user)
    draft = seen.referral
    context = {
        "seen": seen, "referral": draft, "approve": approve, "form": hand_back,
        "envelope": words.of_envelope(draft, seen.envelope), "basis": facts.basis(draft),
        "reasons": reasons, "ground": grounding.said_of(draft), "limit": limit_of(draft),
        "conditions": grounding.conditions(draft), "recipient": grounding.recipient(draft),
    }  # fmt: skip
    return render(request, "referrals/desk/approval.html", context)
