"""An emergency opening: asked for by number and reason, agreed to and co-signed by a lead."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from audit.guard import guarded
from intake import rights
from intake.forms.protecting import GlassForm
from intake.models import GlassOpening
from intake.services import breaking_glass, greeting, reading

MOST = 50
WAITS = _("It takes a team lead’s yes first. The leads have been told, and can be phoned.")
ASKED = _("The leads have been told that you need a second hour.")


@guarded(rights.BREAK_GLASS)
def emergency(request):
    """The form, and what one has opened so. While one waits to be looked at: whom to phone."""
    form = GlassForm(request.POST or None)
    try:
        opening = form.run(breaking_glass.break_glass, by=request.user) if form.is_bound else None
    except breaking_glass.Blocked:
        return render(request, "intake/desk/glass_blocked.html", _phones(), status=403)
    if opening is not None and opening.opened_at is not None:
        return redirect("desk:request", opening.help_request_id)
    if opening is not None:
        messages.success(request, WAITS)
        return redirect("desk:emergency")
    mine = _rows(GlassOpening.objects.visible_to(request.user).filter(user=request.user))
    may_agree = request.user.has_perm(rights.AGREE_TO_GLASS)
    context = {"form": form, "openings": mine, "may_agree": may_agree, **_phones()}
    return render(request, "intake/desk/emergency.html", context)


@guarded(rights.BREAK_GLASS)
@require_POST
def longer(request, pk):
    breaking_glass.ask_longer(pk, by=request.user)
    messages.success(request, ASKED)
    return redirect("desk:emergency")


@guarded(rights.COSIGN_GLASS)
def openings(request):
    """What waits for a lead's yes, and what waits to be looked at. No words, no person."""
    rows = GlassOpening.objects.visible_to(request.user).exclude(user=request.user)
    found = _rows(rows)
    reading.note_list(GlassOpening, len(found), by=request.user)
    may_agree = request.user.has_perm(rights.AGREE_TO_GLASS)
    context = {"openings": found, "may_agree": may_agree}
    return render(request, "intake/desk/openings.html", context)


@guarded(rights.AGREE_TO_GLASS)
@require_POST
def agree(request, pk):
    breaking_glass.agree(pk, by=request.user)
    return redirect("desk:openings")


@guarded(rights.COSIGN_GLASS)
@require_POST
def cosign(request, pk):
    breaking_glass.cosign(pk, by=request.user)
    return redirect("desk:openings")


def _rows(rows) -> list[tuple]:
    """Each opening, and whether somebody has looked at it."""
    rows = rows.select_related("help_request__unit__team", "user", "agreed_by", "cosigned_by")
    latest = rows.defer("help_request__story").order_by("-asked_at")[:MOST]
    return [(one, breaking_glass.is_seen(one)) for one in latest]


def _phones() -> dict:
    return {"phones": greeting.front().phones_at(timezone.now())}
