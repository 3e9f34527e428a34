"""The life of a request, on one page.

new ─take─▶ open ─answer─▶ waiting ─hear─▶ open        closed ─reopen─▶ new
  ▲           │ ▲             │                          (the person writes again)
  └─release───┴─┼─────────────┤
                └──answer─────┘
open, waiting ─close─▶ closed          new, open, waiting, closed ─hand over─▶ handed over
new, open, waiting ─withdraw─▶ closed (the person takes the request back)
set aside (still new): ─let in─▶ new, in the queue   ─dismiss─▶ closed   ─take─▶ open
new, open, waiting ─join─▶ joined (to another request, which leads)   ─take apart─▶ open
joined: ─hear, reopen─▶ open, new (the person writes)   goes along if the leading one is handed over
new, open, waiting ─reassign─▶ open (with a colleague)   ─pass on─▶ new (with another team)
open, waiting ─take over─▶ open (with whoever was asked, and said yes)
waiting ─take back─▶ open (the answer, while the person has not opened it)
"""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from audit.moves import Move
from intake import rights


class Status(TextChoices):
    NEW = "new", _("New")
    OPEN = "open", _("With a social worker")
    WAITING = "waiting", _("Answered, waiting for the person")
    CLOSED = "closed", _("Closed")
    HANDED_OVER = "handed_over", _("Handed over as a concern report")
    JOINED = "joined", _("Joined to another request")


UNDER_WAY = (Status.NEW, Status.OPEN, Status.WAITING)
ENDED = (Status.CLOSED, Status.HANDED_OVER)
IN_HAND = (Status.OPEN, Status.WAITING)
AT_REST = (*ENDED, Status.JOINED)  # in no queue; a joined one ends with the one that leads

TAKE = Move("take", {Status.NEW}, Status.OPEN, rights.TRIAGE, _("Take"))
RELEASE = Move("release", IN_HAND, Status.NEW, rights.TRIAGE, _("Put back in the queue"))
ANSWER = Move("answer", IN_HAND, Status.WAITING, rights.WRITE, _("Answer"))
TAKE_BACK = Move(
    "take_back", {Status.WAITING}, Status.OPEN, rights.WRITE, _("Take your answer back")
)
CLOSE = Move("close", IN_HAND, Status.CLOSED, rights.TRIAGE, _("Close"))
HAND_OVER = Move(  # what has ended may still turn out to be a concern (SoL 19:1)
    "hand_over", (*UNDER_WAY, Status.CLOSED), Status.HANDED_OVER, rights.HAND_OVER,
    _("Hand over as concern report"),
)  # fmt: skip
REASSIGN = Move("reassign", UNDER_WAY, Status.OPEN, rights.REASSIGN, _("Give to a colleague"))
TAKE_OVER = Move("take_over", IN_HAND, Status.OPEN, rights.TRIAGE, _("Take over"))
PASS_ON = Move("pass_on", UNDER_WAY, Status.NEW, rights.TRIAGE, _("Pass on to another team"))
LET_IN = Move("let_in", {Status.NEW}, Status.NEW, rights.TRIAGE, _("Let it into the queue"))
DISMISS = Move("dismiss", {Status.NEW}, Status.CLOSED, rights.TRIAGE, _("It is no request"))
HEAR = Move("hear", {Status.WAITING, Status.JOINED}, Status.OPEN, None)
REOPEN = Move("reopen", {Status.CLOSED, Status.JOINED}, Status.NEW, None)
WITHDRAW = Move("withdraw", (*UNDER_WAY, Status.JOINED), Status.CLOSED, None)
JOIN = Move("join", UNDER_WAY, Status.JOINED, rights.TRIAGE, _("Join it to another request"))
TAKE_APART = Move("take_apart", {Status.JOINED}, Status.OPEN, rights.TRIAGE, _("Take them apart"))
ANSWER_BESIDE = Move("answer", {Status.JOINED}, Status.JOINED, rights.WRITE, _("Answer"))
GO_ALONG = Move("hand_over", {Status.JOINED}, Status.HANDED_OVER, rights.HAND_OVER)

MOVES = (
    TAKE, ANSWER, CLOSE, RELEASE, REASSIGN, TAKE_OVER, PASS_ON, HAND_OVER, HEAR, REOPEN, WITHDRAW,
    JOIN, TAKE_APART, ANSWER_BESIDE,
)  # fmt: skip


def may_release(user, help_request) -> bool:
    """Back to the queue: one's own, and anybody's for whoever leads the team."""
    return help_request.assigned_to_id == user.pk or user.has_perm(rights.REASSIGN)


def moves_open_to(user, help_request) -> list[Move]:
    """The buttons to show: what this user may do with this request now."""
    mine = [move for move in MOVES if move.right and user.has_perm(move.right)]
    now = [move for move in mine if help_request.status in move.sources]
    if help_request.erased_at:
        return []
    return [move for move in now if move is not RELEASE or may_release(user, help_request)]


class OfferState(TextChoices):
    """waiting ─accept─▶ accepted   ─decline─▶ declined   ─take back─▶ taken back

    waiting ─lapse─▶ lapsed: the request has gone another way meanwhile
    """

    WAITING = "waiting", _("Waits for an answer")
    ACCEPTED = "accepted", _("Taken over")
    DECLINED = "declined", _("Declined")
    TAKEN_BACK = "taken_back", _("Not asked any more")
    LAPSED = "lapsed", _("Overtaken")


ASKED = {OfferState.WAITING}
ACCEPT_OFFER = Move("accept", ASKED, OfferState.ACCEPTED, rights.TRIAGE, _("Take it over"))
DECLINE_OFFER = Move("decline", ASKED, OfferState.DECLINED, rights.TRIAGE, _("Say no"))
TAKE_OFFER_BACK = Move("take_back", ASKED, OfferState.TAKEN_BACK, rights.TRIAGE)
LAPSE_OFFER = Move("lapse", ASKED, OfferState.LAPSED, None)


class ConcernStatus(TextChoices):
    """The life of a concern report, as the law runs (SoL 20:1–2).

    received ─assess─▶ assessed ─open─▶ opened ───────────┐
                          ├─not open─▶ not opened ────────┼─hand over─▶ handed over
                          └─already runs─▶ already runs ──┘
    """

    RECEIVED = "received", _("Received")
    ASSESSED = "assessed", _("Need of protection assessed")
    OPENED = "opened", _("Inquiry opened")
    NOT_OPENED = "not_opened", _("Inquiry not opened")
    RUNNING = "already_runs", _("Inquiry already runs")
    FILED = "handed_over", _("In the case system")


DECIDED = (ConcernStatus.OPENED, ConcernStatus.NOT_OPENED, ConcernStatus.RUNNING)
UNDECIDED = (ConcernStatus.RECEIVED, ConcernStatus.ASSESSED)

ASSESS = Move(
    "assess", {ConcernStatus.RECEIVED}, ConcernStatus.ASSESSED, rights.ASSESS,
    _("Assess the need of protection"),
)  # fmt: skip
DECIDE = {
    status: Move(verb, {ConcernStatus.ASSESSED}, status, rights.ASSESS)
    for verb, status in (
        ("open_inquiry", ConcernStatus.OPENED), ("not_open", ConcernStatus.NOT_OPENED),
        ("already_runs", ConcernStatus.RUNNING),
    )
}  # fmt: skip
FILE = Move(
    "hand_over", set(DECIDED), ConcernStatus.FILED, rights.READ_CONCERN,
    _("Hand over to the case system"),
)  # fmt: skip


class TellingStatus(TextChoices):
    """open ─ask─▶ asked; open, asked ─tell─▶ told, or ─withhold─▶ withheld (SoL 19:6)"""

    OPEN = "open", _("Not asked for")
    ASKED = "asked", _("Asked for")
    TOLD = "told", _("They have been told")
    WITHHELD = "withheld", _("Not told: unsuitable")


TO_TELL = {TellingStatus.OPEN, TellingStatus.ASKED}
ASK_TO_BE_TOLD = Move("ask", {TellingStatus.OPEN}, TellingStatus.ASKED, None)
TELL = Move("tell", TO_TELL, TellingStatus.TOLD, rights.READ_CONCERN, _("Tell who reported it"))
WITHHOLD = Move("withhold", TO_TELL, TellingStatus.WITHHELD, rights.ASSESS, _("Do not tell"))


class ExtractState(TextChoices):
    """draft ─submit─▶ checked ─release─▶ released ─hand over─▶ handed over

    checked ─send back─▶ draft; draft, checked, released ─drop─▶ dropped
    """

    DRAFT = "draft", _("Being checked")
    CHECKED = "checked", _("Waits for a second person")
    RELEASED = "released", _("Ready to be handed over")
    HANDED_OVER = "handed_over", _("Handed over")
    DROPPED = "dropped", _("Thrown away")


DRAFTS = {ExtractState.DRAFT}
WITH_SECOND = {ExtractState.CHECKED}
SUBMIT_EXTRACT = Move("submit", DRAFTS, ExtractState.CHECKED, rights.PREPARE_EXTRACT)
DROP_EXTRACT = Move(
    "drop", DRAFTS | WITH_SECOND | {ExtractState.RELEASED}, ExtractState.DROPPED,
    rights.PREPARE_EXTRACT, _("Throw away"),
)  # fmt: skip
SEND_EXTRACT_BACK = Move(
    "send_back", WITH_SECOND, ExtractState.DRAFT, rights.RELEASE_EXTRACT, _("Send back")
)
RELEASE_EXTRACT = Move(
    "release", WITH_SECOND, ExtractState.RELEASED, rights.RELEASE_EXTRACT, _("Release")
)
HAND_EXTRACT_OVER = Move(
    "hand_over", {ExtractState.RELEASED}, ExtractState.HANDED_OVER, rights.PREPARE_EXTRACT
)


class NewCodeState(TextChoices):
    """proposed ─approve─▶ approved ─┐    (a protected identity: a second person says yes first)

    proposed ─────────────give──────┴─▶ given ─redeem─▶ waiting ─replace─▶ replaced
    given ─give─▶ given (other digits)   ─expire─▶ expired   ─block─▶ blocked
    proposed ─refuse─▶ refused; all four before the end ─stop─▶ stopped, or ─call off─▶ called off
    """

    PROPOSED = "proposed", _("Waits for a second person")
    APPROVED = "approved", _("A second person has agreed")
    GIVEN = "given", _("The person has the eight digits")
    WAITING = "waiting", _("The person has the new code, which does not open yet")
    REPLACED = "replaced", _("The new code opens, the old one does not")
    EXPIRED = "expired", _("The digits were not used in time")
    BLOCKED = "blocked", _("Wrong digits were tried too often")
    REFUSED = "refused", _("A second person said no")
    STOPPED = "stopped", _("Stopped by whoever has the old code")
    CALLED_OFF = "called_off", _("Called off")


BEFORE_DIGITS = {NewCodeState.PROPOSED, NewCodeState.APPROVED}
MAY_GET_DIGITS = BEFORE_DIGITS | {NewCodeState.GIVEN}
NEW_CODE_RUNS = MAY_GET_DIGITS | {NewCodeState.WAITING}

APPROVE_NEW_CODE = Move(
    "approve", {NewCodeState.PROPOSED}, NewCodeState.APPROVED, rights.NAME, _("Agree")
)
REFUSE_NEW_CODE = Move(
    "refuse", {NewCodeState.PROPOSED}, NewCodeState.REFUSED, rights.NAME, _("Say no")
)
GIVE_DIGITS = Move("give", MAY_GET_DIGITS, NewCodeState.GIVEN, rights.WRITE)
CALL_NEW_CODE_OFF = Move(
    "call_off", NEW_CODE_RUNS, NewCodeState.CALLED_OFF, rights.WRITE, _("Call it off")
)
REDEEM = Move("redeem", {NewCodeState.GIVEN}, NewCodeState.WAITING, None)
STOP_NEW_CODE = Move("stop", NEW_CODE_RUNS, NewCodeState.STOPPED, None)
BLOCK_NEW_CODE = Move("block", {NewCodeState.GIVEN}, NewCodeState.BLOCKED, None)
EXPIRE_DIGITS = Move("expire", {NewCodeState.GIVEN}, NewCodeState.EXPIRED, None)
REPLACE = Move("replace", {NewCodeState.WAITING}, NewCodeState.REPLACED, None)
