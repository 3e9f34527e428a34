"""“What has happened” beside a request: who did what, when and why, in few lines."""

from datetime import timedelta

import time_machine
from django.utils import timezone

from audit import trail
from audit.actors import CONSOLE
from audit.models import Event
from audit.wording import WORDS
from intake.services import admitting, conversing, reading


def told_to(client, page, row) -> list:
    return client.get(page("request", row)).context["timeline"]


def test_the_timeline_says_who_did_what_and_why(at, page, taken, amina):
    reading.read(taken.pk, by=amina, purpose="triage")
    timeline = at(amina).get(page("request", taken)).context["timeline"]
    assert [one.who for one in timeline][-2:] == ["Amina", "Amina"]
    assert timeline[-1].text


def test_what_an_operator_did_is_not_said_to_be_the_persons_doing(at, page, taken, amina):
    trail.act(trail.record)(CONSOLE, "helprequest.stay_erased", taken)
    timeline = at(amina).get(page("request", taken)).context["timeline"]
    assert timeline[-1].who == ""


def test_the_timeline_tells_no_colleague_that_reader_and_person_share_a_surname(
    at, page, taken, amina, lena
):
    amina.name = "Amina Exempel"
    amina.save()
    reading.read(taken.pk, by=amina, purpose="triage")
    assert Event.objects.filter(deed="helprequest.same_name").exists()
    timeline = at(lena).get(page("request", taken)).context["timeline"]
    titles = {one.title for one in timeline}
    assert WORDS["helprequest.opened"] in titles
    assert WORDS["helprequest.same_name"] not in titles


def test_the_same_act_again_on_one_day_is_one_line_and_counted(at, page, taken, amina, lena):
    for _ in range(3):
        reading.read(taken.pk, by=amina, purpose="triage")
    reading.read(taken.pk, by=amina, purpose="answer")
    reading.read(taken.pk, by=lena, purpose="answer")
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        reading.read(taken.pk, by=lena, purpose="answer")
    reads = [one for one in told_to(at(lena), page, taken) if one.text]
    assert [(one.who, one.times) for one in reads] == [
        ("Amina", 3), ("Amina", 1), ("Lena", 1), ("Lena", 1),
    ]  # fmt: skip


def test_staff_see_that_the_person_came_but_not_how_often_they_read(at, page, told, taken, amina):
    resident = admitting.admit(told.code)
    for _ in range(2):
        conversing.read_thread(resident)
    titles = [one.title for one in told_to(at(amina), page, taken)]
    assert WORDS["receipt.admit"] in titles
    assert WORDS["helprequest.opened"] not in titles
