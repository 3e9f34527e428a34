"""A file of organisations and services, as Open Referral writes them, comes in: looked at first,
taken in whole or not at all.
"""

from hashlib import sha256

from django.core.exceptions import ValidationError
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from audit import changes, guard, trail
from partners import rights
from partners.hsds import planning, reading, schema
from partners.hsds.planning import ForNew, Plan, Planned, State
from partners.models import IncomingFile, Organisation, Service
from partners.services.directory import new_group

GONE = _("This file is not waiting any more: somebody has taken it in, or put it away.")
WRONG = _("There are errors in the file, so nothing of it can be taken in.")
CHANGED = _(
    "The directory has changed since you looked. Nothing was taken in. Look at what the file would "
    "change now, and confirm again."
)


@trail.act
def receive(*, file: bytes, kind: str, secrecy: str, opens: bool, keeps_people: bool, by):
    """Put a file aside to look at. Nothing is changed yet. One that waited before is put away."""
    guard.require(by, rights.CONFIGURE)
    found = reading.read(file)
    findings = _findings(found, ForNew(kind, secrecy, opens))
    IncomingFile.objects.all().delete()
    waiting = IncomingFile.objects.create(
        content=file, digest=sha256(file).hexdigest(), findings=[one.kept() for one in findings],
        kind=kind, secrecy=secrecy, opens=opens, keeps_people=keeps_people,
    )  # fmt: skip
    trail.record(
        by, "directory.receive", waiting, digest=waiting.digest, records=found.count,
        findings=len(findings),
    )  # fmt: skip
    return waiting


@trail.act
def drop(pk, *, by) -> None:
    """Put a file away that is not to be taken in."""
    waiting = _hold(pk, by=by)
    trail.record(by, "directory.drop", waiting, digest=waiting.digest)
    waiting.delete()


@trail.act
def apply(pk, *, seen: str, by) -> dict[str, int]:
    """Take in the whole file as it was shown (*seen*: the digest of that). One transaction."""
    waiting = _hold(pk, by=by)
    since, plan = changes.mark(), plan_of(waiting, lock=True)
    if waiting.findings or plan.findings:
        raise ValidationError(WRONG, code="wrong")
    if plan.digest() != seen:
        raise ValidationError(CHANGED, code="changed")
    for one in plan.rows:  # organisations first: services belong to them
        _write(one, by=by, since=since)
    _mark_as_imported(plan)
    counted = plan.counted()
    trail.record(by, "directory.import", waiting, digest=waiting.digest, **counted)
    waiting.delete()
    return counted


def plan_of(waiting: IncomingFile, *, lock: bool = False) -> Plan:
    """What the file would change now."""
    if waiting.findings:
        return Plan()
    records = reading.parse(bytes(waiting.content))
    if not waiting.keeps_people:
        records = [
            reading.Record(one.kind, one.where, schema.without_people(one.told)) for one in records
        ]
    for_new = ForNew(waiting.kind, waiting.secrecy, waiting.opens)
    return planning.plan(records, for_new, lock=lock)


# --- Steps: they expect to be inside a use case --------------------------------------------------


def _findings(found: reading.Reading, for_new: ForNew) -> list:
    """Everything that is wrong, also where only we cannot take what the schema allows."""
    planned = planning.plan(found.records, for_new).findings
    if found.findings:  # an organisation may only seem to be missing
        planned = [one for one in planned if not one.facts.get("named")]
    return [*found.findings, *planned]


def _hold(pk, *, by) -> IncomingFile:
    guard.require(by, rights.CONFIGURE)
    waiting = IncomingFile.objects.select_for_update().filter(pk=pk).first()
    if waiting is None:
        raise ValidationError(GONE, code="gone")
    return waiting


def _write(planned: Planned, *, by, since: int) -> None:
    """One row. What is the same is not touched, and leaves no line."""
    if planned.state is State.SAME:
        return
    row = planned.row
    for name, value in planned.after.items():
        setattr(row, name, value)
    if isinstance(row, Organisation) and row._state.adding:
        row.group = new_group("organisation")
    row.save()
    for name, pks in planned.many.items():
        getattr(row, name).set(pks)
    changes.cover(by, f"{row._meta.model_name}.import", row, since=since, state=planned.state)


def _mark_as_imported(plan: Plan) -> None:
    """From now on a difference between the two days says that somebody changed it here."""
    written = [one.row.pk for one in plan.services.values() if one.state is not State.SAME]
    Service.objects.filter(pk__in=written).update(imported_at=F("changed_at"))
