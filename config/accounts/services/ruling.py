"""Groups that give roles. Where a group would make administrators or log reviewers, two people.

Whoever keeps the groups at the identity provider would otherwise decide, alone and unseen, who
may let people in here or read the log: a rule that gives so much waits for somebody else's yes.
"""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit import guard, second_person, trail
from config.accounts import rights
from config.accounts.models import GroupRule, User
from config.accounts.oidc import Identity, Refused
from config.accounts.services import placing

OWN = _("Nobody confirms their own rule. A second person must.")
NOTHING = _("There is nothing to confirm here, or a newer version holds.")


@trail.act
def confirm(pk, *, by) -> GroupRule:
    """A second person says yes to exactly this version. A newer one waits anew."""
    guard.require(by, rights.INVITE)
    rule = GroupRule.objects.select_for_update(of=("self",)).filter(pk=pk).first()
    if rule is None:
        raise guard.OutOfReach
    newest = GroupRule.objects.filter(name=rule.name).first()
    if rule != newest or not rule.waits or rule.proposed_by_id is None:
        raise ValidationError(NOTHING, code="nothing_to_confirm")
    second_person.require(by, {rule.proposed_by_id}, own=OWN, code="own_rule")
    rule.confirmed_by, rule.confirmed_at = by, timezone.now()
    rule.save(update_fields=["confirmed_by", "confirmed_at"])
    trail.record(by, "group.confirm", rule, role=rule.role, version=rule.version)
    return rule


def require_fit(told: dict) -> None:
    """A rule that nobody could ever come in by is refused when it is written, not at the door."""
    role, organisation = told.get("role"), told.get("organisation")
    if not role or organisation is None:
        return  # asked for once more as it is
    for field, teams in (("role", ()), ("teams", told.get("teams") or ())):
        try:
            placing.require_fit(role, organisation, teams)
        except ValidationError as refusal:
            raise ValidationError({field: refusal.error_list}) from None


# --- Steps: they expect to be inside a use case --------------------------------------------------


def given(identity: Identity, user: User | None) -> tuple[str, list[GroupRule]]:
    """The one role that somebody's groups give, and the rules that say so. None fits: no role.

    Rules that contradict each other let nobody in. Nobody is moved to another organisation by
    a group: that would carry what they know, and their account, to where nobody asked for them.
    """
    rules = [
        rule for rule in GroupRule.in_force(identity.provider.id)
        if rule.group in identity.groups and not rule.waits
    ]  # fmt: skip
    if user is not None and user.organisation_id is not None:
        rules = [rule for rule in rules if rule.organisation_id == user.organisation_id]
    if len({(rule.role, rule.organisation_id) for rule in rules}) > 1:
        raise Refused("contradiction", user)
    return (rules[0].role, rules) if rules else ("", [])


def newcomer(identity: Identity, rules: list[GroupRule], *, by) -> User:
    """An account that may do nothing yet, of somebody whom nobody had to invite."""
    name = identity.email.partition("@")[0][:80]
    user = User.objects.create_user(identity.email, name=name, organisation=rules[0].organisation)
    trail.record(by, "account.join", user, role="none", organisation=user.organisation_id)
    return user


def give(user: User, role: str, rules: list[GroupRule], *, by) -> None:
    """As an administrator would, by the rules they wrote: in the log, and signed out elsewhere."""
    before = (user.role, set(user.groups.values_list("pk", flat=True)))
    if before == (role, _units(user, rules)):
        return
    teams = {team for rule in rules for team in rule.teams.all()}
    try:
        placing.require_fit(role, rules[0].organisation, teams)
    except ValidationError:
        raise Refused("contradiction", user) from None
    if role != user.role:
        try:
            placing.require_another_administrator(user)
        except ValidationError:
            raise Refused("last_administrator", user) from None
    units = placing.place(user, role=role, organisation=rules[0].organisation, teams=teams, by=by)
    trail.record(
        by, "account.change", user, **{"from": before[0] or "none", "to": role},
        units=sorted(units), until=user.expires_at.date() if user.expires_at else None,
        organisation=user.organisation_id, sessions=placing.end_sessions_of(user),
        rules=",".join(sorted(str(rule.pk) for rule in rules)),
    )  # fmt: skip


def _units(user: User, rules: list[GroupRule]) -> set[int]:
    """The teams of every rule that fits; a partner's people reach what is granted to it. What
    somebody is named for is no group's to give, and none's to take.
    """
    units = {team.group_id for rule in rules for team in rule.teams.all()}
    units |= {group.pk for group in placing.named_groups(user)}
    return units if rules[0].organisation.is_ours else units | {rules[0].organisation.group_id}
