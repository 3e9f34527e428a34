"""Asking several partners at once: the first yes takes the others back."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from audit.guard import guarded
from referrals import rights
from referrals.forms.desk import TogetherForm
from referrals.forms.filters import not_yet_accepted
from referrals.lifecycle import TOGETHER
from referrals.services import pairing
from referrals.services.holding import require
from referrals.views import rows
from referrals.views.posting import posted


@guarded(rights.SEND)
def together(request, pk):
    """With whom: those of the same request that nobody has accepted."""
    row = rows.referral(pk, request.user)
    require(TOGETHER, row)
    others = not_yet_accepted(rows.ours(request.user), row)
    form = TogetherForm(posted(request), others=others, group=row.parallel_group)
    if form.is_bound and form.run(pairing.put_together, pk, by=request.user):
        messages.success(request, _("Noted. The first yes takes the others back."))
        return redirect("desk:referral", pk)
    context = {"referral": row, "form": form, "others": others}
    return render(request, "referrals/desk/together.html", context)
