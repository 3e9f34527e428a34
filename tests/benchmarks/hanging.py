"""What hangs on the referrals of a town to measure in, so that each list of ours has its rows."""

from datetime import timedelta
from uuid import uuid4

from django.utils import timezone

from referrals.lifecycle import PACKAGE_OPEN, Side, Status
from referrals.models import (
    Guidance,
    GuidanceKind,
    GuidanceWay,
    NextAct,
    NextStep,
    Outcome,
    PartnerMessage,
    Referral,
    Tombstone,
    View,
    WhyBack,
)


def hang_on(rows: list[Referral]) -> None:
    """To each in its state: the next step, what the partner wrote, what the person said."""
    now = timezone.now()
    came_back = [row for row in rows if row.status in (Status.DECLINED, Status.EXPIRED)]
    NextStep.objects.bulk_create(_step(row, now) for row in came_back)
    PartnerMessage.objects.bulk_create(
        PartnerMessage(
            id=uuid4(), referral=row, writer=Side.PARTNER, author_id=row.author_id,
            written_at=now, text=b"sealed",
        )
        for row in rows if row.status in PACKAGE_OPEN
    )  # fmt: skip
    closed = [row for row in rows if row.status == Status.CLOSED]
    Outcome.objects.bulk_create(
        Outcome(referral=row, view=View.HELPED, said_at=row.ended_at) for row in closed
    )
    Guidance.objects.bulk_create(_way(row, now) for row in closed)
    Tombstone.objects.bulk_create(
        Tombstone(
            reference=row.reference,
            unit_id=row.to.group_id,
            service=row.service,
            status=row.status,
            asked_at=row.sent_at,
            ended_at=row.ended_at,
        )
        for row in [*closed, *came_back]
    )


def _step(row: Referral, now) -> NextStep:
    why = WhyBack.CAPACITY if row.status == Status.DECLINED else WhyBack.UNANSWERED
    return NextStep(referral=row, why=why, proposed=NextAct.OTHER, due_at=now + timedelta(days=1))


def _way(row: Referral, now) -> Guidance:
    day = timezone.localdate()
    return Guidance(
        id=uuid4(), help_request_id=row.help_request_id, service=row.service,
        kind=GuidanceKind.SIGNPOST, way=GuidanceWay.SPOKEN, given_by_id=row.author_id,
        given_on=day, ask_on=day, asked_at=now,
    )  # fmt: skip
