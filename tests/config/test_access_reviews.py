"""Once a quarter every account is confirmed by somebody who knows, or ended. Nobody their own."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from audit import guard, outbox
from audit.actors import CLOCK
from audit.models import Event, Outgoing
from config.access import alarms
from config.access.models import AccessPolicy, AccessReview, Answer, ReviewedAccount
from config.access.services import reviewing, scheduling
from config.accounts.models import User
from config.accounts.roles import Role
from config.accounts.services import joining, leaving
from tests.config.conftest import a_machine
from tests.stage import stopped

DAY = timedelta(days=1)


clock = stopped("2027-01-04 09:00+01:00")


@pytest.fixture
def eva(clock, house):
    """A second administrator, so that adam too can be answered for."""
    return joining.join(
        by=CLOCK, email="eva@tallsunda.example", name="Eva", role=Role.ADMINISTRATOR,
        organisation=house, password=None,
    )  # fmt: skip


@pytest.fixture
def begun(clock, adam, amina, clara, carl, dag):
    """One review for us, one for each of the two partners."""
    scheduling.sweep()
    return {one.organisation.name: one for one in AccessReview.objects.all()}


def account(user) -> ReviewedAccount:
    return ReviewedAccount.objects.get(user=user)


def told(notice: str) -> set[str]:
    rows = Outgoing.objects.filter(notice=f"config.access.{notice}")
    return set(rows.values_list("to", flat=True))


def confirm(user, by) -> int:
    one = account(user)
    return reviewing.confirm(one.review_id, accounts=[one.pk], by=by)


# --- It begins ----------------------------------------------------------------------------------


def test_every_account_of_every_organisation_is_in_one(begun, adam, amina, clara, carl, dag):
    assert set(begun) == {"Tallsundas socialtjänst", "Bryggan", "Skuldhjälpen"}
    assert {one.user for one in ReviewedAccount.objects.all()} == {adam, amina, clara, carl, dag}
    assert begun["Bryggan"].quarter == "2027Q1"
    assert begun["Bryggan"].due_at == timezone.now() + 30 * DAY


def test_a_machine_is_an_account_too(clock, client, adam, youth_centre):
    system = a_machine(client, adam, Role.PARTNER_SYSTEM, youth_centre)
    scheduling.sweep()
    assert account(system.token.account).review.organisation == youth_centre


def test_who_has_left_is_not_asked_about(clock, adam, amina, lena):
    leaving.end_access(lena.pk, by=adam)
    scheduling.sweep()
    assert not ReviewedAccount.objects.filter(user=lena).exists()


def test_once_a_quarter_and_not_while_one_is_unfinished(begun, clock, adam, clara, carl):
    scheduling.sweep()
    assert AccessReview.objects.count() == 3
    confirm(clara, carl)
    confirm(carl, adam)
    scheduling.sweep()
    assert AccessReview.objects.count() == 3
    AccessPolicy.objects.create(partners_end_after=None)
    clock.shift(91 * DAY)
    scheduling.sweep()
    assert list(AccessReview.objects.filter(quarter="2027Q2").values_list(
        "organisation__name", flat=True)) == ["Bryggan"]  # fmt: skip


def test_who_may_do_it_is_told(begun, adam, carl, debt_advice):
    assert told("REVIEW_BEGINS") == {
        f"accounts.user/{adam.pk}", f"accounts.user/{carl.pk}",
        f"partners.organisation/{debt_advice.pk}",
    }  # fmt: skip


# --- Somebody answers ---------------------------------------------------------------------------


def test_a_lead_confirms_a_colleague_and_it_is_kept_who_and_when(begun, clara, carl):
    assert confirm(clara, carl) == 1
    one = account(clara)
    assert (one.answer, one.answered_by, one.answered_at) == (
        Answer.CONFIRMED, carl, timezone.now(),
    )  # fmt: skip
    event = Event.objects.get(deed="access.confirmed")
    assert (event.actor, event.about) == (f"user/{carl.pk}", f"accounts.user/{clara.pk}")


def test_an_ended_account_is_ended_everywhere_by_the_deed_that_always_does(begun, clara, carl):
    reviewing.end(account(clara).pk, by=carl)
    clara.refresh_from_db()
    assert not clara.is_active
    assert not clara.groups.exists()
    assert account(clara).answer == Answer.ENDED
    assert Event.objects.get(deed="account.leave").actor == f"user/{carl.pk}"
    assert Outgoing.objects.get(notice="config.accounts.ENDED").to == f"accounts.leaver/{clara.pk}"


@pytest.mark.parametrize("deed", ["confirm", "end"])
def test_nobody_answers_for_themselves(begun, adam, carl, deed):
    for who in (adam, carl):
        one = account(who)
        with pytest.raises(ValidationError) as refusal:
            confirm(who, who) if deed == "confirm" else reviewing.end(one.pk, by=who)
        assert refusal.value.code == "own_account"
        assert account(who).answer == Answer.NONE


def test_our_administrator_answers_for_a_lead(begun, adam, carl):
    assert confirm(carl, adam) == 1


def test_a_lead_reaches_their_own_organisation_and_no_other(begun, carl, dag, amina, adam):
    for stranger in (dag, adam):
        one = account(stranger)
        with pytest.raises(guard.OutOfReach):
            reviewing.confirm(one.review_id, accounts=[one.pk], by=carl)
        with pytest.raises(guard.OutOfReach):
            reviewing.end(one.pk, by=carl)
    assert set(reviewing.reviews_of(carl)) == {begun["Bryggan"]}
    assert set(reviewing.reviews_of(adam)) == set(begun.values())


def test_an_account_of_another_review_is_not_confirmed_in_passing(begun, carl, dag):
    own = begun["Bryggan"]
    assert reviewing.confirm(own.pk, accounts=[account(dag).pk], by=carl) == 0
    assert account(dag).answer == Answer.NONE


def test_whoever_has_not_the_right_is_refused(begun, amina, clara, loke):
    for who in (amina, clara, loke):
        with pytest.raises(guard.Refused):
            confirm(carl_of(begun), who)


def carl_of(begun):
    return begun["Bryggan"].accounts.get(role=Role.PARTNER_LEAD).user


def test_it_is_done_when_nobody_is_missing_and_then_it_is_history(begun, adam, clara, carl):
    confirm(clara, carl)
    review = begun["Bryggan"]
    review.refresh_from_db()
    assert review.finished_at is None
    confirm(carl, adam)
    review.refresh_from_db()
    assert review.finished_at == timezone.now()
    with pytest.raises(guard.OutOfReach):
        reviewing.end(account(clara).pk, by=adam)
    assert confirm(clara, adam) == 0
    assert account(clara).answered_by == carl


def test_who_leaves_meanwhile_needs_no_answer(begun, adam, dag):
    leaving.end_access(dag.pk, by=adam)
    scheduling.sweep()
    assert account(dag).answer == Answer.GONE
    assert account(dag).review.finished_at is not None


def test_the_only_administrator_is_not_ended(begun, eva, adam):
    leaving.end_access(eva.pk, by=adam)
    with pytest.raises(ValidationError):
        reviewing.end(account(adam).pk, by=eva)
    adam.refresh_from_db()
    assert adam.is_active


# --- Nobody answers -----------------------------------------------------------------------------


def test_a_week_before_somebody_is_reminded_and_once(begun, clock, carl, adam):
    clock.shift(22 * DAY)
    scheduling.sweep()
    assert not told("REVIEW_DUE")
    clock.shift(2 * DAY)
    scheduling.sweep(), scheduling.sweep()
    assert f"accounts.user/{carl.pk}" in told("REVIEW_DUE")
    assert Outgoing.objects.filter(notice="config.access.REVIEW_DUE").count() == 3


def test_when_it_is_late_it_rings_and_our_administrators_know(begun, clock, adam, carl, clara):
    assert alarms.ringing(adam) == []
    clock.shift(30 * DAY)
    scheduling.sweep()
    assert {one.user for one in scheduling.unconfirmed()} >= {adam, clara, carl}
    assert [one.code for one in alarms.ringing(adam)] == ["unconfirmed"]
    assert alarms.ringing(carl) == []
    assert {f"accounts.user/{adam.pk}", f"accounts.user/{carl.pk}"} <= told("REVIEW_LATE")


def test_partners_unconfirmed_accounts_end_after_thirty_days_more(begun, clock, clara, carl, adam):
    confirm(clara, carl)
    clock.shift(59 * DAY)
    scheduling.sweep()
    carl.refresh_from_db()
    assert carl.is_active
    clock.shift(DAY)
    scheduling.sweep()
    carl.refresh_from_db(), clara.refresh_from_db()
    assert (carl.is_active, clara.is_active) == (False, True)
    one = account(carl)
    assert (one.answer, one.answered_by) == (Answer.CLOSED, None)
    closed = Event.objects.filter(deed="access.closed", about=f"accounts.user/{carl.pk}")
    assert closed.get().actor == "clock"


def test_whose_account_ends_unconfirmed_is_told_by_mail_and_nothing_but_that(begun, clock, clara):
    """Not at the sign-in page only: that nobody confirmed it, and where, the mail does not say."""
    clock.shift(60 * DAY)
    scheduling.sweep()
    clara.refresh_from_db()
    assert not clara.is_active
    told = Outgoing.objects.get(to=f"accounts.leaver/{clara.pk}")
    assert (told.notice, told.count) == ("config.accounts.ENDED", None)
    mail.outbox.clear()
    outbox.deliver(timezone.now())
    [letter] = [one for one in mail.outbox if one.to == [clara.email]]
    assert letter.subject == "Din åtkomst har upphört"
    words = f"{letter.subject} {letter.body}"
    assert not [word for word in (clara.name, "Bryggan", "genomgång", "http") if word in words]


def test_who_has_confirmed_keeps_it_and_gets_no_such_mail(begun, clock, clara, carl):
    confirm(clara, carl)
    clock.shift(60 * DAY)
    scheduling.sweep()
    scheduling.sweep()
    ended = Outgoing.objects.filter(notice="config.accounts.ENDED").values_list("to", flat=True)
    assert f"accounts.leaver/{clara.pk}" not in ended
    assert list(ended).count(f"accounts.leaver/{carl.pk}") == 1


@pytest.mark.parametrize("by_hand", [True, False])
def test_a_machine_that_ends_is_written_to_nowhere(clock, client, adam, youth_centre, by_hand):
    machine = a_machine(client, adam, Role.PARTNER_SYSTEM, youth_centre).token.account
    scheduling.sweep()
    if by_hand:
        reviewing.end(account(machine).pk, by=adam)
    clock.shift(60 * DAY)
    scheduling.sweep()
    machine.refresh_from_db()
    assert not machine.is_active
    assert not Outgoing.objects.filter(to=f"accounts.leaver/{machine.pk}").exists()


def test_ours_only_ring_unless_somebody_has_chosen_otherwise(begun, clock, amina, adam):
    clock.shift(80 * DAY)
    scheduling.sweep()
    amina.refresh_from_db()
    assert amina.is_active
    AccessPolicy.objects.create(ours_end_after=14)
    scheduling.sweep()
    amina.refresh_from_db(), adam.refresh_from_db()
    assert not amina.is_active
    assert adam.is_active  # the only administrator left
    assert [one.user for one in scheduling.unconfirmed()] == [adam]


def test_the_days_are_a_setting_of_the_house(clock, adam, clara):
    AccessPolicy.objects.create(review_days=7, partners_end_after=None)
    scheduling.sweep()
    assert account(clara).review.due_at == timezone.now() + 7 * DAY
    clock.shift(80 * DAY)
    scheduling.sweep()
    clara.refresh_from_db()
    assert clara.is_active


# --- The pages ----------------------------------------------------------------------------------


@pytest.fixture
def at(client, settings):
    settings.SECOND_FACTOR_REQUIRED = False

    def sign_in(user):
        client.force_login(user)
        return client

    return sign_in


def test_the_page_ticks_nobody_and_confirms_those_who_were(begun, at, clara, carl):
    review = begun["Bryggan"]
    address = reverse("desk:access_review", args=[review.pk])
    page = at(carl).get(address)
    assert b"checked" not in page.content
    assert [one.user_pk for one in page.context["missing"]] == [carl.pk, clara.pk]
    assert f'value="{account(carl).pk}"' not in page.content.decode()
    assert at(carl).post(address, {"account": ["", "x"]}).status_code == 302
    assert account(clara).answer == Answer.NONE
    at(carl).post(address, {"account": [str(account(clara).pk)]})
    assert account(clara).answer == Answer.CONFIRMED
    page = at(carl).get(address)
    assert [one.answered_by for one in page.context["answered"]] == ["Carl"]


def test_the_page_asks_no_more_of_the_database_however_many_they_are(begun, at, adam):
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            page = client.get(f"/desk/access/reviews/{review.pk}/")
        assert page.status_code == 200
        return len(queries)

    client, review = at(adam), AccessReview.objects.get(organisation=adam.organisation)
    client.get(f"/desk/access/reviews/{review.pk}/")
    before = asked()
    for number in range(4):
        user = User.objects.create_user(f"{number}@tallsunda.example", name=str(number))
        ReviewedAccount.objects.create(review=review, user=user)
    assert asked() == before


def test_confirming_oneself_by_hand_is_refused_in_words(begun, at, carl):
    address = reverse("desk:access_review", args=[begun["Bryggan"].pk])
    page = at(carl).post(address, {"account": [str(account(carl).pk)]}, follow=True)
    assert [message.level_tag for message in page.context["messages"]] == ["error"]
    assert account(carl).answer == Answer.NONE


def test_ending_is_asked_first(begun, at, clara, carl):
    address = reverse("desk:access_end", args=[account(clara).pk])
    assert at(carl).get(address).status_code == 200
    clara.refresh_from_db()
    assert clara.is_active
    assert at(carl).post(address).url == reverse("desk:access_review", args=[begun["Bryggan"].pk])
    clara.refresh_from_db()
    assert not clara.is_active


def test_progress_is_shown_for_each_organisation(begun, at, adam, clara, carl):
    confirm(clara, carl)
    page = at(adam).get(reverse("desk:access_reviews"))
    shown = {one.organisation.name: (one.answered, one.total) for one in page.context["now_open"]}
    assert shown["Bryggan"] == (1, 2)
    assert shown["Skuldhjälpen"] == (0, 1)
