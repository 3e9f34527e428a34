"""The person's own page: what was shared with whom, and the way to take it back."""

from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from audit.guard import OutOfReach
from intake.views.door import with_receipt
from intake.views.page import lang, show
from referrals.forms.arrival import ArrivalForm
from referrals.forms.desk import PlainForm
from referrals.services import arriving, sharing, so_far, withdrawing


@with_receipt
def shared(request, resident):
    """With whom, what, on what basis, since when – and how it stands now."""
    values = {
        "rows": sharing.shared_with_person(resident),
        "only_said": sharing.said_yes_only(resident), "here": "shared",
    }  # fmt: skip
    return show(request, "referrals/mailbox/shared.html", values)


@with_receipt
def take_back(request, resident, pk):
    """One more question, then it is taken back: their access is gone in that moment."""
    if not sharing.is_theirs(resident, pk):
        raise OutOfReach
    is_sent = request.method == "POST" and "language" not in request.POST
    form = PlainForm(request.POST if is_sent else None)
    if form.is_bound and form.run(withdrawing.take_back, resident, pk):
        return redirect(f"/mailbox/shared/{lang(request)}")
    mine = [row for row in sharing.shared_with_person(resident) if row.consent_pk == pk]
    values = {
        "rows": [row for row in mine if row.may_take_back],
        "only_said": [one for one in sharing.said_yes_only(resident) if one.pk == pk],
        "form": form, "consent_pk": pk, "here": "shared",
    }  # fmt: skip
    return show(request, "referrals/mailbox/take_back.html", values)


@with_receipt
@require_safe
def so_far_page(request, resident):
    """What has happened, in order; whom it waits for, and until when."""
    told = so_far.so_far(resident)
    return show(request, "referrals/mailbox/so_far.html", {"told": told, "here": "so_far"})


@with_receipt
def way(request, resident, pk):
    """A place that we have shown the way to: where it is, and whether they got there."""
    guidance = arriving.one_of_person(resident, pk)
    is_sent = request.method == "POST" and "language" not in request.POST
    known = {"arrival": guidance.persons_answer}
    form = ArrivalForm(request.POST if is_sent else None, initial=known)
    if form.is_bound and form.run(arriving.answer, resident, pk):
        return redirect(f"{reverse('mailbox:way', args=[pk])}{lang(request)}")
    values = {"guidance": guidance, "service": guidance.service, "form": form, "here": "so_far"}
    return show(request, "referrals/mailbox/way.html", values)


@with_receipt
def withdraw(request, resident):
    """What happens then, one more question – and the request is taken back."""
    is_sent = request.method == "POST" and "language" not in request.POST
    form = PlainForm(request.POST if is_sent else None)
    if form.is_bound and form.run(withdrawing.take_back_request, resident):
        return redirect(f"{reverse('mailbox:so_far')}{lang(request)}")
    values = {"told": so_far.so_far(resident), "form": form, "here": "so_far"}
    return show(request, "referrals/mailbox/withdraw.html", values)
