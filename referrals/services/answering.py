"""The partner answers what it is asked, and we answer what it asks back."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit import guard, moves, trail, vault
from intake.models import Item
from intake.services import saving_drafts
from referrals import drafts
from referrals.lifecycle import ACCEPT, ANSWER, ASK, DECLINE, OPEN, Status
from referrals.models import DeclineReason, Question, QuestionCode, Referral
from referrals.services import allowing, pairing
from referrals.services.disclosing import (
    covers,
    is_codes_only,
    require_basis,
    require_confirmed,
    suggested,
)
from referrals.services.ending import end
from referrals.services.holding import held, hold, require
from referrals.services.packing import LONGEST, known
from referrals.services.starting import require_possible
from referrals.services.telling import tell_partner, tell_us

MOST_QUESTIONS = 3
WORDS = [Item.SITUATION]  # an answer tells of the situation, as what was sent with it does


def _opened_for(pk, move: moves.Move, *, by) -> Referral:
    """Whoever answers has seen the envelope: a referral just sent is opened first."""
    referral = held(pk, move, by=by)
    if referral.status == Status.SENT:
        moves.make(OPEN, referral, by=by)
    require(move, referral)
    return referral


@trail.act
def open_envelope(pk, *, by) -> Referral:
    """The partner looks at what it is asked. We see that it has."""
    referral = hold(pk, OPEN, by=by)
    moves.make(OPEN, referral, by=by)
    return referral


@trail.act
def ask(pk, *, code: str, by) -> Referral:
    """The partner needs to know something first: a code, never free text. Three times at most."""
    referral = _opened_for(pk, ASK, by=by)
    code = known([code], QuestionCode)[0]
    if referral.questions.count() >= MOST_QUESTIONS:
        raise ValidationError(_("No more questions can be asked here."), code="too_many_questions")
    Question.objects.create(referral=referral, code=code, asked_at=timezone.now())
    referral.stop_clock()
    moves.make(ASK, referral, by=by, question=code)
    tell_us(referral, "QUESTION", by=by)
    return referral


@trail.act
def answer(pk, *, question_pk, text: str, by, confirmed: bool = False) -> Referral:
    """We answer. Words go forward only where words may be told at all."""
    referral = hold(pk, ANSWER, by=by)
    question = referral.questions.filter(pk=question_pk).first()
    if question is None:
        raise guard.OutOfReach
    if question.answered_at:
        raise ValidationError(_("This question has been answered."), code="answered")
    require_confirmed(referral, confirmed)
    question.answered_at = timezone.now()
    vault.seal(question, answer=_may_be_told(referral, text))
    question.save()
    moves.make(ANSWER, referral, by=by, question=question.code)
    saving_drafts.drop(drafts.ANSWER, referral, {"text": text}, by=by)
    tell_partner(referral, "ANSWERED", by=by)
    return referral


def takes_words(referral: Referral) -> bool:
    """May words go to them? Only as far as its ground or consent, and the agreement, let them."""
    may_tell = not is_codes_only(referral) and covers(referral, WORDS)
    return may_tell and allowing.lets_words_through(referral)


def _may_be_told(referral: Referral, text: str) -> str:
    """Where no words may be told, the answer is that we have been in touch: no text."""
    text = text.strip()
    require_basis(referral)
    if not takes_words(referral):
        if not text:
            return ""
        if is_codes_only(referral) or covers(referral, WORDS):
            raise ValidationError(_("No free text goes to this partner."), code="codes_only")
        raise ValidationError(_("The consent does not cover this."), code="not_covered")
    if not text or len(text) > LONGEST:
        raise ValidationError(_("Write a short answer."), code="no_answer")
    return text


@trail.act
def accept(pk, *, reservation: bool = False, expected_start=None, by) -> Referral:
    """The partner takes the person on. The package opens now, or shortly before a start.

    If others were asked at the same time and one is enough, they are taken back with it.
    """
    group = pairing.wait_for_the_others(pk, by=by)
    referral = _opened_for(pk, ACCEPT, by=by)
    require_basis(referral)
    if referral.to.needs_reservation:
        if not reservation:
            raise ValidationError(_("The reservation must be accepted first."), code="reservation")
        referral.reservation_accepted_at = timezone.now()
    if expected_start is not None:
        require_possible(expected_start)
        referral.expected_start = expected_start
    referral.accepted_at = timezone.now()
    moves.make(
        ACCEPT, referral, by=by, basis=referral.basis_id, reservation=reservation,
        start=expected_start and expected_start.isoformat(),
    )  # fmt: skip
    pairing.take_back_the_others(referral, group)
    tell_us(referral, "NEWS", by=by)
    return referral


@trail.act
def decline(pk, *, reason: str, suggested_pk=None, by) -> Referral:
    """The partner cannot help. The reason is a code, the suggestion only a suggestion."""
    referral = _opened_for(pk, DECLINE, by=by)
    referral.decline_reason = known([reason], DeclineReason)[0]
    referral.suggested = suggested(suggested_pk)
    end(
        referral, DECLINE, by=by, reason=reason, why=reason, suggested=referral.suggested_id
    )  # fmt: skip
    tell_us(referral, "BACK", by=by)
    return referral
