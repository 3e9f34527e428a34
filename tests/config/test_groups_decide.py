"""Of a provider whose groups decide, rules give roles – and nothing else does. It fails closed."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from audit.models import Event, Outgoing
from audit.trail import name_of
from config.accounts.models import GroupRule, Invitation, User
from config.accounts.oidc import Identity, Refused
from config.accounts.oidc_providers import Provider
from config.accounts.roles import Role
from config.accounts.services import arriving, ruling
from config.overview.forms import form_for
from intake.services import triaging
from partners.services import configuring
from tests.config.conftest import a_rule
from tests.conftest import _person


@pytest.fixture
def kommunen(settings, house):
    found = Provider(
        id="kommunen", name="Tallsunda kommun", issuer="https://id.tallsunda.example",
        client_id="lotsen", secret="between-us", levels=frozenset({"loa3"}),
        groups_claim="groups", groups_decide=True,
    )  # fmt: skip
    settings.OIDC_PROVIDERS = [found]
    return found


@pytest.fixture
def come(kommunen):
    """Somebody's answer has been believed: these are their address and their groups."""

    def come(*groups, email="ny@tallsunda.example", subject="person-1") -> User:
        identity = Identity(kommunen, subject, email, frozenset(groups))
        return User.objects.get(pk=arriving.arrive(identity).user_id)

    return come


@pytest.fixture
def rule(kommunen, house, north):
    return a_rule("lotsen-norr", Role.SOCIAL_WORKER, house, [north])


@pytest.fixture
def alma(house):
    """A second administrator, who was not invited by the first."""
    return _person("alma", "administrator", house)


def units(user) -> set[int]:
    return set(user.groups.values_list("pk", flat=True))


def refused(come, *groups, **who) -> str:
    with pytest.raises(Refused) as refusal:
        come(*groups, **who)
    return refusal.value.code


def propose(rule, by) -> GroupRule:
    """As the settings page does: a new version."""
    teams = [team.pk for team in rule.teams.all()] if rule.pk else []
    asked = ("provider", "group", "role", "organisation", "teams", "is_active")
    told = {name: getattr(rule, name) for name in ("provider", "group", "role", "is_active")}
    form = form_for(GroupRule, asked)(
        {**told, "organisation": rule.organisation_id, "teams": teams}, instance=rule
    )
    assert form.is_valid(), form.errors
    return configuring.save_version(form, by=by, right="accounts.invite", key="name")


def test_a_group_gives_the_role_and_the_teams_of_its_rule(come, rule, north, house):
    user = come("lotsen-norr", "something-else")
    assert (user.role, user.organisation, units(user)) == (
        Role.SOCIAL_WORKER, house, {north.group_id},
    )  # fmt: skip
    line = Event.objects.get(deed="account.change")
    assert (line.actor, line.facts["from"], line.facts["to"]) == (
        "provider/kommunen", "none", "social_worker",
    )  # fmt: skip
    assert line.facts["rules"] == str(rule.pk)


def test_no_rule_no_account(come, rule):
    assert refused(come, "elsewhere") == "no_group"
    assert refused(come) == "no_group"
    assert refused(come, "lotsen-norr", email="") == "unknown"
    assert not User.objects.filter(email="ny@tallsunda.example").exists()


def test_a_group_that_is_gone_ends_the_role_and_the_reach_and_comes_back_with_it(come, rule, north):
    come("lotsen-norr")
    user = come()
    assert (user.role, units(user)) == ("", set())
    assert Event.objects.filter(deed="account.change").latest("pk").facts["to"] == "none"
    assert units(come("lotsen-norr")) == {north.group_id}


def test_teams_are_those_of_the_groups_today(come, rule, south, north, house):
    a_rule("lotsen-soder", Role.SOCIAL_WORKER, house, [south])
    assert units(come("lotsen-norr", "lotsen-soder")) == {north.group_id, south.group_id}
    assert units(come("lotsen-soder")) == {south.group_id}


def test_what_somebody_has_whose_groups_changed_is_told_to_whoever_leads(
    come, rule, south, house, help_request, lena
):
    """As when an administrator moves them: else it would wait with somebody who cannot read it."""
    a_rule("lotsen-soder", Role.SOCIAL_WORKER, house, [south])
    triaging.take(help_request.pk, by=come("lotsen-norr"))
    come("lotsen-norr", "lotsen-soder")
    assert told() == []
    come("lotsen-soder")
    assert told() == [name_of(lena)]
    come()
    assert told() == [name_of(lena)] * 2


def told() -> list[str]:
    posted = Outgoing.objects.filter(notice="intake.LEFT_BEHIND")
    return list(posted.values_list("to", flat=True))


def test_rules_that_contradict_each_other_let_nobody_in(come, rule, house, youth_centre):
    a_rule("lotsen-ledare", Role.TEAM_LEAD, house)
    a_rule("bryggan", Role.PARTNER_MEMBER, youth_centre)
    for other in ("lotsen-ledare", "bryggan"):
        assert refused(come, "lotsen-norr", other) == "contradiction"
    assert not User.objects.filter(email="ny@tallsunda.example").exists()


def test_nobody_is_moved_to_another_organisation_by_a_group(come, rule, clara):
    assert refused(come, "lotsen-norr", email=clara.email) == "no_group"
    clara.refresh_from_db()
    assert clara.role == Role.PARTNER_MEMBER


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.LOG_REVIEWER])
def test_what_takes_two_people_waits_for_the_second(come, kommunen, house, adam, alma, role):
    rule = propose(GroupRule(provider="kommunen", group="it", role=role, organisation=house), adam)
    assert refused(come, "it") == "no_group"
    with pytest.raises(ValidationError) as refusal:
        ruling.confirm(rule.pk, by=adam)
    assert refusal.value.code == "own_rule"
    ruling.confirm(rule.pk, by=alma)
    assert come("it").role == role
    assert Event.objects.get(deed="group.confirm").facts["role"] == role
    again = propose(GroupRule.objects.get(pk=rule.pk), alma)  # a new version, a new yes
    newer = propose(GroupRule.objects.get(pk=again.pk), alma)
    with pytest.raises(ValidationError) as refusal:  # to the newest, and to no older one
        ruling.confirm(again.pk, by=adam)
    assert refusal.value.code == "nothing_to_confirm"
    again = newer
    assert again.waits
    assert come("it").role == ""


def test_the_second_person_is_not_one_whom_the_first_let_in(kommunen, house, adam, alma):
    rule = propose(
        GroupRule(provider="kommunen", group="it", role="administrator", organisation=house), adam
    )
    told = {"name": "Alma", "role": "administrator", "organisation": house}
    one = Invitation.objects.create(email=alma.email, created_by=adam, **told)
    one.accepted_at = one.created_at
    one.save()
    with pytest.raises(ValidationError) as refusal:
        ruling.confirm(rule.pk, by=alma)
    assert refusal.value.code == "too_close"
    Invitation.objects.update(email=adam.email, created_by=alma)  # nor the other way about
    with pytest.raises(ValidationError) as refusal:
        ruling.confirm(rule.pk, by=alma)
    assert refusal.value.code == "too_close"


def test_the_last_administrator_is_not_ended_by_a_group(come, rule, adam):
    assert refused(come, "lotsen-norr", email=adam.email) == "last_administrator"


def test_the_page_asks_for_the_second_yes(client, settings, kommunen, house, adam, alma):
    settings.SECOND_FACTOR_REQUIRED = False
    rule = propose(
        GroupRule(provider="kommunen", group="it", role="administrator", organisation=house), adam
    )
    client.force_login(alma)
    page = client.get(reverse("desk:setting", args=["groups", rule.pk])).content.decode()
    door = reverse("desk:rule_confirm", args=[rule.pk])
    assert door in page
    assert client.post(door).status_code == 302
    rule.refresh_from_db()
    assert (rule.confirmed_by, rule.waits) == (alma, False)


@pytest.mark.parametrize(
    ("role", "ours", "has_team", "wrong"),
    [
        ("partner_member", True, False, "role"), ("partner_lead", True, True, "role"),
        ("registrar", True, False, "role"), ("social_worker", False, False, "role"),
        ("administrator", False, False, "role"), ("partner_member", False, True, "teams"),
        ("social_worker", True, True, ""), ("partner_member", False, False, ""),
    ],
)  # fmt: skip
def test_a_rule_whose_role_does_not_fit_is_refused_when_it_is_written(
    client, adam, house, youth_centre, north, kommunen, settings, role, ours, has_team, wrong
):
    """Not first at the sign-in of somebody who then stands outside."""
    settings.SECOND_FACTOR_REQUIRED = False
    client.force_login(adam)
    told = {
        "provider": "kommunen", "group": "g", "role": role, "is_active": "on",
        "organisation": str((house if ours else youth_centre).pk),
        "teams": [str(north.pk)] if has_team else [],
    }  # fmt: skip
    answer = client.post(reverse("desk:setting_new", args=["groups"]), told)
    assert GroupRule.objects.exists() == (not wrong)
    if wrong:
        assert set(answer.context["form"].errors) == {wrong}
        assert 'value="g"' in answer.content.decode()
