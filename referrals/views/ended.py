"""A referral that ended while the partner had its page open: a plain sentence, and what remains."""

from functools import wraps

from django.shortcuts import render

from audit.guard import OutOfReach
from referrals.models import Referral, Tombstone
from referrals.views.words import ended_as, why


def or_what_remains(view):
    """Out of reach is 404. If it was with them until now, the page says so and shows the way."""

    @wraps(view)
    def kindly(request, pk):
        try:
            return view(request, pk)
        except OutOfReach:
            tombstone = _of(pk, request.user)
            if tombstone is None:
                raise
        context = {
            "tombstone": tombstone,
            "word": ended_as(tombstone),
            "why": why(tombstone),
            "written": request.POST.get("text", ""),
            "organisation": request.user.organisation,
        }
        return render(request, "referrals/portal/ended.html", context, status=404)

    return kindly


def _of(pk, user) -> Tombstone | None:
    """The user's own tombstone of that referral; nothing of the referral itself is fetched."""
    reference = Referral.objects.filter(pk=pk).values("reference")
    return Tombstone.objects.visible_to(user).filter(reference__in=reference).first()
