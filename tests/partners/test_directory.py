import pytest
from django.urls import reverse

from audit.actors import ANYBODY, CLOCK
from audit.guard import Refused
from audit.models import Event
from partners.models import Area, Kind, Organisation, Topic
from partners.services import directory


@pytest.fixture
def partners(youth_centre, debt_advice, police, areas):
    economy = Topic.objects.get(code="economy")
    directory.add_service(
        debt_advice, by=CLOCK, name={"sv": "Budget"}, topics=[economy], areas=[areas["north"]]
    )
    return {one.name for one in (youth_centre, debt_advice, police)}


def test_a_name_that_was_given_up_may_be_taken_by_another(partners, police):
    before, police.name = police.name, "Polisen i länet"
    police.save()
    again = directory.add_organisation(
        by=CLOCK, name=before, kind=Kind.POLICE, secrecy=Organisation.Secrecy.STRONG
    )
    assert again.group != police.group


def names(**sought):
    return {one.name for one in directory.found(**sought)}


def test_everybody_active_is_in_it_but_ourselves(partners, police, house):
    assert names() == partners
    police.is_active = False
    police.save()
    assert names() == partners - {police.name}


def test_it_can_be_asked_by_kind_topic_and_area(partners, debt_advice, areas):
    economy = Topic.objects.get(code="economy")
    assert names(kind=Kind.CIVIL_SOCIETY) == {debt_advice.name}
    assert names(topic=economy) == {debt_advice.name}
    assert names(topic=economy, area=areas["south"]) == set()
    assert names(area=areas["south"]) == partners


def test_only_the_services_that_fit_are_listed(partners, debt_advice):
    [found] = directory.found(topic=Topic.objects.get(code="economy"))
    assert [str(service) for service in found.services.all()] == ["Budget"]


def test_an_address_that_is_hidden_is_not_told_to_those_who_refer_either(
    client, amina, partners, debt_advice, settings
):
    settings.SECOND_FACTOR_REQUIRED = False
    client.force_login(amina)
    debt_advice.services.update(address="Ekgatan 3", city="Tallsunda", access=["steps"])
    page = client.get(reverse("desk:directory")).content.decode()
    assert "Ekgatan 3, Tallsunda" in page
    assert "Inga trappsteg" in page
    debt_advice.services.update(address_is_hidden=True)
    page = client.get(reverse("desk:directory")).content.decode()
    assert "Ekgatan" not in page
    assert "Adressen är dold" in page


@pytest.mark.parametrize("query", ["", "kind=police", "topic=economy&area=north"])
def test_those_who_refer_look_in_it(client, amina, partners, settings, query):
    settings.SECOND_FACTOR_REQUIRED = False
    client.force_login(amina)
    page = client.get(f"{reverse('desk:directory')}?{query}")
    assert page.content.decode().count('data-test="partner"') == (3 if not query else 1)


def test_it_takes_few_queries(client, amina, partners, settings, django_assert_max_num_queries):
    settings.SECOND_FACTOR_REQUIRED = False
    client.force_login(amina)
    client.get(reverse("desk:directory"))  # what is kept for a minute is there now
    with django_assert_max_num_queries(16):
        client.get(reverse("desk:directory"))


def test_only_an_administrator_or_the_house_itself_adds(house, amina, adam):
    for somebody in (amina, ANYBODY):
        with pytest.raises(Refused):
            directory.add_team(by=somebody, name="Mine")
    directory.add_team(by=adam, name="Ours")
    assert Event.objects.get(deed="team.add", actor=f"user/{adam.pk}").facts["changes"]


def test_a_new_organisation_has_a_group_of_its_own(adam):
    made = directory.add_organisation(
        by=adam, name="Ny", kind=Kind.SCHOOL, secrecy=Organisation.Secrecy.STRONG
    )
    assert made.group.user_set.count() == 0
    assert Area.objects.count() == 0
