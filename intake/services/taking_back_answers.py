"""An answer is taken back while the person has not opened it. Afterwards it stands as it was."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from audit import guard, moves, outbox, trail, vault
from audit.models import Event
from audit.trail import name_of
from audit.vault import shredding
from intake import drafts
from intake.lifecycle import TAKE_BACK, Status
from intake.models import HelpRequest, Message
from intake.services import breaking_glass, saving_drafts

READ = _("The person has opened the conversation since. What is read cannot be taken back.")
NOT_YOURS = _("Only whoever wrote the last answer can take it back.")


@trail.act
def take_back(pk, *, by) -> HelpRequest:
    """The words are destroyed for the person and go on as the writer's own draft.

    Nothing is hidden: where the answer stood, both sides read that one was taken back, and the
    person's log says when. What was attached is destroyed too, and a notice of it that has not left
    yet does not leave.
    """
    rows = HelpRequest.objects.without_words()
    help_request = guard.hold(rows, pk, by=by, right=TAKE_BACK.right)
    breaking_glass.require_not_through(help_request, by=by)
    message = help_request.messages.order_by("written_at").last()
    if message is None or not _is_last_answer_of(message, by):
        raise ValidationError(NOT_YOURS, code="not_yours")
    if help_request.status == Status.WAITING and _is_opened_since(help_request, message):
        raise ValidationError(READ, code="read")
    moves.make(TAKE_BACK, help_request, by=by, message=message.pk)
    outbox.call_back(
        help_request.safe_contact, "intake.ANSWERED", about=help_request,
        since=message.written_at, by=by,
    )  # fmt: skip
    text = vault.unseal(message, "text", by=by, purpose=saving_drafts.PURPOSE)
    _destroy(message)
    if text:
        saving_drafts.put_on_top(drafts.ANSWER, help_request, {"text": text}, by=by)
    return help_request


def may_take_back(help_request: HelpRequest, messages: list[Message], by) -> bool:
    """*messages*: the conversation in its order. Asks the log only where it matters."""
    if help_request.status != Status.WAITING or not messages or not by.has_perm(TAKE_BACK.right):
        return False
    return _is_last_answer_of(messages[-1], by) and not _is_opened_since(help_request, messages[-1])


# --- Steps: they expect to be inside a use case --------------------------------------------------


def _is_last_answer_of(message: Message, by) -> bool:
    is_whole = message.kind == Message.Kind.MESSAGE
    return message.writer == Message.Writer.US and message.author_id == by.pk and is_whole


def _is_opened_since(help_request: HelpRequest, message: Message) -> bool:
    """The log knows: whoever opens the conversation with the code leaves a line before it opens.

    By the lines' own order, because a resident's line says the hour alone.
    """
    if message.read_at is not None:
        return True
    lines = Event.objects.filter(about=name_of(help_request))
    written = lines.filter(deed="message.write").order_by("pk").last()
    opened = lines.filter(deed="helprequest.opened", role="resident")
    return written is None or opened.filter(pk__gt=written.pk).exists()


def _destroy(message: Message) -> None:
    attached = list(message.attachments.only("pk"))
    shredding.shred([name_of(row) for row in (message, *attached)])
    message.attachments.all().delete()
    message.kind, message.text, message.ticket = Message.Kind.TAKEN_BACK, None, None
    message.save()
