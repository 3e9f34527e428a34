"""A service that a partner's lead proposes comes to be with our yes, and not a moment before."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from audit import changes, moves
from audit.guard import OutOfReach, Refused
from audit.models import Event, Outgoing
from audit.trail import name_of
from partners.lifecycle import ProposalState
from partners.models import Area, Proposal, Service, Topic
from partners.services import as_told, deciding, directory, proposing
from tests.partners.test_proposing import (
    approve,
    browser,
    filled_in,
    fresh,
    hours,
    told,
    unclear,
    ylva,
)
from tests.stage import cast

__all__ = ["browser", "unclear", "ylva"]


@cast
def topic(db):
    return Topic.objects.create(code="homework", label={"sv": "Läxor", "en": "Homework"})


@cast
def proposal(carl, adam, topic, youth_centre):
    return new(carl, topic)


def new(by, topic, *, instead_of=None, **more) -> Proposal:
    said = {"name": {"sv": "Läxhjälp"}, "from_age": 9, "topics": [topic.pk]} | more
    return proposing.propose_new(by=by, instead_of=instead_of, **as_told.NOTHING | said)


def offered(organisation) -> list[str]:
    return [str(one) for one in organisation.services.all()]


def test_until_we_agree_there_is_no_such_service(proposal, youth_centre, topic, adam):
    assert "Läxhjälp" not in offered(youth_centre)
    found = [one for row in directory.found(topic=topic) for one in row.services.all()]
    assert found == []
    assert proposal.values == {"name": {"sv": "Läxhjälp"}, "from_age": 9, "topics": [topic.pk]}
    assert told(adam) == ["partners.PROPOSED"]


def test_a_yes_makes_it_be_with_all_that_was_proposed_and_nothing_more(
    proposal, youth_centre, topic, adam, carl
):
    approve(proposal, adam)
    service = fresh(proposal).service
    assert (service.organisation, service.name) == (youth_centre, {"sv": "Läxhjälp"})
    assert (service.from_age, service.to_age, list(service.topics.all())) == (9, 120, [topic])
    assert (service.is_active, service.is_open, service.capacity_now()) == (True, False, "unknown")
    [found] = directory.found(topic=topic)
    assert list(found.services.all()) == [service]
    event = Event.objects.get(deed="service.add", about=name_of(service))
    assert (event.actor, event.facts["proposal"]) == (f"user/{adam.pk}", str(proposal.pk))
    assert list(changes.altered()) == []
    assert told(carl) == ["partners.ANSWERED"]


def test_a_no_has_a_reason_and_leaves_no_service(proposal, adam, unclear):
    before = Service.objects.count()
    with pytest.raises(ValidationError):
        deciding.refuse(proposal.pk, reason="", by=adam)
    deciding.refuse(proposal.pk, reason="unclear", by=adam)
    assert Service.objects.count() == before
    assert (fresh(proposal).status, fresh(proposal).what) == (ProposalState.REFUSED, "Läxhjälp")


def test_several_wait_beside_each_other_and_beside_the_hours(proposal, carl, topic):
    """Only what somebody says to change is changed."""
    other = new(carl, topic, name={"sv": "Öppet hus"})
    times = hours(carl)
    again = new(carl, topic, instead_of=proposal.pk, from_age=11)
    assert len({proposal.pk, other.pk, times.pk}) == 3
    assert (again.pk, again.values["from_age"]) == (proposal.pk, 11)
    assert Outgoing.objects.filter(notice="partners.PROPOSED").count() == 3
    with pytest.raises(IntegrityError), transaction.atomic():  # of the hours one alone
        Proposal.objects.filter(pk=other.pk).update(is_new=False)


def test_the_database_knows_no_service_before_a_yes(proposal, youth_centre):
    with pytest.raises(IntegrityError), transaction.atomic():
        Proposal.objects.filter(pk=proposal.pk).update(service=youth_centre.services.first())


def test_a_yes_is_to_what_was_seen(proposal, carl, topic, adam):
    seen = as_told.digest(proposal)
    new(carl, topic, instead_of=proposal.pk, to_age=19)
    with pytest.raises(ValidationError) as refusal:
        deciding.approve(proposal.pk, seen=seen, by=adam)
    assert refusal.value.code == "changed"
    assert fresh(proposal).service is None


def test_what_names_an_area_that_is_gone_is_not_agreed_to(carl, topic, adam):
    area = Area.objects.create(code="harbour", name="Hamnen")
    row = new(carl, topic, areas=[area.pk])
    area.delete()
    with pytest.raises(ValidationError) as refusal:
        approve(row, adam)
    assert refusal.value.code == "gone"
    assert (fresh(row).waits, fresh(row).service) == (True, None)


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": {"en": "Homework"}}, {"topics": []}, {"topics": [999_999]},
        {"areas": [999_999]}, {"from_age": 20, "to_age": 10},
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused_and_leaves_nothing(wrong, carl, topic):
    with pytest.raises(ValidationError):
        new(carl, topic, **wrong)
    assert not Proposal.objects.exists()


def test_a_topic_that_is_no_longer_used_is_not_offered_and_not_taken(carl, topic, browser):
    topic.is_active = False
    topic.save()
    with pytest.raises(ValidationError):
        new(carl, topic)
    page = browser(carl).get(reverse("portal:service_new"))
    assert topic.pk not in dict(page.context["form"].fields["topics"].choices)


def test_only_the_own_lead_proposes_and_changes_while_it_waits(
    proposal, topic, carl, clara, ylva, amina, adam
):
    for somebody in (clara, amina, adam):
        with pytest.raises(Refused):
            new(somebody, topic)
    with pytest.raises(OutOfReach):
        new(ylva, topic, instead_of=proposal.pk)
    with pytest.raises(OutOfReach):  # nor by this way what is about the hours
        new(carl, topic, instead_of=hours(carl).pk)
    approve(proposal, adam)
    with pytest.raises(moves.MoveNotAllowed):
        new(carl, topic, instead_of=proposal.pk)


def test_we_are_nobodys_to_propose_about(carl, house, topic):
    carl.organisation = house
    with pytest.raises(OutOfReach):
        new(carl, topic)


def test_from_the_form_to_the_directory(browser, carl, adam, ylva, topic, youth_centre):
    portal, door = browser(carl), reverse("portal:service_new")
    assert door in portal.get(reverse("portal:services")).text
    given = filled_in(portal.get(door)) | {
        "name_sv": "Läxhjälp",
        "description_sv": "Kom som du är.",
    }
    wrong = portal.post(door, given)
    assert set(wrong.context["form"].errors) == {"topics"}
    assert wrong.context["form"]["description_sv"].value() == "Kom som du är."
    assert portal.post(door, given | {"topics": [topic.pk]}).url == reverse("portal:services")
    row = Proposal.objects.get()
    change = reverse("portal:service_new_change", args=[row.pk])
    assert change in portal.get(reverse("portal:services")).text
    assert filled_in(portal.get(change))["description_sv"] == "Kom som du är."
    told = given | {"topics": [topic.pk], "to_age": 19}
    assert portal.post(change, told).status_code == 302
    assert fresh(row).values["to_age"] == 19
    assert browser(ylva).get(change).status_code == 404
    desk = browser(adam)
    assert "Läxhjälp" in desk.get(reverse("desk:proposals")).text
    shown = desk.get(reverse("desk:proposal", args=[row.pk]))
    assert "Läxor" in shown.text
    assert not shown.context["has_moved_on"]
    door = reverse("desk:proposal_approve", args=[row.pk])
    assert desk.post(door, {"seen": shown.context["seen"]}).status_code == 302
    assert "Läxhjälp" in offered(youth_centre)
    portal = browser(carl)
    assert portal.get(change).status_code == 404  # it is decided
    assert portal.get(reverse("portal:proposal", args=[row.pk])).status_code == 200
