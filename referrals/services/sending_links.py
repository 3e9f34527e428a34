"""A link to answer by goes out with a notice, where the organisation answers without an account.

The link alone opens nothing: a code from the app that the municipality has registered there is
asked for. Never to the police, and never about a protected identity: those sign in.
"""

from datetime import timedelta
from uuid import UUID

from django.urls import reverse
from django.utils import timezone

from audit import outbox, trail
from audit.actors import ANYBODY
from audit.outbox import Route
from partners.services import reaching
from referrals.lifecycle import Status
from referrals.models import AnswerLink, Referral
from referrals.services.disclosing import is_protected
from referrals.services.holding import rows

ANSWERABLE = frozenset({Status.SENT, Status.OPENED, Status.ASKED})
WITH_LINK = {"ASKED", "ANSWERED", "WAITING"}
A_WHILE, A_DAY, MOST_A_DAY = timedelta(minutes=10), timedelta(days=1), 5


def may_be_sent(referral: Referral) -> bool:
    """Is there something to answer, and does this organisation answer so?"""
    app = getattr(referral.to, "code_app", None)
    works = referral.status in ANSWERABLE and app is not None and app.works
    return works and not is_protected(referral)


def post(referral: Referral, notice: str, *, by, after: AnswerLink | None = None) -> None:
    """Step: a new link in place of the earlier one, in the notice that tells of it.

    *after*: the one with which somebody has asked for it.
    """
    waiting = referral.answer_links.filter(used_at=None, replaced_at=None)
    waiting.update(replaced_at=timezone.now())
    link = AnswerLink.objects.create(referral=referral, is_asked_for=after is not None)
    trail.record(by, "answerlink.send", link, referral=referral.pk, after=after and after.pk)
    outbox.post(link, f"referrals.{notice}_BY_LINK", about=referral, by=by)


def find(token: str) -> AnswerLink | None:
    """The link that only this house can have written; whether it still opens is another matter."""
    try:
        pk = UUID(hex=token.partition("-")[0])
    except ValueError:
        return None
    link = AnswerLink.objects.select_related("referral__to__code_app").filter(pk=pk).first()
    return link if link is not None and link.is_named_by(token) else None


@trail.act
def send_again(token: str) -> bool:
    """Whoever holds a link that opens nothing any more asks for a new one, to the same mailbox.

    Not one after the other: the mailbox is not to be flooded, and nobody is to guess codes by it.
    Says whether there is anything to wait for; where it goes is never said.
    """
    found = find(token)
    referral = found and rows().select_for_update(of=("self",)).get(pk=found.referral_id)
    if referral is None or not may_be_sent(referral):
        return False
    if not _too_soon(referral):
        post(referral, "AGAIN", by=ANYBODY, after=found)
    return True


def _too_soon(referral: Referral) -> bool:
    asked = referral.answer_links.filter(is_asked_for=True)
    made = list(asked.filter(made_at__gt=timezone.now() - A_DAY).values_list("made_at", flat=True))
    return len(made) >= MOST_A_DAY or any(one > timezone.now() - A_WHILE for one in made)


def route(pk: str) -> Route | None:
    """To the organisation's own mailbox. The link is made here and nowhere kept.

    One that was replaced meanwhile is not sent; where links were turned off meanwhile, the notice
    leads to the sign-in.
    """
    link = AnswerLink.objects.select_related("referral__to__code_app").filter(pk=pk).first()
    if link is None or link.state != AnswerLink.State.WAITING:
        return None
    if link.referral.status not in ANSWERABLE:
        return None
    to = reaching.organisation(link.referral.to_id)
    if to is None or not may_be_sent(link.referral):
        return to
    return Route(to.address, to.language, to.wishes, reverse("link:door", args=[link.token()]))
