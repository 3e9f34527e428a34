"""Our side of a referral: the lists, one referral, and the deeds with a page of their own."""

import pytest
from django.urls import reverse
from django.utils import timezone

from audit.models import Event
from referrals.lifecycle import Status
from referrals.models import Referral
from referrals.services import answering, drafting
from tests.referrals.conftest import submit

PAGES = (
    "referral", "referral_told", "referral_recall", "referral_withdraw", "referral_acknowledge",
    "referral_next", "referral_answer", "referral_package", "referral_basis", "referral_preview",
    "referral_discard",
)  # fmt: skip
SECRETS = ("Kim Exempel", "kim@example.org", "vardagen", "hemifrån", "betala hyran")


def page(name, row):
    return reverse(f"desk:{name}", args=[row.pk])


def rows_shown(response) -> set:
    return {str(row.pk) for row in response.context["page"].object_list}


def text(response) -> str:
    return response.content.decode()


@pytest.mark.parametrize("name", PAGES)
def test_another_team_cannot_see_it_exists(at, draft, bjorn, name):
    assert at(bjorn).get(page(name, draft)).status_code == 404
    assert at(bjorn).post(page(name, draft)).status_code in (404, 405)


@pytest.mark.parametrize("who", ["clara", "stina", "loke", "adam"])
def test_whoever_may_not_refer_is_refused_at_the_door(at, sent, help_request, who, request):
    client = at(request.getfixturevalue(who))
    assert client.get(reverse("desk:referrals")).status_code == 403
    assert client.get(page("request_referrals", help_request)).status_code == 403
    assert client.get(page("referral_new", help_request)).status_code == 403
    for name in PAGES:
        assert client.get(page(name, sent)).status_code == 403, name


def test_the_list_shows_exactly_the_rows_that_open(at, sent, amina, bjorn, sofia):
    assert rows_shown(at(amina).get(reverse("desk:referrals"))) == {str(sent.pk)}
    assert rows_shown(at(bjorn).get(reverse("desk:referrals"))) == set()
    assert at(amina).get(page("referral", sent)).status_code == 200
    assert at(sofia).get(reverse("desk:referrals")).status_code == 403


def test_the_list_and_the_page_open_no_words(at, accepted, amina):
    client = at(amina)
    seen = text(client.get(reverse("desk:referrals"), {"state": "all"}))
    seen += text(client.get(page("referral", accepted)))
    seen += text(client.get(page("request_referrals", accepted.help_request)))
    assert not [secret for secret in SECRETS if secret in seen]
    assert not Event.objects.filter(deed="referral.opened", channel="desk").exists()


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, True), ({"waiting": "partner"}, True), ({"waiting": "us"}, False),
        ({"due": "overdue"}, False), ({"state": "sent"}, True), ({"state": "ended"}, False),
        ({"state": "all"}, True), ({"state": "nonsense"}, True), ({"page": "99"}, True),
    ],
)  # fmt: skip
def test_the_list_can_be_narrowed(at, sent, amina, asked, found):
    assert bool(rows_shown(at(amina).get(reverse("desk:referrals"), asked))) == found


def test_what_is_overdue_is_counted_and_found(at, sent, amina):
    Referral.objects.filter(pk=sent.pk).update(due_at=timezone.now() - timezone.timedelta(hours=1))
    response = at(amina).get(reverse("desk:referrals"), {"due": "overdue"})
    assert rows_shown(response) == {str(sent.pk)}
    assert response.context["counts"]["overdue"] == 1


def test_reading_what_was_told_leaves_a_line(at, sent, amina):
    response = at(amina).get(page("referral_told", sent))
    assert "vardagen" in text(response)
    assert Event.objects.filter(deed="referral.opened", channel="desk").count() == 1


@pytest.mark.parametrize("state", Status)
def test_the_page_of_every_state_can_be_shown(at, draft, story, state, amina):
    row = story.bring(draft, state)
    response = at(amina).get(page("referral", row))
    assert response.status_code == 200
    assert [move["label"] for move in response.context["moves"]] or state not in (
        "sent", "opened", "asked", "accepted", "active", "reported",
    )  # fmt: skip


def test_getting_a_page_changes_nothing(at, reported, amina):
    client, before = at(amina), Referral.objects.values().get(pk=reported.pk)
    for name in PAGES:
        client.get(page(name, reported))
    assert Referral.objects.values().get(pk=reported.pk) == before


def test_a_recall_takes_a_reason_and_ends_it(at, active, amina):
    client = at(amina)
    assert "reason" in client.post(page("referral_recall", active)).context["form"].errors
    client.post(page("referral_recall", active), {"reason": "changed"})
    active.refresh_from_db()
    assert (active.status, active.recall_reason) == (Status.RECALLED, "changed")


def test_what_is_reported_can_only_have_been_sent_in_error(at, reported, amina):
    form = at(amina).get(page("referral_recall", reported)).context["form"]
    assert [code for code, _label in form.fields["reason"].choices] == ["sent_in_error"]


def test_the_wish_of_the_person_ends_it(at, active, amina):
    at(amina).post(page("referral_withdraw", active))
    active.refresh_from_db()
    assert active.status == Status.WITHDRAWN


def test_taking_the_consent_back_ends_all_that_rests_on_it(at, active, consent, amina, bjorn):
    assert at(bjorn).get(page("consent_take_back", consent)).status_code == 404
    shown = at(amina).get(page("consent_take_back", consent))
    assert [row.pk for row in shown.context["resting"]] == [active.pk]
    at(amina).post(page("consent_take_back", consent))
    active.refresh_from_db()
    consent.refresh_from_db()
    assert active.status == Status.WITHDRAWN
    assert consent.withdrawn_at


def test_confirming_the_report_closes_it(at, reported, amina):
    client = at(amina)
    assert len(client.get(page("referral_acknowledge", reported)).context["results"]) == 2
    client.post(page("referral_acknowledge", reported))
    reported.refresh_from_db()
    assert reported.status == Status.CLOSED


def test_confirming_twice_says_why_not(at, reported, amina):
    client = at(amina)
    client.post(page("referral_acknowledge", reported))
    response = client.post(page("referral_acknowledge", reported))
    assert response.context["form"].non_field_errors()


def test_a_question_is_answered_and_what_is_refused_stays_typed(at, asked, amina):
    client = at(amina)
    refused = client.post(page("referral_answer", asked), {"text": "å" * 2001})
    assert refused.context["form"]["text"].value() == "å" * 2001
    client.post(page("referral_answer", asked), {"text": "Helst efter skolan."})
    asked.refresh_from_db()
    assert asked.status == Status.OPENED
    assert client.get(page("referral_answer", asked)).status_code == 409


def test_after_a_no_somebody_else_is_asked_with_a_new_draft(
    at, opened, clara, amina, debt_advice, consent
):
    answering.decline(opened.pk, reason="capacity", by=clara)
    client = at(amina)
    assert client.get(page("referral", opened)).context["can_try_next"]
    choice = {"to_pk": debt_advice.pk, "service_pk": debt_advice.services.get().pk}
    response = client.post(page("referral_next", opened), choice)
    draft = Referral.objects.get(successor_of=opened)
    assert response.url == page("referral_package", draft)
    assert not client.get(page("referral", opened)).context["can_try_next"]


def test_nobody_else_can_be_asked_while_it_is_under_way(at, opened, amina):
    assert at(amina).get(page("referral_next", opened)).status_code == 409


@pytest.fixture
def for_police(help_request, police, police_ground, amina, petra, lena):
    row = drafting.draft(
        help_request.pk, to_pk=police.pk, service_pk=police.services.get().pk, goals=[],
        situation="", items=["name"], access=[], urgency="normal", by=amina,
    )  # fmt: skip
    drafting.set_ground_basis(
        row.pk, ground_pk=police_ground.pk, reasons="Risk för brott.", by=amina
    )
    return submit(row, amina)


def test_a_second_person_sees_the_reasons_and_approves(at, for_police, lena, amina):
    client = at(lena)
    assert rows_shown(client.get(reverse("desk:approvals"))) == {str(for_police.pk)}
    assert Event.objects.get(deed="referral.list").facts["waiting"] == "approval"
    seen = client.get(page("approval", for_police))
    assert "Risk för brott." in text(seen)
    assert Event.objects.filter(deed="basis.opened", purpose="approve").count() == 1
    digest = seen.context["seen"].digest
    client.post(page("approval", for_police), {"approve": "yes", "digest": digest})
    for_police.refresh_from_db()
    assert for_police.approved_by == lena
    assert rows_shown(client.get(reverse("desk:approvals"))) == set()
    ready = at(amina).get(page("referral_preview", for_police))
    assert ready.context["is_ready"]


def test_whoever_writes_asks_a_second_person_when_nothing_else_is_missing(
    at, help_request, for_police, police_ground, amina, lena
):
    drafting.set_ground_basis(for_police.pk, ground_pk=police_ground.pk, reasons="Ny", by=amina)
    assert rows_shown(at(lena).get(reverse("desk:approvals"))) == set()
    shown = at(amina).get(page("referral_preview", for_police))
    assert shown.context["may_submit"]
    stale = at(amina).post(page("referral_submit", for_police), {"previewed": "0" * 64})
    assert stale.context["tried"].non_field_errors()
    digest = shown.context["seen"].digest
    at(amina).post(page("referral_submit", for_police), {"previewed": digest})
    assert rows_shown(at(lena).get(reverse("desk:approvals"))) == {str(for_police.pk)}
    assert not at(amina).get(page("referral_preview", for_police)).context["may_submit"]


def test_what_was_changed_meanwhile_is_not_approved(at, for_police, lena, amina):
    digest = at(lena).get(page("approval", for_police)).context["seen"].digest
    drafting.revise(
        for_police.pk, goals=[], situation="", items=["name", "email"], access=[],
        urgency="normal", by=amina,
    )  # fmt: skip
    late = at(lena).post(page("approval", for_police), {"approve": "yes", "digest": digest})
    assert late.context["approve"].non_field_errors()
    for_police.refresh_from_db()
    assert for_police.approved_by is None


def test_handing_back_takes_a_reason_and_leaves_the_list(at, for_police, lena):
    client = at(lena)
    client.post(page("approval", for_police), {"hand_back": "yes", "reason_code": "too_much"})
    for_police.refresh_from_db()
    assert for_police.hand_back_reason == "too_much"
    gates = at(for_police.author).get(page("referral", for_police)).context["gates"]
    assert [gate.url for gate in gates if gate.code == "approval"] == [
        page("referral_package", for_police)
    ]
    assert rows_shown(client.get(reverse("desk:approvals"))) == set()


def test_only_a_lead_approves_and_only_in_the_own_team(at, for_police, amina, clara):
    assert at(amina).get(reverse("desk:approvals")).status_code == 403
    assert at(amina).get(page("approval", for_police)).status_code == 403
    assert at(clara).get(page("approval", for_police)).status_code == 403


def test_a_recall_of_what_the_partner_has_said_yes_to_meanwhile_is_asked_once_more(
    at, opened, amina, clara
):
    client = at(amina)
    shown = client.get(page("referral_recall", opened))
    assert b'name="seen" value="opened"' in shown.content
    answering.accept(opened.pk, by=clara)
    told = client.post(page("referral_recall", opened), {"reason": "changed", "seen": "opened"})
    opened.refresh_from_db()
    assert opened.status == "accepted"
    assert told.context["form"].non_field_errors()
    assert b'name="seen" value="accepted"' in told.content
