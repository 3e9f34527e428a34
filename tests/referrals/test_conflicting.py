"""A partner's member is related to whom it is about: a colleague takes care of it instead."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from audit import guard
from audit.models import Event, Outgoing
from intake.models import Absence
from referrals.models import Referral, ReferralConflict
from referrals.services import conflicting, following_up


def reaches(user) -> bool:
    return Referral.objects.visible_to(user).exists()


@pytest.fixture
def at(settings):
    settings.SECOND_FACTOR_REQUIRED = False

    def sign_in(user) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return sign_in


def test_it_leaves_their_inbox_at_once_and_stays_in_their_colleagues(at, sent, clara, carl):
    client = at(clara)
    assert client.get(reverse("portal:related", args=[sent.pk])).status_code == 200
    assert client.post(reverse("portal:related", args=[sent.pk])).url == reverse("portal:home")
    assert not reaches(clara)
    assert sent.reference not in client.get(reverse("portal:inbox")).content.decode()
    for name in ("referral", "package", "decline", "related"):
        assert client.get(reverse(f"portal:{name}", args=[sent.pk])).status_code == 404, name
    assert reaches(carl)


def test_what_was_theirs_to_do_is_nobodys_yet(accepted, clara, carl):
    following_up.assign(accepted.pk, to_user_pk=clara.pk, by=carl)
    conflicting.declare(accepted.pk, by=clara)
    accepted.refresh_from_db()
    assert accepted.assigned_to is None
    assert clara not in following_up.members(accepted)


def test_the_partners_lead_is_told_and_only_they_let_back(sent, clara, carl, lena, dag):
    conflicting.declare(sent.pk, by=clara)
    assert Outgoing.objects.get(notice="referrals.RELATED").to == f"accounts.user/{carl.pk}"
    for who, refusal in [(clara, guard.Refused), (lena, guard.Refused), (dag, guard.Refused)]:
        with pytest.raises(refusal):
            conflicting.lift(sent.pk, user_pk=clara.pk, by=who)
    conflicting.lift(sent.pk, user_pk=clara.pk, by=carl)
    assert reaches(clara)
    assert Event.objects.get(deed="guard.let_back").facts == {"user": clara.pk}


def test_while_the_partners_lead_is_away_its_mailbox_is_told(sent, clara, carl, youth_centre):
    today = timezone.localdate()
    Absence.objects.create(user=carl, first=today, last=today)
    conflicting.declare(sent.pk, by=clara)
    told = Outgoing.objects.get(notice="referrals.RELATED").to
    assert told == f"partners.organisation/{youth_centre.pk}"


def test_a_lead_who_is_related_stands_aside_like_anybody(sent, carl, clara, youth_centre):
    conflicting.declare(sent.pk, by=carl)
    told = Outgoing.objects.get(notice="referrals.RELATED")
    assert told.to == f"partners.organisation/{youth_centre.pk}"
    with pytest.raises(guard.OutOfReach):
        conflicting.lift(sent.pk, user_pk=carl.pk, by=carl)
    assert not reaches(carl)


def test_the_lead_sees_on_the_page_who_stands_aside(at, sent, clara, carl):
    conflicting.declare(sent.pk, by=clara)
    seen = at(carl).get(reverse("portal:referral", args=[sent.pk]))
    assert [one.user for one in seen.context["aside"]] == [clara]
    at(carl).post(reverse("portal:let_back", args=[sent.pk]), {"user_pk": clara.pk})
    assert not ReferralConflict.objects.exists()


def test_a_partners_lead_does_not_lift_what_one_of_ours_has_said(sent, amina, carl):
    ReferralConflict.objects.create(user=amina, content_object=sent)
    conflicting.lift(sent.pk, user_pk=amina.pk, by=carl)
    assert not reaches(amina)
