"""The person's own page: what was shared with whom – and the way to take it back."""

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from audit import append_only
from audit.actors import ANYBODY
from audit.models import Link
from audit.vault import receipts
from intake.models import About, AgeBand, Channel, Item
from intake.services import receiving
from referrals.lifecycle import Status
from referrals.services import following_up, reading, reporting, sending, withdrawing
from tests.referrals.conftest import results_of

SHARED = reverse("mailbox:shared")


@pytest.fixture
def inside(told):
    """A browser where the receipt code has been given."""
    client = Client()
    client.post(reverse("mailbox:enter"), {"code": told.code})
    return client


@pytest.fixture
def others(north):
    """Somebody else's mailbox."""
    told = receiving.submit(
        by=ANYBODY, ticket=receipts.new_ticket(), story="Annat.", about=About.SELF,
        age_band=AgeBand.FROM_25, language="sv", channel=Channel.WEB,
    )  # fmt: skip
    client = Client()
    client.post(reverse("mailbox:enter"), {"code": told.code})
    return client


def take_back(consent):
    return reverse("mailbox:take_back", args=[consent.pk])


def test_without_a_code_nothing_is_shown(client, sent, consent):
    assert client.get(SHARED).status_code == 302
    assert client.get(take_back(consent)).status_code == 302
    client.post(take_back(consent))
    sent.refresh_from_db()
    assert sent.status == Status.SENT


def test_what_has_left_the_house_is_shown(inside, sent):
    rows = inside.get(SHARED).context["rows"]
    assert [row.organisation for row in rows] == ["Bryggan"]
    assert rows[0].may_take_back


def test_a_draft_has_not_left_the_house(inside, draft):
    assert inside.get(SHARED).context["rows"] == []


def test_taking_back_asks_first_and_then_ends_it_at_once(inside, active, consent, at, clara):
    assert inside.get(take_back(consent)).status_code == 200
    active.refresh_from_db()
    assert active.status == Status.ACTIVE
    assert inside.post(take_back(consent)).url.startswith(SHARED)
    active.refresh_from_db()
    assert active.status == Status.WITHDRAWN
    assert at(clara).get(reverse("portal:package", args=[active.pk])).status_code == 404
    assert not inside.get(SHARED).context["rows"][0].may_take_back


def test_a_yes_that_nothing_runs_on_is_shown_and_can_be_taken_back(inside, consent):
    assert inside.get(SHARED).context["only_said"] == [consent]
    assert inside.get(take_back(consent)).status_code == 200
    assert inside.post(take_back(consent)).url.startswith(SHARED)
    consent.refresh_from_db()
    assert consent.withdrawn_at is not None
    assert inside.post(take_back(consent)).context["form"].non_field_errors()
    assert inside.get(SHARED).context["only_said"] == []


def test_a_yes_that_something_runs_on_is_shown_once(inside, active, consent):
    assert inside.get(SHARED).context["only_said"] == []


def test_a_yes_holds_when_what_rested_on_it_has_ended(inside, declined, consent):
    assert inside.get(SHARED).context["only_said"] == [consent]


def test_a_yes_of_somebody_else_is_not_shown(others, consent):
    assert others.get(SHARED).context["only_said"] == []


def test_taking_back_twice_is_said_and_changes_nothing(inside, active, consent):
    inside.post(take_back(consent))
    again = inside.post(take_back(consent))
    assert again.context["form"].non_field_errors()
    assert 'data-test="take-back"' not in inside.get(take_back(consent)).content.decode()


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("opened", "if_yes"), ("waiting", "later"), ("active", "told"), ("declined", "never"),
        ("expired", "never"),
    ],
)  # fmt: skip
def test_before_a_yes_the_person_reads_that_nobody_knows_who_they_are(
    inside, draft, story, state, said
):
    story.bring(draft, state)
    page = inside.get(SHARED)
    assert [row.told for row in page.context["rows"]] == [said]
    assert (str(Item.NAME.label) in page.content.decode().split('id="only-said"')[0]) == (
        said != "never"
    )


@pytest.mark.parametrize("over", ["recalled", "closed", "withdrawn"])
@pytest.mark.parametrize(("has_read", "said"), [(True, "told"), (False, "unread")])
def test_once_it_is_over_the_person_reads_what_was_told_only_if_it_was_opened(
    inside, active, over, has_read, said, amina, clara
):
    if has_read:
        reading.open_package(active.pk, by=clara, purpose="referral")
    _end(active, over, amina, clara)
    page = inside.get(SHARED)
    assert [row.told for row in page.context["rows"]] == [said]
    shown = page.content.decode().split('id="only-said"')[0]
    assert (str(Item.NAME.label) in shown) == has_read
    assert ("Inget i ord" in shown) == (not has_read)


def _end(row, over, amina, clara):
    if over == "recalled":
        sending.recall(row.pk, reason="changed", by=amina)
    elif over == "withdrawn":
        withdrawing.withdraw(row.pk, by=amina)
    else:
        reporting.report(row.pk, results=results_of(row), by=clara)
        following_up.acknowledge(row.pk, by=amina)


def test_what_the_log_says_no_more_is_not_said_to_be_unread(inside, active, amina):
    """Its oldest lines are in the archive: whether it was read stands there."""
    sending.recall(active.pk, reason="changed", by=amina)
    append_only.remove(connection)
    append_only.drop_archived(connection, Link.objects.latest("number").number)
    assert [row.told for row in inside.get(SHARED).context["rows"]] == ["told"]


def test_changing_the_language_takes_nothing_back(inside, active, consent):
    inside.post(take_back(consent), {"language": "en"})
    active.refresh_from_db()
    assert active.status == Status.ACTIVE


def test_somebody_elses_consent_cannot_be_seen_or_taken_back(active, consent, others):
    assert others.get(SHARED).context["rows"] == []
    assert others.get(take_back(consent)).status_code == 404
    assert others.post(take_back(consent)).status_code == 404
    active.refresh_from_db()
    assert active.status == Status.ACTIVE
