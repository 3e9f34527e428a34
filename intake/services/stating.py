"""What the person took back may still be about a child. Somebody reads it, and says so by name."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from audit import guard, trail
from intake import rights
from intake.models import HelpRequest, Message
from intake.services.triaging import hold, say_no_suspicion

NOT_ASKED = _("Nobody is asked about this request any more. Nothing was changed.")
UNREAD = _("Read what the person has written before you say what you think of it.")


@trail.act
def state_no_suspicion(pk, *, no_suspicion: bool, by) -> HelpRequest:
    """No suspicion that a child is being harmed, says whoever has read it (SoL 19:1)."""
    help_request = hold(pk, by=by, right=rights.TRIAGE)
    if help_request.no_suspicion_asked_at is None:
        raise ValidationError(NOT_ASKED, code="not_asked")
    if help_request.first_read_at is None or _has_unread(help_request):
        raise ValidationError(UNREAD, code="unread")
    say_no_suspicion(help_request, no_suspicion, by=by)
    help_request.no_suspicion_asked_at = None
    help_request.save(update_fields=["no_suspicion_by", "no_suspicion_asked_at"])
    trail.record(by, "helprequest.state_no_suspicion", help_request)
    return help_request


def waiting_for(place: guard.Place):
    """What was taken back and waits for somebody's word, within reach; the longest first."""
    if not place.user.has_perm(rights.TRIAGE):
        return HelpRequest.objects.none()
    asked = HelpRequest.objects.filter(no_suspicion_asked_at__isnull=False)
    rows = asked.listed_from(place)
    return rows.without_words().select_related("assigned_to").order_by("no_suspicion_asked_at")


def _has_unread(help_request: HelpRequest) -> bool:
    unread = help_request.messages.filter(writer=Message.Writer.PERSON, read_at__isnull=True)
    return unread.exists()
