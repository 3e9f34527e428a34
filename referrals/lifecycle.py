"""The life of a referral, on one page. One organisation is asked, once.

draft ─send─▶ sent ─open─▶ opened ─accept─▶ accepted ─start─▶ active ─report─▶ reported
  │             └────┬─────────┘              └─────────┬─────────┘  ▲             │
discard              ├─decline─▶ declined               ├─return─▶ returned   acknowledge
                     └─expire──▶ expired                └─report: not reached      ▼
opened ─ask─▶ asked ─answer─▶ opened    asked ─decline─▶ declined                closed
sent … active ─recall─▶ recalled (reported: only if sent in error)
sent … reported ─withdraw─▶ withdrawn
Asked together (draft … asked): the first accept recalls the others in the same transaction.

In an agreed order: the clock sends the next draft when the one before says no or expires.

Where it stands: a draft may wait for a second person (submit, then approve or hand_back) ·
accepted may wait for an agreed start (reschedule moves it, twice at most) ·
active may rest until a day (pause, resume) and tells how far it has come (progress) ·
reported is mended until it is confirmed (amend), and once we may object (contest): then the
partner has the ball until it has answered, or five working days have gone. Whatever we have
objected to, a person of ours closes; the clock does not ·
accepted, active and reported: where it is agreed, both may write to each other (write).
"""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from audit.moves import Move
from referrals import rights


class Side(TextChoices):
    US = "us", _("Us")
    PARTNER = "partner", _("The partner")
    NOBODY = "", _("Nobody")


class Status(TextChoices):
    DRAFT = "draft", _("Draft")
    SENT = "sent", _("Sent")
    OPENED = "opened", _("Opened")
    ASKED = "asked", _("Question to us")
    ACCEPTED = "accepted", _("Accepted")
    ACTIVE = "active", _("Under way")
    REPORTED = "reported", _("Reported")
    CLOSED = "closed", _("Closed")
    DECLINED = "declined", _("Declined")
    RETURNED = "returned", _("Handed back")
    EXPIRED = "expired", _("Not answered in time")
    RECALLED = "recalled", _("Recalled by us")
    WITHDRAWN = "withdrawn", _("Withdrawn by the person")


WITH_US = (Status.DRAFT, Status.ASKED, Status.REPORTED)
WITH_PARTNER = (Status.SENT, Status.OPENED, Status.ACCEPTED, Status.ACTIVE)
UNDER_WAY = WITH_US + WITH_PARTNER
ENDED = tuple(status for status in Status if status not in UNDER_WAY)
AT_THE_PARTNER = tuple(status for status in UNDER_WAY if status != Status.DRAFT)
PACKAGE_OPEN = (Status.ACCEPTED, Status.ACTIVE, Status.REPORTED)

SEND = Move("send", {Status.DRAFT}, Status.SENT, rights.SEND, _("Send"))
ANSWER = Move("answer", {Status.ASKED}, Status.OPENED, rights.SEND, _("Answer the question"))
ACKNOWLEDGE = Move(
    "acknowledge", {Status.REPORTED}, Status.CLOSED, rights.SEND, _("Confirm and close")
)
RECALL = Move("recall", AT_THE_PARTNER, Status.RECALLED, rights.SEND, _("Recall"))
WITHDRAW = Move(
    "withdraw", AT_THE_PARTNER, Status.WITHDRAWN, rights.SEND, _("The person no longer wants it")
)

OPEN = Move("open", {Status.SENT}, Status.OPENED, rights.RESPOND, _("Open"))
ASK = Move("ask", {Status.OPENED}, Status.ASKED, rights.RESPOND, _("Ask a question"))
ACCEPT = Move("accept", {Status.OPENED}, Status.ACCEPTED, rights.RESPOND, _("Accept"))
DECLINE = Move(
    "decline", {Status.SENT, Status.OPENED, Status.ASKED}, Status.DECLINED, rights.RESPOND,
    _("Decline"),
)  # fmt: skip
START = Move("start", {Status.ACCEPTED}, Status.ACTIVE, rights.RESPOND, _("Start"))
REPORT = Move(
    "report", {Status.ACCEPTED, Status.ACTIVE}, Status.REPORTED, rights.RESPOND, _("Report")
)
RETURN = Move(
    "return", {Status.ACCEPTED, Status.ACTIVE}, Status.RETURNED, rights.RETURN, _("Hand back")
)

EXPIRE = Move("expire", {Status.SENT, Status.OPENED}, Status.EXPIRED, right=None)

# What is done to a referral where it stands.
REVISE = Move("revise", {Status.DRAFT}, Status.DRAFT, rights.SEND, _("Change"))
DISCARD = Move("discard", {Status.DRAFT}, "", rights.SEND, _("Throw the draft away"))
SUBMIT = Move("submit", {Status.DRAFT}, Status.DRAFT, rights.SEND, _("Ask a second person to look"))
APPROVE = Move("approve", {Status.DRAFT}, Status.DRAFT, rights.APPROVE, _("Approve"))
HAND_BACK = Move("hand_back", {Status.DRAFT}, Status.DRAFT, rights.APPROVE, _("Hand back"))
ATTEMPT = Move(
    "attempt", {Status.ACCEPTED}, Status.ACCEPTED, rights.RESPOND, _("Tried to reach the person")
)
ASSIGN = Move("assign", {Status.ACCEPTED, Status.ACTIVE}, "", rights.RETURN, _("Give to somebody"))
AGREE = Move("agree", {Status.DRAFT}, Status.DRAFT, rights.SEND, _("Ask this one next"))
BREAK_OFF = Move("break_off", {Status.DRAFT}, Status.DRAFT, rights.SEND, _("Ask nobody next"))
TOGETHER = Move(
    "together", frozenset({Status.DRAFT, Status.SENT, Status.OPENED, Status.ASKED}), "",
    rights.SEND, _("Ask several at once"),
)  # fmt: skip
PREPARE = Move("prepare", TOGETHER.sources, "", rights.SEND, _("Prepare whom to ask next"))
RESCHEDULE = Move(
    "reschedule", {Status.ACCEPTED}, Status.ACCEPTED, rights.RESPOND, _("Move the day")
)
PROGRESS = Move(
    "progress", {Status.ACTIVE}, Status.ACTIVE, rights.RESPOND, _("Say how far it has come")
)
PAUSE = Move("pause", {Status.ACTIVE}, Status.ACTIVE, rights.RESPOND, _("Pause"))
RESUME = Move("resume", {Status.ACTIVE}, Status.ACTIVE, rights.RESPOND, _("End the pause"))
OUR_PAUSE = Move("pause", {Status.ACTIVE}, Status.ACTIVE, rights.SEND, _("Pause"))
OUR_RESUME = Move("resume", {Status.ACTIVE}, Status.ACTIVE, rights.SEND, _("End the pause"))
AMEND = Move("amend", {Status.REPORTED}, Status.REPORTED, rights.RESPOND, _("Change the report"))
CONTEST = Move(
    "contest", {Status.REPORTED}, Status.REPORTED, rights.SEND, _("Object to the report")
)
WRITE = Move("write", frozenset(PACKAGE_OPEN), "", rights.RESPOND, _("Write a message"))
OUR_WRITE = Move("write", frozenset(PACKAGE_OPEN), "", rights.SEND, _("Write a message"))
TRY_NEXT = Move(
    "try_next", {Status.DECLINED, Status.RETURNED, Status.EXPIRED, Status.RECALLED}, Status.DRAFT,
    rights.SEND, _("Ask somebody else"),
)  # fmt: skip

MOVES = (
    SEND, ANSWER, TOGETHER, ACKNOWLEDGE, CONTEST, OUR_PAUSE, OUR_RESUME, RECALL, WITHDRAW,
    OPEN, ASK, ACCEPT, DECLINE, START, REPORT, RETURN, EXPIRE,
)  # fmt: skip


def holder_in(status) -> Side:
    """Exactly one side has the ball while it is open; nobody when it has ended."""
    if status in WITH_US:
        return Side.US
    return Side.PARTNER if status in WITH_PARTNER else Side.NOBODY


def moves_open_to(user, referral) -> list[Move]:
    """The buttons to show: what this user may do with this referral now."""
    mine = [move for move in MOVES if move.right and user.has_perm(move.right)]
    return [move for move in mine if referral.status in move.sources]
