"""Who may assess a concern for a child: registered by the administrator, from – to."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from audit.guard import OutOfReach, Refused
from audit.models import Event
from intake.models import ConcernReport, Qualification
from intake.services import qualifying

TODAY, DAY = timezone.localdate, timedelta(days=1)


def register(by, user, **more):
    told = {"kind": "socionom", "from_on": TODAY()} | more
    return qualifying.register(user_pk=user.pk, by=by, **told)


def test_the_administrator_registers_and_ends_it_and_the_log_says_so(amina, adam):
    row = register(adam, amina)
    assert qualifying.is_qualified(amina)
    assert (row.registered_by, row.kind) == (adam, "socionom")
    qualifying.end(row.pk, by=adam, until_on=TODAY())
    assert qualifying.is_qualified(amina)  # its last day
    row.refresh_from_db()
    assert (row.until_on, row.ended_by) == (TODAY(), adam)
    found = Event.objects.filter(deed__startswith="qualification.", actor=f"user/{adam.pk}")
    assert [event.facts["user"] for event in found] == [amina.pk, amina.pk]


@pytest.mark.parametrize(
    ("begins", "ends", "holds"),
    [(0, None, True), (1, None, False), (-9, -1, False), (-9, 0, True), (-9, 1, True)],
)
def test_it_holds_from_its_first_to_its_last_day(amina, adam, begins, ends, holds):
    until = None if ends is None else TODAY() + ends * DAY
    register(adam, amina, from_on=TODAY() + begins * DAY, until_on=until)
    assert qualifying.is_qualified(amina) is holds


def test_nobody_else_registers_or_ends_it(amina, lena, rut):
    for who in (amina, lena, rut):
        with pytest.raises(Refused):
            register(who, amina)
        with pytest.raises(Refused):
            qualifying.end(rut.qualifications.get().pk, by=who)


@pytest.mark.parametrize(
    ("more", "field", "code"),
    [
        ({"until_on": date(2019, 12, 31), "from_on": date(2020, 1, 1)}, "until_on", "too_early"),
        ({}, "user_pk", "already"),
    ],
)
def test_what_makes_no_sense_is_refused(rut, adam, more, field, code):
    with pytest.raises(ValidationError) as refused:
        register(adam, rut, **more)
    assert refused.value.error_dict[field][0].code == code


def test_only_whoever_assesses_here_can_be_registered(adam, stina, loke):
    for who in (stina, loke, adam):
        with pytest.raises(ValidationError) as refused:
            register(adam, who)
        assert refused.value.error_dict["user_pk"][0].code == "not_one"


def test_what_has_ended_is_not_ended_again(rut, adam):
    row = Qualification.objects.get()
    qualifying.end(row.pk, by=adam, until_on=TODAY() - DAY)
    with pytest.raises(OutOfReach):
        qualifying.end(row.pk, by=adam)
    with pytest.raises(OutOfReach):
        qualifying.end(0, by=adam)


def test_the_page_registers_and_ends_and_reads_no_report(at, rut, amina, adam):
    client, url = at(adam), reverse("desk:qualifications")
    assert rut.name in client.get(url).content.decode()
    told = {"user_pk": str(amina.pk), "kind": "other", "from_on": TODAY().isoformat()}
    assert client.post(url, told | {"user_pk": ""}).status_code == 200
    assert client.post(url, told).status_code == 302
    row = amina.qualifications.get()
    assert client.post(reverse("desk:end_qualification", args=[row.pk])).status_code == 302
    assert amina.qualifications.get().until_on == TODAY()
    assert at(amina).get(url).status_code == 403
    assert client.get(reverse("desk:concerns")).status_code == 403
    assert not ConcernReport.objects.visible_to(adam).exists()
