"""Ways past the form: numbers, a child that is harmed, services; two steps, no script."""

import re
from datetime import date, timedelta

import pytest
from django.db import DatabaseError
from django.urls import reverse
from django.utils import timezone

from audit.actors import CLOCK
from config.starter import loading
from intake import statistics
from intake.models import Door, DoorCount, HelpRequest
from intake.services import counting, greeting
from partners.models import (
    Municipality,
    OpenService,
    PhoneNumber,
    Service,
    ServiceKind,
    Topic,
    unchecked,
)
from partners.services import directory

WAYS = ("now", "child", "services")


@pytest.fixture
def helplines(house):
    for number, about in enumerate(PhoneNumber.About):
        PhoneNumber.objects.create(
            label={"sv": f"Linje {about}"}, number=f"08-465 004 {number + 30}", when="always",
            about=about, audience={"sv": f"För {about}"}, languages=["so"],
        )  # fmt: skip
    greeting.forget()


@pytest.mark.parametrize("door", WAYS)
def test_each_way_is_on_the_first_page_and_leads_on_with_one_press(house, client, door):
    address = reverse("public:go", args=[door])
    assert f'action="{address}"' in client.get("/").content.decode()
    answer = client.post(address)
    assert answer.status_code == 302
    assert client.get(answer.url).status_code == 200
    assert not answer.cookies
    assert not client.cookies


def test_every_helpline_stands_on_the_page_of_numbers(helplines, client):
    page = client.get(reverse("public:now")).content.decode()
    for phone in PhoneNumber.objects.all():
        assert phone.number in page
        assert str(phone) in page
    assert page.count("Soomaali") >= len(PhoneNumber.About)
    assert 'href="tel:112"' in page


def test_helplines_do_not_crowd_the_first_page(helplines, client):
    page = client.get("/").content.decode()
    assert "Linje anything" in page
    assert "Linje life" not in page


def test_a_child_that_is_harmed_has_its_number_and_the_form(helplines, client):
    page = client.get(reverse("public:child")).content.decode()
    assert "Linje harmed_child" in page
    assert reverse("public:request") in page
    assert 'href="tel:112"' in page


def test_what_is_counted_is_the_way_and_the_day_and_nothing_else(house, client, time_machine):
    time_machine.move_to("2026-11-19 22:41+01:00")
    for door in ("now", "now", "child"):
        client.post(reverse("public:go", args=[door]))
    rows = DoorCount.objects.values_list("day", "door", "times")
    assert set(rows) == {(date(2026, 11, 19), "now", 2), (date(2026, 11, 19), "child", 1)}
    assert {field.name for field in DoorCount._meta.fields} == {"id", "day", "door", "times"}


def test_the_counts_of_a_month_are_shown_with_the_settings(house, client, adam, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    today = timezone.localdate()
    for days, times in [(0, 3), (29, 4), (31, 50)]:
        DoorCount.objects.create(day=today - timedelta(days), door="now", times=times)
    assert dict(statistics.ways_past(today)) == {
        Door.NOW.label: 7, Door.CHILD.label: 0, Door.SERVICES.label: 0,
    }  # fmt: skip
    client.force_login(adam)
    assert "<bdi>7</bdi>" in client.get(reverse("desk:settings")).content.decode()


def test_looking_at_a_page_counts_nothing(house, client):
    for door in WAYS:
        client.get(reverse(f"public:{door}"))
    assert not DoorCount.objects.exists()


def test_a_way_that_is_not_there_is_404(house, client):
    assert client.post(reverse("public:go", args=["elsewhere"])).status_code == 404


def test_nobody_waits_for_a_number_because_it_cannot_be_counted(house, client, monkeypatch):
    def broken(door):
        raise DatabaseError

    monkeypatch.setattr(counting, "_add", broken)
    assert client.post(reverse("public:go", args=["now"])).status_code == 302


def test_the_language_goes_along(house, client):
    answer = client.post(reverse("public:go", args=["now"]) + "?lang=en")
    assert answer.url.endswith("?lang=en")
    assert "Numbers to call" in client.get(answer.url).content.decode()


def test_numbers_nobody_has_checked_for_a_year_are_shown_to_the_administrator(
    house, client, adam, settings
):
    settings.SECOND_FACTOR_REQUIRED = False
    today = timezone.localdate()
    for number, checked in [("08-465 004 01", None), ("08-465 004 02", today - timedelta(366)),
                            ("08-465 004 03", today)]:  # fmt: skip
        PhoneNumber.objects.create(
            label={"sv": "En"}, number=number, when="always", checked_on=checked
        )
    assert [phone.number for phone in unchecked()] == ["08-465 004 01", "08-465 004 02"]
    client.force_login(adam)
    page = client.get(reverse("desk:settings_rows", args=["phones"])).content.decode()
    assert page.count("Kontrollera om det fortfarande stämmer") == 2
    assert "2 telefonnummer" in page
    assert client.get("/health/").json()["numbers_unchecked"] == 2
    unchecked().update(checked_on=today)
    assert "telefonnummer fortfarande" not in client.get(reverse("desk:settings")).content.decode()


# --- Open services -----------------------------------------------------------------------------


@pytest.fixture
def services(house, areas, youth_centre):
    def service(name, **fields):
        return directory.add_service(
            youth_centre, by=CLOCK, name={"sv": name, "en": name}, **({"is_open": True} | fields)
        )

    service("Ungdomshäng", from_age=12, to_age=18, languages=["ar"], areas=[areas["north"]])
    service("Seniorkaffe", from_age=65, topics=[Topic.objects.get(code="economy")])
    service("För alla", audience={"sv": "Du som vill"}, how_to_come={"sv": "Bara att komma"},
            phone="08-465 004 41", hours={"sv": "vardagar 9–12"})  # fmt: skip
    service("Bara efter remiss", is_open=False)
    service("Nedlagd", is_active=False)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", {"Ungdomshäng", "Seniorkaffe", "För alla"}),
        ("?age=14", {"Ungdomshäng", "För alla"}),
        ("?age=70", {"Seniorkaffe", "För alla"}),
        ("?area=south", {"Seniorkaffe", "För alla"}),
        ("?area=north", {"Ungdomshäng", "Seniorkaffe", "För alla"}),
        ("?spoken=ar", {"Ungdomshäng"}),
        ("?topic=economy", {"Seniorkaffe"}),
        ("?topic=economy&age=14", set()),
        ("?age=-1", {"Ungdomshäng", "Seniorkaffe", "För alla"}),
        ("?age=x&area=nowhere", {"Ungdomshäng", "Seniorkaffe", "För alla"}),
    ],
)
def test_open_services_are_found_by_their_address_alone(services, client, query, found):
    response = client.get(reverse("public:services") + query)
    page = response.content.decode()
    names = set(Service.objects.values_list("name__sv", flat=True))
    assert {name for name in names if f"<h2>{name}</h2>" in page} == found
    assert not response.cookies
    assert not HelpRequest.objects.exists()


def test_one_sees_how_to_come_there_without_sending_anything(services, client):
    page = client.get(reverse("public:services")).content.decode()
    for said in ("Du som vill", "Bara att komma", "vardagar 9–12", "08-465 004 41", "12 till 18"):
        assert said in page
    assert page.index("Du som vill") < page.index("<h2>För alla</h2>")


def test_one_sees_what_it_costs_where_it_is_and_what_it_is_ready_for(services, client):
    Service.objects.filter(name__sv="För alla").update(
        cost={"sv": "Det är gratis"}, access=["steps", "remote"], address="Ekgatan 3",
        postal_code="123 45", city="Tallsunda",
    )  # fmt: skip
    address = reverse("public:services")
    page = client.get(address).content.decode()
    for said in ("Det är gratis", "Inga trappsteg, Per telefon", "Ekgatan 3, 123 45 Tallsunda"):
        assert said in page
    Service.objects.update(address_is_hidden=True)
    assert "Ekgatan" not in client.get(address).content.decode()


def test_the_list_leads_to_the_open_data_where_there_is_any(services, client):
    address, link = reverse("public:services"), reverse("public:open_services")
    assert link not in client.get(address).content.decode()
    Municipality.objects.update(publishes_directory=True)
    greeting.forget()
    assert link in client.get(address).content.decode()


def test_an_empty_list_says_what_to_do_instead(house, client, services):
    page = client.get(reverse("public:services") + "?topic=economy&age=14").content.decode()
    assert f'href="{reverse("public:services")}"' in page
    Service.objects.all().delete()
    page = client.get(reverse("public:services")).content.decode()
    assert f'href="{reverse("public:request")}"' in page


def test_the_right_to_apply_stands_wherever_open_services_are(north, services, visit, client):
    """SoL 11:6."""
    receipt = visit.send()
    client.post(reverse("mailbox:enter"), {"code": visit.code(receipt)})
    pages = (client.get(reverse("public:services")), receipt, client.get(reverse("mailbox:thread")))
    assert all('id="apply"' in page.content.decode() for page in pages)


def test_asking_for_services_takes_few_questions(services, client, django_assert_max_num_queries):
    client.get(reverse("public:services"))
    with django_assert_max_num_queries(10):
        client.get(reverse("public:services"))


# --- What anybody gets who asks: the catalogue of the board -----------------------------------

DAY = timedelta(days=1)
JUNE = date(2025, 6, 18)
DECIDED = {"decision_number": "SN 1", "decided_on": JUNE, "valid_from": JUNE + DAY}


@pytest.fixture
def catalogue(house):
    today = timezone.localdate()
    for kind in loading.read("service_kinds"):
        ServiceKind.objects.create(**kind)

    def decided(name, **fields):
        return OpenService.objects.create(
            kind="advice_talks",
            name={"sv": name},
            provider=house,
            **{"mode": "advice"} | DECIDED | fields,
        )

    decided("Samtal", audience={"sv": "Alla här"}, talks=5)
    decided("Ungdomssamtal", from_age=13, to_age=20, mode="identity_exempt")
    decided("Skuldhjälp", from_age=18, mode="full", valid_until=today)
    decided("Utan beslut", decision_number="", decided_on=None, valid_from=None)
    decided("Inte än", valid_from=today + DAY)
    decided("Inte längre", valid_until=today - DAY)
    decided("Tillbakatagen", withdrawn_from=today, withdrawal_number="SN 2")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["Samtal", "Ungdomssamtal", "Skuldhjälp"]), ("?age=14", ["Samtal", "Ungdomssamtal"]),
        ("?age=45", ["Samtal", "Skuldhjälp"]),
        ("?spoken=ar", ["Samtal", "Ungdomssamtal", "Skuldhjälp"]),
    ],
)  # fmt: skip
def test_only_what_the_board_has_decided_is_offered(catalogue, client, query, found):
    page = client.get(reverse("public:services") + query).content.decode()
    assert re.findall(r"<h3>(.*?)</h3>", page) == found


def test_for_whom_it_is_comes_first_and_what_is_written_down_is_said(catalogue, client):
    page = client.get(reverse("public:services")).content.decode()
    assert page.index("Alla här") < page.index("<h3>Samtal</h3>")
    for said in ("Högst 5 gånger", "Inget om dig", "men aldrig vem du är", "Vem du är och vad som"):
        assert said in page
    assert "under 15" in page
    for query, is_said in (("?age=14", True), ("?age=15", False), ("?age=45", False)):
        page = client.get(reverse("public:services") + query).content.decode()
        assert ("under 15" in page) is is_said, query
    OpenService.objects.filter(from_age__lt=15).delete()
    page = client.get(reverse("public:services")).content.decode()
    assert "under 15" not in page
    assert f'href="{reverse("public:request")}"' in page
