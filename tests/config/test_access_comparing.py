"""Every night what is granted is compared with what should be: nothing differs, or it rings."""

# ruff: noqa: F811 – a fixture is named as the test's argument

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.exceptions import ValidationError
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from guardian.models import GroupObjectPermission

from audit import guard, trail
from audit.models import Event, Outgoing
from config.access import alarms
from config.access.checks import POLICY
from config.access.models import Comparison, FoundDifference
from config.access.services import reconciling
from config.accounts.models import User
from config.accounts.roles import Role
from config.accounts.services import leaving
from intake.models import HelpRequest, HelpRequestConflict, HelpRequestGrant
from intake.services import raising_concern
from referrals.models import Referral, ReferralGrant, Tombstone, TombstoneGrant
from referrals.services import sending
from tests.config.conftest import a_machine
from tests.referrals.conftest import (  # noqa: F401 – fixtures
    accepted,
    active,
    consent,
    draft,
    opened,
    sent,
)

HOURS = timedelta(hours=1)


@trail.act
def lend(row, group, by, **terms):
    guard.grant(group, row, by=by, **terms)


def kinds() -> list[str]:
    return [one.kind for one in FoundDifference.objects.all()]


def mend(by) -> FoundDifference:
    """Repair the only difference there is; afterwards there is none."""
    found = FoundDifference.objects.get()
    assert reconciling.repair(found.pk, by=by) is True
    assert reconciling.compare() == 0
    assert Event.objects.get(deed="access.repair").actor == f"user/{by.pk}"
    return found


def permission(model) -> Permission:
    return Permission.objects.get(codename=f"view_{model._meta.model_name}")


# --- As it should be ----------------------------------------------------------------------------


def test_a_house_at_work_differs_in_nothing(active, bjorn, stina, loke, adam, rut):
    assert reconciling.compare() == 0
    sending.recall(active.pk, reason="changed", by=active.author)
    assert reconciling.compare() == 0
    assert Event.objects.filter(deed="access.compare", facts__differences=0).count() == 2
    assert not Outgoing.objects.filter(notice="config.access.DIFFERS").exists()


def test_a_named_grant_inside_its_time_is_as_it_should_be(help_request, amina, bjorn, lena):
    @trail.act
    def name():
        until = timezone.now() + HOURS
        guard.grant(guard.group_of_one(bjorn), help_request, by=lena, until=until)

    name()
    assert reconciling.compare() == 0


# --- What differs, and its one repair -----------------------------------------------------------


def test_an_open_referral_whose_grant_is_gone(sent, clara, adam):
    ReferralGrant.objects.all().delete()
    assert reconciling.compare() == 1
    assert kinds() == ["referral_not_granted"]
    mend(adam)
    assert Referral.objects.visible_to(clara).exists()
    assert ReferralGrant.objects.get().source == "access.repair"


def test_a_grant_to_the_partner_that_only_lasts_a_while_is_not_enough(sent, adam):
    ReferralGrant.objects.update(until=timezone.now() + HOURS)
    assert reconciling.compare() == 1
    assert kinds() == ["referral_not_granted"]
    mend(adam)


def test_a_referral_granted_to_another_partner(sent, debt_advice, dag, amina, adam):
    lend(sent, debt_advice.group, amina)
    assert reconciling.compare() == 1
    assert kinds() == ["referral_granted_astray"]
    mend(adam)
    assert not Referral.objects.visible_to(dag).exists()
    assert ReferralGrant.objects.count() == 1


def test_a_draft_and_an_ended_referral_are_granted_to_nobody(draft, youth_centre, amina, adam):
    lend(draft, youth_centre.group, amina, until=timezone.now() + HOURS)
    assert reconciling.compare() == 1
    assert kinds() == ["referral_granted_astray"]
    mend(adam)


def test_an_ended_referral_that_was_granted_again(sent, youth_centre, amina, adam, clara):
    sending.recall(sent.pk, reason="changed", by=amina)
    lend(sent, youth_centre.group, amina)
    assert reconciling.compare() == 1
    mend(adam)
    assert not Referral.objects.visible_to(clara).exists()


def test_what_remains_is_its_partners(sent, debt_advice, amina, adam, youth_centre):
    sending.recall(sent.pk, reason="changed", by=amina)
    Tombstone.objects.update(unit=debt_advice.group)
    assert reconciling.compare() == 1
    assert kinds() == ["tombstone_astray"]
    mend(adam)
    assert Tombstone.objects.get().unit == youth_centre.group


def test_what_remains_is_granted_to_nobody(sent, debt_advice, amina, adam):
    sending.recall(sent.pk, reason="changed", by=amina)
    lend(Tombstone.objects.get(), debt_advice.group, amina)
    assert reconciling.compare() == 1
    assert kinds() == ["tombstone_granted"]
    mend(adam)
    assert not TombstoneGrant.objects.exists()


def test_a_request_lent_without_an_end(help_request, south, amina, bjorn, adam):
    lend(help_request, south.group, amina)
    assert reconciling.compare() == 1
    assert kinds() == ["grant_without_end"]
    mend(adam)
    assert not HelpRequest.objects.visible_to(bjorn).exists()


def test_somebody_named_for_an_identity_that_is_not_protected(help_request, amina, bjorn, adam):
    lend(help_request, guard.group_of_one(bjorn), amina, source="protection.name")
    assert reconciling.compare() == 1
    assert kinds() == ["named_unprotected"]
    mend(adam)
    assert not HelpRequest.objects.visible_to(bjorn).exists()


def test_a_request_that_was_handed_over_and_lent_after_that(
    help_request, south, reception, amina, adam
):
    raising_concern.hand_over(help_request.pk, concern="Oro.", by=amina)
    lend(help_request, south.group, amina, until=timezone.now() + HOURS)
    assert reconciling.compare() == 1
    assert kinds() == ["grant_after_hand_over"]
    mend(adam)


def test_somebody_has_what_they_are_related_to(taken, amina, adam):
    HelpRequestConflict.objects.create(user=amina, content_object=taken)
    assert reconciling.compare() == 1
    assert kinds() == ["taken_by_related"]
    mend(adam)
    taken.refresh_from_db()
    assert (taken.status, taken.assigned_to) == ("new", None)


@pytest.fixture
def taken(help_request, amina):
    help_request.assigned_to, help_request.status = amina, "open"
    help_request.save(update_fields=["assigned_to", "status"])
    return help_request


def test_a_grant_that_ran_out_and_was_left_lying(help_request, south, amina, adam):
    lend(help_request, south.group, amina, until=timezone.now() - 2 * HOURS)
    assert reconciling.compare() == 1
    assert kinds() == ["grant_run_out"]
    mend(adam)


def test_a_grant_without_its_row(help_request, south, amina, adam):
    lend(help_request, south.group, amina, until=timezone.now() + HOURS)
    with connection.constraint_checks_disabled():
        HelpRequestGrant.objects.update(content_object="7" * 32)
        assert reconciling.compare() == 1
        assert kinds() == ["grant_without_row"]
        mend(adam)
    assert not HelpRequestGrant.objects.exists()


def test_a_grant_in_guardians_own_tables(help_request, south, adam):
    GroupObjectPermission.objects.create(
        group=south.group, permission=permission(HelpRequest), object_pk=help_request.pk,
        content_type=permission(HelpRequest).content_type,
    )  # fmt: skip
    assert reconciling.compare() == 1
    assert kinds() == ["grant_elsewhere"]
    mend(adam)


def test_one_of_ours_in_a_partners_group(amina, youth_centre, adam):
    amina.groups.add(youth_centre.group)
    assert reconciling.compare() == 1
    assert kinds() == ["group_astray"]
    mend(adam)
    assert youth_centre.group not in amina.groups.all()


@pytest.mark.parametrize("where", ["team", "partner", "nobodys", "anothers_own"])
def test_a_partner_in_any_group_but_its_own(clara, north, debt_advice, amina, adam, where):
    groups = {
        "team": north.group, "partner": debt_advice.group,
        "nobodys": Group.objects.create(name="left over"),
        "anothers_own": guard.group_of_one(amina),
    }  # fmt: skip
    clara.groups.add(groups[where])
    assert reconciling.compare() == 1
    mend(adam)


def test_a_superuser_without_a_role_in_any_group(sofia, north, adam):
    sofia.groups.add(north.group)
    assert reconciling.compare() == 1
    mend(adam)


def test_a_partner_outside_its_own_group(clara, sent, adam, youth_centre):
    clara.groups.clear()
    assert reconciling.compare() == 1
    assert kinds() == ["group_missing"]
    mend(adam)
    assert Referral.objects.visible_to(clara).exists()


def test_a_group_that_stayed_after_an_account_ended(bjorn, amina, north, adam):
    leaving.end_access(bjorn.pk, by=adam)
    bjorn.groups.add(north.group)
    assert reconciling.compare() == 1
    assert kinds() == ["open_after_the_end"]
    mend(adam)
    assert not bjorn.groups.exists()


def test_an_account_that_ran_out_and_was_not_ended(bjorn, adam):
    User.objects.filter(pk=bjorn.pk).update(expires_at=timezone.now() - 2 * HOURS)
    assert reconciling.compare() == 1
    assert kinds() == ["open_after_the_end"]
    mend(adam)
    bjorn.refresh_from_db()
    assert not bjorn.is_active


def test_a_machines_key_that_outlived_its_account(client, adam, youth_centre):
    system = a_machine(client, adam, Role.PARTNER_SYSTEM, youth_centre)
    User.objects.filter(pk=system.token.account_id).update(is_active=False)
    system.token.account.groups.clear()
    assert reconciling.compare() == 1
    assert kinds() == ["open_after_the_end"]
    mend(adam)
    system.token.refresh_from_db()
    assert system.token.revoked_at is not None


def test_every_kind_is_tried_above():
    assert set(POLICY) == {
        "referral_not_granted", "referral_granted_astray", "tombstone_astray", "tombstone_granted",
        "grant_without_end", "grant_after_hand_over", "taken_by_related", "grant_run_out",
        "grant_without_row", "grant_elsewhere", "group_astray", "group_missing",
        "open_after_the_end", "named_unprotected",
    }  # fmt: skip


# --- The alarm ----------------------------------------------------------------------------------


@pytest.fixture
def differs(sent):
    ReferralGrant.objects.all().delete()
    reconciling.compare()
    return FoundDifference.objects.get()


@pytest.fixture
def at(client, settings):
    settings.SECOND_FACTOR_REQUIRED = False

    def sign_in(user):
        client.force_login(user)
        return client

    return sign_in


def test_it_is_not_repaired_by_itself(differs):
    reconciling.compare()
    assert not ReferralGrant.objects.exists()


def test_whoever_answers_is_told_once_and_not_every_night(adam, loke, amina, differs):
    reconciling.compare()
    told = Outgoing.objects.filter(notice="config.access.DIFFERS").values_list("to", flat=True)
    assert set(told) == {f"accounts.user/{adam.pk}", f"accounts.user/{loke.pk}"}
    assert told.count() == 2
    assert Event.objects.filter(deed="access.differ").count() == 1


def test_it_stands_on_every_page_of_theirs_and_on_nobody_elses(adam, loke, amina, differs, at):
    for who, seen in [(adam, True), (loke, True), (amina, False)]:
        page = at(who).get(reverse("desk:roles")).content.decode()
        assert ('data-alarm="differences"' in page) is seen


def test_health_counts_it(differs, client):
    answer = client.get("/health/")
    assert (answer.status_code, answer.json()["access_differences"]) == (503, 1)


def test_a_night_that_was_missed_rings_too(adam, at):
    reconciling.compare()
    assert alarms.ringing(adam) == []
    Comparison.objects.update(at=timezone.now() - 37 * HOURS)
    assert [one.code for one in alarms.ringing(adam)] == ["not_compared"]
    assert at(adam).get("/health/").json()["access_compared"] is False


def test_the_page_says_code_and_key_and_nobodys_name(adam, loke, differs, at, help_request):
    FoundDifference.objects.create(
        kind="group_astray", row=f"accounts.user/{adam.pk}", whom="auth.group/1"
    )
    page = at(loke).get(reverse("desk:differences")).content.decode()
    assert differs.row in page
    assert "referral_not_granted" in page
    assert reverse("desk:repair_access", args=[differs.pk]) not in page
    for word in (help_request.reference, "Kim", "Bryggan", adam.email, "Adam"):
        assert word not in page


def test_only_an_administrator_repairs(loke, amina, adam, differs, at):
    for who in (loke, amina):
        with pytest.raises(guard.Refused):
            reconciling.repair(differs.pk, by=who)
    answer = at(adam).post(reverse("desk:repair_access", args=[differs.pk]))
    assert answer.status_code == 302
    assert ReferralGrant.objects.exists()
    with pytest.raises(guard.OutOfReach):
        reconciling.repair(differs.pk, by=adam)


def test_what_is_right_again_is_not_repaired_once_more(adam, amina, sent, differs, youth_centre):
    lend(sent, youth_centre.group, amina)
    assert reconciling.repair(differs.pk, by=adam) is False
    assert not Event.objects.filter(deed="access.repair").exists()
    assert not FoundDifference.objects.exists()


def test_nobody_repairs_their_own_access(adam, youth_centre):
    adam.groups.add(youth_centre.group)
    reconciling.compare()
    with pytest.raises(ValidationError):
        reconciling.repair(FoundDifference.objects.get().pk, by=adam)
    assert youth_centre.group in adam.groups.all()
    assert kinds() == ["group_astray"]


def test_what_has_gone_by_itself_leaves_the_list(adam, amina, sent, differs, youth_centre):
    lend(sent, youth_centre.group, amina)
    assert reconciling.compare(by=adam) == 0
    assert not FoundDifference.objects.exists()
