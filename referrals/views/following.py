"""What we do with a referral on its way: answer, recall, withdraw, close, try the next."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from audit.guard import guarded
from audit.moves import MoveNotAllowed
from intake.views.drafts import begun, keeps_draft
from referrals import drafts, rights
from referrals.forms.desk import (
    AcknowledgeForm,
    AnswerForm,
    ContestForm,
    NextForm,
    PlainForm,
    RecallForm,
    SeenForm,
)
from referrals.forms.filters import of_consent, of_request
from referrals.lifecycle import ANSWER, TRY_NEXT
from referrals.services import answering, following_up, reporting, sending, withdrawing
from referrals.services.holding import require
from referrals.views import facts, offers, rows
from referrals.views.posting import posted


def _done(request, pk, note):
    messages.success(request, note)
    return redirect("desk:referral", pk)


@guarded(rights.SEND)
@keeps_draft(drafts.ANSWER)
def answer(request, pk):
    """The question that waits. Where only codes may be told, there is nothing to write."""
    row = rows.referral(pk, request.user)
    question = row.questions.defer("answer").filter(answered_at__isnull=True).first()
    if question is None:
        raise MoveNotAllowed(ANSWER, row)
    form = AnswerForm(
        posted(request),
        codes_only=not answering.takes_words(row),
        is_protected=row.help_request.is_protected,
    )
    if form.is_bound and form.run(answering.answer, pk, question_pk=question.pk, by=request.user):
        return _done(request, pk, _("The answer has been sent. It is the partner's turn."))
    context = {"referral": row, "form": form, "question": question}
    context |= begun(request, drafts.ANSWER, row, form)
    return render(request, "referrals/desk/answer.html", context)


@guarded(rights.SEND)
def recall(request, pk):
    row = rows.referral(pk, request.user)
    form = RecallForm(posted(request), only_in_error=facts.only_in_error(row))
    if form.is_bound and form.run(sending.recall, pk, by=request.user):
        return _done(request, pk, _("Recalled. The partner can no longer open it."))
    return render(request, "referrals/desk/recall.html", {"referral": row, "form": form})


@guarded(rights.SEND)
def withdraw(request, pk):
    """The person no longer wants it: their wish, written down by us."""
    row = rows.referral(pk, request.user)
    form = SeenForm(posted(request))
    if form.is_bound and form.run(withdrawing.withdraw, pk, by=request.user):
        return _done(request, pk, _("Withdrawn. The partner can no longer open it."))
    return render(request, "referrals/desk/withdraw.html", {"referral": row, "form": form})


@guarded(rights.SEND)
def contest(request, pk):
    row = rows.referral(pk, request.user)
    form = ContestForm(posted(request))
    if form.is_bound and form.run(reporting.contest, pk, by=request.user):
        return _done(request, pk, _("The partner has been asked to look at its report again."))
    context = {"referral": row, "form": form, "results": facts.results(row)}
    return render(request, "referrals/desk/contest.html", context)


@guarded(rights.SEND)
def acknowledge(request, pk):
    row = rows.referral(pk, request.user)
    form = AcknowledgeForm(posted(request), version=row.reports.count())
    if form.is_bound and form.run(following_up.acknowledge, pk, by=request.user):
        return _done(request, pk, _("The referral is closed."))
    context = {"referral": row, "form": form, "results": facts.results(row)}
    return render(request, "referrals/desk/acknowledge.html", context)


@guarded(rights.SEND)
def try_next(request, pk):
    """After a no: the same goals and words to somebody else, as a new draft."""
    row = rows.referral(pk, request.user)
    require(TRY_NEXT, row)
    earlier = of_request(rows.ours(request.user), row.help_request_id)
    form = NextForm(posted(request))
    if form.is_bound:
        draft = form.run(sending.try_next, pk, by=request.user)
        if draft:
            return redirect("desk:referral_package", draft.pk)
    context = {
        "referral": row, "help_request": row.help_request, "form": form,
        "kinds": offers.offers_for(row.help_request, earlier),
        "suggested": offers.suggestions(row.help_request, earlier, row.access),
    }  # fmt: skip
    return render(request, "referrals/desk/next.html", context)


@guarded(rights.SEND)
def take_back(request, pk):
    """The person has told us that they take a consent back: every referral on it ends."""
    consent = rows.consent(pk, request.user)
    form = PlainForm(posted(request))
    if form.is_bound and form.run(withdrawing.record_wish, pk, by=request.user):
        messages.success(request, _("The consent is taken back. What rested on it has ended."))
        return redirect("desk:request_referrals", consent.help_request_id)
    resting = of_consent(rows.ours(request.user), pk)
    context = {"consent": consent, "form": form, "resting": resting}
    return render(request, "referrals/desk/take_back.html", context)
