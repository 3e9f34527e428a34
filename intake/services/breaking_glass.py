"""An emergency opening: one request that one does not reach, by its reference, for an hour.

It costs: a reason, the team's leads and the log's reviewers are told at once, the person sees
it, and nobody opens a second one before somebody else has looked at the first. A second hour
takes the yes of the lead on call; so does a protected identity, before anything opens.
"""

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit import guard, outbox, second_person, trail
from audit import rights as audit
from audit.actors import actor_of
from audit.models import Decision, Item
from intake import circumstances, rights
from intake.circumstances import GLASS
from intake.models import HOUR, GlassOpening, GlassReason, HelpRequest
from intake.services import rostering
from intake.services.protecting import leads_of

PURPOSE = "emergency"


class Blocked(PermissionDenied):
    """An earlier opening of theirs waits for somebody to look at it: 403, and whom to call."""


def break_glass(*, reference: str, reason: str, by) -> GlassOpening:
    """Open one request for an hour; a protected identity waits for a lead's yes.

    A number that is nobody's leaves a line too: whoever tries numbers is seen.
    """
    opening = open_by_reference(reference=reference, reason=reason, by=by)
    if opening is None:
        raise ValidationError(_("There is no such request to open."), code="no_such_request")
    return opening


@trail.act
def open_by_reference(*, reference: str, reason: str, by) -> GlassOpening | None:
    """The deed itself. None: nothing was opened, and the log says that it was tried."""
    guard.require(by, rights.READ)
    guard.require(by, rights.BREAK_GLASS)
    _lock(by)
    require_nothing_unseen(by)
    if reason not in GlassReason.values:
        raise ValidationError(_("Say why it cannot wait."), code="no_reason")
    help_request = _beyond_reach(reference, by)
    if help_request is None:
        trail.record(
            by, "helprequest.miss_glass", "intake.helprequest/none", purpose=PURPOSE,
            decision=Decision.REFUSED, reason=reason,
        )  # fmt: skip
        return None
    opening = GlassOpening.objects.create(help_request=help_request, user=by, reason=reason)
    if help_request.is_protected:
        _note(opening, "ask_glass", by=by)
        _tell(opening, "GLASS_ASKED", by=by)
    else:
        _open(opening, by=by)
    return opening


@trail.act
def ask_longer(pk, *, by) -> GlassOpening:
    """A second hour, while the first still runs. It is given when a lead says yes."""
    mine = GlassOpening.objects.filter(user=by.pk)
    opening = _hold(mine, pk, right=rights.BREAK_GLASS, by=by)
    if not (opening.is_open and opening.may_be_longer):
        raise ValidationError(_("A second hour cannot be asked for now."), code="no_longer")
    opening.longer_asked_at = timezone.now()
    opening.save()
    _note(opening, "ask_glass", by=by, hour=2)
    _tell(opening, "GLASS_ASKED", by=by)
    return opening


@trail.act
def agree(pk, *, by) -> GlassOpening:
    """The manager on call says yes: to a protected identity, or to a second hour."""
    opening = _held_by_another(pk, right=rights.AGREE_TO_GLASS, by=by)
    related = opening.help_request.conflicts.values_list("user", flat=True)
    rostering.require_on_call(by, without={opening.user_id, *related})
    if not opening.waits_for_agreement:
        raise ValidationError(_("There is nothing to agree to, or not any more."), code="too_late")
    if opening.opened_at is None:
        opening.agreed_by = by
        _open(opening, by=by)
        return opening
    opening.longer_agreed_by = by
    opening.until = max(opening.until, timezone.now()) + HOUR
    _let_in(opening, hour=2, by=by)
    return opening


@trail.act
def cosign(pk, *, by) -> GlassOpening:
    """A lead or a reviewer of the log has looked at it. Then they may break the glass again."""
    opening = _held_by_another(pk, right=rights.COSIGN_GLASS, by=by)
    if opening.opened_at is None or opening.cosigned_at is not None:
        raise ValidationError(_("There is nothing to co-sign."), code="nothing_to_cosign")
    opening.cosigned_by, opening.cosigned_at = by, timezone.now()
    opening.save()
    _note(opening, "cosign_glass", by=by)
    return opening


def is_seen(opening: GlassOpening) -> bool:
    """Has somebody else looked at it: a lead who co-signed, or the log's reviewers?"""
    if opening.cosigned_at is not None:
        return True
    items = Item.objects.filter(
        actor=actor_of(opening.user).name, about=trail.name_of(opening.help_request),
        day=timezone.localdate(opening.opened_at),
    )  # fmt: skip
    return items.exclude(finding="").exists()


# --- Steps: they expect to be inside a use case ------------------------------------------------


def require_nothing_unseen(by) -> None:
    """The next one waits until somebody has looked at the last; and only one waits for a yes."""
    mine = GlassOpening.objects.filter(user=by).select_related("help_request", "user")
    opened = mine.filter(opened_at__isnull=False, cosigned_at__isnull=True)
    if not all(is_seen(one) for one in opened.defer("help_request__story")):
        raise Blocked
    if mine.filter(opened_at__isnull=True).waiting().exists():
        raise ValidationError(_("You have asked already: wait for the lead."), code="asked")


def require_not_through(help_request: HelpRequest, *, by) -> None:
    """What is open for an hour is read, answered and reported – neither taken, weighed, passed
    on nor closed, and no partner is told of it: that is for whoever has it.
    """
    if circumstances.is_through_the_glass(help_request, by):
        raise ValidationError(
            _("It is another team’s, and open to you for an hour. They decide about it."),
            code="glass",
        )


def _beyond_reach(reference: str, by) -> HelpRequest | None:
    """By its reference number alone. One that somebody is related to is not there for them."""
    rows = HelpRequest.objects.without_words().select_for_update(of=("self",))
    if HelpRequest.objects.visible_to(by).filter(reference=reference).exists():
        raise ValidationError(_("You reach it already: find it by its number."), code="in_reach")
    rows = rows.filter(reference=reference, erased_at__isnull=True)
    return rows.exclude(pk__in=by_relation(by)).first()


def by_relation(user):
    """Keys of the requests that somebody has said they are related to."""
    return HelpRequest.conflicts.rel.related_model.objects.filter(user=user).values(
        "content_object"
    )


def _lock(by) -> None:
    """Twice at the same moment is one after the other."""
    list(get_user_model().objects.select_for_update().filter(pk=by.pk).values_list("pk"))


def _hold(rows, pk, *, right: str, by) -> GlassOpening:
    rows = rows.select_related("help_request__unit__team", "user")
    return guard.hold(rows.defer("help_request__story"), pk, by=by, right=right)


def _held_by_another(pk, *, right: str, by) -> GlassOpening:
    opening = _hold(GlassOpening.objects.all(), pk, right=right, by=by)
    own = _("Somebody else must do this.")
    second_person.require(by, {opening.user_id}, own=own, code="own_opening")
    return opening


def _open(opening: GlassOpening, *, by) -> None:
    opening.opened_at = timezone.now()
    opening.until = opening.opened_at + HOUR
    _let_in(opening, by=by)


def _let_in(opening: GlassOpening, *, by, hour: int = 1) -> None:
    """The grant, the line that the person sees, and those who are told at once."""
    opening.save()
    guard.grant(
        guard.group_of_one(opening.user), opening.help_request, by=by, until=opening.until,
        source=GLASS, reason=opening.reason,
    )  # fmt: skip
    _note(opening, "break_glass", by=opening.user, hour=hour)
    _tell(opening, "GLASS_BROKEN", by=by)
    for one in get_user_model().objects.filter(organisation__is_ours=True, is_active=True):
        if one.has_perm(audit.REVIEW):
            outbox.post(one, "intake.GLASS_TO_REVIEW", about=opening.help_request, by=by)


def _note(opening: GlassOpening, verb: str, *, by, **facts) -> None:
    row = opening.help_request
    trail.record(
        by, f"helprequest.{verb}", row, purpose=PURPOSE, reason=opening.reason,
        protected=row.is_protected, glass=verb == "break_glass", task=0, **facts,
    )  # fmt: skip


def _tell(opening: GlassOpening, notice: str, *, by) -> None:
    """The leads of the request's own team and whoever is on call – not whoever opened it, nor
    whoever just agreed.
    """
    row, away = opening.help_request, {opening.user_id, by.pk}
    leads = [one for one in leads_of(row.unit, rights.AGREE_TO_GLASS) if one.pk not in away]
    called = [one for one in rostering.on_call(without=away) if one not in leads]
    for reader in [*(leads or [row.unit.team]), *called]:
        outbox.post(reader, f"intake.{notice}", about=row, by=by)
