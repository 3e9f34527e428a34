"""An agreed order: whom the clock asks next when one says no or says nothing.

A social worker decides it, partner by partner, when a draft lacks nothing: to whom, what is told,
on which basis – and it is that text, to the digest, or nothing. Before the clock sends it,
everything is asked anew, so that a consent taken back meanwhile stops it. Whatever is not as it was
agreed falls back to a person: the draft stays, nothing leaves, and we are told. Where several were
asked at once, all of them have said no before the next one is asked.
"""

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit import guard, trail
from audit.actors import CLOCK
from audit.models import Event
from audit.one_by_one import one_by_one
from intake.models import HelpRequest
from intake.services import protecting
from referrals.lifecycle import AGREE, BREAK_OFF, PACKAGE_OPEN, TOGETHER, Status
from referrals.models import Referral
from referrals.services import going_on
from referrals.services.disclosing import require_confirmed
from referrals.services.holding import asked_together, hold, require, rows
from referrals.services.sending import require_ready, require_same, send_out
from referrals.services.telling import tell_us

STILL_OPEN = TOGETHER.sources  # not yet accepted: it may still say no
SAID_NO = (Status.DECLINED, Status.EXPIRED)

NOT_ONE = _("This one has moved on, or somebody else is asked after it. Look again.")


@trail.act
def agree(pk, *, after_pk, previewed: str, confirmed: bool = False, by) -> Referral:
    """Ask this one if the other says no or does not answer. Both are the same request's."""
    found = _held(pk, after_pk, by=by)
    referral, first = found.get(str(pk)), found.get(str(after_pk))
    if referral is None:
        raise guard.OutOfReach
    require(AGREE, referral)
    if first is None or not _may_follow(referral, first):
        raise ValidationError({"after_pk": ValidationError(NOT_ONE, code="not_one")})
    require_same(referral, previewed)
    require_ready(referral)
    require_confirmed(referral, confirmed)
    referral.after, referral.agreed_digest, referral.agreed_by = first, previewed, by
    referral.count(timezone.now())
    referral.save()
    trail.record(by, "referral.agree", referral, after=first.pk, package=previewed)
    return referral


def _held(pk, after_pk, *, by) -> dict[str, Referral]:
    """Both, in one order: nobody waits for somebody who waits."""
    guard.require(by, AGREE.right)
    mine = rows().visible_to(by).filter(pk__in=[pk, after_pk])
    return {str(one.pk): one for one in mine.select_for_update(of=("self",)).order_by("pk")}


def _may_follow(referral: Referral, first: Referral) -> bool:
    """One after the other, and no circle: what is asked first has been sent, or is in line itself.

    What is in line already stays where it is; what is asked together is not asked in order.
    """
    if first.help_request_id != referral.help_request_id or first.status not in STILL_OPEN:
        return False
    if referral.after_id or referral.parallel_group:
        return False
    if first.status == Status.DRAFT and first.after_id is None:
        return False
    if Referral.objects.filter(after=first).exists():
        return False
    return referral.pk not in _line_before(first)


def _line_before(referral: Referral) -> set:
    """The keys of all that come before it, and its own."""
    found, key = set(), referral.pk
    while key and key not in found:
        found.add(key)
        key = Referral.objects.values_list("after", flat=True).get(pk=key)
    return found


@trail.act
def break_off(pk, *, by) -> Referral:
    """It is not sent by itself any more."""
    referral = hold(pk, BREAK_OFF, by=by)
    if referral.after_id is None:
        raise ValidationError(_("It does not wait for another one."), code="not_in_line")
    let_go(referral, by=by)
    return referral


def let_go(referral: Referral, *, by, **facts) -> None:
    """Step: the agreement is over, and the draft is its author's again."""
    forget(referral)
    referral.save()
    trail.record(by, "referral.break_off", referral, **facts)


def forget(referral: Referral) -> None:
    """Step: not saved, not traced – for a deed that does both."""
    referral.leave_line()
    referral.count(timezone.now())


def let_go_of_next(referral: Referral, *, by) -> None:
    """Step: what waited for one that is thrown away waits for nothing."""
    for follower in rows().select_for_update(of=("self",)).filter(after=referral):
        let_go(follower, by=by, because="gone")
        tell_us(follower, "NOT_SENT", by=by)


def sweep() -> int:
    """Every half minute: whoever waits for one that has moved on. One transaction each."""
    waiting = Referral.objects.filter(status=Status.DRAFT, after__isnull=False)
    moved_on = waiting.exclude(after__status__in=STILL_OPEN).order_by("pk")
    return one_by_one(_next, moved_on.values_list("pk", flat=True))


@trail.act
def _next(pk) -> bool:
    """Ask the next one, exactly as agreed; or give the ball to a person of ours."""
    held = rows().select_for_update(of=("self",))
    referral = held.filter(pk=pk, status=Status.DRAFT, after__isnull=False).first()
    if referral is None or _may_still_say_yes(referral.after):
        return False
    why_not = _why_not(referral)
    if why_not:
        let_go(referral, by=CLOCK, because=why_not)
        tell_us(referral, "NOT_SENT", by=CLOCK)
        return True
    send_out(referral, referral.agreed_digest, by=CLOCK, agreed_by=referral.agreed_by_id)
    going_on.go_on(referral.after, by=CLOCK)
    tell_us(referral, "NEXT_SENT", by=CLOCK)
    return True


def _may_still_say_yes(first: Referral) -> bool:
    """It, or one that was asked together with it: one yes of them is enough."""
    asked = _beside(first).filter(status__in=STILL_OPEN).exclude(status=Status.DRAFT)
    return first.status in STILL_OPEN or asked.exists()


def _beside(first: Referral) -> QuerySet:
    found = asked_together(first) if first.parallel_group else Referral.objects.none()
    return found.exclude(pk=first.pk)


def _why_not(referral: Referral) -> str:
    """A code for what is not as it was agreed; or "". Everything is asked anew."""
    has_yes = _beside(referral.after).filter(status__in=(*PACKAGE_OPEN, Status.CLOSED)).exists()
    if referral.after.status not in SAID_NO or has_yes:
        return "no_need"
    try:
        require_same(referral, referral.agreed_digest)
        require_ready(referral)
    except ValidationError as refusal:
        return refusal.error_list[0].code
    return "protected_since" if _is_marked_since(referral) else ""


def _is_marked_since(referral: Referral) -> bool:
    """Whoever agreed to it has looked once, as for anybody: somebody must look twice first."""
    lines = Event.objects.filter(about=trail.name_of(referral), deed="referral.agree")
    help_request = HelpRequest.objects.without_words().get(pk=referral.help_request_id)
    return protecting.is_marked_since(help_request, lines.latest("pk").at)
