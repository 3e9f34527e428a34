"""Steps: what of a request is words, and what is left of it when they are gone.

Kept are the codes that are counted – topic, area, about, age band, urgency, channel, how and
when it ended – and the receipt's random halves, so that whoever comes with the code is told that
it is erased. Gone are the words, the way of making contact, the conversation, the notes, the
arena, the language and the interpreter (rare ones point at somebody), what the words sounded
like, and what the same form sent twice is recognised by.
"""

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit import guard
from audit.models import Erasure, ErasureState
from audit.trail import name_of
from audit.vault import sealed_fields, shredding
from intake.lifecycle import UNDER_WAY, ConcernStatus, Status
from intake.models import (
    RUNNING,
    ConcernReport,
    Days,
    Draft,
    HelpRequest,
    Hours,
    RequestLink,
    SafeContact,
    ServiceTalk,
    Way,
)
from intake.services import attaching, following, recoding, retaining

WHO_IT_IS = ("name__isnull", "personal_number__isnull", "phone__isnull")
REPORTED = ("child", "concern", "reached_at")
NOTHING = b""  # not “never written”: the vault says that it is erased
ERASED = _("This request is erased. Nothing can be written to it any more.")
OPEN = _("The request is not closed. Close it first.")
STATEMENT = _(
    "It may be about a child. Somebody must first read it, and state that they have no suspicion."
)
FOR_INQUIRY = _("Something in it could lead to a measure (SoL 14:2). Note first what became of it.")
CONCERN = _("The concern report %s is not in the case system yet. It must be handed over first.")
EXTRACT = _("An extract of it is being prepared. It must be released, or thrown away.")
JOINED = _("It is joined to %s, which is under way. Close that one, or take them apart first.")
ALREADY = _("This request is erased already.")


def in_the_way(help_request: HelpRequest) -> list[str]:
    """What must end first, in sentences."""
    if help_request.erased_at:
        return [str(ALREADY)]
    found = [str(OPEN)] if help_request.status in UNDER_WAY else []
    found += [str(STATEMENT)] if help_request.no_suspicion_asked_at else []
    is_open = help_request.for_inquiry.filter(settled_at__isnull=True).exists()
    found += [str(FOR_INQUIRY)] if is_open else []
    found += [str(EXTRACT)] if help_request.extracts.filter(status__in=RUNNING).exists() else []
    found += _led(help_request)
    of_theirs = {help_request.pk, help_request.joined_to_id}
    reports = ConcernReport.objects.filter(from_request__in=of_theirs - {None})
    running = reports.exclude(status=ConcernStatus.FILED).values_list("reference", flat=True)
    return found + [str(CONCERN % reference) for reference in running]


def require_not_erased(help_request: HelpRequest) -> None:
    if help_request.erased_at:
        raise ValidationError(ERASED, code="erased")


def done_to(help_request: HelpRequest) -> Erasure | None:
    """When and on which ground it was erased."""
    done = Erasure.objects.filter(about=name_of(help_request), status=ErasureState.DONE)
    return done.select_related("ground").first()


def words_of(help_request: HelpRequest) -> dict[str, list[str]]:
    """The trail's names of every row of this room with sealed words of the request, by kind."""
    messages, notes = help_request.messages.only("pk"), help_request.notes.only("pk")
    return {
        "requests": [name_of(help_request)],
        "contacts": [name_of(help_request.safe_contact)],
        "messages": [name_of(row) for row in messages],
        "notes": [name_of(row) for row in notes],
        "attachments": attaching.names_of(help_request),
        "services": [name_of(row) for row in _about_services(help_request)],
        "children": [name_of(row) for row in _about_child(help_request)],
    }


def drafts_about(*rows) -> dict[str, list[str]]:
    """What anybody has begun to write about them and not sent. It goes with the words, and is
    never handed over with them: it is no record (TF 2:12).
    """
    return {"drafts": [name_of(draft) for draft in drafts_of(*rows)]}


def drafts_of(*rows):
    return Draft.objects.filter(about__in=map(name_of, rows)).only("pk")


def _led(help_request: HelpRequest) -> list[str]:
    """What is joined goes when the one that leads has ended, not before."""
    if help_request.status != Status.JOINED:
        return []
    lead = following.leading(help_request)
    return [str(JOINED % lead.reference)] if lead.status in UNDER_WAY else []


def _about_services(help_request: HelpRequest) -> list:
    """Open services, their talks and what guardians said: what of it has sealed words."""
    starts = help_request.service_starts.exclude(**dict.fromkeys(WHO_IT_IS, True))
    talks = ServiceTalk.objects.filter(start__help_request=help_request, note__isnull=False)
    return [*starts, *talks, *help_request.agreements.filter(note__isnull=False)]


def _about_child(help_request: HelpRequest) -> list:
    """Talks with the child, and the reasons of what its guardians may be shown."""
    return [*help_request.child_talks.all(), *help_request.guardian_accesses.all()]


def close(help_request: HelpRequest) -> None:
    """Only what has ended is erased. In an older copy of the house it may be open still."""
    if help_request.status in UNDER_WAY:
        help_request.status, help_request.closed_at = Status.CLOSED, timezone.now()


def clear(help_request: HelpRequest, *, by) -> None:
    """Take away the sealed bytes too, and the codes that point at somebody."""
    recoding.call_off(help_request, by=by)
    help_request.messages.all().delete()
    help_request.notes.all().delete()
    drafts_of(help_request).delete()
    _clear_contact(help_request.safe_contact)
    for row in (*_about_services(help_request), *_about_child(help_request)):
        for name in sealed_fields(type(row)):
            if getattr(row, name) is not None:
                setattr(row, name, NOTHING)
        row.save()
    help_request.story, help_request.ticket = NOTHING, None
    help_request.language = help_request.interpreter = ""
    help_request.signs, help_request.arena = [], None
    help_request.no_suspicion_asked_at = None
    help_request.erased_at = timezone.now()
    help_request.save()
    RequestLink.objects.filter(Q(first=help_request) | Q(second=help_request)).delete()
    retaining.forget(help_request)
    guard.revoke(help_request, by=by)


def held_report(about: str) -> ConcernReport | None:
    """A concern report to be erased, for nobody else to change meanwhile. Without its words."""
    rows = ConcernReport.objects.select_for_update(of=("self",)).defer(*REPORTED)
    return rows.filter(pk=about.rpartition("/")[2]).first()


def words_of_report(report: ConcernReport) -> dict[str, list[str]]:
    """The same of a concern report."""
    judged = report.judgements.only("pk")
    return {"reports": [name_of(report)], "judgements": [name_of(row) for row in judged]}


def destroy_report(report: ConcernReport, *, by) -> tuple[dict[str, int], list[str]]:
    """Every word of a concern report and of what was judged about it, and the codes that point at
    somebody: its number in the case system too.
    """
    named = words_of_report(report) | drafts_about(report)
    commitments = shredding.shred([about for abouts in named.values() for about in abouts])
    drafts_of(report).delete()
    report.judgements.update(reasons=NOTHING)
    for name in REPORTED:
        setattr(report, name, NOTHING)
    report.ticket, report.language, report.signs, report.case_number = None, "", [], ""
    report.erased_at = timezone.now()
    report.save()
    retaining.forget(report)
    guard.revoke(report, by=by)
    return {kind: len(abouts) for kind, abouts in named.items()}, commitments


def _clear_contact(contact: SafeContact) -> None:
    """With no way left, no notice goes out any more either."""
    contact.way, contact.hours, contact.days = Way.NONE, Hours.ANY, Days.ALL
    contact.voicemail_ok = contact.say_who_ok = contact.is_shared = False
    for name in sealed_fields(SafeContact):
        setattr(contact, name, NOTHING)
    contact.save()
