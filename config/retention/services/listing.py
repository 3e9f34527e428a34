"""Steps: the list of a disposal. What two people say yes to is exactly what goes."""

from collections import defaultdict
from collections.abc import Iterable
from hashlib import sha256

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from audit import chain, guard
from audit.models import ErasureGround, ErasureKind
from config.retention.due import Row, Verdict
from config.retention.models import Disposal, DisposalItem, RetentionRule
from config.retention.services import knowing
from config.retention.services.knowing import Known
from config.threats.models import Threat
from intake.models.concern import ConcernReportConflict
from intake.models.help_request import HelpRequestConflict

RELATED = _("You have said that you are related to something on this list. Somebody else decides.")


def grounds(day) -> dict[str, ErasureGround]:
    return {one.code: one for one in ErasureGround.in_force(ErasureKind.REQUEST, day)}


def found_due(known: Known) -> list[tuple[Row, Verdict]]:
    """What the rules let go today, and is on no list yet that somebody has said yes to."""
    taken = DisposalItem.objects.filter(state=DisposalItem.State.WAITING)
    taken = set(taken.exclude(disposal__status="proposed").values_list("about", flat=True))
    return [
        (row, verdict) for row, verdict in knowing.old_enough(known)
        if verdict.is_due(known.day) and row.about not in taken
    ]  # fmt: skip


def fill(disposal: Disposal, found: Iterable[tuple[Row, Verdict]], known: Known) -> None:
    """Write the list anew, as it is today."""
    disposal.items.all().delete()
    DisposalItem.objects.bulk_create(
        DisposalItem(
            disposal=disposal, about=row.about, reference=row.reference, day=verdict.day,
            latest=verdict.latest, rule=known.rules[verdict.rule.code],
        )
        for row, verdict in found
    )  # fmt: skip
    disposal.day, disposal.digest = known.day, digest_of(disposal)
    disposal.save()


def of_ground(found, code: str, rules: dict[str, RetentionRule]) -> list:
    return [pair for pair in found if rules[pair[1].rule.code].ground == code]


def digest_of(disposal: Disposal) -> str:
    """Over every line of the list: what, by which rule, from when."""
    lines = disposal.items.select_related("rule").values_list(
        "about", "rule__kind", "rule__version", "day", "latest"
    )
    told = sorted("|".join(str(part) for part in line) for line in lines)
    return sha256(chain.canonical({"ground": disposal.ground_id, "lines": told})).hexdigest()


def no_longer_due(disposal: Disposal, known: Known) -> list[str]:
    """The numbers of what is on the list and would not go today on the same terms."""
    due = {row.about: verdict for row, verdict in knowing.old_enough(known)}
    return [
        item.reference for item in disposal.items.select_related("rule")
        if item.about not in due or not _as_listed(item, due[item.about], known)
    ]  # fmt: skip


def _as_listed(item: DisposalItem, verdict: Verdict, known: Known) -> bool:
    same = (item.day, item.latest) == (verdict.day, verdict.latest)
    return verdict.is_due(known.day) and same and known.rules[verdict.rule.code] == item.rule


def require_unrelated(disposal: Disposal, by) -> None:
    """Who is related to somebody on the list, or was threatened, has no say about it."""
    keys: dict[str, list[str]] = defaultdict(list)
    for about in disposal.items.values_list("about", flat=True):
        label, _slash, key = about.partition("/")
        keys[label].append(key)
    related = (
        HelpRequestConflict.objects.filter(content_object__in=keys["intake.helprequest"], user=by),
        ConcernReportConflict.objects.filter(
            content_object__in=keys["intake.concernreport"], user=by
        ),
        Threat.objects.filter(pk__in=keys["threats.threat"], against=by),
    )
    if any(found.exists() for found in related):
        raise ValidationError(RELATED, code="related")


def hold(pk, *, by, right: str) -> Disposal:
    """Numbers and days only, so it takes the right and no reach."""
    guard.require(by, right)
    disposal = Disposal.objects.select_for_update(of=("self",)).filter(pk=pk).first()
    if disposal is None:
        raise guard.OutOfReach
    return disposal
