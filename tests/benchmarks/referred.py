"""Referrals for a town to measure in: one to each request, and one partner who has its share.

The partner's share is the same in a small and in a large house: what is measured is what all the
others cost it.
"""

from datetime import timedelta
from itertools import islice
from uuid import uuid4

from django.contrib.auth.models import Permission
from django.db import connection
from django.utils import timezone

from audit.actors import CLOCK
from config.accounts.roles import Role
from config.accounts.services import joining
from intake.models import GivenBy, GivenHow, HelpRequest, Item
from intake.services import consenting
from partners.models import Kind, Organisation
from partners.services import directory
from referrals.models import Referral, ReferralGrant
from referrals.services import drafting, sending

SHARE, OTHERS, AT_ONCE = 500, 40, 2000
TOLD = {
    "goals": ["Kommer hemifrån"], "situation": "Behöver prata.", "items": [Item.NAME],
    "access": [], "urgency": "normal",
}  # fmt: skip


def refer(help_request: HelpRequest, *, by):
    """A referral for every request there is. Returns somebody at the partner."""
    partners = [_partner(number) for number in range(OTHERS + 1)]
    clara = joining.join(
        by=CLOCK, email="clara@partner.example", name="Clara", role=Role.PARTNER_MEMBER,
        organisation=partners[0],
    )  # fmt: skip
    _copy(_sent(help_request, partners[0], by), partners)
    return clara


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


def _copy(model: Referral, partners) -> None:
    """The rows are *model*'s: nothing of them is sealed, and an inbox reads nothing else."""
    view = Permission.objects.get(codename="view_referral")
    services = [partner.services.get() for partner in partners]
    rest = HelpRequest.objects.exclude(pk=model.help_request_id).order_by().only("subject")
    numbered = enumerate(rest.iterator())
    while batch := list(islice(numbered, AT_ONCE)):
        rows = [_row(model, request, number, services[_whose(number)]) for number, request in batch]
        Referral.objects.bulk_create(rows)
        ReferralGrant.objects.bulk_create(
            ReferralGrant(
                group=row.to.group, permission=view, content_object=row, given_by="clock",
                source="referral.send",
            )
            for row in rows
        )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _whose(number: int) -> int:
    """The first ones are the measured partner's, all the others are spread over the rest."""
    return 0 if number < SHARE else 1 + number % OTHERS


def _row(model: Referral, help_request, number: int, service) -> Referral:
    kept = {
        field.attname: getattr(model, field.attname)
        for field in Referral._meta.concrete_fields if field.name != "id"
    }  # fmt: skip
    own = {
        "id": uuid4(), "reference": f"Y{number}", "help_request_id": help_request.pk,
        "subject": help_request.subject, "due_at": model.due_at + timedelta(minutes=number),
    }  # fmt: skip
    row = Referral(**kept | own)
    row.to, row.service = service.organisation, service
    return row
