"""The pages of a lost code: at the desk, for anybody, and for whoever has the old code still."""

import pytest
from django.urls import reverse

from intake import tickets
from intake.models import NewCode, Way
from intake.services import admitting, protecting, reaching, reissuing, slipping_out
from tests.intake.test_new_code import MONDAY_TEN, give, redeem
from tests.stage import stopped

LOST = "/mailbox/new-code/"


pytestmark = pytest.mark.usefixtures("clock")

clock = stopped(MONDAY_TEN)


def sent(client, row, digits, **more):
    told = {"reference": row.reference, "digits": digits, "ticket": tickets.new()} | more
    return client.post(LOST, told)


def test_from_the_desk_to_the_new_code(at, page, client, answered, amina):
    desk = at(amina)
    assert page("new_code", answered) in desk.get(page("request", answered)).content.decode()
    shown = desk.post(
        page("new_code", answered), {"revision": 0, "checked": "known", "understood": "on"}
    )
    digits = "".join(shown.context["given"].digits)
    assert f"{digits[:4]} {digits[4:]}" in shown.content.decode()
    assert digits[:4] not in desk.get(page("new_code", answered)).content.decode()
    made = sent(
        client, answered, f"{digits[:4]} {digits[4:]}", reference=" " + answered.reference.lower()
    )
    assert made.context["made"].code.replace("-", "")[:5] in made.content.decode()


def test_without_the_yes_to_the_rules_there_are_no_digits(at, page, answered, amina):
    at(amina).post(page("new_code", answered), {"revision": 0, "checked": "known"})
    assert not NewCode.objects.exists()


def test_the_desk_says_plainly_why_nobody_gets_one(at, page, told, answered, amina):
    reaching.change(admitting.admit(told.code), way=Way.NONE)
    text = at(amina).get(page("new_code", answered)).content.decode()
    assert str(reissuing.NO_SAFE_WAY)[:40] in text or "Nobody gets a new code" in text
    assert at(amina).post(page("new_code", answered), {}).status_code == 409


def test_a_lead_says_yes_on_the_page_of_the_protected(at, page, answered, amina, lena):
    protecting.protect(answered.pk, by=amina)
    give(answered, amina)
    desk = at(lena)
    text = desk.get(page("named", answered)).content.decode()
    assert page("approve_new_code", answered) in text
    desk.post(page("approve_new_code", answered), {"agrees": "yes"})
    assert NewCode.objects.get().approved_by == lena
    assert (
        page("approve_new_code", answered) not in desk.get(page("named", answered)).content.decode()
    )


@pytest.mark.parametrize(
    "mistake",
    [{"digits": "1234 567"}, {"digits": "ABCDEFGH"}, {"reference": "K4M"}, {"digits": ""}],
)
def test_a_slip_of_the_pen_is_said_and_not_counted(client, answered, amina, mistake):
    digits = give(answered, amina).digits
    response = sent(client, answered, **{"digits": digits} | mistake)
    assert response.context["form"].errors
    assert NewCode.objects.get().tries == 0


def test_digits_of_any_script_will_do(client, answered, amina):
    digits = give(answered, amina).digits
    arabic = "".join("٠١٢٣٤٥٦٧٨٩"[int(sign)] for sign in digits)
    assert sent(client, answered, arabic).context["made"].code


def test_wrong_digits_come_back_as_they_were_typed_with_what_to_do(client, answered, amina):
    digits = give(answered, amina).digits
    mistaken = f"{(int(digits) + 1) % 10**8:08d}"
    text = sent(client, answered, mistaken).content.decode()
    assert mistaken in text
    assert 'href="#' in text  # the summary of what is wrong, which leads nowhere else
    assert NewCode.objects.get().tries == 1


def test_the_new_code_that_is_tried_too_early_says_when(client, answered, amina):
    code = redeem(answered, give(answered, amina).digits).code
    text = client.post(reverse("mailbox:enter"), {"code": code}).content.decode()
    assert 'data-test="not-yet"' in text
    assert reverse("mailbox:thread") not in client.get("/mailbox/thread/").url


def test_the_thread_shows_it_and_one_click_stops_it(inside, answered, amina):
    code = redeem(answered, give(answered, amina).digits).code
    thread, stop = reverse("mailbox:thread"), reverse("mailbox:stop_new_code")
    assert stop in inside.get(thread).content.decode()
    after = inside.post(stop, follow=True).content.decode()
    assert stop not in after
    with pytest.raises(admitting.NoSuchCode):
        admitting.admit(code)


def test_whoever_left_quickly_finds_no_code_by_going_back(client, answered, amina):
    digits, ticket = give(answered, amina).digits, tickets.new()
    sent(client, answered, digits, ticket=ticket)
    slipping_out.leave(ticket)
    text = sent(client, answered, digits, ticket=ticket).content.decode()
    assert digits not in text
    assert 'name="digits"' in text
