"""An organisation answers a referral without an account: a link, a code, one envelope."""

import re
import time
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from audit import outbox
from audit.guard import OutOfReach, Refused
from audit.models import Event, Outgoing
from audit.vault import one_time_codes
from intake.models import HelpRequest
from intake.services import greeting, slowing
from partners.models import CodeApp, Organisation, PhoneNumber
from partners.services import registering_app
from referrals.models import AnswerLink
from referrals.services import (
    answering,
    drafting,
    letting_in,
    reading,
    sending,
    sending_links,
    withdrawing,
)
from referrals.services.letting_in import Shut, WrongCode
from tests.partners.test_code_apps import turned_on, works_at
from tests.referrals.conftest import GOALS, SITUATION, a_draft, consent_to, send

pytestmark = pytest.mark.django_db

LINK = re.compile(r"https://tallsunda\.example(/link/\S+/)")


@pytest.fixture
def app(youth_centre, adam) -> str:
    """The youth centre answers by link. What it is given here its phones know."""
    return turned_on(youth_centre, adam)


@pytest.fixture
def asked_by_link(app, draft, amina):
    return send(draft, amina)


def code_of(secret: str) -> str:
    return one_time_codes.code_at(secret, time.time())


def wrong(secret: str) -> str:
    near = {one_time_codes.code_at(secret, time.time() + 30 * turn) for turn in range(-2, 3)}
    return next(code for code in ("000000", "111111", "222222") if code not in near)


def newest(referral) -> AnswerLink:
    return referral.answer_links.get(replaced_at=None, used_at=None)


def mailed() -> str:
    """The address in the last mail that has left the house."""
    outbox.deliver()
    return [found for one in mail.outbox if (found := LINK.search(one.body))][-1][1]


def enter(referral, secret, *, code=None, bucket=""):
    token = newest(referral).token()
    return letting_in.enter(token, code=code or code_of(secret), bucket=bucket)


def guest(referral, secret):
    """Let in: who they are to the use cases."""
    return letting_in.guest_of(enter(referral, secret).link)


# --- The link ------------------------------------------------------------------------------------


def test_the_mail_holds_a_link_and_nothing_else(asked_by_link, youth_centre):
    path = mailed()
    message = mail.outbox[-1]
    assert message.to == [youth_centre.email]
    assert newest(asked_by_link).token() in path
    for word in (asked_by_link.reference, "Kim", SITUATION, *GOALS, str(asked_by_link.service)):
        assert word not in message.body + message.subject


def test_without_an_app_the_mail_leads_to_the_sign_in(sent):
    outbox.deliver()
    assert "/portal/" in mail.outbox[-1].body
    assert not AnswerLink.objects.exists()


def test_the_police_and_who_is_protected_are_never_told_by_link(
    app, draft, amina, youth_centre, help_request
):
    row = send(draft, amina)
    assert sending_links.may_be_sent(row)
    HelpRequest.objects.filter(pk=help_request.pk).update(is_protected=True)
    assert not sending_links.may_be_sent(row)
    HelpRequest.objects.filter(pk=help_request.pk).update(is_protected=False)
    Organisation.objects.filter(pk=youth_centre.pk).update(kind="police")
    row.to.refresh_from_db()
    assert not sending_links.may_be_sent(row)
    link = newest(row)
    assert letting_in.look(link) == Shut.OFF


def test_nothing_of_the_link_is_stored(asked_by_link):
    link = newest(asked_by_link)
    kept = [str(getattr(link, field.attname)) for field in link._meta.concrete_fields]
    assert link.token().partition("-")[2] not in " ".join(kept)


def test_a_link_that_somebody_else_wrote_is_none(asked_by_link):
    link = newest(asked_by_link)
    for token in ("", "x", "no-such-token", link.pk.hex, f"{link.pk.hex}-{'0' * 40}"):
        assert sending_links.find(token) is None
        assert letting_in.enter(token, code="123456") is None
    assert sending_links.find(link.token()) == link


def test_looking_changes_nothing_for_robots_and_for_people(asked_by_link):
    client, path = Client(), mailed()
    before = Event.objects.count()
    with CaptureQueriesContext(connection) as asked:
        for _again in range(3):
            assert client.get(path).status_code == 200
            assert client.head(path).status_code == 200
    assert not [one for one in asked if not one["sql"].startswith("SELECT")]
    asked_by_link.refresh_from_db()
    assert (asked_by_link.status, Event.objects.count()) == ("sent", before)


def test_before_the_code_the_page_says_nothing_of_it(asked_by_link):
    page = Client().get(mailed()).content.decode()
    for word in (asked_by_link.reference, str(asked_by_link.service), "North", "Kim", SITUATION):
        assert word not in page


# --- The code ------------------------------------------------------------------------------------


def test_the_code_opens_the_envelope_and_says_so_to_us(asked_by_link, app, youth_centre):
    who = guest(asked_by_link, app)
    asked_by_link.refresh_from_db()
    assert asked_by_link.status == "opened"
    assert reading.envelope(asked_by_link.pk, by=who).codes["area"] == "north"
    entered = Event.objects.get(deed="answerlink.enter")
    assert (entered.organisation, entered.subject) == (str(youth_centre.pk), asked_by_link.subject)
    assert Event.objects.get(deed="referral.open").actor.startswith("link/")


def test_a_link_opens_once_whoever_comes_next(asked_by_link, app):
    token = newest(asked_by_link).token()
    letting_in.enter(token, code=code_of(app))
    with time_machine.travel(timezone.now() + timedelta(minutes=1)):
        assert letting_in.enter(token, code=code_of(app)) == Shut.USED
    assert Event.objects.filter(deed="answerlink.refuse", decision="refused").count() == 1


def test_a_code_that_has_been_used_opens_no_other_link(asked_by_link, app, amina, clara):
    code = code_of(app)
    letting_in.enter(newest(asked_by_link).token(), code=code)
    sending_links.send_again(asked_by_link.answer_links.get().token())
    assert letting_in.enter(newest(asked_by_link).token(), code=code) == WrongCode(left=4)


def test_an_old_link_opens_nothing(asked_by_link, app):
    token = newest(asked_by_link).token()
    with time_machine.travel(timezone.now() + timedelta(days=5, minutes=1)):
        assert letting_in.enter(token, code=code_of(app)) == Shut.EXPIRED


def test_five_wrong_codes_lock_the_link_and_not_the_referral(asked_by_link, app, clara):
    token = newest(asked_by_link).token()
    said = [letting_in.enter(token, code=wrong(app)) for _again in range(5)]
    assert said == [*(WrongCode(left) for left in (4, 3, 2, 1)), Shut.LOCKED]
    assert letting_in.enter(token, code=code_of(app)) == Shut.LOCKED
    assert Outgoing.objects.filter(notice="referrals.LINK_LOCKED").exists()
    assert answering.accept(asked_by_link.pk, by=clara).status == "accepted"


def test_after_a_lock_a_new_link_works(asked_by_link, app):
    token = newest(asked_by_link).token()
    for _again in range(5):
        letting_in.enter(token, code=wrong(app))
    assert sending_links.send_again(token)
    assert enter(asked_by_link, app).link.state == AnswerLink.State.USED


def test_an_app_that_is_guessed_at_is_stopped_whatever_the_link(asked_by_link, app, youth_centre):
    CodeApp.objects.update(wrong_in_a_row=19)
    token = newest(asked_by_link).token()
    assert letting_in.enter(token, code=wrong(app)) == Shut.LOCKED
    assert not works_at(youth_centre)
    assert letting_in.enter(token, code=code_of(app)) == Shut.OFF
    assert Event.objects.filter(deed="codeapp.stop").exists()


def test_whoever_guesses_waits_and_nobody_else(asked_by_link, app):
    token = newest(asked_by_link).token()
    for _again in range(5):
        letting_in.enter(token, code=wrong(app), bucket="somewhere")
    assert letting_in.minutes_to_wait("somewhere") == 1
    assert letting_in.minutes_to_wait("elsewhere") == 0


def test_no_resident_waits_for_what_a_partner_mistyped(asked_by_link, app):
    for _try in range(6):
        enter(asked_by_link, app, code=wrong(app), bucket="here")
        if newest(asked_by_link).state == AnswerLink.State.LOCKED:
            AnswerLink.objects.update(wrong_codes=0)
    assert letting_in.minutes_to_wait("here")
    assert slowing.minutes_to_wait("here") == 0


def test_what_a_browser_shows_is_asked_for_each_time(asked_by_link, app):
    entered = enter(asked_by_link, app)
    assert entered.link.is_open_in(entered.shown)
    assert not entered.link.is_open_in("what another one was given")


def test_one_that_was_replaced_before_it_left_is_not_sent(asked_by_link):
    assert sending_links.send_again(newest(asked_by_link).token())
    outbox.deliver()
    links = [found for one in mail.outbox for found in LINK.findall(one.body)]
    assert [newest(asked_by_link).token() in path for path in links] == [True]


def test_turned_off_every_link_is_void_at_once(asked_by_link, app, youth_centre, adam):
    token = newest(asked_by_link).token()
    registering_app.remove(youth_centre.pk, by=adam)
    assert letting_in.enter(token, code=code_of(app)) == Shut.OFF


def turn_off(how: str, organisation) -> None:
    """By somebody who guesses, or by us."""
    apps = CodeApp.objects.filter(organisation=organisation)
    apps.delete() if how == "removed" else apps.update(stopped_at=timezone.now())


@pytest.mark.parametrize("how", ["stopped", "removed"])
def test_an_app_that_is_off_when_their_turn_comes_lets_nobody_in(
    how, asked_by_link, app, youth_centre, monkeypatch
):
    """Many links at once stand in line for one app: whoever waited is looked at once more."""
    monkeypatch.setattr(letting_in, "look", lambda link: None)  # as it was before the turn came
    turn_off(how, youth_centre)
    assert enter(asked_by_link, app) == Shut.OFF
    assert newest(asked_by_link).wrong_codes == 0


@pytest.mark.parametrize("how", ["stopped", "removed"])
def test_where_links_are_off_nobody_reads_that_it_is_answered(
    how, asked_by_link, app, youth_centre
):
    path = mailed()
    turn_off(how, youth_centre)
    page = Client().get(path)
    assert (page.status_code, page.context["shut"]) == (410, Shut.OFF)
    _says_what_to_do(page)


def _says_what_to_do(page) -> None:
    said = page.content.decode()
    assert "Det går inte längre att svara genom länken." in said
    assert "kvar att svara på" not in said
    assert reverse("portal:inbox") in said
    assert 'data-test="again"' not in said


# --- A new link ----------------------------------------------------------------------------------


def test_a_new_link_goes_to_the_same_mailbox_and_ends_the_old_one(asked_by_link, youth_centre):
    first = mailed()
    assert Client().post(reverse("link:again", args=[first.split("/")[2]])).status_code == 200
    second = mailed()
    assert mail.outbox[-1].to == [youth_centre.email]
    assert second != first
    assert Client().get(first).context["shut"] == Shut.REPLACED
    assert Client().get(second).status_code == 200


def test_whoever_gets_no_further_reads_whom_to_call(asked_by_link):
    PhoneNumber.objects.create(label={"sv": "Växeln"}, number="08-465 004 01", when="always")
    greeting.forget()
    client, path = Client(), mailed()
    assert "08-465 004 01" not in client.get(path).content.decode()  # here they can go on
    token = path.split("/")[2]
    for page in (
        client.get("/link/nothing/"),
        client.get(reverse("link:referral")),
        client.post(reverse("link:again", args=[token])),
    ):
        assert "08-465 004 01" in page.content.decode()


def test_the_page_says_by_when_an_answer_is_needed(asked_by_link, inside):
    page = inside.get(reverse("link:referral"))
    asked_by_link.refresh_from_db()
    due = date_format(timezone.localtime(asked_by_link.due_at), "SHORT_DATETIME_FORMAT")
    assert due in page.content.decode()


def test_the_mailbox_is_not_flooded(asked_by_link):
    token = newest(asked_by_link).token()
    for _again in range(9):
        assert sending_links.send_again(token)
    assert asked_by_link.answer_links.count() == 2
    for minutes in range(11, 150, 11):
        with time_machine.travel(timezone.now() + timedelta(minutes=minutes)):
            sending_links.send_again(token)
    assert asked_by_link.answer_links.count() == 1 + sending_links.MOST_A_DAY


def test_when_it_is_over_nobody_is_promised_a_link(asked_by_link, amina):
    token = newest(asked_by_link).token()
    sending.recall(asked_by_link.pk, reason="changed", by=amina)
    assert not sending_links.send_again(token)
    assert not sending_links.send_again("no-such-token")


def test_a_link_that_waits_to_be_mailed_is_not_sent_after_the_end(asked_by_link, amina):
    sending.recall(asked_by_link.pk, reason="changed", by=amina)
    outbox.deliver()
    assert not [one for one in mail.outbox if LINK.search(one.body)]


# --- The answer ----------------------------------------------------------------------------------


def test_a_yes_by_link_is_theirs_and_opens_no_words(asked_by_link, app, youth_centre):
    who = guest(asked_by_link, app)
    assert answering.accept(asked_by_link.pk, by=who).status == "accepted"
    line = Event.objects.get(deed="referral.accept")
    assert (line.actor[:5], line.organisation) == ("link/", str(youth_centre.pk))
    with pytest.raises(Refused):
        reading.open_package(asked_by_link.pk, by=who, purpose="referral")


def test_a_no_and_a_question_by_link(asked_by_link, app, amina, clara):
    who = guest(asked_by_link, app)
    asked = answering.ask(asked_by_link.pk, code="scope", by=who)
    assert asked.status == "asked"
    declined = answering.decline(asked_by_link.pk, reason="capacity", by=who)
    assert declined.status == "declined"
    assert not letting_in.is_to_answer(AnswerLink.objects.get(used_at__isnull=False))


def test_our_answer_brings_a_new_link(asked_by_link, app, amina):
    answering.ask(asked_by_link.pk, code="scope", by=guest(asked_by_link, app))
    question = asked_by_link.questions.get()
    answering.answer(asked_by_link.pk, question_pk=question.pk, text="Så är det.", by=amina)
    assert Client().get(mailed()).status_code == 200


def test_a_guest_reaches_one_row_and_only_while_their_organisation_does(
    asked_by_link, app, youth_centre, school, help_request, amina
):
    other = a_draft(help_request, school, amina)
    from_here = guest(asked_by_link, app)
    rows = type(asked_by_link).objects
    assert list(rows.visible_to(from_here)) == [asked_by_link]
    assert other not in rows.visible_to(from_here)
    yesterday = timezone.localdate() - timedelta(days=1)
    Organisation.objects.filter(pk=youth_centre.pk).update(agreement_until=yesterday)
    assert not rows.visible_to(from_here).exists()
    assert letting_in.look(AnswerLink.objects.get()) is not None


def test_a_private_recipient_says_yes_to_the_reservation_first(
    debt_advice, help_request, amina, adam
):
    secret = turned_on(debt_advice, adam)
    row = a_draft(help_request, debt_advice, amina)
    consent = consent_to(debt_advice, help_request, amina)
    drafting.set_consent_basis(row.pk, consent_pk=consent.pk, by=amina)
    who = guest(send(row, amina), secret)
    with pytest.raises(ValidationError) as refusal:
        answering.accept(row.pk, by=who)
    assert refusal.value.code == "reservation"
    assert answering.accept(row.pk, reservation=True, by=who).reservation_accepted_at


def test_after_a_yes_is_taken_back_the_guest_answers_nothing(asked_by_link, app, amina):
    who = guest(asked_by_link, app)
    withdrawing.withdraw(asked_by_link.pk, by=amina)
    with pytest.raises(OutOfReach):
        answering.accept(asked_by_link.pk, by=who)


# --- The pages -----------------------------------------------------------------------------------


@pytest.fixture
def inside(asked_by_link, app) -> Client:
    """A browser that has been let in."""
    client = Client()
    assert client.post(mailed(), {"code": code_of(app)}).status_code == 302
    return client


def test_three_clicks_from_the_link_to_a_yes(asked_by_link, inside):
    page = inside.get(reverse("link:referral")).content.decode()
    assert asked_by_link.reference in page
    for word in ("Kim", SITUATION, *GOALS, "kim@example.org"):
        assert word not in page
    assert inside.post(reverse("link:accept")).status_code == 302
    asked_by_link.refresh_from_db()
    assert asked_by_link.status == "accepted"
    after = inside.get(reverse("link:referral")).content.decode()
    assert reverse("portal:referral", args=[asked_by_link.pk]) in after
    assert set(Event.objects.filter(deed="referral.accept").values_list("channel", flat=True)) == {
        "link"
    }


@pytest.mark.parametrize(
    ("door", "said", "status"),
    [("decline", {"reason": "capacity"}, "declined"), ("ask", {"code": "scope"}, "asked")],
)
def test_the_other_answers(door, said, status, asked_by_link, inside):
    assert inside.post(reverse(f"link:{door}"), said).status_code == 302
    asked_by_link.refresh_from_db()
    assert asked_by_link.status == status
    assert inside.get(reverse("link:referral")).status_code == 200


def test_an_answer_that_is_refused_stands_there_still(asked_by_link, inside, school):
    other = school.services.get().pk
    page = inside.post(reverse("link:decline"), {"reason": "", "suggested_pk": other})
    assert page.context["form"].errors["reason"]
    assert f'<option value="{other}" selected' in page.content.decode()
    late = inside.post(reverse("link:accept"), {"expected_start": "1999-01-01"}).content.decode()
    assert "1999-01-01" in late


def test_a_second_browser_is_not_let_in(asked_by_link, inside):
    assert Client().get(reverse("link:referral")).status_code == 403
    forwarded = Client().get(mailed_before(asked_by_link))
    assert forwarded.status_code == 410
    assert 'data-test="again"' in forwarded.content.decode()


def mailed_before(referral) -> str:
    return reverse("link:door", args=[referral.answer_links.order_by("made_at").last().token()])


def test_the_same_browser_is_still_inside_when_it_follows_the_link_again(asked_by_link, inside):
    assert inside.get(mailed_before(asked_by_link)).url == reverse("link:referral")


def test_after_twenty_minutes_it_is_over(asked_by_link, inside):
    with time_machine.travel(timezone.now() + timedelta(minutes=19)):
        assert inside.get(reverse("link:referral")).status_code == 200
    with time_machine.travel(timezone.now() + timedelta(minutes=21)):
        assert inside.get(reverse("link:referral")).status_code == 403
        assert inside.post(reverse("link:accept")).status_code == 403
    asked_by_link.refresh_from_db()
    assert asked_by_link.status == "opened"


def test_a_cookie_that_was_made_up_opens_nothing(asked_by_link, inside, settings):
    for made_up in ("", "x", "AAAA", "x" * 4000):
        inside.cookies[settings.LINK_COOKIE_NAME] = made_up
        assert inside.get(reverse("link:referral")).status_code == 403


@pytest.mark.parametrize("end", ["recalled", "withdrawn"])
def test_when_it_ends_meanwhile_the_page_says_so(end, asked_by_link, inside, amina):
    if end == "recalled":
        sending.recall(asked_by_link.pk, reason="changed", by=amina)
    else:
        withdrawing.withdraw(asked_by_link.pk, by=amina)
    page = inside.post(reverse("link:accept")).content.decode()
    assert 'data-test="became"' in page
    asked_by_link.refresh_from_db()
    assert asked_by_link.status == end


def test_after_their_yes_has_been_recalled_nobody_is_led_to_sign_in(asked_by_link, inside, amina):
    inside.post(reverse("link:accept"))
    assert 'data-test="sign-in"' in inside.get(reverse("link:referral")).content.decode()
    sending.recall(asked_by_link.pk, reason="changed", by=amina)
    assert 'data-test="sign-in"' not in inside.get(reverse("link:referral")).content.decode()


def test_links_that_are_turned_off_meanwhile_are_not_called_answered(
    asked_by_link, inside, youth_centre
):
    turn_off("removed", youth_centre)
    page = inside.post(reverse("link:accept"))
    _says_what_to_do(page)
    asked_by_link.refresh_from_db()
    assert asked_by_link.status == "opened"


def test_nothing_by_get(asked_by_link, inside):
    for name in ("accept", "ask", "decline"):
        assert inside.get(reverse(f"link:{name}")).status_code == 405
    assert inside.get(reverse("link:again", args=["x"])).status_code == 405


def test_a_form_of_another_site_is_refused(asked_by_link, app):
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(mailed(), {"code": code_of(app)}).status_code == 403
    asked_by_link.refresh_from_db()
    assert asked_by_link.status == "sent"


def test_a_mistyped_code_comes_back_and_counts_nothing(asked_by_link):
    path = mailed()
    page = Client().post(path, {"code": "12 34"}).content.decode()
    assert "12 34" in page
    assert newest(asked_by_link).wrong_codes == 0


def test_a_flood_of_guesses_is_told_to_wait(asked_by_link, app):
    path = mailed()
    for _again in range(5):
        Client().post(path, {"code": wrong(app)})
    sending_links.send_again(newest(asked_by_link).token())
    waits = Client().post(mailed(), {"code": code_of(app)})
    assert waits.status_code == 429


# --- Our side ------------------------------------------------------------------------------------


def said_to_us(at, amina, row) -> str:
    return at(amina).get(reverse("desk:referral", args=[row.pk])).content.decode()


def test_we_see_how_the_link_stands(asked_by_link, app, at, amina):
    assert "Länk att svara genom" in said_to_us(at, amina, asked_by_link)
    token = newest(asked_by_link).token()
    for _again in range(5):
        letting_in.enter(token, code=wrong(app))
    assert "Låst efter fem fel koder" in said_to_us(at, amina, asked_by_link)


def test_without_a_link_nothing_is_said_of_one(sent, at, amina):
    assert "Länk att svara genom" not in said_to_us(at, amina, sent)


def test_a_yes_where_nobody_can_read_is_ours_to_help_on(asked_by_link, app, at, amina, clara, carl):
    answering.accept(asked_by_link.pk, by=guest(asked_by_link, app))
    assert "Ingen där kan läsa" not in said_to_us(at, amina, asked_by_link)
    type(clara).objects.filter(organisation=clara.organisation).update(is_active=False)
    assert "Ingen där kan läsa" in said_to_us(at, amina, asked_by_link)
