"""Answer the person, in the conversation that their code opens."""

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from audit import guard, moves, outbox, trail
from audit.guard import Refused
from intake import drafts, rights, words
from intake.cleaning import File
from intake.lifecycle import ANSWER, ANSWER_BESIDE, Status
from intake.models import HelpRequest, Message, Way
from intake.services import conversing, protecting, saving_drafts


@trail.act
def answer(
    pk, *, text: str, by, ticket: str = "", confirmed: bool = False, files: Sequence[File] = ()
) -> HelpRequest:
    """Write to the person. Whoever has the code reads it, and nobody else outside."""
    rows = HelpRequest.objects.without_words()
    help_request = guard.hold(rows, pk, by=by, right=ANSWER.right)
    say(help_request, text, ticket=ticket, confirmed=confirmed, files=files, by=by)
    saving_drafts.drop(drafts.ANSWER, help_request, {"text": text}, by=by)
    return help_request


def say(
    help_request: HelpRequest, text: str, *, by, ticket: str = "", confirmed: bool = False,
    files: Sequence[File] = (),
) -> None:  # fmt: skip
    """Step: one message of ours, sealed for us and for the code. Sent twice, it counts once.

    To somebody with a protected identity only when it is *confirmed* once more.
    """
    if not by.has_perm(rights.WRITE):
        raise Refused(rights.WRITE)
    text = words.required(text)
    if not has_thread(help_request):
        raise ValidationError(
            _("It was registered without the person, so there is no conversation."),
            code="no_thread",
        )
    digest = conversing.digest_of(ticket, text, files)
    if ticket and help_request.messages.filter(ticket=digest).exists():
        return
    protecting.require_confirmed(help_request, confirmed)
    is_joined = help_request.status == Status.JOINED
    moves.make(ANSWER_BESIDE if is_joined else ANSWER, help_request, by=by)
    conversing.add_message(
        help_request, text=text, writer=Message.Writer.US, by=by, author=by, ticket=ticket,
        files=files,
    )  # fmt: skip
    if help_request.safe_contact.way == Way.EMAIL:
        outbox.post(help_request.safe_contact, "intake.ANSWERED", about=help_request, by=by)


def has_thread(help_request: HelpRequest) -> bool:
    """Without a receipt nobody can read what we write."""
    return hasattr(help_request, "receipt")
