"""A receipt code is lost: whoever has the request gives the person eight digits to make a new one.

Only to somebody whom we can reach the way they once told us, because that way is all we know of
them: by telephone they are called there first, by e-mail a notice goes there. Nobody at the desk
ever sees the new code.
"""

from dataclasses import dataclass, field
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit import guard, moves, outbox, second_person, trail, vault
from intake import circumstances, rights
from intake.lifecycle import (
    APPROVE_NEW_CODE,
    CALL_NEW_CODE_OFF,
    GIVE_DIGITS,
    REFUSE_NEW_CODE,
    NewCodeState,
)
from intake.models import CallOutcome, CheckedHow, HelpRequest, NewCode, Purpose, SafeContact, Way
from intake.services import answering, protecting, recoding, standing_in
from intake.services.calling import CHANGED
from intake.services.erasing import require_not_erased

LASTS = timedelta(days=7)
AFTER_A_CALL = timedelta(hours=2)
BEFORE = ("name", "code_word", "wishes")

NO_THREAD = _("It was registered without the person, so there never was a code.")
NO_SAFE_WAY = _(
    "The person has given us no way to reach them that nobody else reads, so we cannot know that "
    "it is they. Nobody gets a new code. They can write to us anew, call us, or come here."
)
NOT_YOURS = _("Take the request first: whoever has it gives out a new code.")
CALL_FIRST = _(
    "Call the number they gave us, speak with them, and note it. Then you have two hours to give "
    "out the digits."
)
WAITS = _("It waits for a second person, because the identity is protected.")
HAS_IT = _("The person has a new code already. Call it off first, if it came into the wrong hands.")
NO_CODE_WORD = _("They have not chosen a code word. Ask for something else.")
OWN = _("You have begun it yourself. Somebody else must look at it.")


@dataclass(frozen=True)
class Known:
    """What the person told us to be recognised by, opened for this."""

    row: SafeContact
    details: dict = field(repr=False)


@dataclass(frozen=True)
class Given:
    """*digits*: shown once. Without any: a second person must say yes first."""

    row: NewCode
    digits: str = field(repr=False)


def in_the_way(help_request: HelpRequest, *, by) -> list:
    """Why nobody gets a new code here now, in sentences."""
    if not answering.has_thread(help_request):
        return [NO_THREAD]
    contact, found = help_request.safe_contact, []
    if not _is_safe(contact):
        return [NO_SAFE_WAY]
    row = recoding.running_of(help_request)
    if row and row.status == NewCodeState.PROPOSED and row.lacks_a_second_person:
        return [WAITS]
    if row and row.status == NewCodeState.WAITING:
        return [HAS_IT]
    if not standing_in.has(by, help_request):
        found.append(NOT_YOURS)
    if contact.rules.way == Way.PHONE and not _has_just_called(help_request, by):
        found.append(CALL_FIRST)
    return found


@trail.act
def know(pk, *, by) -> Known:
    """The code word and the rules, before somebody is asked for them. It leaves its line."""
    rows = circumstances.with_them(HelpRequest.objects.without_words(), by)
    help_request = guard.reach(rows.select_related("safe_contact"), pk, by=by, right=rights.WRITE)
    _require_possible(help_request, by=by)
    contact, facts = help_request.safe_contact, circumstances.of_request(help_request, by)
    places = [(contact, name) for name in BEFORE]
    texts = vault.unseal_all(contact, places, by=by, purpose=Purpose.NEW_CODE, **facts)
    return Known(contact, dict(zip(BEFORE, texts, strict=True)))


@trail.act
def give_digits(pk, *, revision: int, checked: str, by) -> Given:
    """Eight digits for the person, to be told by mouth. Given again, the ones before are void."""
    help_request = guard.hold(HelpRequest.objects.without_words(), pk, by=by, right=rights.WRITE)
    _require_possible(help_request, by=by)
    contact = help_request.safe_contact
    if revision != contact.revision:
        raise ValidationError(CHANGED, code="changed")
    if checked == CheckedHow.CODE_WORD and contact.code_word is None:
        raise ValidationError({"checked": NO_CODE_WORD}, code="no_code_word")
    row = recoding.running_of(help_request)
    if row and row.lacks_a_second_person:  # the protection is younger than the digits
        recoding.end(row, CALL_NEW_CODE_OFF, by=by)
        row = None
    row = row or NewCode(help_request=help_request, started_by=by, started_at=timezone.now())
    row.checked = checked
    if row.lacks_a_second_person:
        return _propose(row, by=by)
    digits = recoding.new_digits()
    row.digits, row.tries = recoding.digest(row, digits), 0
    row.digits_until = timezone.now() + LASTS
    moves.make(GIVE_DIGITS, row, by=by, checked=checked)
    return Given(row, digits)


@trail.act
def approve(pk, *, by) -> NewCode:
    """The second person's yes: a lead, who by that reaches nothing of a protected identity."""
    row = _held_by_a_lead(pk, by=by)
    second_person.require(by, {row.started_by_id}, own=OWN, code="own_new_code")
    row.approved_by = by
    moves.make(APPROVE_NEW_CODE, row, by=by)
    outbox.post(row.started_by, "intake.NEW_CODE_NEWS", about=row.help_request, by=by)
    return row


@trail.act
def refuse(pk, *, by) -> NewCode:
    row = _held_by_a_lead(pk, by=by)
    recoding.end(row, REFUSE_NEW_CODE, by=by)
    outbox.post(row.started_by, "intake.NEW_CODE_NEWS", about=row.help_request, by=by)
    return row


@trail.act
def call_off(pk, *, by) -> NewCode:
    """It was the wrong person, or the right one lost the new code too. The old code goes on."""
    help_request = guard.hold(HelpRequest.objects.without_words(), pk, by=by, right=rights.WRITE)
    row = _running(help_request)
    recoding.end(row, CALL_NEW_CODE_OFF, by=by)
    return row


def _propose(row: NewCode, *, by) -> Given:
    row.save(force_insert=True)
    trail.record(by, "newcode.propose", row, checked=row.checked)
    for lead in protecting.leads_of(row.help_request.unit, rights.NAME):
        outbox.post(lead, "intake.NEW_CODE_ASKED", about=row.help_request, by=by)
    return Given(row, "")


def _held_by_a_lead(pk, *, by) -> NewCode:
    rows = HelpRequest.shielded.without_words()
    return _running(guard.hold(rows, pk, by=by, right=rights.NAME))


def _running(help_request: HelpRequest) -> NewCode:
    row = recoding.running_of(help_request)
    if row is None:
        raise ValidationError(_("No new code is under way here."), code="no_new_code")
    return row


def _require_possible(help_request: HelpRequest, *, by) -> None:
    require_not_erased(help_request)
    found = in_the_way(help_request, by=by)
    if found:
        raise ValidationError(found, code="new_code_in_the_way")


def _is_safe(contact: SafeContact) -> bool:
    """Can we reach them there, and nobody else by it? Whoever took all back is left alone."""
    rules = contact.rules
    return rules.way == Way.PHONE or (rules.way == Way.EMAIL and not rules.is_shared)


def _has_just_called(help_request: HelpRequest, by) -> bool:
    calls = help_request.attempts.filter(made_by=by, outcome=CallOutcome.REACHED)
    return calls.filter(ended_at__gt=timezone.now() - AFTER_A_CALL).exists()
