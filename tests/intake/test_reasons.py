"""Why something is put off, or not taken over: a list that the municipality edits."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from config.starter import loading
from intake.models import HelpRequest, NotNow, Offer, PutOffReason, Reason
from intake.services import offering, putting_off, reading

LISTS = {Reason.Of.PUT_OFF: PutOffReason, Reason.Of.NOT_TAKEN: NotNow}


@pytest.fixture
def listed(db):
    """As in a new house."""
    for one in loading.read("reasons"):
        Reason.objects.create(valid_from=date(2026, 1, 1), **one)


@pytest.fixture
def read(taken, amina):
    reading.read(taken.pk, by=amina, purpose="triage")
    return taken


def a_working_day() -> date:
    day = timezone.localdate() + timedelta(days=7)
    return day + timedelta(days=(7 - day.weekday()) % 7)  # a Monday


def put_off(row, by, why):
    return putting_off.put_off(row.pk, until=a_working_day(), why=why, by=by)


@pytest.mark.parametrize("of", LISTS)
def test_a_new_house_begins_with_what_the_program_knows(db, of):
    """With and without rows: the same codes, in the same order."""
    first = [code for code, _label in Reason.choices(of)]
    for one in loading.read("reasons"):
        Reason.objects.create(valid_from=date(2026, 1, 1), **one)
    assert first == [code for code, _label in Reason.choices(of)] == LISTS[of].values


def test_a_new_version_reads_otherwise_and_an_ended_one_cannot_be_chosen(listed, read, amina):
    today, row = timezone.localdate(), Reason.objects.get(code="call")
    more = {"of": row.of, "code": "call", "valid_from": row.valid_from}
    Reason.objects.create(version=2, title={"sv": "Vi ses då"}, position=1, **more)
    assert ("call", "Vi ses då") in Reason.choices(Reason.Of.PUT_OFF)
    Reason.objects.create(
        version=3, title={"sv": "Vi ses då"}, valid_until=today - timedelta(days=1), **more
    )
    with pytest.raises(ValidationError) as refusal:
        put_off(read, amina, "call")
    assert refusal.value.error_dict["why"][0].code == "not_listed"
    assert Reason.words(Reason.Of.PUT_OFF, "call") == "Vi ses då"


def test_what_the_municipality_adds_is_chosen_and_shown(listed, read, amina, lena, at, page):
    for of, code, words in (("put_off", "holiday", "Skollovet"), ("not_taken", "course", "Kurs")):
        title = {"sv": words, "en": words}
        Reason.objects.create(of=of, code=code, title=title, valid_from=date(2026, 1, 1))
    told = {"until": a_working_day().isoformat(), "why": "holiday"}
    assert at(amina).post(page("put_off", read), told).status_code == 302
    assert "Skollovet" in at(amina).get(page("request", read)).content.decode()
    putting_off.bring_back(read.pk, by=amina)
    asked = offering.offer(read.pk, receiver=lena, by=amina)
    offering.decline(asked.pk, reason="course", by=lena)
    assert Offer.objects.get().declined_because == "course"
    assert "Kurs" in at(amina).get(page("request", read)).content.decode()


def test_a_reason_of_the_other_list_is_none(listed, read, amina, lena):
    with pytest.raises(ValidationError):
        put_off(read, amina, "no_time")
    asked = offering.offer(read.pk, receiver=lena, by=amina)
    with pytest.raises(ValidationError) as refusal:
        offering.decline(asked.pk, reason="call", by=lena)
    assert refusal.value.error_dict["reason"][0].code == "not_listed"
    assert Offer.objects.get().status == "waiting"


def test_an_administrator_changes_the_list_on_its_page(listed, client, adam, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    client.force_login(adam)
    page = reverse("desk:setting_new", args=["reasons"])
    told = {"of": "put_off", "code": "holiday", "title_sv": "Skollovet", "title_en": "School",
            "position": 9, "valid_from": "2026-01-01"}  # fmt: skip
    assert client.post(page, told).status_code == 302
    assert Reason.choices(Reason.Of.PUT_OFF)[-1][0] == "holiday"


def test_the_database_keeps_nothing_put_off_without_a_reason(read, amina):
    put_off(read, amina, "call")
    with pytest.raises(IntegrityError), transaction.atomic():
        HelpRequest.objects.update(put_off_for="")
