from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from audit.actors import CLOCK
from audit.guard import Refused
from audit.models import Event, Outgoing
from config.accounts.models import Invitation
from config.accounts.roles import EVERY_RIGHT, ROLES, Role
from config.accounts.services import changing, joining, leaving
from intake.models import HelpRequest
from intake.services import balancing, protecting, redistributing, triaging
from partners.models import Team
from tests.config.conftest import a_machine
from tests.conftest import PASSWORD


@pytest.fixture(autouse=True)
def _one_factor_is_enough(settings):
    settings.SECOND_FACTOR_REQUIRED = False
    cache.clear()


@pytest.fixture
def desk(client, adam):
    client.force_login(adam)
    return client


@pytest.fixture
def eva(house):
    return joining.join(
        by=CLOCK, email="eva@tallsunda.example", name="Eva", role=Role.ADMINISTRATOR,
        organisation=house, password=PASSWORD,
    )  # fmt: skip


def test_the_list_can_be_narrowed(desk, adam, amina, clara, youth_centre):
    def shown(**query):
        return {one.name for one in desk.get("/desk/people/", query).context["page"]}

    amina.expires_at = timezone.now()
    amina.save()
    assert shown() == {"Adam", "Clara"}
    assert shown(state="ended") == {"Amina"}
    assert shown(state="all", role="social_worker") == {"Amina"}
    assert shown(organisation=str(youth_centre.pk)) == {"Clara"}
    assert shown(role="nonsense", page="x") == {"Adam", "Clara"}


@pytest.mark.parametrize("who", ["amina", "lena", "clara", "carl", "stina", "loke"])
def test_people_are_for_administrators(who, client, adam, request):
    client.force_login(request.getfixturevalue(who))
    for address in ("", "invite/", f"{adam.pk}/", f"{adam.pk}/end/", f"{adam.pk}/factors/"):
        assert client.get(f"/desk/people/{address}").status_code == 403
    assert client.post(f"/desk/people/{adam.pk}/end/").status_code == 403


@pytest.fixture
def named(taken_by_amina, amina):
    """A protected identity that Amina reaches by name."""
    return protecting.protect(taken_by_amina.pk, by=amina)


@pytest.fixture
def taken_by_amina(help_request, amina):
    return triaging.take(help_request.pk, by=amina)


def test_another_last_day_takes_nobody_away_from_those_who_named_them(named, amina, adam, north):
    until = timezone.now() + timedelta(days=90)
    changing.change(
        amina.pk, role=amina.role, organisation=amina.organisation, teams=[north],
        expires_at=until, by=adam,
    )  # fmt: skip
    assert list(HelpRequest.objects.visible_to(amina)) == [named]
    assert protecting.named(named) == [amina]


def test_a_promotion_keeps_what_somebody_is_named_for(named, amina, adam, north):
    changing.change(
        amina.pk, role=Role.TEAM_LEAD, organisation=amina.organisation, teams=[north], by=adam
    )
    assert protecting.named(named) == [amina]


@pytest.mark.parametrize("role", [Role.LOG_REVIEWER, Role.PARTNER_MEMBER])
def test_who_may_do_less_or_works_elsewhere_is_named_for_nothing_any_more(
    named, amina, adam, youth_centre, role
):
    elsewhere = role == Role.PARTNER_MEMBER
    changing.change(
        amina.pk, role=role, by=adam,
        organisation=youth_centre if elsewhere else amina.organisation,
    )  # fmt: skip
    assert not named.grants.exists()
    line = Event.objects.filter(deed="guard.revoke").latest("pk")
    assert (line.actor, line.about) == (f"user/{adam.pk}", f"intake.helprequest/{named.pk}")


def test_inviting_by_the_page(desk, house, north):
    data = {
        "name": "Nora", "email": "nora@tallsunda.example", "organisation": house.pk,
        "role": "social_worker", "teams": [north.pk], "language": "sv",
        "account_expires_at": str(timezone.localdate() + timedelta(days=30)),
    }  # fmt: skip
    assert desk.post("/desk/people/invite/", data).status_code == 302
    invitation = Invitation.objects.get()
    assert list(invitation.teams.all()) == [north]
    assert timezone.localtime(invitation.account_expires_at).hour == 23
    response = desk.post("/desk/people/invite/", data | {"role": "partner_lead"})
    assert response.status_code == 200
    assert response.context["form"].errors
    assert 'value="Nora"' in response.content.decode()


def test_a_machine_is_not_invited(desk, house):
    data = {"name": "E", "email": "e@x.example", "organisation": house.pk, "language": "sv"}
    response = desk.post("/desk/people/invite/", data | {"role": "e_service"})
    assert "role" in response.context["form"].errors


def test_invitations_are_sent_again_and_taken_back_by_the_page(desk, house):
    data = {
        "name": "N", "email": "n@x.example", "organisation": house.pk, "role": "team_lead",
        "language": "sv",
    }  # fmt: skip
    desk.post("/desk/people/invite/", data)
    there = f"/desk/people/invitations/{Invitation.objects.get().pk}"
    assert desk.get(f"{there}/again/").status_code == 405
    desk.post(f"{there}/again/")
    assert Outgoing.objects.count() == 2
    assert desk.get(f"{there}/revoke/").status_code == 200
    desk.post(f"{there}/revoke/")
    assert Invitation.objects.get().state == Invitation.State.REVOKED
    assert desk.post(f"{there}/again/").status_code == 409


def test_the_invited_are_leafed_through(desk, house, monkeypatch):
    monkeypatch.setattr("config.accounts.views.people.PER_PAGE", 1)
    for name in ("Nora", "Nils"):
        data = {
            "name": name, "email": f"{name}@x.example", "organisation": house.pk,
            "role": "team_lead", "language": "sv",
        }  # fmt: skip
        desk.post("/desk/people/invite/", data)
    pages = [desk.get(f"/desk/people/?invited={number}") for number in (1, 2)]
    shown = [[one.name for one in page.context["invited"]] for page in pages]
    assert shown == [["Nils"], ["Nora"]]
    assert "?invited=2" in pages[0].text


def test_another_team_is_another_reach_at_the_next_click(desk, amina, house, south, help_request):
    assert HelpRequest.objects.visible_to(amina).exists()
    data = {"role": "team_lead", "organisation": house.pk, "teams": [south.pk]}
    assert desk.post(f"/desk/people/{amina.pk}/", data).status_code == 302
    amina.refresh_from_db()
    assert amina.role == Role.TEAM_LEAD
    assert not HelpRequest.objects.visible_to(amina).exists()
    facts = Event.objects.get(deed="account.change").facts
    assert (facts["from"], facts["to"]) == ("social_worker", "team_lead")


def test_the_form_begins_with_how_it_is(desk, amina, house, north):
    form = desk.get(f"/desk/people/{amina.pk}/").context["form"]
    assert form.initial["teams"] == [north.pk]
    assert form.initial["role"] == "social_worker"


def test_ended_access_ends_now_and_everywhere(desk, amina, adam, help_request):
    browser = Client()
    browser.post("/accounts/login/", {"login": amina.email, "password": PASSWORD})
    assert browser.get("/accounts/profile/").status_code == 200
    assert desk.get(f"/desk/people/{amina.pk}/end/").status_code == 200
    desk.post(f"/desk/people/{amina.pk}/end/")
    assert browser.get("/accounts/profile/").status_code == 302
    amina.refresh_from_db()
    assert not HelpRequest.objects.visible_to(amina).exists()
    browser.post("/accounts/login/", {"login": amina.email, "password": PASSWORD})
    assert "_auth_user_id" not in browser.session
    event = Event.objects.get(deed="account.leave")
    assert (event.actor, event.facts) == (f"user/{adam.pk}", {"sessions": 1})


def test_whose_access_ended_is_told_by_mail_and_once(adam, amina):
    leaving.end_access(amina.pk, by=adam)
    leaving.end_access(amina.pk, by=adam)  # whatever somebody has opened since is closed
    told = Outgoing.objects.get(notice="config.accounts.ENDED")
    assert (told.to, told.about) == (f"accounts.leaver/{amina.pk}", f"accounts.user/{amina.pk}")


def test_who_still_has_requests_is_not_ended_by_mistake(desk, amina, lena, help_request):
    """Refused; or, where it must be now, the lead is told, and finds what they had."""
    triaging.take(help_request.pk, by=amina)
    refused = desk.post(f"/desk/people/{amina.pk}/end/")
    assert refused.context["form"].non_field_errors().as_data()[0].code == "has_requests"
    amina.refresh_from_db()
    assert amina.is_active
    assert desk.post(f"/desk/people/{amina.pk}/end/", {"at_once": "on"}).status_code == 302
    amina.refresh_from_db()
    assert not amina.is_active
    assert left_behind() == [f"accounts.user/{lena.pk}"]
    held = redistributing.look(amina.pk, by=lena)
    assert [row.pk for row in held.rows] == [help_request.pk]
    assert balancing.look(by=lena)[0].is_gone


def test_who_changes_team_leaves_nothing_behind_unseen(
    amina, lena, adam, house, south, help_request
):
    triaging.take(help_request.pk, by=amina)
    given = {"role": amina.role, "organisation": house, "by": adam}
    changing.change(amina.pk, teams=[south, *Team.objects.filter(name="North")], **given)
    assert left_behind() == []
    changing.change(amina.pk, teams=[south], **given)
    assert left_behind() == [f"accounts.user/{lena.pk}"]
    assert redistributing.look(amina.pk, by=lena).rows


def left_behind() -> list[str]:
    told = Outgoing.objects.filter(notice="intake.LEFT_BEHIND")
    return list(told.values_list("to", flat=True))


def test_nobody_ends_or_changes_their_own_access(adam, eva, house):
    with pytest.raises(ValidationError):
        leaving.end_access(adam.pk, by=adam)
    with pytest.raises(ValidationError):
        changing.change(adam.pk, by=adam, role=Role.TEAM_LEAD, organisation=house)


def test_the_last_administrator_stays(adam, eva, house):
    soon = timezone.now() + timedelta(days=1)
    adam.expires_at = timezone.now()
    adam.save()
    acting = joining.join(
        by=CLOCK, email="u@tallsunda.example", name="U", role=Role.ADMINISTRATOR,
        organisation=house, password=PASSWORD,
    )  # fmt: skip
    acting.is_active = True
    leaving.end_access(eva.pk, by=acting)  # two were left
    type(acting).objects.filter(pk=eva.pk).update(is_active=True)
    eva.refresh_from_db()
    type(acting).objects.filter(pk=acting.pk).update(is_active=False)  # acting lost theirs since
    for deed in (
        lambda: leaving.end_access(eva.pk, by=acting),
        lambda: changing.change(eva.pk, by=acting, role=Role.TEAM_LEAD, organisation=house),
        lambda: changing.change(
            eva.pk, by=acting, role=Role.ADMINISTRATOR, organisation=house, expires_at=soon
        ),
    ):
        with pytest.raises(ValidationError) as refusal:
            deed()
        assert refusal.value.code == "last_administrator"


@pytest.mark.parametrize("deed", [leaving.end_access, leaving.remove_factors])
@pytest.mark.parametrize("who", ["lena", "carl", "loke", "sofia"])
def test_only_an_administrator_decides_about_others(deed, who, amina, request):
    with pytest.raises(Refused):
        deed(amina.pk, by=request.getfixturevalue(who))


@pytest.mark.parametrize("who", ["amina", "system"])
def test_a_persons_account_and_a_machines_never_become_each_other(who, desk, adam, amina, house):
    machine = a_machine(desk, adam, Role.E_SERVICE).token.account
    row, role = {"amina": (amina, Role.E_SERVICE), "system": (machine, Role.SOCIAL_WORKER)}[who]
    with pytest.raises(ValidationError) as refusal:
        changing.change(row.pk, by=adam, role=role, organisation=house)
    assert refusal.value.code == "machine"


def test_a_lost_telephone(desk, amina):
    theirs = Client()
    theirs.post("/accounts/login/", {"login": amina.email, "password": PASSWORD})
    TOTP.activate(amina, "A" * 32)
    assert theirs.get("/desk/roles/").status_code == 200
    desk.post(f"/desk/people/{amina.pk}/factors/")
    assert not Authenticator.objects.exists()
    assert Event.objects.filter(deed="account.factor_remove").exists()
    assert theirs.get("/desk/roles/").status_code == 302  # signed out wherever they were
    assert Outgoing.objects.filter(to=f"accounts.user/{amina.pk}").exists()


@pytest.mark.parametrize("who", ["amina", "clara", "stina", "loke", "adam"])
def test_everybody_may_see_who_may_do_what(who, client, request):
    client.force_login(request.getfixturevalue(who))
    matrix = client.get("/desk/roles/").context["matrix"]
    listed = [label for _room, rights in matrix["rooms"] for label, _held in rights]
    assert len(listed) == len(EVERY_RIGHT)
    held = sum(sum(held) for _room, rights in matrix["rooms"] for _label, held in rights)
    assert held == sum(len(rights) for rights in ROLES.values())


def test_somebody_who_does_not_exist_is_404(desk):
    assert desk.get("/desk/people/999999/").status_code == 404
    assert desk.post("/desk/people/999999/end/").status_code == 404
