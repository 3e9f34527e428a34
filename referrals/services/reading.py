"""Reading what was told: reached, traced, then opened. The partner's side and ours."""

from dataclasses import dataclass, field

from audit import guard, trail, vault
from audit.actors import Guest
from audit.models import Decision, Event
from intake.services.viewing import Seen
from referrals import rights
from referrals.lifecycle import Status
from referrals.models import Enclosure, Goal, Question, Referral, Tombstone
from referrals.services import adding_files, keeping_up
from referrals.services.disclosing import envelope_of, fields_shown, is_codes_only, require_open
from referrals.services.holding import rows


@dataclass(frozen=True)
class Envelope:
    """What a partner sees before accepting: codes, no person. *codes* as in disclosing."""

    referral: Referral
    codes: dict


@dataclass(frozen=True)
class Opened:
    """The package, opened. *texts* by field; *goals* and *questions* with their words.

    *rules* are the person's own conditions for being reached, as they are now; *rules_changed*:
    they are others than when it was sent.
    """

    referral: Referral
    texts: dict[str, str] = field(repr=False)
    goals: list[tuple[Goal, str]] = field(repr=False)
    questions: list[tuple[Question, str]] = field(repr=False)
    rules: dict = field(default_factory=dict)
    rules_changed: bool = False
    files: list[Enclosure] = field(default_factory=list)


@trail.act
def envelope(pk, *, by) -> Envelope:
    """Look at the blind envelope. In a referral not yet opened it is only the line of the inbox."""
    referral = guard.reach(rows(), pk, by=by, right=rights.RECEIVE)
    trail.record(by, "referral.envelope", referral, status=referral.status)
    return Envelope(referral, envelope_of(referral))


@trail.act
def open_package(pk, *, by, purpose: str) -> Opened:
    """Read what was chosen to be told: from accept until the end, and no longer.

    The row is held while it is read, so that nobody reads on after the commit that ends it. Who
    answers by link does not read it: whoever reads about a person is somebody with a name.
    """
    referral = _held(pk, by=by)
    return opened(referral, fields_shown(referral, referral.status), by=by, purpose=purpose)


@trail.act
def open_file(pk, *, by, purpose: str) -> Seen:
    """Look at one picture or PDF of a package, under the same conditions as the rest of it."""
    referral = _held(adding_files.referral_of(pk), by=by)
    files = adding_files.shown(referral, referral.status)
    return adding_files.opened(referral, files, pk, by=by, purpose=purpose)


def _held(pk, *, by) -> Referral:
    if isinstance(by, Guest):
        raise guard.Refused(rights.RECEIVE)
    referral = guard.hold(rows(), pk, by=by, right=rights.RECEIVE)
    require_open(referral)
    return referral


@trail.act
def open_own(pk, *, by, purpose: str) -> Opened:
    """Read what we have told a partner, or are about to."""
    referral = guard.reach(rows(), pk, by=by, right=rights.SEND)
    return opened(referral, referral.package.SEALED, by=by, purpose=purpose, whole=True)


@trail.act
def open_own_file(pk, *, by, purpose: str) -> Seen:
    """Look at a copy that a partner was given, or is to be given."""
    referral = guard.reach(rows(), adding_files.referral_of(pk), by=by, right=rights.SEND)
    files = adding_files.all_of(referral)
    return adding_files.opened(referral, files, pk, by=by, purpose=purpose)


def opened(referral: Referral, fields, *, by, purpose: str, whole: bool = False) -> Opened:
    """Step: open these fields, the goals and the answers, with one line in the trail.

    Where codes alone may be told there are no goals and answers in words, unless *whole*.
    """
    silent = is_codes_only(referral) and not whole
    goals = [] if silent else list(referral.goals.all())
    questions = list(referral.questions.all())
    answered = [] if silent else [one for one in questions if one.answer is not None]
    wanted = [(referral.package, name) for name in fields]
    wanted += [(goal, "text") for goal in goals] + [(one, "answer") for one in answered]
    said = dict(
        zip(wanted, vault.unseal_all(referral, wanted, by=by, purpose=purpose), strict=True)
    )
    return Opened(
        referral,
        {name: said[referral.package, name] for name in fields},
        [(goal, said[goal, "text"]) for goal in goals],
        [(one, said.get((one, "answer"), "")) for one in questions],
        *_rules(referral),
        adding_files.all_of(referral) if whole else adding_files.shown(referral, referral.status),
    )


def _rules(referral: Referral) -> tuple[dict, bool]:
    """Of a draft, those that would be sent; of what was sent, those that hold now."""
    if referral.status == Status.DRAFT:
        return dict(referral.package.rules), False
    found = keeping_up.rules_now(referral.package)
    return found.rules, found.have_changed


def was_read(referral: Referral) -> bool:
    """Has anybody at the partner opened what was told? The trail answers."""
    lines = Event.objects.filter(about=trail.name_of(referral), deed="referral.opened")
    theirs = lines.filter(organisation=str(referral.to_id), decision=Decision.ALLOWED)
    return theirs.exists()


def was_never_read(referral: Referral) -> bool:
    """Nobody at the partner has opened what was told. Old lines leave the trail one day: where
    that of the yes is gone, one of a reading may be, too.
    """
    yes = Event.objects.filter(about=trail.name_of(referral), deed="referral.accept")
    return yes.exists() and not was_read(referral)


def tombstones(place):
    """What is left with somebody's organisation of referrals that have ended."""
    return Tombstone.objects.listed_from(place).select_related("service")
