"""A protected identity (skyddade personuppgifter): marked by staff, reached by those named.

A marking is a warning, not a decision (OSL 5:5), and it is never cleared silently: that takes
a lead and a reason. Nobody of the team reaches the row but who is named; a lead names them,
and themselves only where the log and its reviewers see it.
"""

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from audit import guard, moves, outbox, trail
from audit.models import Event
from intake import circumstances, rights
from intake.lifecycle import RELEASE
from intake.models import NAMED, ConcernReport, EndReason, HelpRequest
from intake.services import following, standing_in

CONCERN = ("child", "concern", "reached_at")
READ = {HelpRequest: rights.READ, ConcernReport: rights.READ_CONCERN}
ASK = _(
    "The person has a protected identity. Confirm once more that it goes to the right one, and "
    "that nothing in it says where they are."
)


@trail.act
def protect(pk, *, by) -> HelpRequest:
    """From now on only those who are named reach it: who marks it, and who has it.

    Who marks it during an emergency opening is not named by it: the opening ends with it. What
    is joined to it is marked as well.
    """
    rows = HelpRequest.objects.without_words()
    help_request = _protect(rows, pk, right=rights.PROTECT, by=by)
    for one in rows.visible_to(by).filter(pk__in=following.together(help_request).values("pk")):
        _protect(rows, one.pk, right=rights.PROTECT, by=by)
    return help_request


@trail.act
def protect_concern(pk, *, by) -> ConcernReport:
    guard.require(by, rights.PROTECT)
    rows = ConcernReport.objects.defer(*CONCERN)
    return _protect(rows, pk, right=rights.READ_CONCERN, by=by)


@trail.act
def name(pk, *, user_pk, by) -> None:
    """The lead says that one more reaches it. The lead does not reach it by that."""
    _name(_requests(), pk, user_pk, by=by)


@trail.act
def name_for_concern(pk, *, user_pk, by) -> None:
    _name(_reports(), pk, user_pk, by=by)


@trail.act
def unname(pk, *, user_pk, by) -> None:
    """Somebody no longer reaches it. What they have taken goes back first."""
    _unname(_requests(), pk, user_pk, by=by)


@trail.act
def unname_for_concern(pk, *, user_pk, by) -> None:
    _unname(_reports(), pk, user_pk, by=by)


@trail.act
def end(pk, *, reason: str, by) -> HelpRequest:
    """It is not protected any more: the team reaches it again. Whoever was named is told."""
    return _end(_requests(), pk, reason, by=by)


@trail.act
def end_for_concern(pk, *, reason: str, by) -> ConcernReport:
    return _end(_reports(), pk, reason, by=by)


def named(row) -> list:
    """Who reaches it by name, in order of name."""
    grants = row.grants.in_force().filter(source=NAMED)
    people = get_user_model().objects.filter(groups__in=grants.values("group"))
    return list(people.filter(is_active=True).distinct().order_by("name"))


def named_in(rows: list) -> dict:
    """For a list: the names by the row's key, in one question for all of them."""
    found = {row.pk: [] for row in rows}
    if rows:
        kind = type(rows[0]).grants.rel.related_model.objects
        grants = kind.in_force().filter(source=NAMED, group__user__is_active=True)
        pairs = grants.filter(content_object__in=found).order_by("group__user__name")
        for row, name in pairs.values_list("content_object", "group__user__name").distinct():
            found[row].append(name)
    return found


def may_be_named(row) -> list:
    """Our own people who hold the right to read it, and have not said that they are related."""
    people = get_user_model().objects.filter(organisation__is_ours=True, is_active=True)
    aside = row.conflicts.values("user")
    may = [one for one in people.exclude(pk__in=aside) if one.has_perm(READ[type(row)])]
    already = {one.pk for one in named(row)}
    return sorted((one for one in may if one.pk not in already), key=lambda one: one.name)


# --- Steps: they expect to be inside a use case ------------------------------------------------


def begin(row, *, by) -> None:
    """What was registered as protected: whoever of ours wrote it down is named, leads are told."""
    if not row.is_protected:
        return
    trail.record(by, f"{row._meta.model_name}.protect", row, protected=True)
    if by.has_perm(READ[type(row)]):
        _grant(row, by, by=by)
    tell_leads(row, by=by)


def tell_leads(row, *, by) -> None:
    """Whoever may name is told to look, when a protected identity waits in their team."""
    if not row.is_protected:
        return
    for lead in leads_of(row.unit, rights.NAME) or [row.unit.team]:
        outbox.post(lead, "intake.PROTECTED", about=row, by=by)


def leads_of(unit, right: str) -> list:
    """Who of the team may decide; without a team, or in one without such a one, any lead of ours.

    For whoever is away, who steps in. If everybody is away, all are told all the same.
    """
    people = get_user_model().objects.filter(is_active=True, organisation__is_ours=True)
    leads = [one for one in people if one.has_perm(right)]
    own = set(unit.user_set.values_list("pk", flat=True)) if unit else set()
    there = standing_in.instead((one for one in leads if one.pk in own), right)
    return there or standing_in.instead(leads, right) or leads


def require_confirmed(help_request: HelpRequest, confirmed: bool) -> None:
    """Before anything leaves the house about a protected identity, somebody looks twice."""
    if help_request.is_protected and not confirmed:
        raise ValidationError({"confirmed": ValidationError(ASK, code="not_confirmed")})


def is_marked_since(help_request: HelpRequest, moment) -> bool:
    """What was decided before that was decided as about anybody. The log knows when it was."""
    if not help_request.is_protected:
        return False
    lines = Event.objects.filter(about=trail.name_of(help_request), deed="helprequest.protect")
    return lines.filter(at__gte=moment).exists()


def told_in_log(help_request: HelpRequest) -> dict:
    """Topic and area as the log may tell them: of a protected identity, not at all."""
    if help_request.is_protected:
        return {}
    topic, area = help_request.topic, help_request.area
    return {"topic": topic and topic.code, "area": area and area.code}


def _requests():
    return HelpRequest.shielded.without_words()


def _reports():
    return ConcernReport.shielded.defer(*CONCERN)


def _protect(rows, pk, *, right: str, by):
    row = guard.hold(rows, pk, by=by, right=right)
    if row.is_protected:
        return row
    is_lent = circumstances.is_through_the_glass(row, by)
    guard.revoke(row, by=by)  # whatever was lent: only who is named reaches it now
    row.is_protected = True
    row.save(update_fields=["is_protected"])
    trail.record(by, f"{row._meta.model_name}.protect", row, protected=True)
    has_it = getattr(row, "assigned_to", None) or getattr(row, "handed_by", None)
    for one in {None if is_lent else by, has_it} - {None}:
        _grant(row, one, by=by)
    tell_leads(row, by=by)
    return row


def _grant(row, user, *, by) -> None:
    guard.grant(guard.group_of_one(user), row, by=by, reason="named", source=NAMED)


def _name(rows, pk, user_pk, *, by) -> None:
    row = guard.hold(rows, pk, by=by, right=rights.NAME)
    chosen = next((one for one in may_be_named(row) if one.pk == user_pk), None)
    if chosen is None:
        raise ValidationError(_("They cannot be named here."), code="cannot_be_named")
    _grant(row, chosen, by=by)
    outbox.post(chosen, "intake.NAMED", about=row, by=by)


def _unname(rows, pk, user_pk, *, by) -> None:
    row = guard.hold(rows, pk, by=by, right=rights.NAME)
    chosen = next((one for one in named(row) if one.pk == user_pk), None)
    if chosen is None:
        return
    if getattr(row, "assigned_to_id", None) == chosen.pk and row.status in RELEASE.sources:
        moves.make(RELEASE, row, by=by)
    guard.revoke(row, by=by, group=guard.group_of_one(chosen))


def _end(rows, pk, reason: str, *, by):
    row = guard.hold(rows, pk, by=by, right=rights.NAME)
    if reason not in EndReason.values:
        raise ValidationError(_("Say why the protection ends."), code="no_reason")
    people = named(row)
    trail.record(by, f"{row._meta.model_name}.unprotect", row, reason=reason, protected=True)
    row.is_protected = False
    row.save(update_fields=["is_protected"])
    guard.revoke(row, by=by)
    has_it = getattr(row, "assigned_to", None)
    if has_it and row.status in RELEASE.sources and row.unit_id not in guard.groups_of(has_it):
        moves.make(RELEASE, row, by=by)
    for one in people:
        outbox.post(one, "intake.UNPROTECTED", about=row, by=by)
    return row
