"""What nobody has read yet of conversations with partners, and the daily word about it.

The log says who has read so far: for a partner anybody there, for us each worker. A digest is a
number and nothing else: once a day at most, when something has come since the one before, and
never on a day off – unless the partner has asked for those days too.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Max
from django.utils import timezone

from audit import outbox, trail
from audit.actors import CLOCK, actor_of
from audit.models import Decision, Event, Outgoing
from audit.one_by_one import one_by_one
from intake.services import standing_in
from partners.models import Organisation
from partners.working_time import holidays_of
from referrals import rights
from referrals.lifecycle import PACKAGE_OPEN, Side
from referrals.models import PartnerMessage, Referral
from referrals.services.conversing import PURPOSE

TO_PARTNER, TO_US = "referrals.UNREAD_BY_PARTNER", "referrals.UNREAD_BY_US"


@dataclass(frozen=True)
class Unread:
    """How many, since when, and when the last one came."""

    many: int
    first: datetime
    last: datetime


def unread_by_partner(referrals: Iterable[Referral]) -> dict:
    """By referral: what we have written and nobody there has read. All of one organisation."""
    found = list(referrals)
    who = {"organisation": str(found[0].to_id)} if found else {}
    return _unread(_keys(found), Side.US, **who)


def unread_by(user, keys: Iterable) -> dict:
    """By referral: what partners have written and this worker has not read."""
    return _unread(list(keys), Side.PARTNER, actor=actor_of(user).name)


def mark_unread_by_partner(referrals) -> list[Referral]:
    """Each row of a list with its own, as *unread*."""
    found = list(referrals)
    return _marked(found, unread_by_partner(found))


def mark_unread_by(user, referrals) -> list[Referral]:
    found = list(referrals)
    return _marked(found, unread_by(user, _keys(found)))


def _keys(referrals: Iterable[Referral]) -> list:
    return [one.pk for one in referrals]


def _marked(rows: list[Referral], unread: dict) -> list[Referral]:
    for row in rows:
        row.unread = unread.get(row.pk)
    return rows


def _unread(keys: list, writer: Side, **reader) -> dict:
    """Two questions, however many referrals; none where there are none."""
    if not keys:
        return {}
    rows = PartnerMessage.objects.filter(referral__in=keys, writer=writer).order_by("written_at")
    written = list(rows.values_list("referral", "written_at"))
    read = _last_read({key for key, _at in written}, **reader)
    found: dict = {}
    for key, at in written:
        if key not in read or read[key] < at:
            found.setdefault(key, []).append(at)
    return {key: Unread(len(times), times[0], times[-1]) for key, times in found.items()}


def _last_read(keys: set, **reader) -> dict:
    """When the conversation was last opened there, by referral."""
    if not keys:
        return {}
    names = {f"{Referral._meta.label_lower}/{key}": key for key in keys}
    lines = Event.objects.filter(
        about__in=names, deed="referral.opened", purpose=PURPOSE, decision=Decision.ALLOWED,
        **reader,
    )  # fmt: skip
    found = lines.order_by().values_list("about").annotate(last=Max("at"))
    return {names[about]: at for about, at in found}


# --- The daily word ------------------------------------------------------------------------------


def sweep() -> int:
    """Every morning; returns how many were told. One transaction each."""
    return one_by_one(lambda one: _tell(*one), [*_partners(), *_ours()])


def _with_messages():
    rows = Referral.objects.filter(status__in=PACKAGE_OPEN, messages__isnull=False).distinct()
    people = ("to", "unit__team", "help_request__assigned_to", "held_by")
    return rows.select_related(*people).defer("help_request__story").order_by("pk")


def _partners() -> list[tuple]:
    """Each partner with something to read: its own mailbox, as for everything else."""
    of = _grouped((referral.to, referral) for referral in _with_messages())
    return [
        (one, TO_PARTNER, *_summed(unread_by_partner(referrals)))
        for one, referrals in of.items() if not _is_off(timezone.localdate(), one)
    ]  # fmt: skip


def _ours() -> list[tuple]:
    """Each of ours who has such a referral, or steps in for who has it; else the team."""
    if _is_off(timezone.localdate()):
        return []
    of = _grouped(
        (reader, referral) for referral in _with_messages() for reader in _readers(referral)
    )
    return [
        (reader, TO_US, *_summed(_unread_of(reader, referrals)))
        for reader, referrals in of.items()
    ]  # fmt: skip


def _unread_of(reader, referrals: list[Referral]) -> dict:
    """A team has read what any of ours has."""
    if hasattr(reader, "has_perm"):
        return unread_by(reader, _keys(referrals))
    ours = str(Organisation.objects.get(is_ours=True).pk)
    return _unread(_keys(referrals), Side.PARTNER, organisation=ours)


def _readers(referral: Referral) -> list:
    holder = referral.held_by or referral.help_request.assigned_to
    there = standing_in.instead([holder], rights.SEND) if holder else []
    team = getattr(referral.unit, "team", None)
    return there or ([team] if team else [])


def _grouped(pairs) -> dict:
    found: dict = {}
    for reader, referral in pairs:
        found.setdefault(reader, []).append(referral)
    return found


def _summed(unread: dict) -> tuple[int, datetime | None]:
    last = max((one.last for one in unread.values()), default=None)
    return sum(one.many for one in unread.values()), last


def _is_off(day: date, partner: Organisation | None = None) -> bool:
    """Saturday, Sunday or a holiday."""
    if partner is not None and partner.digests_on_days_off:
        return False
    return day.isoweekday() > 5 or day in holidays_of(day.year)


@trail.act
def _tell(reader, notice: str, many: int, last: datetime | None) -> bool:
    """Two workers at once say it once. What was told and is still not read is not told again."""
    if not many:
        return False
    type(reader).objects.select_for_update().get(pk=reader.pk)
    told = Outgoing.objects.filter(to=trail.name_of(reader), notice=notice)
    before = told.aggregate(last=Max("queued_at"))["last"]
    if before and (timezone.localdate(before) == timezone.localdate() or last <= before):
        return False
    outbox.post(reader, notice, about=reader, by=CLOCK, count=many)
    return True
