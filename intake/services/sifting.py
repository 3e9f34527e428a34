"""Nobody in need is turned away: what looks sent by a machine is set aside, and a person looks.

Set aside is not the queue: it tells nobody's telephone, and a thousand of them push nobody back.
But each has its receipt, its promise and its words like any other, and a click lets it in.
"""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit import moves, trail
from intake.lifecycle import DISMISS, LET_IN
from intake.models import CloseReason, HelpRequest
from intake.services import triaging

NOT_ASIDE = _("It is not set aside any more: somebody has let it in. Nothing was changed.")


@trail.act
def let_in(pk, *, by) -> HelpRequest:
    """A person wrote this. From now on it waits in the queue, from when it came in."""
    help_request = _hold(pk, by=by)
    moves.make(LET_IN, help_request, by=by)
    return help_request


@trail.act
def dismiss(pk, *, by, no_suspicion: bool = False) -> HelpRequest:
    """No person wrote this. It is closed; whoever has its code may still write, and opens it.

    What sounds like a child being harmed takes the same active words as any closing.
    """
    help_request = _hold(pk, by=by)
    stated = triaging.say_no_suspicion(help_request, no_suspicion, by=by)
    help_request.close_reason, help_request.closed_at = CloseReason.NO_REQUEST, timezone.now()
    moves.make(DISMISS, help_request, by=by, no_suspicion=stated)
    return help_request


def _hold(pk, *, by) -> HelpRequest:
    help_request = triaging.hold(pk, by=by, right=LET_IN.right)
    if help_request.set_aside_at is None:
        raise ValidationError(NOT_ASIDE, code="not_aside")
    help_request.set_aside_at, help_request.set_aside_for = None, ""
    return help_request
