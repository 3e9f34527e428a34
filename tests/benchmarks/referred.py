"""Referrals for a town to measure in: one to each request, one partner who has its share, and one
team of ours that has its own.

Both shares are the same in a small and in a large house: what is measured is what all the others
cost them.
"""

from datetime import timedelta
from itertools import islice
from uuid import uuid4

from django.contrib.auth.models import Permission
from django.utils import timezone

from audit.actors import CLOCK
from config.accounts.roles import Role
from config.accounts.services import joining
from intake.lifecycle import Status as RequestStatus
from intake.models import GivenBy, GivenHow, HelpRequest, Item
from intake.services import consenting
from partners.models import Kind, Organisation
from partners.services import directory
from referrals.lifecycle import ENDED, Status, holder_in
from referrals.models import Referral, ReferralGrant
from referrals.services import drafting, sending
from tests.benchmarks import hanging, town

SHARE, HERS, OTHERS, AT_ONCE = 500, 50, 40, 2000
TOLD = {
    "goals": ["Kommer hemifrån"], "situation": "Behöver prata.", "items": [Item.NAME],
    "access": [], "urgency": "normal",
}  # fmt: skip
# Every tenth stands in each of these; of the drafts, half wait for a second person.
STATES = (
    Status.DRAFT, Status.ASKED, Status.SENT, Status.ACCEPTED, Status.ACTIVE, Status.REPORTED,
    Status.CLOSED, Status.CLOSED, Status.DECLINED, Status.EXPIRED,
)  # fmt: skip


def refer(help_request: HelpRequest, *, by):
    """A referral for every request there is. Returns somebody at the partner."""
    partners = [_partner(number) for number in range(OTHERS + 1)]
    teams = [directory.add_team(by=CLOCK, name=f"Team {number}") for number in range(OTHERS)]
    clara = joining.join(
        by=CLOCK, email="clara@partner.example", name="Clara", role=Role.PARTNER_MEMBER,
        organisation=partners[0],
    )  # fmt: skip
    model = _sent(help_request, partners[0], by)
    rest = HelpRequest.objects.exclude(pk=help_request.pk).order_by().only("subject")
    services = [partner.services.get() for partner in partners]
    _copy(
        model,
        rest.iterator(),
        lambda number: services[_whose(number)],
        lambda number: teams[number % OTHERS].group,
        first=SHARE,
    )
    return clara


def for_one_team(model: HelpRequest):
    """A team with its own share of requests, and of referrals in every state. Returns its lead."""
    team = directory.add_team(by=CLOCK, name="South")
    lena = joining.join(
        by=CLOCK, email="lena@tallsunda.example", name="Lena", role=Role.TEAM_LEAD,
        organisation=Organisation.objects.get(is_ours=True), teams=[team],
    )  # fmt: skip
    town.fill(model, HelpRequest.objects.count() + SHARE, unit=team.group)
    rows = HelpRequest.objects.filter(unit=team.group).order_by("received_at")
    hers = list(rows.values_list("pk", flat=True)[:HERS])
    rows.filter(pk__in=hers).update(status=RequestStatus.OPEN, assigned_to=lena)
    first = Referral.objects.get(help_request=model)
    service = Referral.objects.exclude(to=first.to_id).select_related("service").first().service
    _copy(first, rows.only("subject").iterator(), lambda _n: service, lambda _n: team.group)
    return lena


def _partner(number: int) -> Organisation:
    partner = directory.add_organisation(
        by=CLOCK, name=f"Partner {number}", kind=Kind.SCHOOL, email="p@partner.example",
        secrecy=Organisation.Secrecy.STRONG,
    )  # fmt: skip
    directory.add_service(partner, by=CLOCK, name={"sv": f"Insats {number}"})
    return partner


def _sent(help_request, partner, by) -> Referral:
    """One real referral, by the front door."""
    consent = consenting.give(
        help_request.pk, organisation=partner, items=[Item.SITUATION, Item.NAME],
        given_by=GivenBy.PERSON, given_how=GivenHow.ORAL, by=by,
        valid_until=timezone.localdate() + timedelta(days=90),
    )  # fmt: skip
    service = partner.services.get()
    draft = drafting.draft(help_request.pk, to_pk=partner.pk, service_pk=service.pk, by=by, **TOLD)
    drafting.set_consent_basis(draft.pk, consent_pk=consent.pk, by=by)
    previewed = drafting.preview(draft.pk, by=by).digest
    return sending.send(draft.pk, previewed=previewed, by=by)


def _copy(model: Referral, requests, service_of, unit_of, first: int = 0) -> None:
    """The rows are *model*'s: nothing of them is sealed, and a list reads nothing else.

    The *first* ones are all sent and wait for an answer; the others stand in every state.
    """
    numbered = enumerate(requests)
    while batch := list(islice(numbered, AT_ONCE)):
        rows = []
        for number, request in batch:
            status = Status.SENT if number < first else STATES[number % len(STATES)]
            row = _row(model, request, number, status)
            row.service, row.unit = service_of(number), unit_of(number)
            row.to = row.service.organisation
            rows.append(row)
        Referral.objects.bulk_create(rows)
        _grant([row for row in rows if row.status not in (Status.DRAFT, *ENDED)])
        hanging.hang_on(rows)
    town.look_around()


def _grant(rows: list[Referral]) -> None:
    view = Permission.objects.get(codename="view_referral")
    ReferralGrant.objects.bulk_create(
        ReferralGrant(
            group=row.to.group, permission=view, content_object=row, given_by="clock",
            source="referral.send",
        )
        for row in rows
    )  # fmt: skip


def _whose(number: int) -> int:
    """The first ones are the measured partner's, all the others are spread over the rest."""
    return 0 if number < SHARE else 1 + number % OTHERS


def _row(model: Referral, help_request, number: int, status: Status) -> Referral:
    kept = {
        field.attname: getattr(model, field.attname)
        for field in Referral._meta.concrete_fields if field.name != "id"
    }  # fmt: skip
    at = model.sent_at - timedelta(minutes=number)
    own = {
        "id": uuid4(), "reference": uuid4().hex[:12], "help_request_id": help_request.pk,
        "subject": help_request.subject, "due_at": model.due_at + timedelta(minutes=number),
        "status": status, "holder": holder_in(status), "sent_at": at,
    }  # fmt: skip
    if status in ENDED:
        own |= {"due_at": None, "look_at": None, "holder_since": None, "ended_at": at}
    if status == Status.DRAFT:
        own |= {"sent_at": None, "submitted_at": at if number % 20 == 0 else None}
    if status == Status.DECLINED:
        own["decline_reason"] = "capacity"
    return Referral(**kept | own)
