"""The conversation on a referral: ours and the partner's page of it."""

from dataclasses import dataclass, field
from datetime import datetime

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from audit.guard import guarded
from intake.views.drafts import begun, keeps_draft
from intake.views.keeping import keeps_text
from referrals import drafts, rights
from referrals.forms.conversation import ToPartnerForm, ToUsForm
from referrals.lifecycle import Side
from referrals.services import conversing
from referrals.services.conversing import Conversation, Said
from referrals.views import rows
from referrals.views.ended import or_what_remains
from referrals.views.portal import page, reached
from referrals.views.posting import posted


@dataclass(frozen=True)
class Bubble:
    who: str
    when: datetime
    text: str = field(repr=False)
    is_mine: bool


def _bubbles(conversation: Conversation, side: Side) -> list[Bubble]:
    return [
        Bubble(_who(one, side, conversation), one.message.written_at, one.text,
               one.message.writer == side)
        for one in conversation.said
    ]  # fmt: skip


def _who(one: Said, side: Side, conversation: Conversation) -> str:
    """Colleagues by name; we outwards as we want to be called; a partner with where they work."""
    author = one.message.author
    if one.message.writer == side:
        return author.name
    if side == Side.PARTNER:
        return author.name_outward or _("The social services")
    return f"{author.name}, {conversation.referral.to.name}"


@guarded(rights.SEND)
@keeps_text
@keeps_draft(drafts.TO_PARTNER)
def ours(request, pk):
    """Who reads it is said before anything is written. Each reading leaves its line."""
    row = rows.referral(pk, request.user)
    form = ToPartnerForm(posted(request), is_protected=row.help_request.is_protected)
    if form.is_bound and form.run(conversing.write_to_partner, pk, by=request.user):
        messages.success(request, _("Written. The partner is told with the next daily notice."))
        return redirect("desk:referral_conversation", pk)
    conversation = conversing.read_ours(pk, by=request.user)
    context = {
        "referral": row, "form": form, "shut": conversation.shut,
        "said": _bubbles(conversation, Side.US), **begun(request, drafts.TO_PARTNER, row, form),
    }  # fmt: skip
    return render(request, "referrals/desk/conversation.html", context)


@guarded(rights.RECEIVE)
@or_what_remains
@keeps_draft(drafts.TO_US)
def theirs(request, pk):
    form = ToUsForm(posted(request))
    if form.is_bound and form.run(conversing.write_to_us, pk, by=request.user):
        messages.success(request, _("Written. They are told with the next daily notice."))
        return redirect("portal:conversation", pk)
    conversation = _read_theirs(request, pk, form)
    return page(
        request, "conversation", conversation.referral, form=form, shut=conversation.shut,
        said=_bubbles(conversation, Side.PARTNER),
        **begun(request, drafts.TO_US, conversation.referral, form),
    )  # fmt: skip


def _read_theirs(request, pk, form) -> Conversation:
    """Shut while somebody wrote: what they wrote is shown with the reason, and nothing else."""
    try:
        return conversing.read_theirs(pk, by=request.user)
    except ValidationError as refusal:
        if not form.is_bound:
            raise
        return Conversation(reached(request, pk), [], refusal.messages[0])
