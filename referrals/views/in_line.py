"""Whom to ask next if one says no: agreed beside the preview, and ended with one press."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from audit.guard import guarded
from referrals import rights
from referrals.forms.desk import AgreeForm
from referrals.forms.filters import with_nobody_next
from referrals.services import lining_up
from referrals.views import rows, wizard


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
