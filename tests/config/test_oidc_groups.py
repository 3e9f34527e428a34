"""Who is meant by an identity, and what the provider's groups leave of a role. Never more."""

import pytest
from allauth.socialaccount.models import SocialAccount
from django.test import Client
from django.urls import reverse

from audit.models import Event, Outgoing
from config.accounts.models import GroupRule, User
from config.accounts.roles import ROLES, Role
from config.accounts.services import arriving, changing, inviting, leaving
from intake.services import protecting, triaging
from tests.config.conftest import a_rule
from tests.config.oidc_house import a_provider, come, is_inside, refusals


def changes() -> list[tuple]:
    found = Event.objects.filter(deed="account.change", actor__startswith="provider/")
    return [(event.about, event.facts["from"], event.facts["to"]) for event in found]


def teams_of(user) -> set[str]:
    return set(user.groups.values_list("team__name", flat=True))


# --- Who is meant --------------------------------------------------------------------------------


def test_an_address_binds_once_and_the_subject_from_then_on(client, provider, bound):
    come(client, provider, email="another@tallsunda.example")
    assert client.session["_auth_user_id"] == str(bound.pk)
    stranger = Client()
    provider.userinfo = {"sub": "person-2"}
    come(stranger, provider, sub="person-2")  # the same address, somebody else
    assert not is_inside(stranger)
    assert refusals()[-1][1:] == ("account", "unknown")
    assert SocialAccount.objects.count() == 1


def test_binding_is_traced_told_and_ends_every_session(client, provider, amina, allowed):
    client.force_login(amina)
    come(Client(), provider)
    line = Event.objects.get(deed="account.bind")
    assert (line.actor, line.about) == ("provider/kommunen", f"accounts.user/{amina.pk}")
    assert Outgoing.objects.filter(notice="config.accounts.CHANGED").count() == 1
    assert client.get("/accounts/profile/").status_code == 302


def test_an_unknown_person_gets_a_plain_page_and_no_account(client, provider, allowed):
    before = User.objects.count()
    answer = come(client, provider, email="nobody@tallsunda.example")
    assert (answer.status_code, refusals()[-1][2]) == (403, "unknown")
    assert 'data-why="ask"' in answer.content.decode()
    assert (User.objects.count(), SocialAccount.objects.count()) == (before, 0)


def test_an_address_that_is_not_verified_means_nobody(client, provider, amina, allowed):
    come(client, provider, email_verified=False)
    assert refusals()[-1][2] == "unknown"
    assert not SocialAccount.objects.exists()


def test_a_provider_without_groups_binds_by_no_address(client, provider, amina, settings):
    """A broker speaks for everybody in the country: only an invitation says whom it means."""
    settings.OIDC_PROVIDERS = [provider.trusted(groups_claim="")]
    come(client, provider)
    assert refusals()[-1][2] == "unknown"


@pytest.mark.parametrize("role", [Role.PARTNER_MEMBER, Role.SOCIAL_WORKER])
def test_a_partners_provider_says_nothing_about_our_people(
    client, provider, amina, youth_centre, role
):
    a_rule("lotsen-norr", role, youth_centre)
    come(client, provider)
    assert refusals()[-1][1:] == (f"accounts.user/{amina.pk}", "no_group")
    amina.refresh_from_db()
    assert (amina.role, amina.has_usable_password()) == (Role.SOCIAL_WORKER, True)
    assert not SocialAccount.objects.exists()


def test_of_two_providers_each_knows_its_own(client, provider, bound, youth_centre, settings):
    """The same subject at another provider is another person."""
    with a_provider() as other:
        settings.OIDC_PROVIDERS = [other.trusted()]
        come(client, other, email="nobody@bryggan.example")
        assert not is_inside(client)
        assert refusals()[-1][2] == "unknown"


@pytest.mark.parametrize("how", ["superuser", "machine", "ended"])
def test_neither_superusers_nor_machines_nor_who_has_left(client, provider, bound, adam, how):
    if how == "ended":
        leaving.end_access(bound.pk, by=adam)
    fields = {"superuser": {"is_superuser": True}, "machine": {"role": Role.E_SERVICE}}
    User.objects.filter(pk=bound.pk).update(**fields.get(how, {}))
    assert come(client, provider).status_code == 403
    assert not is_inside(client)
    assert refusals()[-1][2] in ("not_by_this_door", "ended")


def test_after_a_change_of_the_house_key_the_binding_still_holds(client, provider, bound, settings):
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another one, and long enough for the checks to be content too"
    come(client, provider, email="x@tallsunda.example")
    settings.SECRET_KEY_FALLBACKS = []
    again = Client()
    come(again, provider, email="x@tallsunda.example")
    assert is_inside(again)


# --- By an invitation ----------------------------------------------------------------------------


@pytest.fixture
def invitation(adam, house, north):
    return inviting.invite(
        by=adam, email="nils@tallsunda.example", name="Nils", role=Role.SOCIAL_WORKER,
        organisation=house, teams=[north],
    )  # fmt: skip


def test_an_invitation_is_taken_up_without_a_password(client, provider, allowed, invitation):
    page = client.get(reverse("account_join", args=[invitation.token()])).content.decode()
    assert f'name="invitation" value="{invitation.token()}"' in page
    come(client, provider, form={"invitation": invitation.token()}, email=None)
    nils = User.objects.get(email="nils@tallsunda.example")
    assert client.session["_auth_user_id"] == str(nils.pk)
    assert (nils.role, nils.has_usable_password()) == (Role.SOCIAL_WORKER, False)
    assert Event.objects.filter(deed="account.join", about=f"accounts.user/{nils.pk}").exists()
    again = come(Client(), provider, form={"invitation": invitation.token()}, sub="x", email=None)
    assert again.status_code == 403


def test_a_broker_lets_the_invited_in_too(client, provider, invitation, settings):
    settings.OIDC_PROVIDERS = [provider.trusted(groups_claim="")]
    come(client, provider, form={"invitation": invitation.token()}, email=None, groups=None)
    assert is_inside(client)


def test_an_invitation_for_more_than_the_groups_allow_is_not_taken_up(
    client, provider, invitation, youth_centre
):
    a_rule("lotsen-norr", Role.PARTNER_LEAD, youth_centre)
    come(client, provider, form={"invitation": invitation.token()}, email=None)
    assert refusals()[-1][2] == "no_group"
    invitation.refresh_from_db()
    assert invitation.is_open
    assert not User.objects.filter(email="nils@tallsunda.example").exists()


@pytest.mark.parametrize("token", ["x", "0" * 32, "-", "é"])
def test_a_link_that_is_none_lets_nobody_in(client, provider, allowed, token):
    answer = come(client, provider, form={"invitation": token}, email=None)
    assert 'data-why="invitation"' in answer.content.decode()
    assert refusals()[-1][2] == "invitation"


# --- What the groups leave -----------------------------------------------------------------------


@pytest.mark.parametrize("groups", [None, [], ["something-else"]])
def test_when_the_group_is_gone_the_role_ends_and_every_session(client, provider, bound, groups):
    come(client, provider)
    assert client.get("/desk/").status_code == 302
    answer = come(Client(), provider, groups=groups)
    assert (answer.status_code, refusals()[-1][2]) == (403, "no_group")
    bound.refresh_from_db()
    assert (bound.role, teams_of(bound)) == ("", set())
    assert client.get("/accounts/profile/").status_code == 302
    assert changes() == [(f"accounts.user/{bound.pk}", "social_worker", "none")]


def test_a_role_that_has_ended_does_not_come_back_by_itself(client, provider, bound, adam, north):
    come(Client(), provider, groups=[])
    come(client, provider)
    assert not is_inside(client)
    changing.change(
        bound.pk, by=adam, role=Role.SOCIAL_WORKER, organisation=bound.organisation, teams=[north]
    )
    come(client, provider)
    assert is_inside(client)


def test_a_narrower_group_leaves_a_narrower_role(client, provider, lena, house):
    a_rule("leads", Role.TEAM_LEAD, house)
    a_rule("workers", Role.SOCIAL_WORKER, house)
    come(Client(), provider, email=lena.email, groups=["leads", "workers"])
    lena.refresh_from_db()
    assert lena.role == Role.TEAM_LEAD
    come(client, provider, groups=["workers"])
    lena.refresh_from_db()
    assert (lena.role, is_inside(client)) == (Role.SOCIAL_WORKER, True)
    assert changes() == [(f"accounts.user/{lena.pk}", "team_lead", "social_worker")]
    come(client, provider, groups=["leads", "workers"])
    lena.refresh_from_db()
    assert lena.role == Role.SOCIAL_WORKER


def test_of_two_narrower_groups_the_wider_one_holds(client, provider, carl, youth_centre):
    for group, role in [
        ("leads", Role.PARTNER_LEAD), ("registrars", Role.REGISTRAR),
        ("members", Role.PARTNER_MEMBER),
    ]:  # fmt: skip
        a_rule(group, role, youth_centre)
    come(Client(), provider, email=carl.email, groups=["leads"])
    come(client, provider, groups=["registrars", "members"])
    carl.refresh_from_db()
    assert carl.role == Role.PARTNER_MEMBER


@pytest.mark.parametrize("role", [Role.TEAM_LEAD, Role.ADMINISTRATOR, Role.LOG_REVIEWER])
def test_another_group_never_gives_more(client, provider, bound, house, role):
    a_rule("new", role, house)
    before = ROLES[bound.role]
    come(client, provider, groups=["lotsen-norr", "new"])
    come(Client(), provider, groups=["new"])
    bound.refresh_from_db()
    assert ROLES.get(bound.role, frozenset()) <= before


def test_teams_that_no_group_allows_are_left_and_none_is_joined(
    client, provider, bound, house, north, south
):
    bound.groups.add(south.group)
    a_rule("only-south", Role.SOCIAL_WORKER, house, [south])
    come(client, provider, groups=["lotsen-norr"])  # says nothing about teams
    assert teams_of(bound) == {"North", "South"}
    come(client, provider, groups=["only-south"])
    assert teams_of(bound) == {"South"}
    a_rule("both", Role.SOCIAL_WORKER, house, [north, south])
    come(client, provider, groups=["both"])
    assert teams_of(bound) == {"South"}


def test_a_partners_people_keep_their_own_organisation(
    client, provider, clara, youth_centre, north
):
    a_rule("bryggan", Role.PARTNER_MEMBER, youth_centre, [north])
    come(client, provider, email=clara.email, groups=["bryggan"])
    assert is_inside(client)
    assert set(clara.groups.all()) == {youth_centre.group}


def test_the_last_administrator_is_not_lost_to_a_group(client, provider, adam, house):
    a_rule("admins", Role.ADMINISTRATOR, house)
    come(Client(), provider, email=adam.email, groups=["admins"])
    come(client, provider, groups=[])
    adam.refresh_from_db()
    assert (adam.role, is_inside(client)) == (Role.ADMINISTRATOR, False)
    assert refusals()[-1][2] == "last_administrator"


def test_a_rule_is_edited_by_a_version_and_the_newest_holds(
    client, provider, bound, adam, settings
):
    settings.SECOND_FACTOR_REQUIRED = False
    desk = Client()
    desk.force_login(adam)
    rule = GroupRule.objects.get()
    given = {"provider": "kommunen", "group": "lotsen-norr", "role": "social_worker",
             "organisation": rule.organisation_id}  # fmt: skip
    where = reverse("desk:setting", args=["groups", rule.pk])
    assert desk.post(where, given).status_code == 302  # is_active is no longer ticked
    assert [one.version for one in GroupRule.objects.all()] == [2, 1]
    assert Event.objects.filter(deed="settings.change", actor=f"user/{adam.pk}").exists()
    assert come(client, provider).status_code == 403
    desk.post(where, given | {"is_active": "on"})
    assert [rule.version for rule in GroupRule.in_force("kommunen")] == [3]


def test_a_rule_needs_a_provider_that_the_house_knows_and_a_person(provider, adam, house, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    desk = Client()
    desk.force_login(adam)
    new = reverse("desk:setting_new", args=["groups"])
    given = {"provider": "kommunen", "group": "g", "role": "social_worker",
             "organisation": house.pk, "is_active": "on"}  # fmt: skip
    for wrong in ({"provider": "other"}, {"role": "e_service"}, {"group": ""}):
        assert desk.post(new, given | wrong).status_code == 200
    assert not GroupRule.objects.exists()
    assert desk.post(new, given).status_code == 302
    assert GroupRule.objects.get().name == "kommunen: g"


def test_who_is_bound_is_known_to_the_doors(provider, bound, bjorn):
    assert arriving.must_use_provider(bound)
    assert not arriving.must_use_provider(bjorn)


def test_the_doors_of_two_providers_stand_side_by_side(client, provider, house, settings):
    settings.OIDC_PROVIDERS += [provider.trusted(id="bryggan", name="Bryggan")]
    page = client.get("/accounts/login/").content.decode()
    for name in ("kommunen", "bryggan"):
        assert f'action="/accounts/with/{name}/"' in page


def test_what_somebody_is_named_for_is_no_groups_to_take_unless_the_role_narrows(
    client, provider, lena, amina, house, north, help_request
):
    taken = triaging.take(help_request.pk, by=lena)
    named = protecting.protect(taken.pk, by=lena)
    a_rule("leads", Role.TEAM_LEAD, house, teams=[north])
    a_rule("workers", Role.SOCIAL_WORKER, house, teams=[north])
    come(Client(), provider, email=lena.email, groups=["leads"])
    assert protecting.named(named) == [lena]
    assert changes() == []
    come(client, provider, groups=["workers"])
    assert is_inside(client)
    assert not named.grants.exists()
    assert teams_of(lena) == {"North"}
