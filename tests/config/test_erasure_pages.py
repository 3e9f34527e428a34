"""The pages of erasing: propose, look, confirm, download."""

import json

import pytest
from django.test import Client
from django.urls import reverse

from audit import certificate
from audit.models import Erasure, Event
from audit.sealing import identity
from intake.models import HelpRequest
from intake.services import triaging
from tests.audit.erasing import a_ground

pytestmark = pytest.mark.django_db


@pytest.fixture
def at(settings):
    settings.SECOND_FACTOR_REQUIRED = False

    def sign_in(user) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return sign_in


@pytest.fixture
def ended(help_request, amina):
    triaging.take(help_request.pk, by=amina)
    return triaging.close(help_request.pk, reason="not_ours", children="none", by=amina)


def page(name, row):
    return reverse(f"desk:{name}", args=[row.pk])


def test_two_people_and_a_file_that_can_be_checked(at, ended, lena, adam, amina):
    ground = a_ground()
    answer = at(lena).post(page("erase", ended), {"ground_pk": ground.pk})
    erasure = Erasure.objects.get()
    assert answer.url == page("erasure", erasure)
    assert at(lena).post(page("erasure_confirm", erasure)).status_code == 409
    assert at(adam).post(page("erasure_confirm", erasure)).status_code == 302
    file = at(lena).get(page("erasure_certificate", erasure))
    assert file["Content-Disposition"].startswith("attachment")
    assert certificate.verify(file.content.decode(), identity.public())["kind"] == "request"
    said = at(amina).get(page("request", ended)).content.decode()
    assert 'data-test="erased"' in said
    assert 'id="open-form"' not in said
    assert at(amina).get(page("words", ended)).status_code in (302, 410)


def test_without_a_ground_nothing_is_proposed_and_the_page_says_so(at, ended, lena):
    a_ground()
    answer = at(lena).post(page("erase", ended), {})
    assert answer.status_code == 200
    assert answer.context["form"].errors.keys() == {"ground_pk"}
    assert not Erasure.objects.exists()


def test_what_is_in_the_way_is_said_instead_of_a_form(at, help_request, lena):
    a_ground()
    said = at(lena).get(page("erase", help_request)).content.decode()
    assert 'data-test="in-the-way"' in said
    assert 'id="erase-form"' not in said
    assert at(lena).post(page("erase", help_request), {"ground_pk": 1}).status_code == 200


def test_the_button_is_the_leads_and_only_when_it_has_ended(at, help_request, amina, lena):
    def has_button(who):
        return 'data-test="erase"' in at(who).get(page("request", help_request)).content.decode()

    assert not has_button(lena)
    triaging.take(help_request.pk, by=amina)
    triaging.close(help_request.pk, reason="not_ours", children="none", by=amina)
    assert has_button(lena)
    assert not has_button(amina)


def test_no_certificate_before_it_is_done(at, ended, lena, adam):
    at(lena).post(page("erase", ended), {"ground_pk": a_ground().pk})
    erasure = Erasure.objects.get()
    assert at(adam).get(page("erasure_certificate", erasure)).status_code == 404
    assert at(adam).post(page("erasure_certify", erasure)).status_code == 404
    at(adam).post(page("erasure_decline", erasure))
    assert HelpRequest.objects.get().erased_at is None


@pytest.mark.parametrize("typed", ["", "x", "1 2 x", "9" * 40, "-1", "²"])
def test_line_numbers_that_are_none_are_shown_again(at, loke, typed):
    ground = a_ground()
    told = {"numbers": typed, "ground_pk": ground.pk}
    answer = at(loke).post(reverse("desk:erase_facts"), told)
    assert answer.status_code == 200
    assert "numbers" in answer.context["form"].errors
    assert answer.context["form"]["numbers"].value() == typed


def test_facts_by_the_page(at, loke, adam, help_request):
    line = Event.objects.get(deed="helprequest.submit").link.number
    told = {"numbers": f"{line},", "ground_pk": a_ground().pk}
    at(loke).post(reverse("desk:erase_facts"), told)
    erasure = Erasure.objects.get()
    at(adam).post(page("erasure_confirm", erasure))
    assert json.loads(Erasure.objects.get().certificate)["body"]["counts"]["lines"] == 1
    assert Event.objects.get(link__number=line).facts == {}
