"""Whom to ask next if one says no: agreed beside the preview, and ended with one press."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from audit.guard import guarded
from referrals import rights
from referrals.forms.desk import AgreeForm, LineForm
from referrals.forms.filters import in_line_after, of_request, prepared, with_nobody_next
from referrals.lifecycle import PREPARE
from referrals.services import lining_up, preparing
from referrals.services.holding import require
from referrals.views import offers, rows, wizard
from referrals.views.gates import with_what_to_do
from referrals.views.posting import posted


@guarded(rights.SEND)
def line(request, pk):
    """Who is asked if the answer is no; and writing to others beforehand, from the suggestions."""
    row = rows.referral(pk, request.user)
    require(PREPARE, row)
    mine = rows.ours(request.user)
    asked = of_request(mine, row.help_request_id)
    suggested, others = offers.to_choose_from(row.help_request, asked, row.access)
    form = LineForm(posted(request), suggested=suggested, others=others)
    if form.is_bound and form.run(preparing.prepare, pk, by=request.user):
        messages.success(request, _("Written. Each draft now takes a basis of its own."))
        return redirect("desk:referral_line", pk)
    context = {
        "referral": row, "form": form, "in_line": in_line_after(mine, row),
        "prepared": [(draft, with_what_to_do(draft)) for draft in prepared(mine, row)],
    }  # fmt: skip
    return render(request, "referrals/desk/line.html", context)


@guarded(rights.SEND)
@require_POST
def agree(request, pk):
    row = rows.referral(pk, request.user)
    form = AgreeForm(
        request.POST, others=with_nobody_next(rows.ours(request.user), row),
        is_protected=row.help_request.is_protected,
    )  # fmt: skip
    if form.run(lining_up.agree, pk, by=request.user):
        messages.success(request, _("Agreed. It is sent by itself if the other says no."))
        return redirect("desk:referral", pk)
    return wizard.preview_page(request, pk, agree=form)


@guarded(rights.SEND)
@require_POST
def break_off(request, pk):
    lining_up.break_off(pk, by=request.user)
    messages.success(request, _("It is not sent by itself any more."))
    return redirect("desk:referral", pk)
