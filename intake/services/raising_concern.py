"""Concern for a child (SoL 19): told by anybody, reported from the portal, or handed over from a
request.
"""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from audit import coarse, guard, moves, outbox, trail, vault
from audit.guard import Refused
from audit.references import new_reference
from intake import drafts, rights, tickets, words
from intake.lifecycle import HAND_OVER
from intake.models import Channel, ConcernReport, HelpRequest, Message, Purpose
from intake.services import (
    assessing,
    following,
    heeding,
    leaving,
    protecting,
    registering,
    saving_drafts,
    searching,
)
from intake.services.erasing import require_not_erased
from intake.services.routing import reception
from partners.models import Kind

WORDS = ("child", "concern", "reached_at")

# Who is bound to report at once (SoL 19:1); everybody else ought to (19:4).
BOUND = (Kind.SCHOOL, Kind.YOUTH_CENTRE, Kind.POLICE, Kind.HEALTH_CARE, Kind.FIRE_SERVICE)


@dataclass(frozen=True)
class Reported:
    report: ConcernReport
    is_new: bool


@tickets.counts_once
@trail.act
def tell(
    *, ticket: str, concern: str, must_report: bool, by, language: str = "sv", child: str = "",
    reached_at: str = "",
) -> Reported:  # fmt: skip
    """Anybody reports a concern without an account; nobody is asked who they are (SoL 19:4).

    Straight to the reception: it is never in the queue, and nothing sets it aside. There is no
    receipt and no thread. Takes no secret: the process that took it in cannot open it again.
    """
    row = ConcernReport(channel=Channel.WEB, language=language, must_report=must_report)
    told = {"child": child, "concern": concern, "reached_at": reached_at}
    return _receive(row, ticket, by=by, **told)


@tickets.counts_once
@trail.act
def report(
    *, ticket: str, concern: str, by, child: str = "", reached_at: str = "",
    is_protected: bool = False,
) -> ConcernReport:  # fmt: skip
    """A partner reports a concern: to the reception, past every queue.

    The clock starts now, not when somebody looks.
    """
    if not by.has_perm(rights.REGISTER):
        raise Refused(rights.REGISTER)
    row = ConcernReport(
        reporter=by, organisation=by.organisation, is_protected=is_protected,
        must_report=by.organisation.kind in BOUND,
    )  # fmt: skip
    told = {"child": child, "concern": concern, "reached_at": reached_at}
    reported = _receive(row, ticket, by=by, **told)
    if reported.is_new:
        searching.let_find_child(row, child)
        registering.add(row.reference, by=by, is_concern=True, may_ask=reported.report.must_report)
        saving_drafts.drop(drafts.REPORT, by, told, by=by)
    return reported.report


@trail.act
def hand_over(
    pk, *, concern: str, by, child: str = "", decisions: dict | None = None
) -> ConcernReport:
    """A request turns out to be a concern. It leaves our queue and keeps its time of receipt.

    The report gets a copy of the words, under a key and with readers of its own. We are
    bound to report, so this is never undone. What still runs at partners is decided about, one
    by one (leaving.py): it does not go to the reception, and is not forgotten either. What is
    joined to it goes along, words and all.
    """
    rows = HelpRequest.objects.select_related("safe_contact")
    help_request = guard.hold(rows, pk, by=by, right=HAND_OVER.right)
    require_not_erased(help_request)
    team, concern = reception(), words.required(concern)
    leaving.settle(help_request, decisions, by=by)
    row = ConcernReport(
        reference=new_reference(), received_at=help_request.received_at, reporter=by,
        from_request=help_request, organisation=by.organisation, must_report=True,
        is_protected=help_request.is_protected, channel=help_request.channel,
        language=help_request.language,
    )  # fmt: skip
    guard.revoke(help_request, by=by)
    help_request.unit_id, help_request.closed_at = team.group_id, timezone.now()
    moves.make(HAND_OVER, help_request, by=by, report=row.pk)
    said, reached_at = _told_in(help_request, by=by)
    for one in following.joined_to(help_request):
        following.go_along(one, help_request, by=by, report=row.pk)
        also, also_at = _told_in(_with_words(one.pk), by=by)
        said, reached_at = said + also, "\n".join(filter(None, (reached_at, also_at)))
    text = "\n\n".join([concern, *filter(None, said)])
    _put_in(row, team, by=by, child=child, concern=text, reached_at=reached_at)
    searching.let_find_child(row, child)
    begun = {"child": child, "concern": concern}
    saving_drafts.drop(drafts.HAND_OVER, help_request, begun, by=by)
    return row


def _receive(row: ConcernReport, ticket: str, *, by, **texts: str) -> Reported:
    """The same form with the same words is one report. With other words it is one more: nobody
    opens the first to compare, and nothing that was written is lost.
    """
    texts["concern"] = words.required(texts["concern"])
    row.ticket = tickets.digest(ticket, "\n".join(texts.values()))
    known = ConcernReport.objects.defer(*WORDS)
    earlier = known.filter(ticket=row.ticket, reporter=row.reporter).first()
    if earlier:
        return Reported(earlier, is_new=False)
    row.reference, row.received_at = new_reference(), coarse.now_for(by)
    _put_in(row, reception(), by=by, **texts)
    return Reported(row, is_new=True)


def _put_in(row: ConcernReport, team, *, by, **texts: str) -> None:
    signs = heeding.signs_in(texts["concern"])
    row.unit_id, row.signs = team.group_id, sorted(sign.kind for sign in signs)
    assessing.begin(row)
    vault.seal(row, **{name: words.cleaned(text) for name, text in texts.items()})
    row.save(force_insert=True)
    trail.record(by, "concernreport.submit", row, must_report=row.must_report, channel=row.channel)
    heeding.note(row, signs, by=by)
    outbox.post(team, "intake.NEW_CONCERN", about=row, by=by)
    protecting.tell_leads(row, by=by)


def _with_words(pk) -> HelpRequest:
    return HelpRequest.objects.select_related("safe_contact").get(pk=pk)


def _told_in(help_request: HelpRequest, *, by) -> tuple[list[str], str]:
    """What the person has written, and how they may be reached."""
    contact = help_request.safe_contact
    theirs = list(help_request.messages.filter(writer=Message.Writer.PERSON))
    places = [(help_request, "story"), *((message, "text") for message in theirs)]
    places += [(contact, name) for name in ("name", "phone", "email", "wishes", "code_word")]
    texts = vault.unseal_all(help_request, places, by=by, purpose=Purpose.CONCERN)
    said, code_word = texts[: 1 + len(theirs)], texts.pop()
    reached_at = [text for text in texts[len(said) :] if text]
    if code_word:
        reached_at.append(_("Code word: %s") % code_word)
    return said, "\n".join(reached_at)
