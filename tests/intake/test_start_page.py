import gzip
from datetime import date

import pytest
from django.contrib.staticfiles import finders
from django.urls import reverse

from partners.models import Municipality, PhoneNumber, PublicText

START = "/"


def test_the_first_page_sets_no_cookie_and_asks_next_to_nothing(
    north, client, django_assert_max_num_queries
):
    client.get(START)
    with django_assert_max_num_queries(2):
        response = client.get(START)
    assert response.status_code == 200
    assert not response.cookies
    assert not client.cookies
    for name in ("public:request", "mailbox:enter"):
        assert f'href="{reverse(name)}"' in response.content.decode()


def test_writing_comes_before_every_other_way_but_the_numbers(house, client):
    page = client.get(START).content.decode()
    places = [page.index(f'data-test="{name}"') for name in ("write", "come-back", "door-now")]
    assert [page.index("ds-alert"), *places] == sorted([page.index("ds-alert"), *places])


def test_it_works_before_anybody_has_written_a_text_or_a_number(db, client):
    page = client.get(START).content.decode()
    for place in ("what-happens", "what-does-not", "limits", "apply"):
        assert f'id="{place}"' in page


def test_the_municipalitys_own_text_is_the_newest_in_force(house, client):
    for version, day, text in [(1, 1, "gammal"), (2, 2, "gällande"), (3, 2999, "kommande")]:
        PublicText.objects.create(
            key="limits", version=version, body={"sv": f"En {text} text"},
            valid_from=date(max(day, 2000), 1, 1),
        )  # fmt: skip
    page = client.get(START).content.decode()
    assert "gällande" in page
    assert "gammal" not in page
    assert "kommande" not in page


@pytest.mark.parametrize(
    ("moment", "shown", "hidden"),
    [
        ("2026-11-19 10:00+01:00", "08-465 004 01", "08-465 004 02"),
        ("2026-11-19 22:00+01:00", "08-465 004 02", "08-465 004 01"),
    ],
)
def test_the_numbers_follow_the_clock(house, client, time_machine, moment, shown, hidden):
    for when, number in [("open", "08-465 004 01"), ("closed", "08-465 004 02")]:
        PhoneNumber.objects.create(label={"sv": "Hit"}, number=number, when=when)
    PhoneNumber.objects.create(label={"sv": "Jour"}, number="08-465 004 03", when="always")
    time_machine.move_to(moment)
    page = client.get(START).content.decode()
    assert shown in page
    assert hidden not in page
    assert "08-465 004 03" in page


def test_the_first_page_is_light(north, client):
    page = gzip.compress(client.get(START).content)
    with open(finders.find("look/public.css"), "rb") as sheet:
        assert len(page) + len(gzip.compress(sheet.read())) <= 14 * 1024


@pytest.mark.parametrize("name", ["public:privacy", "public:accessibility", "public:figures"])
def test_the_footers_pages_are_there(house, client, name):
    response = client.get(reverse(name))
    assert response.status_code == 200
    assert not response.cookies


def test_the_way_out_is_on_every_page_and_may_end_elsewhere(north, visit):
    exit_url = Municipality.objects.get().exit_url
    way_out = f'<form method="post" action="/leave/" class="leave" data-away="{exit_url}">'
    for response in (visit.open(START), visit.open(), visit.send(""), visit.send()):
        assert way_out in response.content.decode()
        assert f"form-action 'self' {exit_url.rstrip('/')}" in response["Content-Security-Policy"]
