"""Somebody at an organisation comes with a link, gives the code, and answers one referral.

By link nobody reads more than the blind envelope, before the answer or after it. What is told
about a person is secret (OSL 26:1) and is opened by a named person who has signed in: the person
has a right to know who read, and a code that several share names nobody.
"""

from dataclasses import dataclass, field

from django.db.models import TextChoices

from audit import moves, trail
from audit.actors import Guest
from audit.models import Decision
from intake.services import slowing
from partners.models import CodeApp
from referrals import rights
from referrals.lifecycle import OPEN, Status
from referrals.models import AnswerLink, Referral
from referrals.models.answer_link import MOST_WRONG
from referrals.services.holding import rows
from referrals.services.sending_links import ANSWERABLE, find, may_be_sent
from referrals.services.telling import tell_us

ROLE = "partner_member"  # what they may do; that it was by link, the channel says
MAY = frozenset({rights.RECEIVE, rights.RESPOND})


class Shut(TextChoices):
    """Why a link opens nothing now. OVER: there is nothing left to answer. OFF: there is, but
    not by link.
    """

    EXPIRED, USED, LOCKED, REPLACED = "expired", "used", "locked", "replaced"
    OVER, OFF = "over", "off"


@dataclass(frozen=True)
class Entered:
    """Let in. *shown* is what only this browser keeps."""

    link: AnswerLink
    shown: str = field(repr=False)


@dataclass(frozen=True)
class WrongCode:
    left: int


def look(link: AnswerLink) -> Shut | None:
    """Does it still open something? Asked by a page: nothing is changed, nothing is said to us."""
    if link.state != AnswerLink.State.WAITING:
        return Shut(link.state)
    return None if is_to_answer(link) else _why_not(link)


def _why_not(link: AnswerLink) -> Shut:
    return Shut.OFF if link.referral.status in ANSWERABLE else Shut.OVER


def minutes_to_wait(bucket: str) -> int:
    """How long whoever guesses from there must wait; 0: not at all."""
    return slowing.minutes_to_wait(_place(bucket))


def enter(token: str, *, code: str, bucket: str = "") -> Entered | WrongCode | Shut | None:
    """Let them in for twenty minutes, or say why not; None: it is no link of ours.

    Five wrong codes lock the link. The referral stays as it is, and we are told.
    """
    outcome = _try(token, code)
    if isinstance(outcome, WrongCode) or outcome == Shut.LOCKED:
        slowing.count_guess(_place(bucket))
    return outcome


@trail.act
def _try(token: str, code: str) -> Entered | WrongCode | Shut | None:
    """Every answer leaves its line: a refusal that raised would take its trace along.

    The referral is held before its link, as everywhere: nobody waits for somebody who waits.
    """
    found = find(token)
    if found is None:
        return None
    referral = rows().select_for_update(of=("self",)).get(pk=found.referral_id)
    link = AnswerLink.objects.select_for_update().get(pk=found.pk)
    link.referral = referral
    apps = CodeApp.objects.select_for_update(of=("self",)).select_related("organisation")
    app = apps.filter(organisation=referral.to_id).first()
    guest, shut = guest_of(link), look(link)
    if not shut and not (app and app.works):  # stopped or removed while we waited for our turn
        shut = Shut.OFF
    if shut:
        trail.record(guest, "answerlink.refuse", link, decision=Decision.REFUSED, because=shut)
        return shut
    is_right = app.takes(code)
    app.save()
    if not is_right:
        return _refuse(link, app, guest)
    entered = Entered(link, link.let_in())
    link.save()
    trail.record(guest, "answerlink.enter", link, referral=referral.pk)
    if referral.status == Status.SENT:
        moves.make(OPEN, referral, by=guest)
    return entered


def _refuse(link: AnswerLink, app: CodeApp, guest: Guest) -> WrongCode | Shut:
    link.wrong_codes += 1
    link.save()
    refused = {"decision": Decision.REFUSED, "wrong": link.wrong_codes}
    trail.record(guest, "answerlink.refuse", link, because="wrong_code", **refused)
    if app.stopped_at:
        trail.record(guest, "codeapp.stop", app, organisation=link.referral.to_id)
    if link.wrong_codes < MOST_WRONG and not app.stopped_at:
        return WrongCode(MOST_WRONG - link.wrong_codes)
    trail.record(guest, "answerlink.lock", link)
    tell_us(link.referral, "LINK_LOCKED", by=guest)
    return Shut.LOCKED


def recognise(pk, shown: str) -> AnswerLink | None:
    """Whose cookie this is: a link that is open in this browser still."""
    link = AnswerLink.objects.select_related("referral__to__code_app").filter(pk=pk).first()
    return link if link is not None and link.is_open_in(shown) else None


def is_to_answer(link: AnswerLink) -> bool:
    """Still there to be answered, and still by link? Asked anew for every page."""
    theirs = Referral.objects.visible_to(guest_of(link))
    return may_be_sent(link.referral) and theirs.exists()


def guest_of(link: AnswerLink) -> Guest:
    """As the log names them: by their link and their organisation. Only while it is to be
    answered do they hold any right.
    """
    referral = link.referral
    return Guest(
        f"link/{link.pk}", ROLE, str(referral.to_id),
        row=referral.pk, group=referral.to.group_id,
        rights=MAY if referral.status in ANSWERABLE else frozenset(),
    )  # fmt: skip


def _place(bucket: str) -> str:
    """Counted apart from the codes of residents: nobody waits for what a partner mistyped."""
    return bucket and f"link-{bucket}"
