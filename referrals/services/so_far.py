"""“My request so far”: what has happened and what it waits for, in the person's plain words."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from audit import coarse
from audit.actors import Resident
from audit.services import accounting
from intake.lifecycle import UNDER_WAY
from intake.models import HelpRequest, Message
from intake.services import following
from referrals.deadlines import QUIET
from referrals.lifecycle import WITH_PARTNER
from referrals.models import Guidance, GuidanceKind, Referral
from referrals.services import arriving, sharing

# What of the trail is a step of its own here. Readings are told by who reads, further down.
IN_PLAIN_WORDS = {
    "helprequest.called": gettext_lazy("We tried to call you."),
    "helprequest.reopen": gettext_lazy("You wrote again, so it was opened again."),
    "helprequest.close": gettext_lazy("We closed it."),
    "helprequest.withdraw": gettext_lazy("You took your request back."),
    "helprequest.pass_on": gettext_lazy("Another team of ours has it from now on."),
    "helprequest.hand_over": gettext_lazy(
        "We thought of the safety of a child. Colleagues whose work it is took over."
    ),
    "helprequest.break_glass": gettext_lazy("It was opened in an emergency."),
    "guidance.answer": gettext_lazy("You told us whether you got there."),
    "safecontact.change": gettext_lazy("You changed how we may reach you."),
}

# Between us and a partner: the person is told that it was written, not what.
WROTE, WRITTEN = "referral.write", gettext_lazy("First message about your help, written by:")


@dataclass(frozen=True)
class Step:
    """One thing that happened. Who read it is a role and the key of an organisation."""

    when: datetime
    what: str
    more: str = ""
    role: str = ""
    organisation: str = ""


@dataclass(frozen=True)
class Waiting:
    """A partner that has been asked and has the ball: until when."""

    organisation: str
    until: datetime


@dataclass(frozen=True)
class SoFar:
    help_request: HelpRequest
    status: str
    steps: list[Step]
    partners: list[Waiting]
    ways: list[Guidance]

    @property
    def may_withdraw(self) -> bool:
        return self.status in UNDER_WAY


def so_far(resident: Resident) -> SoFar:
    """Codes and times alone: nothing is opened for it."""
    help_request = HelpRequest.objects.without_words().get(pk=resident.request_id)
    ways = list(arriving.of_person(resident))
    steps = [
        Step(help_request.received_at, _("We got what you wrote.")),
        *_from_the_trail(resident),
        *_messages(help_request),
        *_consents(help_request),
        *_shared(resident),
        *_guided(ways),
    ]
    steps.sort(key=lambda one: one.when)
    status = following.told_as(help_request)
    return SoFar(help_request, status, steps, _waiting(help_request), ways)


def _from_the_trail(resident: Resident) -> list[Step]:
    """What we did, and the first time somebody of each kind read it.

    The person's own deeds are kept by the hour, which began before much that they came after: the
    log has their order, so each stands behind the line before it.
    """
    steps, readers, writers, at = [], set(), set(), None
    for line in reversed(accounting.what_happened(resident.subject)):
        reader, at = (line.role, line.organisation), coarse.after(line.at, at)
        if line.deed in IN_PLAIN_WORDS:
            steps.append(Step(at, str(IN_PLAIN_WORDS[line.deed])))
        elif line.deed == WROTE and reader not in writers:
            writers.add(reader)
            steps.append(Step(at, str(WRITTEN), "", *reader))
        elif _is_somebody_reading(line) and reader not in readers:
            readers.add(reader)
            steps.append(Step(at, _("Read for the first time by:"), "", *reader))
    return steps


def _is_somebody_reading(line: accounting.Line) -> bool:
    is_person = line.role not in ("resident", "clock", "console")
    return line.is_read and is_person and line.decision == "allowed"


def _messages(help_request: HelpRequest) -> list[Step]:
    rows = help_request.messages.values_list("writer", "kind", "written_at")
    return [Step(when, _of_message(writer, kind)) for writer, kind, when in rows]


def _of_message(writer: str, kind: str) -> str:
    if kind == Message.Kind.TAKEN_BACK:
        return _("We took an answer back before you had read it.")
    if writer == Message.Writer.US:
        return _("We answered you.")
    if kind == Message.Kind.CORRECTION:
        return _("You corrected something.")
    return _("You wrote to us.")


def _consents(help_request: HelpRequest) -> list[Step]:
    steps = []
    for one in help_request.consents.select_related("organisation"):
        told = {"organisation": one.organisation.name}
        until = _("It holds until %s.") % date_format(one.valid_until, "DATE_FORMAT")
        steps.append(
            Step(one.given_at, _("You said yes to telling %(organisation)s.") % told, until)
        )
        if one.withdrawn_at:
            took_back = _("You took back your yes to %(organisation)s.") % told
            steps.append(Step(one.withdrawn_at, took_back))
    return steps


def _shared(resident: Resident) -> list[Step]:
    return [
        Step(row.when, _("We asked %s to help you.") % row.organisation, row.state)
        for row in sharing.shared_with_person(resident)
    ]


def _guided(ways: list[Guidance]) -> list[Step]:
    """Shown the way, or introduced: nothing was sent."""
    said = {
        GuidanceKind.SIGNPOST: _("We told you about %(service)s."),
        GuidanceKind.WARM: _("We introduced you to %(service)s."),
    }
    return [Step(one.given_at, said[one.kind] % {"service": one.service}) for one in ways]


def _waiting(help_request: HelpRequest) -> list[Waiting]:
    """Not for one that begins on a later day, or rests: of those the day itself is told."""
    rows = Referral.objects.filter(help_request=help_request, status__in=WITH_PARTNER)
    asked = rows.select_related("to").order_by("due_at")
    return [Waiting(row.to.name, row.due_at) for row in asked if row.timed_as() not in QUIET]
