"""The partner's pages: blind until accepted, and gone with the end."""

import pytest
from django.urls import reverse

from audit.models import Event
from referrals.lifecycle import Status
from referrals.models import Referral, Tombstone
from referrals.services import answering, ending, sending

SECRETS = ("Kim Exempel", "kim@example.org", "vardagen", "hemifrån")
HANDED_BACK = {"reason": "needs_more", "work_done": "some", "appointments": "cancelled"}


def page(name, row):
    return reverse(f"portal:{name}", args=[row.pk])


def rows_shown(response) -> set:
    return {str(row.pk) for row in response.context["page"].object_list}


def text(response) -> str:
    return response.content.decode()


def test_another_partner_s_list_is_without_it_and_the_police_have_none(at, opened, dag, petra):
    assert rows_shown(at(dag).get(reverse("portal:inbox"))) == set()
    assert at(petra).get(reverse("portal:inbox")).status_code == 403


@pytest.mark.parametrize("who", ["dag", "petra"])
def test_another_partner_cannot_see_it_exists(at, opened, who, request):
    client = at(request.getfixturevalue(who))
    for name in ("referral", "ask", "accept", "decline", "package", "report"):
        assert client.get(page(name, opened)).status_code == 404, name
    for name in ("open", "attempt", "start"):
        assert client.post(page(name, opened)).status_code == 404, name


@pytest.mark.parametrize("who", ["amina", "adam", "stina", "loke"])
def test_whoever_is_no_partner_is_refused_at_the_door(at, opened, who, request):
    client = at(request.getfixturevalue(who))
    assert client.get(reverse("portal:inbox")).status_code == 403
    assert client.get(page("referral", opened)).status_code == 403
    assert client.get(page("package", opened)).status_code == 403


def test_the_list_shows_exactly_the_rows_that_open(at, sent, clara):
    client = at(clara)
    assert rows_shown(client.get(reverse("portal:inbox"))) == {str(sent.pk)}
    assert client.get(page("referral", sent)).status_code == 200


@pytest.mark.parametrize("door", ["portal:inbox", "portal:figures"])
def test_a_partners_pages_look_among_its_own_referrals_alone(
    at, sent, clara, door, django_assert_max_num_queries
):
    """Else the database would go through everybody's, however few are theirs."""
    client = at(clara)
    client.get(reverse(door))
    with django_assert_max_num_queries(14) as asked:  # ten, and where a transaction begins and ends
        client.get(reverse(door))
    about = [one["sql"] for one in asked if 'FROM "referrals_referral" ' in one["sql"]]
    assert about
    assert all('"referrals_referral"."to_id" = ' in one for one in about)


def test_a_draft_is_not_in_the_inbox(at, draft, clara):
    client = at(clara)
    assert rows_shown(client.get(reverse("portal:inbox"))) == set()
    assert client.get(page("referral", draft)).status_code == 404


def test_looking_is_not_opening(at, sent, clara):
    response = at(clara).get(page("referral", sent))
    sent.refresh_from_db()
    assert sent.status == Status.SENT
    assert len(response.context["envelope"]) == 2


def test_opening_takes_a_click_and_shows_the_envelope(at, sent, clara):
    client = at(clara)
    assert client.get(page("open", sent)).status_code == 405
    response = client.post(page("open", sent), follow=True)
    sent.refresh_from_db()
    assert sent.status == Status.OPENED
    assert len(response.context["envelope"]) > 2


def test_no_word_is_shown_before_it_is_accepted(at, sent, clara):
    client = at(clara)
    seen = text(client.get(reverse("portal:inbox"))) + text(client.get(page("referral", sent)))
    seen += text(client.post(page("open", sent), follow=True))
    seen += "".join(text(client.get(page(name, sent))) for name in ("ask", "accept", "decline"))
    shut = client.get(page("package", sent))
    assert shut.status_code == 409
    assert not [secret for secret in SECRETS if secret in seen + text(shut)]


def test_accepting_opens_the_package(at, opened, clara):
    response = at(clara).post(page("accept", opened), follow=True)
    assert response.redirect_chain[-1][0] == page("package", opened)
    assert all(secret in text(response) for secret in SECRETS)


def test_reading_the_package_leaves_a_line_each_time(at, accepted, clara):
    client = at(clara)
    lines = Event.objects.filter(deed="referral.opened", actor=f"user/{clara.pk}")
    before = lines.count()
    client.get(page("package", accepted))
    client.get(page("package", accepted))
    assert lines.count() == before + 2
    assert set(lines.values_list("purpose", flat=True)) == {"referral"}


def test_a_private_organisation_accepts_the_reservation_first(at, private, dag):
    client = at(dag)
    answering.open_envelope(private.pk, by=dag)
    refused = client.post(page("accept", private))
    assert refused.status_code == 200
    assert "reservation" in refused.context["form"].errors
    client.post(page("accept", private), {"reservation": "on"})
    private.refresh_from_db()
    assert private.status == Status.ACCEPTED
    assert private.reservation_accepted_at


def test_an_authority_is_asked_for_no_reservation(at, opened, clara):
    assert list(at(clara).get(page("accept", opened)).context["form"].fields) == ["expected_start"]


def test_a_question_is_a_code(at, opened, clara):
    client = at(clara)
    wrong = client.post(page("ask", opened), {"code": "What is her name?"})
    assert wrong.status_code == 200
    assert "code" in wrong.context["form"].errors
    client.post(page("ask", opened), {"code": "availability"})
    opened.refresh_from_db()
    assert opened.status == Status.ASKED


def test_declining_takes_a_reason_and_keeps_a_suggestion(at, opened, clara, debt_advice):
    client = at(clara)
    other = debt_advice.services.get()
    kept = client.post(page("decline", opened), {"suggested_pk": other.pk})
    assert "reason" in kept.context["form"].errors
    assert str(kept.context["form"]["suggested_pk"].value()) == str(other.pk)
    client.post(page("decline", opened), {"reason": "capacity", "suggested_pk": other.pk})
    opened.refresh_from_db()
    assert (opened.status, opened.suggested) == (Status.DECLINED, other)


TRIED = {"way": "email", "at": "2027-03-01T09:00"}


def test_attempts_then_start_then_a_report_goal_by_goal(clock, at, accepted, clara):
    client = at(clara)
    client.post(page("attempt", accepted), TRIED)
    client.post(page("start", accepted), {"first_contact": "2027-03-01"})
    answer = {"reached": "yes", "result_1": "met", "result_2": "partly", "reason_2": "time"}
    client.post(page("report", accepted), answer)
    accepted.refresh_from_db()
    assert (accepted.status, accepted.attempts) == (Status.REPORTED, 1)
    assert list(accepted.goals.values_list("result", "reason")) == [("met", ""), ("partly", "time")]


def test_a_report_that_lacks_a_reason_keeps_what_was_filled_in(at, active, clara):
    answer = {"reached": "yes", "result_1": "met", "result_2": "not"}
    response = at(clara).post(page("report", active), answer)
    form = response.context["form"]
    assert set(form.errors) == {"reason_2"}
    assert form["result_1"].value() == "met"


def test_what_never_started_is_reported_as_never_reached(clock, at, accepted, clara):
    client = at(clara)
    too_soon = client.post(page("report", accepted), {"reached": "no"})
    assert too_soon.context["form"].errors
    clock.move_to("2027-03-01 11:00+01:00")
    for hour in ("09:00", "10:00", "11:00"):
        client.post(page("attempt", accepted), TRIED | {"at": f"2027-03-01T{hour}"})
    client.post(page("report", accepted), {"reached": "no"})
    accepted.refresh_from_db()
    assert (accepted.status, accepted.not_reached) == (Status.REPORTED, True)


def test_only_the_lead_hands_back(at, active, clara, carl):
    assert at(clara).get(page("give_back", active)).status_code == 403
    at(carl).post(page("give_back", active), HANDED_BACK)
    active.refresh_from_db()
    assert active.status == Status.RETURNED


def test_after_a_recall_the_partner_reads_a_plain_sentence(at, active, clara, amina):
    client = at(clara)
    sending.recall(active.pk, reason="changed", by=amina)
    stone = Tombstone.objects.get(reference=active.reference)
    for name in ("referral", "package", "report"):
        response = client.get(page(name, active))
        assert response.status_code == 404
        assert page("tombstone", stone) in text(response)
    late = client.post(page("start", active))
    assert late.status_code == 404
    assert page("tombstone", stone) in text(late)


def test_another_partner_is_not_told_of_the_recall(at, active, amina, dag):
    sending.recall(active.pk, reason="changed", by=amina)
    response = at(dag).get(page("referral", active))
    assert response.status_code == 404
    assert active.reference not in text(response)


def test_a_deed_that_came_too_late_says_why_and_changes_nothing(at, reported, clara):
    response = at(clara).post(page("start", reported), {"first_contact": "2027-03-01"})
    assert response.context["form"].non_field_errors()
    assert at(clara).post(page("resume", reported)).status_code == 409
    reported.refresh_from_db()
    assert reported.status == Status.REPORTED


def test_what_remains_is_confirmed_once_by_its_own_organisation(at, active, amina, clara, dag):
    sending.recall(active.pk, reason="changed", by=amina)
    stone = Tombstone.objects.get(reference=active.reference)
    assert at(dag).get(page("tombstone", stone)).status_code == 404
    assert at(dag).post(page("confirm", stone)).status_code == 404
    client = at(clara)
    listed = client.get(reverse("portal:inbox"), {"tab": "ended"})
    assert rows_shown(listed) == {str(stone.pk)}
    assert client.get(page("tombstone", stone)).context["must_do"]
    client.post(page("confirm", stone))
    stone.refresh_from_db()
    assert stone.confirmed_by == clara
    assert client.post(page("confirm", stone)).status_code == 409
    assert not client.get(page("tombstone", stone)).context["must_do"]


def test_a_tombstone_holds_no_word(at, reported, amina, clara):
    ending_page = at(clara)
    sending.recall(reported.pk, reason="sent_in_error", by=amina)
    stone = Tombstone.objects.get(reference=reported.reference)
    seen = text(ending_page.get(page("tombstone", stone)))
    assert not [secret for secret in SECRETS if secret in seen]
    assert ending.confirm(stone.pk, by=clara).confirmed_at


def test_getting_a_page_changes_nothing(at, accepted, clara):
    client, before = at(clara), Referral.objects.values().get(pk=accepted.pk)
    for name in ("referral", "ask", "accept", "decline", "package", "report"):
        client.get(page(name, accepted))
    assert Referral.objects.values().get(pk=accepted.pk) == before


def test_the_lead_says_who_takes_care_of_it(at, accepted, clara, carl, dag):
    assert at(clara).get(page("assign", accepted)).status_code == 403
    client = at(carl)
    stranger = client.post(page("assign", accepted), {"to_user_pk": dag.pk})
    assert "to_user_pk" in stranger.context["form"].errors
    client.post(page("assign", accepted), {"to_user_pk": clara.pk})
    accepted.refresh_from_db()
    assert accepted.assigned_to == clara
