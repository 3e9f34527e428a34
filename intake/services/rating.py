"""The person says how it was: five answers that lead nowhere, unless they want them to."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit import trail
from audit.actors import Resident
from intake import tickets
from intake.lifecycle import ENDED
from intake.models import Feedback, HelpRequest, Message

TOO_EARLY = _("You can answer when we have answered you.")


def rate(resident: Resident, *, ticket: str, may_link: bool = False, **answers) -> Feedback:
    """Keep the answers, once for each form. Tied to the request only on an active yes."""
    if not may_rate(resident):
        raise ValidationError(TOO_EARLY, code="too_early")
    if not any(answers.values()):
        raise ValidationError(_("Answer one question at least, or go back."), code="empty")
    row = {"ticket": tickets.digest(ticket), **answers}
    return _tied(resident, **row) if may_link else _untied(**row)


def may_rate(resident: Resident) -> bool:
    """After an answer of ours, or when it has ended."""
    own = HelpRequest.objects.filter(pk=resident.request_id)
    ours = Message.objects.filter(help_request=resident.request_id, writer=Message.Writer.US)
    ours = ours.exclude(kind=Message.Kind.TAKEN_BACK)
    return own.filter(status__in=ENDED).exists() or ours.exists()


@trail.act
def _tied(resident: Resident, **row) -> Feedback:
    help_request = HelpRequest.objects.without_words().get(pk=resident.request_id)
    kept = _keep(help_request=help_request, **row)
    trail.record(resident, "feedback.give", help_request)
    return kept


@transaction.atomic
def _untied(**row) -> Feedback:
    """Without a line: its time, beside that of the person's coming in, would say whose it is."""
    return _keep(**row)


def _keep(*, ticket: bytes, **row) -> Feedback:
    month = timezone.localdate().replace(day=1)
    return Feedback.objects.get_or_create(ticket=ticket, defaults={"month": month, **row})[0]
