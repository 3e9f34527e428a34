"""Lists of open services: codes, days and numbers, never words or names."""

from django.db.models import Count
from django.utils import timezone

from audit import guard
from intake import rights
from intake.models import HelpRequest, ServiceStart
from partners.models import OpenService

WORDS = ("name", "personal_number", "phone")


def running(*, by) -> list[ServiceStart]:
    """What runs because of the requests within reach. *is_carried*: the decision still holds."""
    guard.require(by, rights.SEE_QUEUE)
    rows = ServiceStart.objects.filter(ended_at__isnull=True)
    served = HelpRequest.objects.filter(pk__in=rows.order_by().values("help_request"))
    mine = served.listed_from(guard.place_of(by)).order_by().values("pk")
    rows = rows.filter(help_request__in=mine).select_related(
        "open_service__provider", "help_request__assigned_to"
    )
    shown = rows.defer(*WORDS, "help_request__story").annotate(used=Count("talks"))
    today = timezone.localdate()
    carried = set(OpenService.objects.in_force(today).values_list("pk", flat=True))
    starts = list(shown.order_by("started_on", "pk"))
    for start in starts:
        start.is_carried = start.open_service_id in carried
    return sorted(starts, key=lambda one: one.is_carried)


def agreements_of(help_request: HelpRequest) -> list:
    rows = help_request.agreements.select_related("open_service", "recorded_by")
    return list(rows.defer("note").order_by("-recorded_at"))
