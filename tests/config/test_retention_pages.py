"""The pages of retention: how long one is kept, the list for two people, what a human is asked."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from config.retention.models import Disposal, LegalHold, RetentionPlan
from config.retention.services import disposing, proposing
from intake.models import HelpRequest, Keeping
from intake.services import raising_concern
from tests.config.test_disposing import YEARS, four, rules

__all__ = ["four", "rules"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def at(settings):
    settings.SECOND_FACTOR_REQUIRED = False

    def sign_in(user) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return sign_in


def address(name, *args):
    return reverse(f"desk:{name}", args=args)


def test_the_request_says_how_long_it_is_kept_and_why(at, four, amina):
    page = at(amina).get(address("request", four[0].help_request.pk)).text
    assert "Raderas den" in page
    assert "fem år efter den sista anteckningen (SoL 16 kap. 1 §)" in page
    assert address("retention", four[0].help_request.pk) in page
    page = at(amina).get(address("request", four[2].help_request.pk)).text
    assert "född den 5, 15 eller 25" in page


def test_what_is_known_is_said_on_its_own_page(at, four, amina):
    row = four[3].help_request
    url = address("retention", row.pk)
    assert at(amina).post(url, {"birth_day": "research"}).url == url
    keeping = Keeping.objects.get(help_request=row)
    assert (keeping.birth_day, keeping.recorded_by) == ("research", amina)
    answer = at(amina).post(url, {"birth_day": "other", "birth_year": "2190"})
    assert "Det året har inte kommit än." in answer.text


def test_a_lead_holds_it_and_lifts_the_hold(at, four, lena, amina):
    row = four[0].help_request
    told = {"reason": "court", "until": (timezone.localdate() + timedelta(days=9)).isoformat()}
    assert at(amina).post(address("retention_hold", row.pk), told).status_code == 403
    assert at(lena).post(address("retention_hold", row.pk), told).status_code == 302
    hold = LegalHold.objects.get()
    page = at(lena).get(address("retention", row.pk)).text
    assert "Ett mål i domstol" in page
    at(lena).post(address("retention_lift", row.pk), {"hold_pk": str(hold.pk)})
    hold.refresh_from_db()
    assert hold.lifted_by == lena
    past = told | {"until": "2020-01-01"}
    assert "inte har passerat" in at(lena).post(address("retention_hold", row.pk), past).text


def test_a_concern_report_has_such_a_page_too(at, rules, help_request, amina, rut, reception):
    report = raising_concern.hand_over(help_request.pk, concern="Oro.", by=amina)
    url = address("concern_retention", report.pk)
    assert url in at(rut).get(address("concern", report.pk)).text
    assert at(rut).post(url, {"birth_day": "other", "birth_year": "2015"}).status_code == 302
    assert Keeping.objects.get(concern_report=report).birth_year == 2015
    page = at(rut).get(url).text
    assert address("concerns") in page
    assert f"Orosanmälan {report.reference}" in page
    assert at(amina).get(url).status_code == 404


def test_two_people_dispose_of_a_list_through_the_pages(at, four, lena, adam, amina):
    with time_machine.travel(timezone.now() + YEARS, tick=False) as clock:
        proposing.run_nightly()
        row = Disposal.objects.get()
        url, told = address("disposal", row.pk), {"seen": row.digest}
        assert str(row.day.year) in at(adam).get(address("disposals")).text
        assert at(amina).get(url).status_code == 403
        assert at(adam).post(address("disposal_prepare", row.pk), told).status_code == 403
        assert at(lena).post(address("disposal_prepare", row.pk), told).url == url
        page = at(lena).get(url).text
        assert "En andra person" in page
        held_at = address("retention", four[0].help_request.pk)
        assert held_at in page
        assert held_at not in at(adam).get(url).text  # an administrator reaches no request
        assert "Du gick själv" in at(lena).post(address("disposal_approve", row.pk), told).text
        assert at(adam).post(address("disposal_approve", row.pk), told).url == url
        clock.shift(timedelta(days=7))
        assert disposing.sweep() == 2
        page = at(adam).get(url).text
        assert "Gallrad" in page
        assert row.digest in page
        assert "Ekonomi" not in page  # nothing of what it was about
    done = HelpRequest.objects.get(pk=four[0].help_request.pk)
    assert "Gallringstiden är ute" in at(lena).get(address("request", done.pk)).text
    shown = at(lena).get(address("erasures")).text
    assert done.reference not in shown  # the list stands there as one


def test_what_only_a_human_can_say_is_listed(at, four, lena):
    with time_machine.travel(timezone.now() + YEARS, tick=False):
        page = at(lena).get(address("retention_questions")).text
    assert four[3].help_request.reference in page
    assert four[0].help_request.reference not in page


def test_the_person_is_told_in_plain_words(four):
    client = Client()
    for told, how in ((four[0], "erased"), (four[2], "kept"), (four[3], "undecided")):
        client.post("/mailbox/", {"code": told.code})
        page = client.get("/mailbox/so-far/?lang=sv").text
        assert f'data-how="{how}"' in page
        assert "född" not in page


def test_the_settings_say_where_we_are(at, rules, adam):
    plan = RetentionPlan.objects.get()
    url = reverse("desk:setting", args=["retention", plan.pk])
    assert at(adam).post(url, {"county": "E", "days_between": "3"}).status_code == 302
    assert RetentionPlan.current().house().keeps_all
    rows = at(adam).get(reverse("desk:settings_rows", args=["retention-rules"])).text
    assert "SoL 16 kap. 2 a §" in rows
