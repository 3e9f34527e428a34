"""A partner says how much room its services have. It is believed for two weeks."""

from django.utils import timezone

from audit import guard, trail
from partners import rights
from partners.models import Service


def own_services(by):
    """The services of one's own organisation, and nobody else's."""
    own = Service.objects.filter(organisation=by.organisation_id, is_active=True)
    return own.exclude(organisation=None)


@trail.act
def state(pk, *, by, capacity: str) -> Service:
    """Say how much room one of the own services has now."""
    guard.require(by, rights.STATE_CAPACITY)
    service = own_services(by).select_for_update(of=("self",)).filter(pk=pk).first()
    if service is None:
        raise guard.OutOfReach
    service.capacity, service.capacity_said_at = Service.Capacity(capacity), timezone.now()
    service.save(update_fields=["capacity", "capacity_said_at"])
    trail.record(by, "service.capacity", service, capacity=service.capacity)
    return service
