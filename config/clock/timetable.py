"""What happens without a click, and when: the whole timetable on one page.

Every job may be run twice, by two workers at once, or after a crash: it looks at the rows
and does what is due. No job is handed anybody's words.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from django.utils import timezone


@dataclass(frozen=True)
class Job:
    """A use case to call: again after a while (*every*), or once a night (*at*, local time)."""

    name: str
    calls: str
    every: timedelta | None = None
    at: time | None = None

    def is_due(self, last: datetime | None, now: datetime) -> bool:
        if last is None:
            return True
        if self.every is not None:
            return last + self.every <= now
        return last < _latest(self.at, now)


SECONDS, HOURS = timedelta(seconds=1), timedelta(hours=1)

TIMETABLE = (
    Job("deliver", "audit.outbox.deliver", every=5 * SECONDS),
    Job("call other systems", "audit.outbox.deliver_calls", every=5 * SECONDS),
    Job("hear for other systems", "config.webhooks.services.hearing.sweep", every=5 * SECONDS),
    Job("scan attachments", "intake.services.scanning.sweep", every=10 * SECONDS),
    Job("nobody unread", "intake.services.guarding.sweep", every=30 * SECONDS),
    Job("replace lost codes", "intake.services.replacing.sweep", every=60 * SECONDS),
    Job("requests to be taken over", "intake.services.offering.sweep", every=300 * SECONDS),
    Job("requests put off until today", "intake.services.putting_off.sweep", at=time(6, 5)),
    Job("old drafts", "intake.services.saving_drafts.sweep", at=time(3, 20)),
    Job("forget absences", "intake.services.being_away.forget", at=time(3, 25)),
    Job("chase", "referrals.services.chasing.sweep", every=30 * SECONDS),
    Job("did they get there", "referrals.services.arriving.sweep", at=time(6, 25)),
    Job("unread messages", "referrals.services.digesting.sweep", at=time(7, 30)),
    Job("tell new contact rules", "referrals.services.keeping_up.sweep", every=30 * SECONDS),
    Job("ask the next", "referrals.services.lining_up.sweep", every=30 * SECONDS),
    Job("next steps", "referrals.services.going_on.sweep", every=300 * SECONDS),
    Job("former partners", "referrals.services.taking_back.sweep", every=300 * SECONDS),
    Job("announce end of agreements", "referrals.services.expiring.sweep", at=time(6, 20)),
    Job("announce end of basis", "referrals.services.running_out.sweep", at=time(6, 15)),
    Job("watch the seals", "audit.sealing.watching.watch", every=20 * SECONDS),
    Job("concern clocks", "intake.services.reminding.sweep", every=300 * SECONDS),
    Job("incident clocks", "config.incidents.services.warning.sweep", every=300 * SECONDS),
    Job("deviations", "config.deviations.services.reporting.sweep", every=300 * SECONDS),
    Job("threats to look at again", "config.threats.services.following.sweep", at=time(6, 10)),
    Job("breach checks", "config.incidents.services.checking.sweep", every=300 * SECONDS),
    Job("draw review", "audit.services.rounds.draw_last_week", at=time(2, 40)),
    Job("remove grants", "audit.services.running_out.sweep", every=300 * SECONDS),
    Job("end accounts", "config.access.services.ending.sweep", every=300 * SECONDS),
    Job("propose disposals", "config.retention.services.proposing.run_nightly", at=time(4, 10)),
    Job("traces that go by themselves", "config.retention.services.tidying.sweep", at=time(4, 20)),
    Job("dispose", "config.retention.services.disposing.sweep", every=300 * SECONDS),
    Job("forget idempotency keys", "config.api.repeating.forget", every=300 * SECONDS),
    Job("forget sessions", "config.clock.jobs.forget_sessions", at=time(3, 10)),
    Job("compare access", "config.access.services.reconciling.compare", at=time(3, 40)),
    Job("review access", "config.access.services.scheduling.sweep", at=time(6, 0)),
    Job("announce ends", "config.access.services.ending.announce", at=time(6, 30)),
)


def _latest(at: time, now: datetime) -> datetime:
    """The last time the clock on the wall showed *at*.

    Compared as moments: in the night when an hour is left out, 02.40 comes after 03.00.
    """
    local = timezone.localtime(now)
    today = local.replace(hour=at.hour, minute=at.minute, second=0, microsecond=0, fold=0)
    is_past = today.astimezone(UTC) <= now
    return today if is_past else today - timedelta(days=1)
