"""Pages that no address leads to: what comes back when a form was sent, or when something failed.

Each walk takes the visitor – signed in as its *who* – to the page, and says what it answers.
"""

from collections.abc import Callable
from dataclasses import dataclass
from time import time
from unittest import mock

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.db import OperationalError
from django.urls import reverse

from audit import trail
from audit.actors import CLOCK
from audit.vault import one_time_codes
from config.accounts.models import Invitation
from config.demo.town import person
from intake.services import admitting
from partners.services import registering_app
from referrals.models import Referral
from referrals.services import sending_links
from tests.architecture.town import BRYGGAN, LYKTAN, Town
from tests.journeys.pages import page_for
from tests.journeys.people import Visitor, sign_in

STORY = "Jag vill ha råd om min ekonomi."


@dataclass(frozen=True)
class Walk:
    who: str
    status: int
    go: Callable[[Visitor, Town], None]

    def __str__(self) -> str:
        return f"{self.go.__name__} as {self.who}"


WALKS: list[Walk] = []


def address(here: Town, who: str, name: str) -> str:
    """Of a row that is theirs and where this can be done."""
    return page_for(here, name, [who]).path


def walk(who: str, status: int = 200):
    def keep(go):
        WALKS.append(Walk(who, status, go))
        return go

    return keep


# --- The public form and the mailbox ------------------------------------------------------------


@walk("nobody")
def the_questions_with_every_one_open(visitor, here):
    visitor.go("/request/?lang=en")
    visitor.send("#request-form", story=STORY, asker="professional")
    visitor.fill(harm="unsure", about="place", way="phone", phone="070-174 06 05")


@walk("nobody")
def the_questions_with_errors(visitor, here):
    visitor.go("/request/")
    visitor.write(
        STORY, asker="professional", harm="yes", name="850709-9805", way="email", email="kim"
    )


@walk("nobody")
def the_last_look(visitor, here):
    visitor.go("/request/")
    visitor.write(STORY, asker="relative", way="email", email="kim@example.org", name="Kim")


@walk("nobody")
def the_form_with_errors(visitor, here):
    visitor.go("/request/")
    visitor.send("#request-form", asker="young")


@walk("nobody")
def the_receipt(visitor, here):
    visitor.go("/request/")
    visitor.write(STORY)
    visitor.press("[data-test=send]")


@walk("nobody", 503)
def the_form_that_could_not_be_saved(visitor, here):
    visitor.go("/request/")
    visitor.write(STORY)
    with mock.patch.object(trail, "record", side_effect=OperationalError("full")):
        visitor.press("[data-test=send]")


@walk("nobody")
def the_report_without_answers(visitor, here):
    visitor.go("/child/report/")
    visitor.press("[data-test=next]")
    visitor.page.locator("[data-errors]").wait_for()


@walk("nobody")
def the_last_look_at_a_report(visitor, here):
    visitor.go("/child/report/?lang=fa")
    visitor.fill(concern="Grannens pojke gråter varje natt.", who="private")
    visitor.press("[data-test=next]")
    visitor.page.locator("[data-test=send]").wait_for()


@walk("nobody")
def a_report_received(visitor, here):
    visitor.go("/child/report/")
    visitor.fill(concern="Ett barn blir slaget.", who="at_work", reached_at="Eva, BVC")
    visitor.press("[data-test=next]")
    visitor.page.locator("[data-test=send]").click()
    visitor.page.locator("#received").wait_for()


@walk("nobody")
def a_mistyped_code(visitor, here):
    visitor.go("/mailbox/")
    visitor.send("#code-form", code="ABC")


@walk("nobody", 429)
def too_many_codes(visitor, here):
    visitor.go("/mailbox/")
    wait = admitting.TooManyGuesses(2)
    with mock.patch.object(admitting, "admit", side_effect=wait):
        visitor.send("#code-form", code=here.told["kim"].code)


@walk("kim")
def an_empty_message(visitor, here):
    visitor.go("/mailbox/thread/")
    visitor.send("#write-form", text=" ")


@walk("kim", 403)
def a_message_that_took_too_long(visitor, here):
    visitor.go("/mailbox/thread/")
    cookies = visitor.context.cookies()
    visitor.context.clear_cookies(name="mailbox")
    visitor.send("#write-form", text=STORY * 3)
    visitor.context.add_cookies(cookies)


@walk("kim", 503)
def a_message_that_could_not_be_saved(visitor, here):
    visitor.go("/mailbox/thread/")
    with mock.patch.object(trail, "record", side_effect=OperationalError("full")):
        visitor.send("#write-form", text=STORY)


@walk("nobody", 404)
def nothing_here(visitor, here):
    visitor.go("/nowhere/")


# --- The desk -----------------------------------------------------------------------------------


@walk("lena", 403)
def no_right(visitor, here):
    visitor.go("/desk/people/")


@walk("lena", 404)
def no_such_request(visitor, here):
    visitor.go("/desk/requests/00000000-0000-0000-0000-000000000007/")


@walk("lena")
def the_menu_open(visitor, here):
    visitor.go("/desk/queue/")
    visitor.page.locator("details.user summary").click()


@walk("lena")
def nothing_in_the_queue(visitor, here):
    visitor.go("/desk/queue/?urgency=emergency&taken=me")


@walk("lena")
def a_reference_that_is_not_there(visitor, here):
    visitor.go("/desk/queue/")
    visitor.send("#find", reference="nope")


@walk("lena")
def an_answer_without_words(visitor, here):
    visitor.go(f"/desk/requests/{here.told['kim'].help_request.pk}/answer/")
    visitor.press("#deed-form button[type=submit]")


@walk("lena", 401)
def an_answer_after_the_session(visitor, here):
    visitor.go(f"/desk/requests/{here.told['kim'].help_request.pk}/answer/")
    cookies = visitor.context.cookies()
    visitor.context.clear_cookies(name="lotsen")
    visitor.send("#deed-form", text=STORY * 3)
    visitor.context.add_cookies(cookies)


@walk("lena", 403)
def a_form_with_an_old_token(visitor, here):
    visitor.go("/desk/requests/record/")
    cookies = visitor.context.cookies()
    visitor.context.clear_cookies(name="csrf")
    visitor.send("#record-form", story=STORY * 3)
    visitor.context.add_cookies(cookies)


@walk("lena", 503)
def the_log_cannot_be_written(visitor, here):
    with mock.patch.object(trail, "record", side_effect=trail.TrailUnwritable):
        visitor.go(f"/desk/requests/{here.told['kim'].help_request.pk}/read/")


@walk("lena", 409)
def what_cannot_be_done_now(visitor, here):
    visitor.go("/desk/queue/?taken=nobody")
    visitor.press("[data-test=queue] th a")
    take = visitor.page.locator("form[action$='/take/']")
    other = visitor.page.context.new_page()
    other.goto(visitor.page.url)
    other.locator("form[action$='/take/'] button").click()
    other.close()
    take.locator("button").click()
    visitor.page.wait_for_load_state()


@walk("lena")
def a_call_recorded(visitor, here):
    visitor.go("/desk/requests/record/")
    visitor.send("#record-form", story=STORY, channel="phone_note", about="self")


@walk("lena")
def a_note_without_answers(visitor, here):
    visitor.go("/desk/outreach/")
    visitor.page.locator("[data-test=send]").click()
    visitor.page.locator("[data-errors]").wait_for()


@walk("lena")
def a_note_from_the_street(visitor, here):
    visitor.go("/desk/outreach/")
    visitor.fill(story=STORY, way="none")
    visitor.page.locator("[data-test=send]").click()
    visitor.page.locator("output").wait_for()


@walk("amina", 404)
def an_answer_to_what_went_out_of_reach(visitor, here):
    visitor.go(f"/desk/requests/{here.told['kim'].help_request.pk}/answer/")
    other = f"/desk/requests/{here.told['robin'].help_request.pk}/answer/"
    visitor.page.evaluate("to => { document.querySelector('#deed-form').action = to }", other)
    visitor.send("#deed-form", text=STORY)


@walk("amina")
def a_concern_without_words(visitor, here):
    visitor.go(f"/desk/requests/{here.told['kim'].help_request.pk}/hand-over/")
    visitor.press("#deed-form button[type=submit]")


@walk("amina")
def a_consent_without_answers(visitor, here):
    visitor.go(f"/desk/requests/{here.told['kim'].help_request.pk}/consents/")
    visitor.press("#consent-form button[type=submit]")


@walk("amina")
def a_package_without_words(visitor, here):
    visitor.go(address(here, "amina", "desk:referral_package"))
    visitor.fill(situation="", goal_1="")
    visitor.press("[name=save]")


@walk("amina")
def a_package_beside_the_words(visitor, here):
    visitor.go(address(here, "amina", "desk:referral_package"))
    visitor.press("[name=show_words]")


@walk("adam")
def a_key_without_answers(visitor, here):
    visitor.go("/desk/settings/tokens/new/")
    visitor.press("main form button")


@walk("adam")
def an_invitation_without_answers(visitor, here):
    visitor.go("/desk/people/invite/")
    visitor.press("main form button[type=submit]")


@walk("loke")
def the_log_of_nothing(visitor, here):
    visitor.go("/desk/log/?about=nobody")


# --- The portal ---------------------------------------------------------------------------------


@walk("stina")
def registered_with_the_person(visitor, here):
    visitor.go("/portal/register/")
    visitor.send("#harm-form", harm="no")
    visitor.send("#request-form", story=STORY, with_person="yes", about="pupil")


@walk("stina")
def registered_without_answers(visitor, here):
    visitor.go("/portal/register/request/?harm=no")
    visitor.send("#request-form", with_person="yes", way="phone")


@walk("stina")
def a_concern_reported(visitor, here):
    visitor.go("/portal/register/concern/")
    visitor.send("#concern-form", concern="Oro.", reached_at="Expeditionen", child="Flicka, 7 år")


@walk("stina")
def a_concern_reported_without_answers(visitor, here):
    visitor.go("/portal/register/concern/")
    visitor.press("#concern-form button[type=submit]")


@walk("carl")
def a_report_without_answers(visitor, here):
    visitor.go(address(here, "carl", "portal:report"))
    visitor.press("main form button[type=submit]")


@walk("carl", 404)
def a_referral_that_has_ended(visitor, here):
    row = next(
        one for one in here.all("referral") if one.status == "recalled" and one.to.name == BRYGGAN
    )
    visitor.go(f"/portal/inbox/{row.pk}/accept/")


# --- Accounts -----------------------------------------------------------------------------------


@walk("nobody")
def a_wrong_password(visitor, here):
    visitor.go("/accounts/login/")
    visitor.fill(login="amina@tallsunda.example", password="not this one")
    visitor.press("[data-test=sign-in]")


@walk("nobody")
def the_second_step(visitor, here):
    visitor.go("/accounts/login/")
    visitor.fill(login=person("petra").email, password="a long password for tests")
    visitor.press("[data-test=sign-in]")


@walk("nobody")
def an_invitation(visitor, here):
    invitation = Invitation.objects.get(email="ny@tallsunda.example")
    visitor.go(f"/accounts/join/{invitation.token()}/")


@walk("nobody", 410)
def an_invitation_that_has_run_out(visitor, here):
    visitor.go("/accounts/join/no-such-token/")


@walk("nobody")
def a_new_password(visitor, here):
    user = person("petra")
    link = {"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)}
    visitor.go(reverse("account_reset_password_from_key", kwargs=link))


@walk("nobody")
def a_first_password(visitor, here):
    sign_in(visitor, "hanna")  # who came without one
    visitor.go(reverse("account_set_password"))
    visitor.context.clear_cookies()


@walk("nobody")
def a_link_for_a_new_password_that_has_run_out(visitor, here):
    visitor.go("/accounts/password/reset/1-set-password/")


# --- Answering by link ---------------------------------------------------------------------------


def comes_by_link() -> tuple[str, str]:
    """To Lyktan, which is private. The path of the link, and the code that opens it."""
    rows = Referral.objects.select_related("to__code_app")
    row = rows.filter(to__name=LYKTAN, status__in=("sent", "opened")).order_by("pk")[0]
    secret = registering_app.register(row.to_id, by=person("adam")).secret
    code = one_time_codes.code_at(secret, time() - 30)
    registering_app.confirm(row.to_id, code=code, by=person("adam"))
    row = rows.get(pk=row.pk)
    trail.act(sending_links.post)(row, "ASKED", by=CLOCK)
    link = row.answer_links.get(used_at=None, replaced_at=None)
    path = reverse("link:door", args=[link.token()])
    return path, one_time_codes.code_at(secret, time())


def is_let_in(visitor: Visitor) -> str:
    path, code = comes_by_link()
    visitor.go(path)
    visitor.fill(code=code)
    visitor.press("[data-test=open]")
    visitor.page.locator("[data-test=envelope]").wait_for()
    return path


@walk("nobody")
def a_wrong_code_for_a_link(visitor, here):
    path, _code = comes_by_link()
    visitor.go(path)
    visitor.fill(code="12")
    visitor.press("[data-test=open]")
    visitor.page.locator("[data-errors]").wait_for()


@walk("nobody")
def a_no_by_link_without_a_reason(visitor, here):
    is_let_in(visitor)
    visitor.press("[data-test=decline]")
    visitor.page.locator("[data-errors]").wait_for()


@walk("nobody")
def a_yes_by_link(visitor, here):
    is_let_in(visitor)
    visitor.fill(reservation="on")
    visitor.press("[data-test=accept]")
    visitor.page.locator("[data-test=became]").wait_for()


@walk("nobody", 410)
def a_link_that_has_been_used(visitor, here):
    path = is_let_in(visitor)
    visitor.context.clear_cookies()
    visitor.go(path)


@walk("nobody")
def a_new_link_is_asked_for(visitor, here):
    a_link_that_has_been_used(visitor, here)
    visitor.press("[data-test=again]")
    visitor.page.locator("[data-test=sent]").wait_for()


@walk("adam")
def the_secret_of_an_app(visitor, here):
    visitor.go(page_for(here, "desk:code_app", ["adam"]).path)
    visitor.page.locator("main details summary").first.click()
    visitor.page.locator("form[action$='/register/'] button").click()
    visitor.page.locator("[data-test=secret]").wait_for()
