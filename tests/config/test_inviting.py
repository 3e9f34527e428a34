import re
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from allauth.socialaccount.models import SocialAccount
from django.core import mail
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from audit import outbox
from audit.guard import Refused
from audit.models import Event, Outgoing
from config.accounts.models import Invitation, User
from config.accounts.roles import Role
from config.accounts.services import inviting, joining, leaving

NEW = "a quite different and long one"


@pytest.fixture(autouse=True)
def _nobody_has_tried_yet():
    cache.clear()


@pytest.fixture
def invitation(adam, house, north):
    return inviting.invite(
        by=adam, email="Nora@Tallsunda.example", name="Nora", role=Role.SOCIAL_WORKER,
        organisation=house, teams=[north],
    )  # fmt: skip


def door(invitation):
    return reverse("account_join", args=[invitation.token()])


def join(client, invitation, password=NEW):
    return client.post(door(invitation), {"password": password, "password2": password})


def test_the_mail_carries_the_link_and_nothing_else_does(invitation):
    outgoing = Outgoing.objects.get()
    token = invitation.token()
    assert (outgoing.notice, outgoing.to) == (
        "config.accounts.INVITED", f"accounts.invitation/{invitation.pk}",
    )  # fmt: skip
    assert token not in str([outgoing.__dict__, invitation.__dict__, list(Event.objects.values())])
    outbox.deliver(timezone.now())
    letter = mail.outbox[0]
    assert letter.to == ["nora@tallsunda.example"]
    link = re.search(r"https://tallsunda\.example(\S+)", letter.body)[1]
    assert link == door(invitation)
    assert "Nora" not in letter.body + letter.subject


def test_a_mail_may_go_out_at_any_hour(invitation):
    midnight = timezone.localtime().replace(hour=3) + timedelta(days=1)
    outbox.deliver(midnight)
    assert len(mail.outbox) == 1


def test_somebody_joins_and_is_led_to_a_second_step(client, invitation, north):
    assert client.get(door(invitation)).status_code == 200
    assert join(client, invitation).url == "/accounts/factors/"
    user = User.objects.get(email="nora@tallsunda.example")
    assert (user.role, user.check_password(NEW)) == (Role.SOCIAL_WORKER, True)
    assert list(user.groups.all()) == [north.group]
    assert client.get("/accounts/home/").url == "/accounts/factors/"
    assert client.get("/accounts/factors/app/add/").status_code == 200
    deeds = Event.objects.filter(actor=f"user/{user.pk}").values_list("deed", flat=True)
    assert {"account.join", "account.sign_in"} <= set(deeds)


def test_looking_at_the_link_changes_nothing(client, invitation):
    before = Event.objects.count()
    client.get(door(invitation))
    assert (User.objects.filter(name="Nora").exists(), Event.objects.count()) == (False, before)


def test_a_weak_password_is_refused_and_the_link_still_works(client, invitation):
    response = join(client, invitation, "tallsunda")
    assert response.context["form"].errors
    response = client.post(door(invitation), {"password": NEW, "password2": "other"})
    assert "password2" in response.context["form"].errors
    assert join(client, invitation).status_code == 302


def used(invitation, adam):
    joining.accept(invitation.token(), password=NEW)


def too_old(invitation, adam):
    Invitation.objects.update(expires_at=timezone.now())


def taken_back(invitation, adam):
    inviting.revoke(invitation.pk, by=adam)


def sent_anew(invitation, adam):
    inviting.invite_again(invitation.pk, by=adam)


@pytest.mark.parametrize("what", [used, too_old, taken_back, sent_anew])
def test_a_link_that_no_longer_holds_does_not_say_why(what, client, invitation, adam):
    address = door(invitation)
    what(invitation, adam)
    before = User.objects.count()
    for response in (client.get(address), client.post(address, {"password": NEW})):
        assert response.status_code == 410
    assert User.objects.count() == before


@pytest.mark.parametrize("token", ["x", "0" * 32 + "-abc", "💥", "a-b-c"])
def test_a_guessed_link_looks_the_same(token, client, invitation):
    assert client.get(f"/accounts/join/{token}/").status_code == 410
    forged = invitation.token()[:-1] + ("0" if invitation.token()[-1] != "0" else "1")
    assert client.get(f"/accounts/join/{forged}/").status_code == 410


def test_sending_again_gives_a_new_week_and_a_link_that_works(client, invitation, adam):
    Invitation.objects.update(expires_at=timezone.now())
    assert join(client, inviting.invite_again(invitation.pk, by=adam)).status_code == 302


def test_a_taken_back_invitation_is_not_mailed(invitation, adam):
    inviting.revoke(invitation.pk, by=adam)
    outbox.deliver(timezone.now())
    assert not mail.outbox


def test_a_second_invitation_takes_the_first_one_back(invitation, adam, house):
    inviting.invite(
        by=adam, email=invitation.email, name="N", role=Role.TEAM_LEAD, organisation=house
    )
    invitation.refresh_from_db()
    assert invitation.state == Invitation.State.REVOKED


@pytest.mark.parametrize(
    ("role", "at", "code"),
    [
        (Role.SOCIAL_WORKER, "youth_centre", "role_is_ours"),
        (Role.ADMINISTRATOR, "youth_centre", "role_is_ours"),
        (Role.PARTNER_MEMBER, "house", "role_is_partners"),
        (Role.REGISTRAR, "house", "role_is_partners"),
    ],
)
def test_a_role_belongs_to_one_side(role, at, code, adam, request):
    with pytest.raises(ValidationError) as refusal:
        inviting.invite(
            by=adam, email="n@x.example", name="N", role=role,
            organisation=request.getfixturevalue(at),
        )  # fmt: skip
    assert refusal.value.code == code


def test_only_our_own_people_belong_to_teams(adam, youth_centre, north):
    with pytest.raises(ValidationError):
        inviting.invite(
            by=adam, email="n@x.example", name="N", role=Role.PARTNER_MEMBER,
            organisation=youth_centre, teams=[north],
        )  # fmt: skip


def test_nobody_is_invited_twice_over(adam, amina, house):
    with pytest.raises(ValidationError) as refusal:
        inviting.invite(
            by=adam, email=amina.email.upper(), name="A", role=Role.TEAM_LEAD, organisation=house
        )
    assert refusal.value.code == "taken"


@pytest.mark.parametrize("who", ["amina", "lena", "carl", "loke", "sofia"])
def test_only_an_administrator_invites(who, house, request):
    with pytest.raises(Refused):
        inviting.invite(
            by=request.getfixturevalue(who), email="n@x.example", name="N",
            role=Role.TEAM_LEAD, organisation=house,
        )  # fmt: skip


def test_who_comes_back_gets_the_old_account_without_the_old_keys(adam, amina, house, client):
    TOTP.activate(amina, "A" * 32)
    SocialAccount.objects.create(user=amina, provider="kommunen", uid="once")
    leaving.end_access(amina.pk, by=adam)
    again = inviting.invite(
        by=adam, email=amina.email, name="Amina", role=Role.LOG_REVIEWER, organisation=house
    )
    back = joining.accept(again.token(), password=NEW)
    assert (back.pk, back.role, back.may_sign_in) == (amina.pk, Role.LOG_REVIEWER, True)
    assert not back.groups.exists()
    assert not Authenticator.objects.filter(user=back).exists()
    assert not SocialAccount.objects.filter(user=back).exists()
