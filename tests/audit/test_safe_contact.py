"""The rules for being reached, tried on ten thousand wishes, notices and moments."""

import random
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings

from audit.models import Outgoing
from audit.outbox import Notice, Wishes, safe_contact
from audit.outbox.doors import Route, _written
from intake import notices

STOCKHOLM = ZoneInfo("Europe/Stockholm")
NEW_YEAR = datetime(2026, 1, 1, tzinfo=STOCKHOLM)
PAIRS = 10_000
LIGHTS_UP = ("social", "kommun", "municipal", "request", "ärende", "anmäl", "tallsunda", "lotsen")

# What each wish means, written once more and in another way than the rules themselves.
ALLOWED_HOURS = {
    "any": range(7, 21), "forenoon": range(9, 12), "afternoon": range(13, 16),
    "evening": range(17, 20),
}  # fmt: skip
ALLOWED_DAYS = {"all": "Mon Tue Wed Thu Fri Sat Sun", "weekdays": "Mon Tue Wed Thu Fri",
                "weekend": "Sat Sun"}  # fmt: skip
TO_THE_PERSON = {
    name: one for name, one in vars(notices).items()
    if isinstance(one, Notice) and one.link.startswith("/mailbox/")
}  # fmt: skip


def is_one_of_their_hours(wishes: Wishes, moment: datetime) -> bool:
    day = moment.strftime("%a")
    return moment.hour in ALLOWED_HOURS[wishes.hours] and day in ALLOWED_DAYS[wishes.days]


def pairs():
    dice = random.Random(27)  # noqa: S311 – dice, no secret
    for _number in range(PAIRS):
        wishes = Wishes(
            way=dice.choice(["none", "phone", "email"]), hours=dice.choice(list(ALLOWED_HOURS)),
            days=dice.choice(list(ALLOWED_DAYS)), is_shared=dice.random() < 0.3,
        )  # fmt: skip
        moment = NEW_YEAR + timedelta(minutes=dice.randrange(366 * 24 * 60))
        yield wishes, dice.choice(list(TO_THE_PERSON)), dice.choice(settings.LANGUAGES)[0], moment


def violations(wishes: Wishes, moment: datetime) -> list[str]:
    """What a notice or a call at that moment would break, were the verdict followed."""
    notice, call = safe_contact.weigh(wishes, moment), safe_contact.weigh_call(wishes, moment)
    found = []
    if notice.may and (wishes.way != "email" or wishes.is_shared):
        found.append("a notice where none is wanted")
    if call.may and wishes.way != "phone":
        found.append("a call where none is wanted")
    for verdict in (notice, call):
        if verdict.may and not is_one_of_their_hours(wishes, moment):
            found.append("outside their hours")
        if verdict.wait_until and not is_one_of_their_hours(wishes, verdict.wait_until):
            found.append("waits for an hour that is not theirs")
        if verdict.wait_until and verdict.wait_until <= moment:
            found.append("waits for what has been")
    return found


def test_ten_thousand_wishes_notices_and_moments_break_nothing():
    written = {}
    for wishes, name, language, moment in pairs():
        assert not violations(wishes, moment), (wishes, moment)
        if (name, language) not in written:
            route = Route("a@post.example", language, wishes)
            written[name, language] = _written(TO_THE_PERSON[name], route, Outgoing())
        subject, body = written[name, language]
        words = (subject + body.split("http", maxsplit=1)[0]).lower()
        assert not [word for word in LIGHTS_UP if word in words], (name, language)
    assert len(written) == len(TO_THE_PERSON) * len(settings.LANGUAGES)


def test_no_wish_is_answered_later_than_it_could_be():
    """Until the moment that is waited for, there is no hour that would have done."""
    dice = random.Random(28)  # noqa: S311 – dice, no secret
    for wishes, _name, _language, moment in pairs():
        verdict = safe_contact.weigh(wishes, moment)
        if verdict.wait_until and dice.random() < 0.05:
            hour = moment.replace(minute=0) + timedelta(hours=1)
            while hour < verdict.wait_until:
                assert not is_one_of_their_hours(wishes, hour), (wishes, moment)
                hour += timedelta(hours=1)


def test_an_address_that_somebody_else_reads_gets_nothing_at_any_hour():
    shared = Wishes(way="email", is_shared=True)
    verdict = safe_contact.weigh(shared, NEW_YEAR.replace(hour=12))
    assert (verdict.may, verdict.reason, verdict.wait_until) == (False, "shared", None)


def test_a_shared_phone_may_be_called_in_the_hours_that_were_given():
    shared = Wishes(way="phone", hours="forenoon", is_shared=True)
    assert safe_contact.weigh_call(shared, NEW_YEAR.replace(hour=10)).may
    assert not safe_contact.weigh_call(shared, NEW_YEAR.replace(hour=14)).may


def test_what_waits_for_the_weekend_waits_past_friday():
    wishes = Wishes(way="email", hours="evening", days="weekend")
    friday = datetime(2026, 11, 27, 18, 0, tzinfo=STOCKHOLM)
    verdict = safe_contact.weigh(wishes, friday)
    assert verdict.wait_until == datetime(2026, 11, 28, 17, 0, tzinfo=STOCKHOLM)
