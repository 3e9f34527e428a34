"""The directory as open data: what the municipality wants anybody to know, and nothing else."""

from uuid import uuid4

import pytest
from django.urls import reverse

from audit.actors import CLOCK
from partners.hsds import own, schema
from partners.models import Municipality, Topic
from partners.services import directory
from tests.partners.hsds import errors


@pytest.fixture
def published(house, youth_centre, debt_advice, police, areas):
    """The debt advice has a service to come to, and one that takes a referral; the others none."""
    Municipality.objects.update(publishes_directory=True)
    return directory.add_service(
        debt_advice, by=CLOCK, name={"sv": "Öppen rådgivning"}, is_open=True,
        topics=[Topic.objects.get(code="economy")], areas=[areas["north"]],
    )  # fmt: skip


def ask(client, name="open_services", **sought):
    return client.get(reverse(f"public:{name}"), sought).json()


def names(client, name="open_services", **sought):
    return [one["name"] for one in ask(client, name, **sought)["contents"]]


def test_nothing_is_published_before_somebody_has_said_so(house, client, published):
    Municipality.objects.update(publishes_directory=False)
    for name in ("open_data", "open_services", "open_organisations"):
        assert client.get(reverse(f"public:{name}")).status_code == 404
    one = reverse("public:open_service", args=[published.hsds_id])
    assert client.get(one).status_code == 404


def test_only_what_residents_may_come_to_and_who_is_marked_as_public_is_there(
    client, published, police
):
    assert names(client) == ["Öppen rådgivning"]
    assert names(client, "open_organisations") == ["Skuldhjälpen"]
    police.is_public = True
    police.save()
    assert names(client) == ["Stöd från Polisen Tallsunda", "Öppen rådgivning"]
    assert names(client, "open_organisations") == ["Polisen Tallsunda", "Skuldhjälpen"]
    police.is_active = False
    police.save()
    assert names(client) == ["Öppen rådgivning"]


def test_what_is_not_published_is_not_found_by_its_id(client, published, youth_centre):
    hidden = youth_centre.services.get()
    for name, row in (("open_service", hidden), ("open_organisation", youth_centre)):
        assert client.get(reverse(f"public:{name}", args=[row.hsds_id])).status_code == 404
    assert client.get(reverse("public:open_service", args=[uuid4()])).status_code == 404


def test_one_record_is_whole_and_fits_the_schema(client, published):
    told = client.get(reverse("public:open_service", args=[published.hsds_id])).json()
    assert errors(schema.SERVICE, told) == []
    assert told["organization"]["name"] == "Skuldhjälpen"
    assert told["service_areas"][0]["name"] == "North"
    by = client.get(reverse("public:open_organisation", args=[published.organisation.hsds_id]))
    assert errors(schema.ORGANISATION, by.json()) == []


def test_a_functional_mailbox_and_how_secrets_are_kept_are_nobodys_business(client, published):
    whole = str(ask(client, full="true")) + str(ask(client, "open_organisations", full="true"))
    assert published.organisation.email not in whole
    for what in (own.SECRECY, own.KIND, own.IS_OPEN, own.IS_HIDDEN, own.IS_PUBLIC):
        assert what not in whole


def test_a_list_is_paged_as_hsds_pages(client, published, debt_advice):
    for number in range(4):
        directory.add_service(debt_advice, by=CLOCK, name={"sv": f"Kurs {number}"}, is_open=True)
    page = ask(client, per_page=2, page=3)
    assert {name: page[name] for name in page if name != "contents"} == {
        "total_items": 5, "total_pages": 3, "page_number": 3, "size": 1, "first_page": False,
        "last_page": True, "empty": False,
    }  # fmt: skip
    assert "service_areas" not in page["contents"][0]
    assert ask(client, page=9)["empty"] is True
    assert len(ask(client, minimal="true", per_page=1)["contents"]) == 5
    assert set(ask(client, minimal="true")["contents"][0]) == {"id", "last_modified"}


@pytest.mark.parametrize(
    ("sought", "found"),
    [
        ({"search": "ÖPPEN råd"}, 1), ({"search": "finns inte"}, 0),
        ({"modified_after": "2020-01-01T00:00:00Z"}, 1),
        ({"modified_after": "2120-01-01T00:00:00Z"}, 0),
        ({"organization_id": "0fdfb57f-c147-4cfb-864c-44788a335d8c"}, 0),
        ({"taxonomy_term_id": own.term_id(own.TOPICS, "parenting")}, 0),
    ],
)  # fmt: skip
def test_it_can_be_searched_in_the_words_of_hsds(client, published, sought, found):
    assert ask(client, **sought)["total_items"] == found


def test_a_topic_and_an_organisation_are_found_by_their_ids(client, published):
    [told] = ask(client, full="true")["contents"]
    term = next(one["taxonomy_term"] for one in told["attributes"] if "taxonomy_term" in one)
    for sought in (
        {"taxonomy_term_id": term["id"]}, {"taxonomy_id": term["taxonomy_id"]},
        {"organization_id": told["organization"]["id"]},
    ):  # fmt: skip
        assert ask(client, **sought)["total_items"] == 1


@pytest.mark.parametrize(
    "wrong",
    [{"page": "0"}, {"per_page": "101"}, {"organization_id": "x"},
     {"modified_after": "9999-12-31T23:59:59-14:00"},
     {"modified_after": "0001-01-01T00:00:00+14:00"}],
)  # fmt: skip
def test_what_makes_no_sense_is_said_by_its_name(client, published, wrong):
    answer = client.get(reverse("public:open_services"), wrong)
    assert answer.status_code == 400
    assert list(answer.json()["errors"]) == list(wrong)


def test_it_is_read_only_sets_no_cookie_and_is_the_same_in_every_language(client, published):
    address = reverse("public:open_services")
    assert client.post(address).status_code == 405
    first = client.get(address, {"full": "true"}, headers={"Accept-Language": "fi"})
    assert not first.cookies
    assert first.headers["Access-Control-Allow-Origin"] == "*"
    assert first.content == client.get(address, {"full": "true"}).content


def test_a_page_takes_as_many_queries_as_it_takes(
    client, published, debt_advice, django_assert_max_num_queries
):
    for number in range(30):
        directory.add_service(debt_advice, by=CLOCK, name={"sv": f"Kurs {number}"}, is_open=True)
    with django_assert_max_num_queries(9):
        assert ask(client, full="true")["size"] == 31
