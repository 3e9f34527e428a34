"""The directory as Open Referral HSDS: what goes out fits the published schema, and what came in
comes out again.
"""

import json
from copy import deepcopy
from datetime import date

import pytest
from django.utils import timezone

from audit.actors import CLOCK
from partners.hsds import giving_out, own, schema
from partners.hsds.giving_out import House
from partners.models import AccessOffered, Organisation, Service, Topic
from partners.services import directory, importing, publishing
from referrals.models import Access
from tests.partners.hsds import CHOSEN, EXAMPLE, errors, file, missing_in


def take_in(raw: bytes, by, **chosen):
    waiting = importing.receive(file=raw, by=by, **(CHOSEN | chosen))
    assert not waiting.findings
    return importing.apply(waiting.pk, seen=importing.plan_of(waiting).digest(), by=by)


def given_out(row: Service, *, openly=False) -> dict:
    return giving_out.service(row, House.now(), openly=openly)


@pytest.fixture
def shelter(debt_advice, areas):
    """A service that tells everything there is a column for, at an address that may be known."""
    return directory.add_service(
        debt_advice, by=CLOCK, name={"sv": "Jour", "en": "Help line"}, is_open=True,
        description={"sv": "En jour"}, audience={"sv": "Du som har det svårt"},
        how_to_come={"sv": "Ring först"}, hours={"sv": "Dygnet runt", "en": "Always"},
        cost={"sv": "Gratis"}, languages=["sv", "ar"], phone="070-174 06 11",
        access=["steps", "remote"], address="Ekgatan 3", postal_code="123 45", city="Tallsunda",
        checked_on=date(2026, 11, 2), from_age=15, to_age=99, capacity="few",
        capacity_said_at=timezone.now(), areas=[areas["north"]],
        topics=[Topic.objects.get(code="economy")],
    )  # fmt: skip


def test_the_example_of_the_specification_fits_the_schema_as_we_have_it():
    assert errors(schema.SERVICE, EXAMPLE) == []
    for name in ("id", "name", "status"):
        assert errors(schema.SERVICE, {key: EXAMPLE[key] for key in EXAMPLE if key != name})


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (["status"], "open"), (["minimum_age"], "12"), (["id"], "ac148810"), (["url"], "samtal"),
        (["email"], "post"), (["last_modified"], "2023-03-15"), (["phones", 0, "number"], None),
        (["organization", "name"], None), (["languages", 0, "id"], None),
        (["service_at_locations", 0, "location", "location_type"], "house"),
        (["service_at_locations", 0, "location", "addresses", 0, "country"], None),
        (["schedules", 0, "freq"], "DAILY"), (["capacities", 0, "unit"], None),
        (["attributes", 0, "taxonomy_term", "description"], None),
    ],
)  # fmt: skip
def test_the_schema_refuses_what_the_published_one_refuses(path, value):
    told = deepcopy(EXAMPLE)
    inner = told
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = value
    if value is None:
        del inner[path[-1]]
    assert errors(schema.SERVICE, told)


def test_everything_that_goes_out_fits_the_published_schema(
    house, shelter, youth_centre, police, adam
):
    police.is_public = True
    police.save()
    told = publishing.export(by=adam)
    assert len(told["services"]) == Service.objects.count()
    for row in publishing.services():
        assert errors(schema.SERVICE, given_out(row, openly=True)) == []
    for one in told["services"]:
        assert errors(schema.SERVICE, one) == []
    for one in told["organizations"]:
        assert errors(schema.ORGANISATION, one) == []


def test_what_stands_in_our_columns_goes_out(shelter):
    told = given_out(shelter, openly=True)
    expected = {
        "name": "Jour", "description": "En jour", "status": "active", "minimum_age": 15,
        "eligibility_description": "Du som har det svårt", "application_process": "Ring först",
        "fees_description": "Gratis", "assured_date": "2026-11-02", "maximum_age": 99,
        "phones": [{"number": "070-174 06 11"}], "schedules": [{"description": "Dygnet runt"}],
        "languages": [{"code": "sv"}, {"code": "ar"}], "service_areas": [{"name": "North"}],
        "translations": {"en": {"name": "Help line", "hours": "Always"}},
    }  # fmt: skip
    assert missing_in(expected, told) == []
    [place] = told["service_at_locations"]
    assert place["location"]["addresses"][0]["address_1"] == "Ekgatan 3"
    assert own.codes(told["attributes"], own.TOPICS) == ["economy"]
    assert own.codes(told["attributes"], own.ACCESS) == ["steps", "remote"]
    assert own.value(told["attributes"], own.ROOM) == "few"


@pytest.mark.parametrize("openly", [True, False])
def test_an_address_that_is_hidden_is_in_no_record_but_the_area_is(shelter, openly, adam):
    shelter.address_is_hidden = True
    shelter.carried = {
        "service_at_locations": [{"id": str(shelter.hsds_id), "description": "Ekgatan 3"}],
        "service_areas": [{"id": str(shelter.hsds_id), "name": "Väst", "extent": "Ekgatan"}],
        "phones": [{"id": str(shelter.hsds_id), "number": "", "at": "Ekgatan 3"}],
        "where": "Ekgatan 3",
    }  # fmt: skip
    shelter.save()
    organisation = shelter.organisation
    organisation.carried = {
        "locations": [{"id": str(shelter.hsds_id), "name": "Ekgatan 3"}],
        "services": [{"id": str(shelter.hsds_id), "address": "Ekgatan 3"}],
    }
    organisation.save()
    told = str(given_out(Service.objects.get(pk=shelter.pk), openly=openly))
    assert "Ekgatan" not in told
    assert "North" in told
    assert "Ekgatan" not in str(publishing.export(by=adam))


def test_the_example_of_the_specification_comes_out_as_it_came_in(house, adam):
    take_in(file(EXAMPLE), adam)
    row = Service.objects.get(hsds_id=EXAMPLE["id"])
    assert missing_in(EXAMPLE, given_out(row)) == []
    assert errors(schema.SERVICE, given_out(row)) == []


def test_it_stands_in_our_columns_too(house, adam, areas):
    take_in(file(EXAMPLE | {"service_areas": [{"id": EXAMPLE["id"], "name": "north"}]}), adam)
    row = Service.objects.get(hsds_id=EXAMPLE["id"])
    assert (row.name, row.cost["sv"]) == ({"sv": "Samtal på orten"}, "En avgift i timmen.")
    assert (row.from_age, row.to_age, row.phone) == (12, 100, "070-174 06 05")
    assert (row.address, row.city, row.hours["sv"]) == ("Storgatan 1–30", "Orten", "Vardagar 10–18")
    assert (row.checked_on, list(row.areas.all())) == (date(2005, 1, 1), [areas["north"]])
    assert row.organisation.website == "http://example.com"


def test_what_is_changed_here_has_the_last_word(house, adam):
    take_in(file(EXAMPLE), adam)
    row = Service.objects.get(hsds_id=EXAMPLE["id"])
    row.phone, row.address, row.is_active = "070-174 06 22", "Nygatan 1", False
    row.save()
    told = given_out(row)
    assert told["phones"][0] == EXAMPLE["phones"][0] | {"number": "070-174 06 22"}
    assert told["service_at_locations"][0]["location"]["addresses"][0]["address_1"] == "Nygatan 1"
    assert told["status"] == "inactive"
    assert told["last_modified"] != EXAMPLE["last_modified"]
    row.phone = row.address = row.city = ""
    told = given_out(row)
    assert "phones" not in told
    assert "addresses" not in told["service_at_locations"][0]["location"]


def test_nobodys_name_is_published_nor_what_the_schema_does_not_know(house, adam):
    take_in(file(EXAMPLE | {"internal": "Till oss"}), adam)
    told = str(given_out(Service.objects.get(hsds_id=EXAMPLE["id"]), openly=True))
    assert "Persona" not in told
    assert "Till oss" not in told
    assert "Exempelföreningen" in told


def test_names_of_people_are_left_outside_unless_somebody_asks_for_them(house, adam):
    take_in(file(EXAMPLE), adam, keeps_people=False)
    row = Service.objects.get(hsds_id=EXAMPLE["id"])
    assert "Persona" not in str(row.carried)
    assert "Persona" not in str(Organisation.objects.get(hsds_id=row.organisation.hsds_id).carried)
    lost = missing_in(EXAMPLE, given_out(row))
    assert {one.rpartition(".")[2] for one in lost} == schema.PEOPLE


def test_our_own_file_changes_nothing_here(house, shelter, youth_centre, adam):
    shelter.description = {"en": "A help line"}  # and nothing in Swedish yet
    shelter.save()
    told = publishing.export(by=adam)
    counted = take_in(json.dumps(told).encode(), adam)
    assert counted["new"] == counted["changed"] == 0
    assert counted["same"] == len(told["organizations"]) + len(told["services"])


def test_our_own_file_builds_the_same_in_an_empty_house(house, shelter, adam):
    told = publishing.export(by=adam)
    [before] = [one for one in told["services"] if one["id"] == str(shelter.hsds_id)]
    for row in (*Service.objects.all(), *Organisation.objects.filter(is_ours=False)):
        row.delete()
    assert take_in(json.dumps(told).encode(), adam)["new"] == 3
    row = Service.objects.get(hsds_id=shelter.hsds_id)
    after = given_out(row)
    ignored = {"last_modified", "attributes"}
    assert {key: before[key] for key in before if key not in ignored} == {
        key: after[key] for key in after if key not in ignored
    }
    assert row.is_open
    assert (row.organisation.kind, row.organisation.secrecy) == ("civil_society", "private")
    assert not row.organisation.is_active


def test_whatever_a_person_may_need_a_service_can_say_it_is_ready_for():
    assert set(Access.values) <= set(AccessOffered.values)
