"""A key for a machine: narrow, short-lived, revocable, shown once, never kept."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from audit.guard import Refused
from audit.models import Event
from config.accounts.roles import Role
from config.accounts.services import leaving
from config.api import issuing
from config.api.models import MachineToken
from intake import rights as intake
from referrals import rights as referrals
from tests.config.conftest import a_machine

INBOX = "/api/v1/referrals/"


@pytest.fixture
def centre_system(client, adam, youth_centre):
    return a_machine(client, adam, Role.PARTNER_SYSTEM, youth_centre)


def test_with_a_key_a_system_comes_in(centre_system):
    assert centre_system.get(INBOX).status_code == 200


@pytest.mark.parametrize(
    "shown",
    ["", "Bearer", "Bearer x", "Bearer lotsen_0000_1111", "Bearer lotsen__", "Basic YTpi",
     "Bearer lotsen_", "Bearer a b c", "Bearer ☃"],
)  # fmt: skip
def test_without_a_key_nobody_comes_in(shown, client, db):
    answer = client.get(INBOX, headers={"Authorization": shown.encode().decode("latin-1")})
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"] == "Bearer"
    assert answer.json().keys() == {"code", "detail"}


def test_more_than_a_page_may_send_is_not_even_read_from_a_machine(e_service, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    answer = e_service.post("/api/v1/requests/", {"story": "x" * 1000})
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")


def test_the_right_prefix_with_another_secret_is_not_a_key(centre_system, client):
    shown = centre_system.key[:-1] + ("0" if centre_system.key[-1] != "0" else "1")
    assert client.get(INBOX, headers={"Authorization": f"Bearer {shown}"}).status_code == 401


def test_a_signed_in_person_does_not_come_in_by_session(client, clara):
    client.force_login(clara)
    assert client.get(INBOX).status_code == 401


def test_the_secret_is_not_in_the_database(centre_system):
    secret = centre_system.key.split("_")[2]
    assert secret not in str(MachineToken.objects.values().get())
    assert len(secret) == 64


def test_a_key_ends_by_itself(centre_system):
    with time_machine.travel(timezone.now() + timedelta(days=31)):
        assert centre_system.get(INBOX).status_code == 401


def test_a_revoked_key_opens_nothing_from_that_moment(centre_system, adam):
    issuing.revoke(centre_system.token.pk, by=adam)
    assert centre_system.get(INBOX).status_code == 401


def test_somebody_who_shows_a_key_that_is_revoked_leaves_a_line(centre_system, adam):
    issuing.revoke(centre_system.token.pk, by=adam)
    centre_system.get(INBOX)
    event = Event.objects.get(deed="token.refuse")
    assert event.facts == {"reason": "revoked"}
    assert event.actor == f"user/{centre_system.token.account_id}"


def test_a_key_works_only_from_its_addresses(client, adam, youth_centre):
    system = a_machine(client, adam, Role.PARTNER_SYSTEM, youth_centre, addresses=["192.0.2.0/24"])
    assert system.get(INBOX, REMOTE_ADDR="192.0.2.7").status_code == 200
    assert system.get(INBOX, REMOTE_ADDR="198.51.100.7").status_code == 401
    assert system.get(INBOX, REMOTE_ADDR="").status_code == 401


def test_a_forwarded_address_is_not_believed_from_just_anybody(client, adam, youth_centre):
    system = a_machine(client, adam, Role.PARTNER_SYSTEM, youth_centre, addresses=["192.0.2.7"])
    answer = system.get(INBOX, REMOTE_ADDR="198.51.100.7", HTTP_X_FORWARDED_FOR="192.0.2.7")
    assert answer.status_code == 401


def test_an_account_that_has_ended_has_no_use_of_its_key(centre_system):
    account = centre_system.token.account
    account.is_active = False
    account.save()
    assert centre_system.get(INBOX).status_code == 401


def test_a_key_is_only_for_what_it_was_issued_for(client, adam, youth_centre):
    system = a_machine(client, adam, Role.PARTNER_SYSTEM, youth_centre, scopes=[referrals.RECEIVE])
    nowhere = "/api/v1/referrals/00000000-0000-0000-0000-000000000000/open/"
    assert system.get("/api/v1/referrals/00000000-0000-0000-0000-000000000000/").status_code == 404
    assert system.post(nowhere).status_code == 403


def test_a_key_that_is_not_for_lists_lists_nothing(client, adam, youth_centre):
    """Whoever issued it has left that box empty: a list of everybody is more than one of them."""
    system = a_machine(client, adam, Role.PARTNER_SYSTEM, youth_centre, scopes=[referrals.RECEIVE])
    for address in (INBOX, "/api/fhir/Task", "/api/fhir/ServiceRequest"):
        assert system.get(address).status_code == 403, address


def test_a_right_that_the_role_has_lost_is_gone_from_its_keys(centre_system):
    account = centre_system.token.account
    account.role = Role.E_SERVICE
    account.save()
    assert centre_system.get(INBOX).status_code == 403


def test_the_day_of_the_last_use_is_kept(centre_system):
    centre_system.get(INBOX)
    centre_system.token.refresh_from_db()
    assert centre_system.token.last_used_on == timezone.localdate()


@pytest.mark.parametrize(
    ("role", "scopes", "of_partner", "days"),
    [
        (Role.E_SERVICE, [referrals.RECEIVE], False, 30),
        (Role.E_SERVICE, [], False, 30),
        (Role.E_SERVICE, [intake.SUBMIT], True, 30),
        (Role.PARTNER_SYSTEM, [referrals.RECEIVE], False, 30),
        (Role.PARTNER_SYSTEM, [referrals.RECEIVE], True, 366),
        (Role.PARTNER_SYSTEM, [referrals.RECEIVE], True, 0),
        (Role.SOCIAL_WORKER, [intake.READ], False, 30),
    ],
)
def test_what_makes_no_sense_is_not_issued(role, scopes, of_partner, days, adam, youth_centre):
    with pytest.raises(ValidationError):
        issuing.issue(
            by=adam, name="x", role=role, scopes=scopes, days=days,
            organisation=youth_centre if of_partner else None,
        )  # fmt: skip
    assert not MachineToken.objects.exists()


@pytest.mark.parametrize("alone", [referrals.LIST, referrals.RESPOND, referrals.RETURN])
def test_a_key_that_could_do_nothing_with_what_it_may_is_not_issued(alone, adam, youth_centre):
    given = {"by": adam, "name": "x", "role": Role.PARTNER_SYSTEM, "days": 9}
    with pytest.raises(ValidationError) as refusal:
        issuing.issue(scopes=[alone], organisation=youth_centre, **given)
    assert refusal.value.message_dict.keys() == {"scopes"}
    issuing.issue(scopes=[alone, referrals.RECEIVE], organisation=youth_centre, **given)


def test_the_police_get_no_key_for_a_list(adam, police):
    given = {"by": adam, "name": "x", "role": Role.PARTNER_SYSTEM, "days": 9}
    with pytest.raises(ValidationError) as refusal:
        issuing.issue(scopes=[referrals.RECEIVE, referrals.LIST], organisation=police, **given)
    assert refusal.value.message_dict.keys() == {"scopes"}
    issuing.issue(scopes=[referrals.RECEIVE], organisation=police, **given)


def test_only_who_holds_the_right_issues_and_revokes(amina, centre_system):
    with pytest.raises(Refused):
        issuing.issue(by=amina, name="x", role=Role.E_SERVICE, scopes=[intake.SUBMIT], days=1)
    with pytest.raises(Refused):
        issuing.revoke(centre_system.token.pk, by=amina)


def test_a_new_key_for_the_same_system_is_the_same_account(adam, e_service):
    again = issuing.issue(
        by=adam, name="A system", role=Role.E_SERVICE, scopes=[intake.SUBMIT], days=1
    )
    assert again.token.account == e_service.token.account


def test_a_key_for_a_system_whose_account_has_ended_opens_all_the_same(
    client, adam, youth_centre, centre_system
):
    """The secret is shown once: nobody is handed one that never opens anything."""
    leaving.end_access(centre_system.token.account_id, by=adam)
    system = a_machine(client, adam, Role.PARTNER_SYSTEM, youth_centre)
    assert system.token.account.name == centre_system.token.account.name
    assert system.get(INBOX).status_code == 200
    assert centre_system.get(INBOX).status_code == 401


def test_issuing_and_revoking_leave_lines(adam, e_service):
    issuing.revoke(e_service.token.pk, by=adam)
    issuing.revoke(e_service.token.pk, by=adam)
    assert Event.objects.filter(deed="token.issue", actor=f"user/{adam.pk}").count() == 1
    assert Event.objects.filter(deed="token.revoke").count() == 1


# --- the pages --------------------------------------------------------------------------------

FILLED = {
    "name": "Journal", "role": Role.PARTNER_SYSTEM, "days": "10",
    "scopes": [referrals.RECEIVE, referrals.LIST],
    "addresses": "192.0.2.1\n2001:db8::/32",
}  # fmt: skip


@pytest.fixture
def one_factor(settings):
    settings.SECOND_FACTOR_REQUIRED = False


def test_the_key_is_shown_once_and_works(client, adam, youth_centre, one_factor):
    client.force_login(adam)
    filled = {**FILLED, "organisation": youth_centre.pk}
    answer = client.post(reverse("desk:token-issue"), filled)
    key = answer.context["issued"].key
    assert key in answer.content.decode()
    assert answer["Cache-Control"] == "no-store"
    assert key not in client.get(reverse("desk:tokens")).content.decode()
    found = client.get(INBOX, headers={"Authorization": f"Bearer {key}"}, REMOTE_ADDR="192.0.2.1")
    assert found.status_code == 200


@pytest.mark.parametrize("lists", [True, False])
def test_whoever_issues_a_key_that_lists_nothing_reads_so(
    lists, client, adam, youth_centre, one_factor
):
    client.force_login(adam)
    scopes = [referrals.RECEIVE, *([referrals.LIST] if lists else [])]
    filled = {**FILLED, "scopes": scopes, "organisation": youth_centre.pk}
    issued = client.post(reverse("desk:token-issue"), filled)
    for shown in (issued, client.get(reverse("desk:tokens"))):
        told = "api/lists_nothing.html" in {one.name for one in shown.templates}
        assert told is not lists


def test_what_was_typed_is_still_there_after_a_refusal(client, adam, youth_centre, one_factor):
    client.force_login(adam)
    filled = {**FILLED, "addresses": "not an address"}
    answer = client.post(reverse("desk:token-issue"), filled)
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert "not an address" in answer.content.decode()
    assert not MachineToken.objects.exists()


def test_a_key_is_revoked_from_the_list(client, adam, e_service, one_factor):
    client.force_login(adam)
    address = reverse("desk:token-revoke", args=[e_service.token.pk])
    assert client.get(address).status_code == 405
    assert client.post(address).status_code == 302
    e_service.token.refresh_from_db()
    assert not e_service.token.is_usable


@pytest.mark.parametrize("who", ["amina", "lena", "clara", "loke", "sofia"])
def test_nobody_else_sees_the_pages(who, request, client, e_service, one_factor):
    client.force_login(request.getfixturevalue(who))
    for name in ("desk:tokens", "desk:token-issue"):
        assert client.get(reverse(name)).status_code == 403
