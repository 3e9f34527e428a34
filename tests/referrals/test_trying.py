"""Trying to reach the person: by their own rules, or it does not count."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from audit.models import Event, Outgoing
from referrals.services import following_up, trying

BY_PHONE = {
    "way": "phone", "hours": "forenoon", "days": "weekdays", "voicemail_ok": False,
    "say_who_ok": False, "is_shared": False,
}  # fmt: skip
BY_EMAIL = BY_PHONE | {"way": "email", "hours": "any", "days": "all"}
MONDAY, SATURDAY = "2027-03-01", "2027-03-06"


def moment(day: str, hour: str) -> datetime:
    return datetime.fromisoformat(f"{day}T{hour}+01:00").astimezone(UTC)


@pytest.mark.parametrize(
    ("rules", "way", "day", "hour", "refused"),
    [
        (BY_PHONE, "phone", MONDAY, "09:00", None),
        (BY_PHONE, "phone", MONDAY, "11:59", None),
        (BY_PHONE, "phone", MONDAY, "08:59", "outside_hours"),
        (BY_PHONE, "phone", MONDAY, "12:00", "outside_hours"),
        (BY_PHONE, "phone", SATURDAY, "10:00", "outside_hours"),
        (BY_PHONE, "email", MONDAY, "10:00", "wrong_way"),
        (BY_PHONE, "letter", MONDAY, "10:00", "wrong_way"),
        (BY_PHONE, "visit", MONDAY, "10:00", "wrong_way"),
        (BY_PHONE | {"is_shared": True}, "phone", MONDAY, "10:00", None),
        (BY_EMAIL, "email", SATURDAY, "20:00", None),
        (BY_EMAIL, "email", MONDAY, "22:00", "outside_hours"),
        (BY_EMAIL, "phone", MONDAY, "10:00", "wrong_way"),
        (BY_EMAIL | {"is_shared": True}, "email", MONDAY, "10:00", "wrong_way"),
        (BY_PHONE | {"way": "none"}, "phone", MONDAY, "10:00", "wrong_way"),
        ({}, "visit", SATURDAY, "22:00", None),  # nothing was told to reach them by
    ],
)
def test_the_persons_own_rules_decide(rules, way, day, hour, refused):
    if refused is None:
        trying.require_wished(rules, way, moment(day, hour))
        return
    with pytest.raises(ValidationError) as refusal:
        trying.require_wished(rules, way, moment(day, hour))
    (said,) = [error for errors in refusal.value.error_dict.values() for error in errors]
    assert said.code == refused


def test_what_breaks_the_rules_does_not_count(clock, accepted, clara):
    for wrong in ({"way": "phone"}, {"way": "fax"}):
        with pytest.raises(ValidationError):
            trying.attempt(accepted.pk, by=clara, **wrong)
    accepted.refresh_from_db()
    assert accepted.attempts == 0
    assert not Event.objects.filter(deed="referral.attempt").exists()


def test_an_attempt_is_counted_with_how_and_when(clock, accepted, clara):
    clock.move_to("2027-03-02 10:30+01:00")
    trying.attempt(accepted.pk, way="email", at=moment("2027-03-02", "10:05"), by=clara)
    facts = Event.objects.get(deed="referral.attempt").facts
    assert facts == {"attempts": 1, "way": "email", "tried_at": "2027-03-02T09:05+00:00"}


def test_the_same_attempt_sent_twice_counts_once(clock, accepted, clara):
    """Three presses on one button are not the three attempts after which nobody was reached."""
    clock.move_to("2027-03-02 10:30+01:00")
    for hour in ("10:05", "10:05", "10:06", "10:05"):
        row = trying.attempt(accepted.pk, way="email", at=moment("2027-03-02", hour), by=clara)
    assert row.attempts == 2
    assert Event.objects.filter(deed="referral.attempt").count() == 2


@pytest.mark.parametrize("hour", ["08:00", "18:00"])
def test_nobody_tried_before_the_yes_or_after_now(hour, clock, accepted, clara):
    clock.move_to("2027-03-01 12:00+01:00")
    with pytest.raises(ValidationError):
        trying.attempt(accepted.pk, way="email", at=moment(MONDAY, hour), by=clara)


def test_we_hear_of_the_third_and_only_of_that(clock, accepted, clara):
    for _attempt in range(4):
        trying.attempt(accepted.pk, way="email", by=clara)
    assert Outgoing.objects.filter(notice="referrals.NOT_REACHED").count() == 1


def test_the_page_shows_the_rules_and_keeps_what_was_typed(clock, accepted, clara, at):
    page = reverse("portal:attempt", args=[accepted.pk])
    browser = at(clara)
    shown = browser.get(page)
    assert shown.context["rules"]["way"] == "email"
    assert "Per e-post, inte per telefon." in shown.content.decode()
    refused = browser.post(page, {"way": "phone", "at": "2027-03-01T09:00"})
    assert refused.context["form"].errors["way"] == [str(trying.WRONG_WAY)]
    assert 'value="2027-03-01T09:00"' in refused.content.decode()
    browser.post(page, {"way": "email", "at": "2027-03-01T09:00"})
    accepted.refresh_from_db()
    assert accepted.attempts == 1


def test_the_day_of_the_first_contact_is_said_with_the_start(clock, accepted, clara):
    clock.move_to("2027-03-04 09:00+01:00")
    row = following_up.start(accepted.pk, first_contact=date(2027, 3, 3), by=clara)
    assert row.first_contact_on.isoformat() == "2027-03-03"
    assert Event.objects.get(deed="referral.start").facts["first_contact"] == "2027-03-03"


@pytest.mark.parametrize("day", [date(2027, 2, 28), date(2027, 3, 5)])
def test_it_lies_between_the_yes_and_today(day, clock, accepted, clara):
    clock.move_to("2027-03-04 09:00+01:00")
    with pytest.raises(ValidationError) as refusal:
        following_up.start(accepted.pk, first_contact=day, by=clara)
    assert "first_contact" in refusal.value.error_dict
