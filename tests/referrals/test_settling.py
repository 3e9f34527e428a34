"""A request ends – closed, or handed over as a concern – and nothing that runs is forgotten."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from audit.models import Event, Outgoing
from config.accounts.services import changing
from config.accounts.services import leaving as leaving_the_house
from intake.models import HelpRequest, HelpRequestGrant
from intake.services import conflicting, leaving, protecting, raising_concern, triaging
from referrals.models import Referral, ReferralConflict, ReferralGrant, Tombstone
from referrals.services import reading, reporting
from referrals.services.reconciling import CHECKS
from tests.referrals.conftest import results_of


def close(help_request, by, decisions=None):
    return triaging.close(
        help_request.pk, reason="referred", children="none", decisions=decisions, by=by
    )


def hand_over(help_request, by, decisions=None):
    return raising_concern.hand_over(help_request.pk, concern="Oro.", decisions=decisions, by=by)


@pytest.fixture
def taken(help_request, amina):
    return triaging.take(help_request.pk, by=amina)


@pytest.fixture(params=[close, hand_over])
def end(request, taken, reception):
    return request.param


def test_what_is_not_decided_about_refuses_the_whole(end, taken, active, amina):
    for decisions in (None, {}, {str(active.pk): ""}, {str(active.pk): "forget"}):
        with pytest.raises(ValidationError) as refusal:
            end(taken, amina, decisions)
        assert refusal.value.code == "still_runs"
        assert active.reference in refusal.value.messages[0]
    assert HelpRequest.objects.get(pk=taken.pk).status == "open"
    assert Referral.objects.get(pk=active.pk).status == "active"


def test_it_is_taken_back_and_the_partner_confirms_that_it_stopped(end, taken, active, amina):
    end(taken, amina, {str(active.pk): "recall"})
    active.refresh_from_db()
    assert (active.status, active.recall_reason) == ("recalled", "request_ended")
    assert Tombstone.objects.get().must_confirm == "stopped"
    assert not ReferralGrant.objects.exists()


def test_nobody_else_is_offered_when_the_request_is_not_with_us(end, taken, active, amina, at):
    end(taken, amina, {str(active.pk): "recall"})
    page = at(amina).get(reverse("desk:referral", args=[active.pk]))
    assert not page.context["can_try_next"]


def test_nobody_is_prepared_for_it_either(end, taken, sent, amina, at):
    page = reverse("desk:referral", args=[sent.pk])
    assert at(amina).get(page).context["can_prepare"]
    end(taken, amina, {str(sent.pk): f"hold-{amina.pk}"})
    assert not at(amina).get(page).context["can_prepare"]


def test_it_goes_on_and_one_of_ours_holds_it(end, taken, active, amina, lena, clara):
    end(taken, amina, {str(active.pk): f"hold-{lena.pk}"})
    active.refresh_from_db()
    assert (active.status, active.held_by) == ("active", lena)
    assert Event.objects.get(deed="referral.keep").facts["user"] == lena.pk
    assert Outgoing.objects.get(notice="referrals.YOURS").to == f"accounts.user/{lena.pk}"
    reporting.report(active.pk, results=results_of(active), by=clara)
    told = Outgoing.objects.filter(notice="referrals.NEWS").latest("pk")
    assert told.to == f"accounts.user/{lena.pk}", "who holds it hears of it"
    assert reading.open_own(active.pk, by=lena, purpose="referral").goals


def test_nobody_of_another_team_can_be_named(end, taken, active, amina, bjorn, clara):
    for stranger in (bjorn, clara):
        with pytest.raises(ValidationError):
            end(taken, amina, {str(active.pk): f"hold-{stranger.pk}"})


def test_whoever_is_related_to_the_request_does_not_hold_what_goes_on(
    end, taken, active, amina, lena
):
    conflicting.declare(taken.pk, by=lena)
    assert f"hold-{lena.pk}" not in dict(leaving.running(taken, by=amina)[0].choices)
    with pytest.raises(ValidationError):
        end(taken, amina, {str(active.pk): f"hold-{lena.pk}"})


def test_of_a_protected_identity_only_who_is_named_holds_it_and_reaches_it_on(
    end, taken, active, amina, lena, adam
):
    protecting.protect(taken.pk, by=amina)
    taken.refresh_from_db()
    with pytest.raises(ValidationError):
        end(taken, amina, {str(active.pk): f"hold-{lena.pk}"})
    end(taken, amina, {str(active.pk): f"hold-{amina.pk}"})
    assert reading.open_own(active.pk, by=amina, purpose="referral").goals
    assert not Referral.objects.visible_to(lena).exists()
    assert [one for check in CHECKS for one in check.find()] == []


@pytest.mark.parametrize("why", ["left", "related", "unnamed"])
def test_what_the_holder_does_not_reach_any_more_is_told_to_the_leads(
    why, end, taken, active, amina, lena, adam, clara
):
    if why == "unnamed":
        protecting.protect(taken.pk, by=amina)
    end(taken, amina, {str(active.pk): f"hold-{amina.pk}"})
    {
        "left": lambda: leaving_the_house.end_access(amina.pk, by=adam, at_once=True),
        "related": lambda: ReferralConflict.objects.create(content_object=active, user=amina),
        "unnamed": lambda: [ReferralGrant.objects.filter(group__user=amina).delete(),
                            HelpRequestGrant.objects.all().delete()],
    }[why]()  # fmt: skip
    reporting.report(active.pk, results=results_of(active), by=clara)
    told = Outgoing.objects.filter(notice="referrals.NEWS").order_by("pk")
    assert [one.to for one in told][-1] == f"accounts.user/{lena.pk}"


@pytest.mark.parametrize("how", ["leaves", "changes team", "has a team more"])
def test_what_somebody_holds_who_goes_is_told_to_the_leads_at_once(
    how, end, taken, active, amina, lena, adam, house, north, south
):
    end(taken, amina, {str(active.pk): f"hold-{amina.pk}"})
    given = {"role": amina.role, "organisation": house, "by": adam}
    {
        "leaves": lambda: leaving_the_house.end_access(amina.pk, by=adam),
        "changes team": lambda: changing.change(amina.pk, teams=[south], **given),
        "has a team more": lambda: changing.change(amina.pk, teams=[north, south], **given),
    }[how]()
    told = Outgoing.objects.filter(notice="referrals.WITH_LEAD").values_list("to", flat=True)
    assert list(told) == ([] if how == "has a team more" else [f"accounts.user/{lena.pk}"])


def test_a_draft_is_thrown_away_and_a_report_is_confirmed(end, taken, story, draft, amina):
    assert [one.choices for one in leaving.running(taken, by=amina)][0][0][0] == "discard"
    reported = story.bring(draft, "reported")
    end(taken, amina, {str(reported.pk): "close"})
    reported.refresh_from_db()
    assert (reported.status, reported.our_view) == ("closed", "unknown")


def test_a_draft_goes_with_the_request(end, taken, draft, amina):
    end(taken, amina, {str(draft.pk): "discard"})
    assert not Referral.objects.exists()


def test_without_anything_that_runs_nothing_is_asked(end, taken, amina):
    assert leaving.running(taken, by=amina) == []
    end(taken, amina)
    assert HelpRequest.objects.get(pk=taken.pk).status in ("closed", "handed_over")


@pytest.mark.parametrize(
    ("door", "typed"),
    [
        ("desk:close", {"reason": "referred", "children": "none"}),
        ("desk:hand_over", {"concern": "Oro."}),
    ],
)
def test_the_page_asks_about_each(door, typed, taken, active, amina, at, reception):
    client, url = at(amina), reverse(door, args=[taken.pk])
    field = client.get(url).context["form"].fields["runs_1"]
    assert active.reference in field.label
    assert [value for value, _label in field.choices][:2] == ["recall", f"hold-{amina.pk}"]
    forgotten = client.post(url, typed)
    assert (forgotten.status_code, list(forgotten.context["form"].errors)) == (200, ["runs_1"])
    assert client.post(url, typed | {"runs_1": f"hold-{amina.pk}"}).status_code == 302
    assert Referral.objects.get().held_by == amina


def test_passed_on_to_another_team_it_goes_along(taken, active, amina, bjorn, areas):
    triaging.weigh(taken.pk, urgency="normal", area=areas["south"], pass_on=True, by=amina)
    assert list(Referral.objects.visible_to(bjorn)) == [active]
    assert not Referral.objects.visible_to(amina).exists()
