"""What the plan says the archive takes over is handed over before it is erased.

Whoever opens what is on an approved list makes a package of it: of requests those who lead the
teams, of records of our own those who keep them. The archive says what it got: its own number, who
took it over and the digest that it computed itself. Only then may the disposal of those rows go on.
"""

import re
from collections.abc import Iterator
from hashlib import sha256

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit import guard, moves, trail
from config.retention import bagging
from config.retention.models import DROP, RECEIVE, Delivery, Disposal, DisposalItem, Status
from config.retention.own import BY_MODEL
from config.retention.services import last_look, listing, packing, ways
from intake import circumstances, personal_numbers, rights
from intake.concern_package import CASE_NUMBER
from intake.models import ConcernReport
from partners.models import Municipality

AT_MOST, AT_MOST_BYTES = 50, 200 * 1024 * 1024  # it is put together in memory
A_NAME = re.compile(r"[^\W\d_]+(?:[ .’'-]+[^\W\d_]+)*\.?")
NOT_APPROVED = _("The list is approved first. Then it is handed over to the archive.")
NOTHING = _("Nothing on this list that you reach waits to be handed over.")
NO_NAME = _("Write the name of whoever took it over: letters, at most 80.")
NO_NUMBER = _("Write the archive’s number: letters, digits and . / - : at most 40 signs.")
IS_PERSONAL = _("This is a personal number. Write the archive’s number instead.")
DIFFERS = _("This is not the digest of the file that was handed over. Nothing is erased. Hand "
            "the file over once more, or throw the package away and make it anew.")  # fmt: skip


@trail.act
def make(pk, *, by) -> tuple[Delivery | None, bytes]:
    """The package and its file, which is nowhere but in the answer. None: nothing was due any more.

    Each row is asked about once more; what is not due drops out and is not handed over.
    """
    disposal = listing.hold(pk, by=by, right=RECEIVE.right)
    if disposal.status != Status.APPROVED:
        raise ValidationError(NOT_APPROVED, code="not_approved")
    items = within_reach(disposal, by)
    if not items:
        raise ValidationError(NOTHING, code="nothing")
    taken, files = [], []
    for item, row in _batch(items, by):
        files += packing.files_of(item, row, by=by)
        taken.append(item.pk)
    if not taken:
        return None, b""
    delivery = Delivery(disposal=disposal, made_by=by, rows=len(taken))
    whole = bagging.bagged(f"lotsen-{delivery.pk}", _about(delivery), files)
    delivery.digest, delivery.size = sha256(whole).hexdigest(), len(whole)
    delivery.save()
    DisposalItem.objects.filter(pk__in=taken).update(delivery=delivery)
    trail.record(by, "delivery.make", delivery, count=len(taken), digest=delivery.digest)
    return delivery, whole


@trail.act
def receive(pk, *, received_by: str, receipt_number: str, digest: str, by) -> Delivery:
    """The archive has said what it got. From now on those rows may be erased."""
    delivery = _hold(pk, by=by, right=RECEIVE.right)
    moves.require(RECEIVE, delivery)
    received_by, receipt_number = received_by.strip(), receipt_number.strip()
    if not A_NAME.fullmatch(received_by) or len(received_by) > 80:
        raise ValidationError({"received_by": ValidationError(NO_NAME, code="no_name")})
    if not CASE_NUMBER.fullmatch(receipt_number):
        raise ValidationError({"receipt_number": ValidationError(NO_NUMBER, code="no_number")})
    if personal_numbers.found_in(receipt_number):
        wrong = ValidationError(IS_PERSONAL, code="is_personal")
        raise ValidationError({"receipt_number": wrong})
    if "".join(digest.split()).lower() != delivery.digest:
        raise ValidationError({"digest": ValidationError(DIFFERS, code="differs")})
    delivery.received_by, delivery.receipt_number = received_by, receipt_number
    delivery.received_at, delivery.noted_by = timezone.now(), by
    moves.make(RECEIVE, delivery, by=by, digest=delivery.digest, number=receipt_number)
    return delivery


@trail.act
def drop(pk, *, by) -> Delivery:
    """It never reached the archive, or came over broken. Its rows wait for another package."""
    delivery = _hold(pk, by=by, right=DROP.right)
    moves.make(DROP, delivery, by=by)
    delivery.items.update(delivery=None)
    return delivery


# --- Steps ---------------------------------------------------------------------------------------


def waiting(disposal: Disposal):
    """The rows that the archive takes over first, and that are in no package yet."""
    rows = disposal.items.filter(state=DisposalItem.State.WAITING, delivery=None)
    return rows.to_be_exported()


def within_reach(disposal: Disposal, by) -> list[DisposalItem]:
    """Those that *by* may open: not what they only reached in an emergency."""
    found = list(waiting(disposal).select_related("rule", "disposal").order_by("about"))
    reached = set()
    for label, model in ways.MODELS.items():
        keys = [one.about.partition("/")[2] for one in found if one.about.startswith(f"{label}/")]
        if keys:
            mine = _opened_by(by, model).filter(pk__in=keys).values_list("pk", flat=True)
            reached |= {f"{label}/{key}" for key in mine}
    return [one for one in found if one.about in reached]


def _opened_by(by, model) -> QuerySet:
    rows = model.objects.visible_to(by)
    if model in BY_MODEL:
        return rows if BY_MODEL[model].opens(by) else rows.none()
    may_read = model is not ConcernReport or by.has_perm(rights.READ_CONCERN)
    if not (by.has_perm(rights.ERASE) and may_read):
        return rows.none()
    return circumstances.with_them(rows, by).filter(is_through_glass=False)


def _batch(items: list[DisposalItem], by) -> Iterator[tuple[DisposalItem, object]]:
    """As many as one package takes, and at least one."""
    size = 0
    for item in items[:AT_MOST]:
        row = ways.held(item.about)
        if last_look.drops_out(item, row, by=by):
            continue
        more = packing.size_of(row)
        if size and size + more > AT_MOST_BYTES:
            return
        size += more
        yield item, row


def _about(delivery: Delivery) -> dict[str, str]:
    named = Municipality.objects.values_list("name", flat=True).first() or ""
    return {
        "Source-Organization": named,
        "External-Identifier": str(delivery.pk),
        "Internal-Sender-Identifier": str(delivery.disposal_id),
        "Bagging-Date": timezone.localdate().isoformat(),
    }


def _hold(pk, *, by, right: str) -> Delivery:
    """Digests and days only, so it takes the right and no reach."""
    guard.require(by, right)
    delivery = Delivery.objects.select_for_update(of=("self",)).filter(pk=pk).first()
    if delivery is None:
        raise guard.OutOfReach
    return delivery
