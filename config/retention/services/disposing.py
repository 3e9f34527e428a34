"""What two people have approved is disposed of, one by one, when its day has come.

Each row is an act of its own: what is done stays done if the power goes, and the next turn goes
on where it stopped. Every row is asked about once more; what is not due any more drops out.
"""

from collections import Counter
from operator import call

from django.db.models import Model
from django.utils import timezone

from audit import moves, trail
from audit.actors import CLOCK
from audit.models import Erasure, ErasureKind, ErasureState
from audit.one_by_one import one_by_one
from audit.services import erasing, ordering
from audit.services.ordering import Order
from config.retention.models import FINISH, Disposal, DisposalItem, Status
from config.retention.services import last_look, ways

WAITING, DONE, DROPPED = DisposalItem.State


def sweep() -> int:
    """How many rows were disposed of. Requests go before the concern reports they became."""
    return one_by_one(call, (_carry_out_what_is_due, _certify_what_is_done))


def _carry_out_what_is_due() -> int:
    today = timezone.localdate()
    due = Disposal.objects.filter(status=Status.APPROVED, runs_on__lte=today)
    return one_by_one(_carry_out_list, due.order_by("approved_at"))


def _carry_out_list(disposal: Disposal) -> int:
    """In its order: what cannot go stops this list, and no other."""
    waiting = disposal.items.filter(state=WAITING).free_to_go().order_by("-about")
    done = sum(dispose(pk) for pk in list(waiting.values_list("pk", flat=True)))
    finish(disposal.pk)
    return done


def _certify_what_is_done() -> None:
    one_by_one(certify, _unsigned().values_list("pk", flat=True))


@trail.act
def dispose(pk) -> int:
    """One row of an approved list: it goes, or drops out and the list says why. How many went.

    What must be handed over to the archive first waits until it is receipted. What is joined is
    one: all of it goes in this act, or none of it.
    """
    item = _items().get(pk=pk)
    if item.state != WAITING or item.disposal.status != Status.APPROVED:
        return 0
    row = ways.held(item.about)
    beside = last_look.joined_with(row)
    others = _items().filter(disposal=item.disposal, state=WAITING, about__in=beside)
    found = [(item, row), *((one, ways.held(one.about)) for one in others)]
    free = DisposalItem.objects.free_to_go().filter(pk__in=[one.pk for one, _row in found])
    if free.count() < len(found):
        return 0
    if any([last_look.drops_out(one, held, by=CLOCK) for one, held in found]):
        return 0
    for one, held in found:
        _destroy(one, held)
    return len(found)


def _items():
    rows = DisposalItem.objects.select_related("disposal__ground", "rule")
    return rows.select_for_update(of=("self",))


def _destroy(item: DisposalItem, row: Model) -> None:
    item.state = DONE
    item.save()
    way = ways.WAYS[type(row)]
    counts, commitments = way.destroy(row, by=CLOCK)
    ordering.carry_out(
        way.erasure, row, order_of(item.disposal), counts, commitments, by=CLOCK,
        reference=item.reference,
    )  # fmt: skip


@trail.act
def finish(pk) -> None:
    """Nothing is left on the list: it ends, with a line and one erasure that names it all."""
    disposal = Disposal.objects.select_for_update().get(pk=pk)
    if disposal.status != Status.APPROVED or disposal.items.filter(state=WAITING).exists():
        return
    disposal.finished_at = timezone.now()
    parts = Erasure.objects.filter(batch=pk).exclude(kind=ErasureKind.DISPOSAL)
    counts, commitments = Counter(), []
    for part in parts:
        counts.update(part.counts)
        commitments += part.commitments
    dropped = disposal.items.filter(state=DROPPED).count()
    moves.make(FINISH, disposal, by=CLOCK, dropped=dropped, digest=disposal.digest)
    if parts:
        counts.pop("destroyed")
        ordering.carry_out(
            ErasureKind.DISPOSAL, disposal, order_of(disposal), dict(counts),
            sorted(commitments), by=CLOCK,
        )  # fmt: skip


@trail.act
def certify(pk) -> None:
    """Sign the certificate of a whole list: after the act, when its line has a number."""
    erasing.sign(_unsigned().select_for_update(of=("self",)).get(pk=pk), by=CLOCK)


def order_of(disposal: Disposal) -> Order:
    return Order(
        batch=disposal.pk, ground=disposal.ground, proposed_at=disposal.prepared_at,
        proposed_by=disposal.prepared_by, proposed_as=disposal.prepared_as,
        decided_by=disposal.approved_by, decided_as=disposal.approved_as,
    )  # fmt: skip


def _unsigned():
    done = erasing.rows().filter(kind=ErasureKind.DISPOSAL, status=ErasureState.DONE)
    return done.filter(certificate="")
