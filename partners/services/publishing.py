"""The directory as open data: what the municipality wants anybody to know, and nothing else.

Published is what residents may come to by themselves, and what an organisation offers that is
marked as public. Nothing at all is published before somebody has said so in the settings.
"""

from django.db.models import Exists, OuterRef, Q, QuerySet

from audit import guard, trail
from partners import rights
from partners.hsds import giving_out, own, schema
from partners.hsds.giving_out import House
from partners.models import Municipality, Organisation, Service, Topic

EVERYTHING = "partners/directory"


def is_open() -> bool:
    return Municipality.objects.filter(publishes_directory=True).exists()


def services() -> QuerySet[Service]:
    shown = Q(is_open=True) | Q(organisation__is_public=True)
    rows = Service.objects.filter(shown, is_active=True, organisation__is_active=True)
    return _whole_services(rows)


def organisations() -> QuerySet[Organisation]:
    offers = Service.objects.filter(organisation=OuterRef("pk"), is_active=True, is_open=True)
    rows = Organisation.objects.filter(Q(is_public=True) | Exists(offers), is_active=True)
    return rows.prefetch_related("services").order_by("name")


def sought_services(
    *, search="", organization_id=None, taxonomy_id=None, taxonomy_term_id=None,
    modified_after=None,
) -> QuerySet[Service]:  # fmt: skip
    """Of what is published: what a reader of the open data asks for, in the words of HSDS."""
    rows = services()
    if search:
        rows = rows.filter(Q(name__sv__icontains=search) | Q(description__sv__icontains=search))
    if organization_id:
        rows = rows.filter(organisation__hsds_id=organization_id)
    if modified_after:
        rows = rows.filter(changed_at__gte=modified_after)
    if taxonomy_id:
        is_ours = str(taxonomy_id) == own.taxonomy_id(own.TOPICS)
        rows = rows.filter(topics__isnull=False).distinct() if is_ours else rows.none()
    if taxonomy_term_id:
        codes = Topic.objects.values_list("code", flat=True)
        asked = [one for one in codes if own.term_id(own.TOPICS, one) == str(taxonomy_term_id)]
        rows = rows.filter(topics__code__in=asked)
    return rows


def sought_organisations(*, search="") -> QuerySet[Organisation]:
    rows = organisations()
    return rows.filter(name__icontains=search) if search else rows


@trail.act
def export(*, by) -> dict:
    """The whole directory in a file of the house's own: also what is not published, and not in use.

    An address that is hidden is not in it: a file may go anywhere.
    """
    guard.require(by, rights.CONFIGURE)
    house = House.now()
    told = {
        "version": schema.VERSION,
        "organizations": [
            giving_out.organisation(row, openly=False)
            for row in Organisation.objects.prefetch_related("services").order_by("name")
        ],
        "services": [
            giving_out.service(row, house, openly=False)
            for row in _whole_services(Service.objects.all())
        ],
    }
    counted = {name: len(told[name]) for name in ("organizations", "services")}
    trail.record(by, "directory.export", EVERYTHING, **counted)
    return told


def _whole_services(rows: QuerySet[Service]) -> QuerySet[Service]:
    beside = ("topics", "areas", "organisation__services")
    return rows.select_related("organisation").prefetch_related(*beside).order_by("pk")
