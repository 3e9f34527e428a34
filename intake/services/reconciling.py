"""What should be true of who reaches a request: our team, and a named grant for a while."""

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from audit import moves
from audit.reconciling import Check, Difference, of_grants, take_back
from intake.lifecycle import RELEASE, Status
from intake.models import (
    NAMED,
    ConcernReportGrant,
    HelpRequest,
    HelpRequestGrant,
    RegistrationGrant,
)

KINDS = (HelpRequestGrant, ConcernReportGrant, RegistrationGrant)


def _without_end() -> list[Difference]:
    """Nothing of ours is lent for good: what another team needs for good is passed on to it."""
    endless = [kind.objects.filter(until=None).exclude(source=NAMED) for kind in KINDS]
    return of_grants("grant_without_end", *endless)


def _named_for_nothing() -> list[Difference]:
    """Who is named reaches a protected identity for as long as it is one, and no longer."""
    unprotected = {"source": NAMED, "content_object__is_protected": False}
    kinds = (HelpRequestGrant, ConcernReportGrant)
    return of_grants("named_unprotected", *(kind.objects.filter(**unprotected) for kind in kinds))


def _after_hand_over() -> list[Difference]:
    """A request that became a concern report is the reception's alone."""
    grants = HelpRequestGrant.objects.filter(content_object__status=Status.HANDED_OVER)
    return of_grants("grant_after_hand_over", grants)


def _with_somebody_related() -> list[Difference]:
    """Whoever has said that they are related does not have the request."""
    rows = HelpRequest.objects.filter(status__in=RELEASE.sources, conflicts__user=F("assigned_to"))
    return [
        Difference("taken_by_related", f"intake.helprequest/{pk}", f"accounts.user/{user}")
        for pk, user in rows.values_list("pk", "assigned_to")
    ]


def _release(difference: Difference, by) -> None:
    moves.make(RELEASE, difference.fetch(), by=by)


CHECKS = (
    Check(
        "grant_without_end", _("A request, report or registration is lent without an end"),
        _("Take the grant back"), _without_end, take_back,
    ),
    Check(
        "named_unprotected", _("Somebody is named for an identity that is not protected"),
        _("Take the grant back"), _named_for_nothing, take_back,
    ),
    Check(
        "grant_after_hand_over", _("A request that was handed over is still lent to somebody"),
        _("Take the grant back"), _after_hand_over, take_back,
    ),
    Check(
        "taken_by_related", _("Somebody has a request that they said they are related to"),
        _("Put it back in the queue"), _with_somebody_related, _release,
    ),
)  # fmt: skip
