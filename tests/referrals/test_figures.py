"""Numbers that say of how many they are: each worked out by hand on thirty referrals.

The table is the fixture: how each ended, after how many days it was answered and the person met,
why it came back, and what was said about it. All were asked on one day of the last quarter, about
people in two areas, of two services of the youth centre.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone

from referrals import figures, ledger, periods, statistics
from referrals.figures import Asked, Share
from referrals.models import Outcome, Referral, Tombstone
from referrals.services import answering, following_up
from referrals.statistics import Days
from referrals.views import words
from tests.referrals.conftest import GOALS
from tests.stage import cast

LAST = periods.before(periods.quarter_of(timezone.localdate()))
ASKED = datetime.combine(LAST.first + timedelta(days=10), time(12), ZoneInfo("Europe/Stockholm"))


@dataclass(frozen=True)
class Made:
    status: str
    answered: int | None = None
    met: int | None = None
    why: str = ""
    ours: str = ""
    persons: str = ""
    by_clock: bool = False
    own: str = ""


THIRTY = (
    Made("closed", 1, 3, ours="helped", persons="unknown"),
    Made("closed", 1, 4, ours="unknown", persons="helped"),
    Made("closed", 2, 5, ours="not", persons="unknown"),
    Made("closed", 2, 6, ours="unknown", persons="unknown"),
    Made("closed", 3, 7, ours="unknown", persons="unknown"),
    Made("closed", 3, 8, by_clock=True),
    Made("closed", 4, 9, by_clock=True),
    Made("closed", 4, None, ours="partly", persons="partly"),
    Made("closed", 5, 10, ours="helped", persons="not"),
    Made("closed", 10, 20, by_clock=True, own="helped"),
    Made("declined", 0, why="capacity"),
    Made("declined", 1, why="capacity"),
    Made("declined", 1, why="language"),
    Made("declined", 2, why="area"),
    Made("declined", 2, why="capacity"),
    Made("declined", 9, why="safety"),
    Made("returned", 1, 2, why="needs_more"),
    Made("returned", 3, 3, why="capacity"),
    Made("returned", 6, None, why="not_reached"),
    Made("expired"),
    Made("expired"),
    Made("expired"),
    Made("recalled"),
    Made("recalled", 2),
    Made("withdrawn", 1, 2),
    Made("sent"),
    Made("opened"),
    Made("asked"),
    Made("accepted", 4),
    Made("active", 5, 5),
)
OPEN = {
    "sent": "partner", "opened": "partner", "asked": "us", "accepted": "partner",
    "active": "partner",
}  # fmt: skip
ANSWER = Days(23, 7, 2, 6)  # 0 1 1 1 1 1 1 2 2 2 2 (2) 3 3 3 4 4 4 5 5 (6) 9 10
CONTACT = Days(13, 4, 5, 10)  # 2 2 3 3 4 5 (5) 6 7 8 9 (10) 20; four of seventeen yes are not known


def after(days: int | None):
    return None if days is None else ASKED + timedelta(days=days)


def row_of(nth: int, made: Made, like: Referral, services, areas) -> Referral:
    """As the deeds leave it, so far as it is counted."""
    said_yes = made.answered is not None and made.status != "declined"
    is_open, met = made.status in OPEN, after(made.met)
    ended = made.answered if made.status == "declined" else 30
    return Referral(
        help_request_id=like.help_request_id, subject=like.subject, unit_id=like.unit_id,
        reference=f"F{nth:02}", to_id=like.to_id, basis_id=like.basis_id,
        service=services[nth - 24 if is_open else nth % 3 == 0], author_id=like.author_id,
        area=areas["north" if nth % 2 else "south"],
        age_band=like.age_band, status=made.status, sent_at=ASKED, holder=OPEN.get(made.status, ""),
        due_at=after(60) if is_open else None, ended_at=None if is_open else after(ended),
        accepted_at=after(made.answered) if said_yes else None,
        first_contact_on=met and met.date(), our_view=made.ours, persons_view=made.persons,
        closed_by_clock=made.by_clock,
        decline_reason=made.why if made.status == "declined" else "",
        return_reason=made.why if made.status == "returned" else "",
    )  # fmt: skip


@cast
def thirty(draft, youth_centre, areas, amina):
    """All at once, beside one real draft whose request and basis they share."""
    more = [
        youth_centre.services.create(name={"sv": f"Hjälp {n}", "en": f"Help {n}"}) for n in range(7)
    ]
    made = [row_of(nth, one, draft, more, areas) for nth, one in enumerate(THIRTY, 1)]
    rows = Referral.objects.bulk_create(made)
    for row, one in zip(rows, THIRTY, strict=True):
        if one.own:
            Outcome.objects.create(referral=row, view=one.own, said_at=after(31))
    return [row.pk for row in rows]


def asked_by(user):
    return figures.asked(Referral.objects.visible_to(user), LAST)


def test_days_to_an_answer_and_how_many_have_none(thirty, amina):
    assert statistics.to_answer(asked_by(amina)) == ANSWER
    assert ANSWER.asked == len(THIRTY)


def test_days_to_the_first_contact_of_those_that_got_a_yes(thirty, amina):
    assert statistics.to_first_contact(asked_by(amina)) == CONTACT


def test_how_each_ended_and_every_one_of_them_once(thirty, amina):
    found = {how: many for how, many in statistics.by_ending(asked_by(amina)).items() if many}
    assert found == {
        "verified": 6, "not_known": 2, "by_itself": 2, "recalled": 2, "withdrawn": 1,
        "under_way": 5, "capacity": 4, "language": 1, "area": 1, "safety": 1, "needs_more": 1,
        "not_reached": 1, "unanswered": 3,
    }  # fmt: skip
    assert sum(found.values()) == len(THIRTY)


def test_closed_and_verified_is_what_somebody_has_said_how_it_went(thirty, amina):
    """What closed by itself is not, unless the person has said so themselves."""
    shown = figures.of(asked_by(amina))
    assert (shown.verified, shown.verified_of_closed) == (Share(6, 25), Share(6, 10))
    assert (shown.verified.percent, shown.verified_of_closed.percent) == (24, 60)


def test_partner_by_partner(thirty, amina, youth_centre):
    (one,) = figures.of(asked_by(amina)).partners
    assert (one.name, one.asked, one.answer, one.said_yes) == (
        youth_centre.name, 30, ANSWER, Share(17, 30),
    )  # fmt: skip


def test_of_nothing_there_is_no_share():
    assert Share(0, 0).percent is None
    assert statistics.spread([], unknown=2) == Days(0, 2, None, None)


# --- The ledger ----------------------------------------------------------------------------------


def test_the_ledgers_sums_are_the_referrals(thirty, amina):
    came = ledger.came_back(Referral.objects.visible_to(amina), LAST)
    found = ledger.of(came)
    back = Referral.objects.filter(status__in=("declined", "returned", "expired")).count()
    assert found.total == back == 12
    assert [many for _word, many in found.by_reason] == [4, 3, 1, 1, 1, 1, 1]
    assert [many for _word, many in found.by_service] == [8, 4]
    assert found.by_area == [("North", 6), ("South", 6)]
    for sums in (found.by_reason, found.by_service, found.by_area):
        assert sum(many for _word, many in sums) == found.total


@pytest.mark.parametrize(
    ("narrowed", "due"),
    [({"why": "capacity"}, 4), ({"why": "safety"}, 1), ({"why": "moved"}, 0),
     ({"area": "north"}, 6), ({"area": "none"}, 0), ({"area": "north", "why": "capacity"}, 2)],
)  # fmt: skip
def test_it_is_narrowed_to_an_area_a_service_a_reason(thirty, amina, areas, narrowed, due):
    if narrowed.get("area") in areas:
        narrowed = narrowed | {"area": str(areas[narrowed["area"]].pk)}
    mine = Referral.objects.visible_to(amina)
    assert ledger.of(ledger.came_back(mine, LAST, **narrowed)).total == due


def test_what_came_back_stands_in_the_quarter_in_which_it_did(thirty, amina):
    mine, after_it = Referral.objects.visible_to(amina), periods.quarter_of(timezone.localdate())
    assert not ledger.of(ledger.came_back(mine, periods.before(LAST))).total
    assert not ledger.of(ledger.came_back(mine, after_it)).total


def test_nobody_counts_what_they_do_not_reach(thirty, bjorn):
    theirs = Referral.objects.visible_to(bjorn)
    assert not ledger.of(ledger.came_back(theirs, LAST)).total
    assert not figures.of(figures.asked(theirs, LAST)).asked


# --- A partner's own -----------------------------------------------------------------------------


def as_known(nth: int, made: Made) -> Asked:
    met = after(made.met)
    return Asked(
        f"Help {nth % 2}", made.status, ASKED.date(),
        made.answered is not None and after(made.answered).date() or None, met and met.date(),
        made.why,
    )  # fmt: skip


def test_a_partners_own_are_the_same_numbers():
    own = figures.own([as_known(nth, made) for nth, made in enumerate(THIRTY)], named=words.state)
    assert (own.asked, own.answer, own.first_contact, own.said_yes) == (
        30, ANSWER, CONTACT, Share(17, 30),
    )  # fmt: skip
    assert sum(many for _word, many in own.endings) == 30
    assert sum(many for _word, many in own.reasons) == 9
    assert [line[1] for line in own.services] == [15, 15]
    assert sum(yes for *_more, yes, _no in own.services) == 17
    assert sum(no for *_more, no in own.services) == 6


def test_what_a_partner_keeps_says_when_it_answered_and_met_and_no_more(clock, opened, clara, carl):
    clock.move_to("2027-03-03 09:00+01:00")
    answering.accept(opened.pk, by=clara)
    clock.move_to("2027-03-05 09:00+01:00")
    following_up.start(opened.pk, first_contact=date(2027, 3, 4), by=clara)
    following_up.give_back(opened.pk, reason="needs_more", by=carl)
    kept = Tombstone.objects.get()
    assert (kept.answered_at.date(), kept.first_contact_on) == (date(2027, 3, 3), date(2027, 3, 4))


def test_its_own_page_shows_its_own_alone(clock, declined, at, clara, dag):
    url = reverse("portal:figures")
    shown = at(clara).get(url).context["shown"]
    assert (shown.asked, shown.said_yes, len(shown.reasons)) == (1, Share(0, 1), 1)
    assert shown.endings == [(str(words.state("declined")), 1)]  # as they say it, not as we do
    assert at(dag).get(url).context["shown"].asked == 0


@pytest.mark.parametrize("text", ["Kim Exempel", *GOALS])
def test_nothing_about_anybody_is_on_it(clock, accepted, at, clara, text):
    assert text not in at(clara).get(reverse("portal:figures")).content.decode()


# --- Our pages -----------------------------------------------------------------------------------


def test_leads_see_the_ledger_and_which_they_are(thirty, at, lena, amina):
    url = reverse("desk:unmet_need")
    page = at(lena).get(url, {"period": LAST.code, "why": "capacity"})
    assert (page.context["ledger"].total, page.context["page"].paginator.count) == (4, 4)
    assert at(amina).get(url).status_code == 403


def test_what_is_not_understood_narrows_nothing(thirty, at, lena):
    url = reverse("desk:unmet_need")
    page = at(lena).get(url, {"period": "1066-9", "why": "weather", "area": "x", "service": "-1"})
    assert page.context["ledger"].total == 12
    assert at(lena).get(reverse("desk:figures"), {"partner": "x"}).context["shown"].asked == 30


def test_the_figures_page_prints_what_they_are_of(thirty, at, lena):
    page = at(lena).get(reverse("desk:figures"), {"period": LAST.code}).content.decode()
    for text in ("23 av 30", "24 % (6 av 25)", "60 % (6 av 10)"):
        assert text in page


# --- Times ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "first", "last"),
    [("2027-1", "2027-01-01", "2027-03-31"), ("2024-1", "2024-01-01", "2024-03-31"),
     ("2026-2", "2026-04-01", "2026-06-30"), ("2026-3", "2026-07-01", "2026-09-30"),
     ("2026-4", "2026-10-01", "2026-12-31"), ("9999-4", "9999-10-01", "9999-12-31")],
)  # fmt: skip
def test_a_quarter_is_three_whole_months(code, first, last):
    found = periods.named(code)
    assert (found.first.isoformat(), found.last.isoformat()) == (first, last)
    for day in (found.first, found.last):
        assert periods.quarter_of(day) == found


@pytest.mark.parametrize("code", ["", "year", "2027", "2027-5", "0000-1", "27-1", "٢٠٢٧-1"])
def test_what_is_no_quarter_is_none(code):
    assert periods.named(code) is None


@pytest.mark.parametrize(
    ("today", "first"),
    [("2027-03-01", "2026-03-02"), ("2028-02-29", "2027-03-01"), ("2029-02-28", "2028-02-29")],
)
def test_twelve_months_end_today(today, first):
    year, quarter, *before = periods.recent(date.fromisoformat(today))
    assert (year.first.isoformat(), year.last.isoformat()) == (first, today)
    assert quarter == periods.quarter_of(date.fromisoformat(today))
    assert all(one.last < two.first for two, one in zip([quarter, *before], before, strict=False))
