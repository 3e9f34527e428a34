"""Start an open service: help without an assessment, as the board has decided (SoL 11:5)."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit import trail
from intake import age_gate, rights
from intake.age_gate import Verdict
from intake.models import HelpRequest, ServiceStart
from intake.services import agreeing, answering
from intake.services.triaging import hold, require_under_way
from partners.models import Mode, OpenService, PublicText

NO_DECISION = _(
    "No decision by the board lets this service begin today (SoL 11:5). Choose another, or help "
    "the person to apply."
)
RUNS = _("This service runs already for this request.")
WRONG_AGE = _("This service is for those who are %(first)s to %(last)s years old.")
TOO_MANY = _("The board has decided on at most %(most)s talks.")
TELL = _("Tell the person first that they may apply for help that is assessed (SoL 11:6).")
SHUT = {
    Verdict.NEEDS_GUARDIANS: _(
        "Under 15 each guardian must have said yes before an open service begins (SoL 21:2). An "
        "unknown age counts as under 15. Note below what they say. Until then you may answer with "
        "advice, help a child of 12–14 to apply for help that is assessed (SoL 21:1), or hand "
        "over a concern report."
    ),
    Verdict.REFUSED: _(
        "A guardian has said no, so this service cannot begin (SoL 21:2). You may still answer "
        "with advice, help a child of 12–14 to apply for help that is assessed (SoL 21:1), or "
        "hand over a concern report."
    ),
    Verdict.NEEDS_OWN_YES: _(
        "From 15 the young person’s own yes is enough if it is suitable (SoL 21:2). Note below "
        "that they say yes, and why it is suitable – or what the guardians say."
    ),
    Verdict.OWN_NO: _("The young person has said no. Nothing begins against their will."),
}  # fmt: skip


@trail.act
def start(
    pk, *, open_service: OpenService, age_band: str, by, planned_talks: int | None = None,
    told_to_apply: bool = False,
) -> ServiceStart:  # fmt: skip
    """Begin. *age_band* is confirmed today; of whoever the service is for, not of who wrote."""
    help_request = hold(pk, by=by, right=rights.TRIAGE)
    require_under_way(help_request)
    service, today = _in_force(open_service), timezone.localdate()
    _require_open(help_request, service, age_band, planned=_planned(service, planned_talks))
    if not told_to_apply and not answering.has_thread(help_request):
        raise ValidationError({"told_to_apply": ValidationError(TELL, code="tell")})
    row = ServiceStart.objects.create(
        help_request=help_request, open_service=service, mode=service.mode,
        started_mode=service.mode, age_band=age_band, age_confirmed_on=today,
        decision_number=service.decision_number, decided_on=service.decided_on,
        decision_from=service.valid_from, decision_until=service.valid_until, started_on=today,
        started_by=by, planned_talks=_planned(service, planned_talks),
        apply_version=_apply_version(today),
    )  # fmt: skip
    trail.record(
        by, "helprequest.start_service", help_request, service=service.pk, start=row.pk,
        mode=row.mode, age_band=age_band, talks=row.planned_talks,
    )  # fmt: skip
    return row


# --- Steps: they expect to be inside a use case ------------------------------------------------


def started_for(help_request_pk) -> list[ServiceStart]:
    """What has begun because of a request: codes and days, never who."""
    rows = ServiceStart.objects.filter(help_request=help_request_pk)
    shown = rows.select_related("open_service__provider", "started_by")
    return list(shown.defer("name", "personal_number", "phone").prefetch_related("talks"))


def _in_force(open_service: OpenService) -> OpenService:
    """Held: a withdrawal that comes at the same moment waits, or is seen."""
    rows = OpenService.objects.in_force(timezone.localdate()).select_for_update(of=("self",))
    service = rows.filter(pk=open_service.pk).first()
    if service is None:
        raise ValidationError({"open_service": ValidationError(NO_DECISION, code="no_decision")})
    return service


def _require_open(
    help_request: HelpRequest, service: OpenService, age_band: str, *, planned: int | None
) -> None:
    if help_request.service_starts.filter(open_service=service, ended_at__isnull=True).exists():
        raise ValidationError({"open_service": ValidationError(RUNS, code="runs")})
    if not age_gate.is_meant_for(age_band, service.from_age, service.to_age):
        ages = {"first": service.from_age, "last": service.to_age}
        raise ValidationError({"age_band": ValidationError(WRONG_AGE, "wrong_age", ages)})
    is_first = not help_request.service_starts.exists()
    is_one_talk = service.mode == Mode.ADVICE and planned == 1 and is_first
    verdict = agreeing.verdict(help_request, service, age_band, is_one_talk=is_one_talk)
    if verdict != Verdict.OPEN:
        raise ValidationError({"age_band": ValidationError(SHUT[verdict], code=verdict.value)})


def _planned(service: OpenService, asked: int | None) -> int | None:
    if asked and service.talks and asked > service.talks:
        most = {"most": service.talks}
        raise ValidationError({"planned_talks": ValidationError(TOO_MANY, "too_many", most)})
    return asked or service.talks


def _apply_version(today) -> int | None:
    """Which wording of the right to apply the person meets from now on (SoL 11:6)."""
    told = PublicText.objects.filter(key="apply", valid_from__lte=today).order_by("-version")
    return told.values_list("version", flat=True).first()
