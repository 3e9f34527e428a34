"""Erasing takes two people and a ground. The log says that it was done, and survives it.

What a request's words are is known in the rooms above; here is what every erasure has in
common, and the erasing of facts in the log itself.
"""

import json

from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit import append_only, archive, certificate, guard, moves, rights, second_person, trail
from audit.models import (
    ArchivedSalt,
    Erasure,
    ErasureGround,
    ErasureKind,
    ErasureState,
    Event,
    Link,
)
from audit.moves import Move
from audit.sealing import certificates
from audit.wording import WORDS

WAITS = {ErasureState.PROPOSED}
CONFIRM = Move("confirm", WAITS, ErasureState.DONE, rights.DECIDE_ERASURE, _("Erase for good"))
DECLINE = Move("decline", WAITS, ErasureState.DECLINED, rights.DECIDE_ERASURE, _("Turn down"))
TAKE_BACK = Move("take_back", WAITS, ErasureState.WITHDRAWN, rights.DECIDE_ERASURE, _("Take back"))

# What says the deed: the verifier looks for the first, a person is told of the second.
DEEDS = {
    ErasureKind.FACTS: "trail.erase", ErasureKind.REQUEST: "helprequest.erase",
    ErasureKind.CONCERN: "concernreport.erase", ErasureKind.DISPOSAL: "disposal.erase",
    ErasureKind.DEVIATION: "deviation.erase", ErasureKind.INCIDENT: "incident.erase",
    ErasureKind.THREAT: "threat.erase", ErasureKind.CONTACT: "contactrequest.erase",
}  # fmt: skip
LINES_AT_ONCE = 100

OWN = _("Nobody confirms their own proposal. A second person must.")
NOT_OWN = _("Only whoever proposed it takes it back.")
NO_GROUND = _("This ground is not in force for what you want to erase.")
STANDING = _("This is proposed already, or erased.")
NO_LINES = _("There are no such lines, or their facts are erased already.")
TOO_MANY = _("At most %d lines at once.")
PROVES = _("The facts of these lines prove something else and are kept: %s.")
OWN_LINES = _("Nobody erases, or lets erase, facts about what they did themselves.")


# --- Use cases: of both kinds --------------------------------------------------------------------


@trail.act
def look(pk, *, by) -> Erasure:
    """One erasure. Codes, counts and who; never what it was."""
    guard.require(by, rights.DECIDE_ERASURE)
    erasure = rows().filter(pk=pk).first()
    if erasure is None:
        raise guard.OutOfReach
    trail.record(by, "erasure.seen", erasure)
    return erasure


@trail.act
def note_list(shown: int, *, by) -> None:
    guard.require(by, rights.DECIDE_ERASURE)
    trail.record(by, "erasure.list", "audit.erasure/list", count=shown)


@trail.act
def decline(pk, *, by) -> Erasure:
    """The second person says no. It can be proposed anew."""
    erasure = hold(pk, DECLINE, by=by)
    decide(erasure, DECLINE, by=by)
    return erasure


@trail.act
def take_back(pk, *, by) -> Erasure:
    """Whoever proposed it thinks again."""
    erasure = hold(pk, TAKE_BACK, by=by)
    if erasure.proposed_by_id != by.pk:
        raise ValidationError(NOT_OWN, code="not_own")
    _settle(erasure, TAKE_BACK, by=by)
    return erasure


@trail.act
def certify(pk, *, by) -> Erasure:
    """Sign the certificate: after the act, when its line has a number. Once."""
    guard.require(by, rights.DECIDE_ERASURE)
    erasure = rows().select_for_update(of=("self",)).filter(pk=pk).first()
    if erasure is None or erasure.status != ErasureState.DONE:
        raise guard.OutOfReach
    if not erasure.certificate:
        sign(erasure, by=by)
    return erasure


# --- Use cases: facts in the log -----------------------------------------------------------------


@trail.act
def propose_facts(numbers: list[int], *, ground_pk, by) -> Erasure:
    """Facts of named lines should go. The lines themselves stay, and the chain holds."""
    guard.require(by, rights.ERASE_FACTS)
    numbers = sorted(set(numbers))
    _lines(numbers, by=by)
    about = f"audit.link/{numbers[0]}" if len(numbers) == 1 else "audit.link/list"
    return propose(ErasureKind.FACTS, about, ground_pk, by=by, numbers=numbers)


def confirm_facts(pk, *, by) -> Erasure:
    """The second person. Afterwards the certificate is signed."""
    return certify(erase_facts(pk, by=by).pk, by=by)


@trail.act
def erase_facts(pk, *, by) -> Erasure:
    """Destroy the facts and their salts: without the salt no guess can be confirmed.

    The salt is the key of the line in the archive too, so every copy of that is erased with it.
    """
    erasure = hold(pk, CONFIRM, by=by, kind=ErasureKind.FACTS)
    events, archived = _lines(erasure.numbers, by=by)
    commitments = sorted(
        [*(json.loads(bytes(event.header))["facts"] for event in events),
         *(line.commitment for line in archived)]
    )  # fmt: skip
    counts = {"lines": len(commitments)}
    carry_out(erasure, erasure.about, counts, commitments, by=by, numbers=erasure.numbers)
    trail.write()  # the database lets facts go only under a line that names them
    append_only.erase_facts(connection, [event.pk for event in events])
    ArchivedSalt.objects.filter(pk__in=[line.pk for line in archived]).delete()
    return erasure


def _lines(numbers: list[int], *, by) -> tuple[list[Event], list[ArchivedSalt]]:
    """The lines that may lose their facts, here and in the archive; or a sentence that says no."""
    if len(numbers) > LINES_AT_ONCE:
        raise ValidationError(TOO_MANY % LINES_AT_ONCE, code="too_many")
    found = Event.objects.filter(link__number__in=numbers).order_by("link__number")
    events = [event for event in found if bytes(event.salt)]
    archived = list(ArchivedSalt.objects.filter(number__in=numbers).order_by("number"))
    if not numbers or len(events) + len(archived) != len(numbers):
        raise ValidationError(NO_LINES, code="no_lines")
    if any(one.actor == f"user/{by.pk}" for one in [*events, *archived]):
        raise ValidationError(OWN_LINES, code="own_lines")
    proofs = sorted({one.deed for one in events if archive.proves(one.deed, one.facts)})
    if proofs:
        in_words = ", ".join(str(WORDS.get(deed, deed)) for deed in proofs)
        raise ValidationError(PROVES % in_words, code="proof")
    return events, archived


# --- Steps: they expect to be inside a use case --------------------------------------------------


def rows():
    return Erasure.objects.select_related("ground", "proposed_by", "decided_by")


def propose(kind: str, about, ground_pk, *, by, **what) -> Erasure:
    """The first person. *about* is a row, or the trail's name of lines in the log."""
    ground = ErasureGround.objects.filter(pk=ground_pk).first()
    if ground not in ErasureGround.in_force(kind, timezone.localdate()):
        raise ValidationError({"ground_pk": ValidationError(NO_GROUND, code="no_ground")})
    standing = Erasure.objects.filter(about=trail.name_of(about), kind=ErasureKind.REQUEST)
    if standing.filter(status__in=(ErasureState.PROPOSED, ErasureState.DONE)).exists():
        raise ValidationError(STANDING, code="standing")
    erasure = Erasure.objects.create(
        kind=kind, about=trail.name_of(about), subject=getattr(about, "subject", None),
        ground=ground, proposed_at=timezone.now(), proposed_by=by, proposed_as=by.role, **what,
    )  # fmt: skip
    trail.record(
        by, "erasure.propose", erasure, kind=kind, ground=ground.code, version=ground.version,
        row=erasure.about, numbers=erasure.numbers or None,
    )  # fmt: skip
    return erasure


def hold(pk, move: Move, *, by, kind: str = "") -> Erasure:
    """A proposal that still waits. Codes only, so it takes the right and no reach."""
    guard.require(by, move.right)
    found = rows().select_for_update(of=("self",)).filter(pk=pk)
    erasure = (found.filter(kind=kind) if kind else found).first()
    if erasure is None:
        raise guard.OutOfReach
    moves.require(move, erasure)
    return erasure


def decide(erasure: Erasure, move: Move, *, by) -> None:
    """The second person's word. The database refuses it from the first one too."""
    second_person.require(by, {erasure.proposed_by_id}, own=OWN, code="own_proposal")
    _settle(erasure, move, by=by)


def carry_out(
    erasure: Erasure, about, counts: dict[str, int], commitments: list[str], *, by, **facts
) -> None:
    """It is done: what was destroyed, counted and named by hashes, and the line that says so."""
    erasure.counts = counts | {"destroyed": len(commitments)}
    erasure.commitments = commitments
    decide(erasure, CONFIRM, by=by)
    say(erasure, about, counts, by=by, **facts)


def sign(erasure: Erasure, *, by) -> None:
    """The certificate: when the act's line has a number."""
    erasure.certificate = certificates.issue(erasure, _line_of(erasure))
    erasure.save(update_fields=["certificate"])
    trail.record(by, "erasure.certify", erasure)


def say(erasure: Erasure, about, counts: dict[str, int], *, by, **facts) -> None:
    trail.record(
        by, DEEDS[erasure.kind], about, erasure=erasure.pk, ground=erasure.ground.code,
        version=erasure.ground.version, proposer=f"user/{erasure.proposed_by_id}",
        root=certificate.root_of(erasure.commitments), **counts, **facts,
    )  # fmt: skip


def _settle(erasure: Erasure, move: Move, *, by) -> None:
    erasure.decided_at, erasure.decided_by, erasure.decided_as = timezone.now(), by, by.role
    moves.make(move, erasure, by=by)


def _line_of(erasure: Erasure) -> Link:
    """The line that says it was done."""
    lines = Link.objects.filter(event__deed=DEEDS[erasure.kind], event__about=erasure.about)
    return lines.get(event__facts__erasure=str(erasure.pk))
