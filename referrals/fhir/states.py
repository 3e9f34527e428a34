"""How a referral is told as a FHIR Task and ServiceRequest: the whole table on one page.

 ours        Task.status                      businessStatus         ServiceRequest
 sent        requested                        sent                   active
 opened      requested                        opened                 active
 asked       requested                        info-requested         active
 accepted    accepted                         waitlist, if later     active
 active      in-progress; on-hold while it rests                     active
 reported    in-progress                      reported; contested    active
 closed      completed; failed if no goal was met, even partly       completed
 declined    rejected                         declined               active
 returned    cancelled; failed once started   returned               active
 recalled    cancelled; entered-in-error      recalled               revoked; entered-in-error
 expired     cancelled                        expired                revoked
 withdrawn   cancelled                        withdrawn              revoked

A draft is nobody's but ours. There is no received and no ready: the clocks are ours. Each
organisation has a ServiceRequest of its own, so that none can tell from it who else was asked.
"""

from dataclasses import dataclass

from django.db.models import Q

from referrals.lifecycle import Status

REQUESTED = (Status.SENT, Status.OPENED, Status.ASKED)

# Search: which rows, and which of what is left of them, have a Task.status. The annotations
# are those of rows.py.
UNDER_WAY = {
    "requested": Q(status__in=REQUESTED),
    "accepted": Q(status=Status.ACCEPTED),
    "in-progress": Q(status=Status.ACTIVE, review_at=None) | Q(status=Status.REPORTED),
    "on-hold": Q(status=Status.ACTIVE, review_at__isnull=False),
}
OVER = {
    "completed": Q(status=Status.CLOSED, was_met=True),
    "failed": Q(status=Status.CLOSED, was_met=False) | Q(status=Status.RETURNED, was_started=True),
    "rejected": Q(status=Status.DECLINED),
    "cancelled": Q(status__in=[Status.EXPIRED, Status.WITHDRAWN])
    | Q(status=Status.RETURNED, was_started=False)
    | Q(status=Status.RECALLED, was_in_error=False),
    "entered-in-error": Q(status=Status.RECALLED, was_in_error=True),
}
NEVER = ("draft", "received", "ready")  # Task has them, we do not

REQUEST_UNDER_WAY = {"active": Q()}
REQUEST_OVER = {
    "active": Q(status__in=[Status.DECLINED, Status.RETURNED]),
    "completed": Q(status=Status.CLOSED),
    "revoked": Q(status__in=[Status.EXPIRED, Status.WITHDRAWN])
    | Q(status=Status.RECALLED, was_in_error=False),
    "entered-in-error": Q(status=Status.RECALLED, was_in_error=True),
}
REQUEST_NEVER = ("draft", "on-hold", "unknown")


@dataclass(frozen=True)
class State:
    """All that the table asks of a referral, or of what is left of one."""

    status: str
    rests: bool = False
    is_later: bool = False
    is_contested: bool = False
    was_started: bool = False
    was_met: bool = False
    was_in_error: bool = False


def task_status(state: State) -> str:
    if state.status in REQUESTED:
        return "requested"
    if state.status == Status.ACTIVE:
        return "on-hold" if state.rests else "in-progress"
    if state.status == Status.CLOSED:
        return "completed" if state.was_met else "failed"
    if state.status == Status.RETURNED:
        return "failed" if state.was_started else "cancelled"
    if state.status == Status.RECALLED and state.was_in_error:
        return "entered-in-error"
    return _PLAIN[state.status]


_PLAIN = {
    Status.ACCEPTED: "accepted", Status.REPORTED: "in-progress", Status.DECLINED: "rejected",
    Status.RECALLED: "cancelled", Status.EXPIRED: "cancelled", Status.WITHDRAWN: "cancelled",
}  # fmt: skip


def business_status(state: State) -> str:
    """What Task.status does not tell apart; "" where it says it all."""
    if state.status == Status.ACCEPTED:
        return "waitlist" if state.is_later else ""
    if state.status == Status.ACTIVE:
        return ""
    if state.status == Status.REPORTED and state.is_contested:
        return "contested"
    return "info-requested" if state.status == Status.ASKED else str(state.status)


def request_status(state: State) -> str:
    if state.status == Status.RECALLED and state.was_in_error:
        return "entered-in-error"
    if state.status == Status.CLOSED:
        return "completed"
    is_off = state.status in (Status.RECALLED, Status.EXPIRED, Status.WITHDRAWN)
    return "revoked" if is_off else "active"
