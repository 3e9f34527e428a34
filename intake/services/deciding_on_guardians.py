"""What a guardian may be shown of a child's request: an explicit decision, guardian by guardian.

Secrecy protects a child against its guardians too, where it can be assumed to suffer significant
harm, and where the guardian does not decide for it in the matter (OSL 12:3). Where it is the
child's to decide, its own yes opens (OSL 10:1, 12:2). So nothing is shown by itself.
"""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit import trail, vault
from audit.guard import OutOfReach
from intake import drafts, rights, words
from intake.models import Decides, Guardian, GuardianAccess, Harm, Heard, HelpRequest, MayBeShown
from intake.services import saving_drafts
from intake.services.erasing import require_not_erased
from intake.services.triaging import hold

HARMS_ALL = _("The child can be assumed to suffer from any of it, so nothing may be shown.")
HARMS_PARTS = _("Certain parts would harm the child. Leave out at least what they are in.")
CHILD_DECIDES = _(
    "Where the guardian does not decide for the child, only the child’s own yes opens (OSL 12:2). "
    "Show nothing, or ask the child first."
)
ONE_OR_TWO = _(
    "There is a decision for an only guardian, or for one of two. Take that back first, if it "
    "was noted wrongly."
)
NOT_THERE = _("This decision has been taken back already. Nothing was changed.")


@trail.act
def decide(
    pk, *, guardian: str, decides: str, harm: str, heard: str, shown: list[str], reasons: str, by
) -> GuardianAccess:  # fmt: skip
    """Decide. What stood before for the same guardian ends with it, and stays to be read."""
    help_request = hold(pk, by=by, right=rights.TRIAGE)
    require_not_erased(help_request)
    _require_lawful(decides, harm, heard, shown)
    _require_one_or_two(help_request, guardian)
    now = timezone.now()
    before = standing(help_request).get(guardian)
    if before:
        _end(before, now, by=by)
    row = GuardianAccess(
        help_request=help_request, guardian=guardian, decides=decides, harm=harm, heard=heard,
        shown=shown, gives_nothing=not shown, decided_at=now, decided_by=by,
    )  # fmt: skip
    vault.seal(row, reasons=words.required(reasons))
    row.save(force_insert=True)
    trail.record(
        by, "helprequest.decide_guardian", help_request, access=row.pk, guardian=guardian,
        decides=decides, harm=harm, heard=heard, shown=shown,
    )  # fmt: skip
    saving_drafts.drop(drafts.GUARDIAN, help_request, {"reasons": reasons}, by=by)
    return row


@trail.act
def take_back(pk, *, by) -> GuardianAccess:
    """From this moment that guardian is shown nothing more; an extract for them stops, too."""
    seen = find(pk)
    help_request = hold(seen.help_request_id, by=by, right=rights.TRIAGE)
    row = GuardianAccess.objects.select_for_update().defer("reasons").get(pk=pk)
    if row.ended_at is not None:
        raise ValidationError(NOT_THERE, code="not_there")
    _end(row, timezone.now(), by=by)
    trail.record(
        by, "helprequest.take_guardian_back", help_request, access=row.pk, guardian=row.guardian
    )
    return row


# --- Steps: they expect to be inside a use case ------------------------------------------------


def find(pk) -> GuardianAccess:
    """Without its reasons. Whether it may be seen, its request says."""
    row = GuardianAccess.objects.filter(pk=pk).defer("reasons").first()
    if row is None:
        raise OutOfReach
    return row


def standing(help_request: HelpRequest) -> dict[str, GuardianAccess]:
    """What holds now, by guardian."""
    rows = help_request.guardian_accesses.filter(ended_at__isnull=True).defer("reasons")
    return {row.guardian: row for row in rows}


def is_given(help_request: HelpRequest, guardian: str, part: str) -> bool:
    """May this guardian be shown this part, today?"""
    row = standing(help_request).get(guardian)
    return row is not None and part in row.shown


def disagree(help_request: HelpRequest) -> bool:
    """The two guardians are not shown the same, or have not said the same to an open service."""
    held = standing(help_request)
    both = [set(held[who].shown) for who in (Guardian.FIRST, Guardian.SECOND) if who in held]
    if len(both) == 2 and both[0] != both[1]:
        return True
    said = help_request.agreements.filter(who__in=(Guardian.FIRST, Guardian.SECOND))
    latest: dict = {}
    for service, who, says_yes in said.order_by("recorded_at", "pk").values_list(
        "open_service", "who", "says_yes"
    ):
        latest.setdefault(service, {})[who] = says_yes
    return any(len(set(answers.values())) > 1 for answers in latest.values())


def _end(row: GuardianAccess, now, *, by) -> None:
    row.ended_at, row.ended_by = now, by
    row.save(update_fields=["ended_at", "ended_by"])


def _require_lawful(decides: str, harm: str, heard: str, shown: list[str]) -> None:
    if harm == Harm.ALL and shown:
        raise ValidationError({"shown": ValidationError(HARMS_ALL, code="harms_all")})
    if harm == Harm.PARTS and set(shown) == set(MayBeShown):
        raise ValidationError({"shown": ValidationError(HARMS_PARTS, code="harms_parts")})
    if decides == Decides.NO and shown and heard != Heard.AGREES:
        raise ValidationError({"shown": ValidationError(CHILD_DECIDES, code="child_decides")})


def _require_one_or_two(help_request: HelpRequest, guardian: str) -> None:
    """Nobody is both the only guardian and one of two."""
    held = set(standing(help_request)) - {guardian}
    is_only = guardian == Guardian.ONLY
    if (is_only and held) or (not is_only and Guardian.ONLY in held):
        raise ValidationError({"guardian": ValidationError(ONE_OR_TWO, code="one_or_two")})
