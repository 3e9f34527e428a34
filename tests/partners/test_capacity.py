from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from audit.guard import OutOfReach, Refused
from audit.models import Event
from partners.models import Service
from partners.services import stating_capacity

OPEN, UNKNOWN = Service.Capacity.OPEN, Service.Capacity.UNKNOWN


@pytest.fixture
def service(youth_centre):
    return youth_centre.services.get()


def test_a_partner_lead_says_how_much_room_there_is(service, carl):
    stating_capacity.state(service.pk, by=carl, capacity=OPEN)
    service.refresh_from_db()
    assert service.capacity_now() == OPEN
    assert Event.objects.get(deed="service.capacity").facts == {"capacity": "open"}


def test_it_is_believed_for_two_weeks(service, carl):
    stating_capacity.state(service.pk, by=carl, capacity=OPEN)
    Service.objects.update(capacity_said_at=timezone.now() - timedelta(days=15))
    service.refresh_from_db()
    assert service.capacity_now() == UNKNOWN


def test_nobody_says_it_for_another_organisation(carl, debt_advice):
    with pytest.raises(OutOfReach):
        stating_capacity.state(debt_advice.services.get().pk, by=carl, capacity=OPEN)


def test_a_member_and_a_social_worker_do_not_say_it(service, clara, amina):
    for somebody in (clara, amina):
        with pytest.raises(Refused):
            stating_capacity.state(service.pk, by=somebody, capacity=OPEN)


def test_one_press_is_enough(client, service, carl, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    client.force_login(carl)
    page = client.get(reverse("portal:capacity")).content.decode()
    assert page.count('data-test="capacity"') == 1
    client.post(reverse("portal:capacity_state", args=[service.pk]), {"capacity": "few"})
    service.refresh_from_db()
    assert service.capacity == "few"


def test_a_strange_answer_changes_nothing(client, service, carl, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    client.force_login(carl)
    for given in ({}, {"capacity": "loads"}):
        client.post(reverse("portal:capacity_state", args=[service.pk]), given)
    service.refresh_from_db()
    assert service.capacity == UNKNOWN
