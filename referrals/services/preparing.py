"""Writing to several others beforehand: whom to ask, one after the other, if the answer is no.

Nothing is agreed by it and nothing leaves. Each gets a draft of its own with the same words; each
needs a basis of its own, is looked at, and is put in line by a person, one after the other.
"""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from audit import guard, trail
from intake.lifecycle import UNDER_WAY
from intake.models import HelpRequest
from partners.models import Kind, Service
from referrals import rights
from referrals.lifecycle import PREPARE
from referrals.models import Referral
from referrals.services import packing
from referrals.services.disclosing import is_codes_only
from referrals.services.holding import hold
from referrals.services.reading import opened

MOST = 3

HOW_MANY = _("Choose one to three, each of them once.")
CODES_ONLY = _("The police are told codes only: write to them by themselves.")


@trail.act
def prepare(pk, *, service_pks, by) -> list[Referral]:
    """Drafts for those who may be asked next, with the words that this one was written with."""
    first = hold(pk, PREPARE, by=by)
    requests = HelpRequest.objects.without_words().select_related("area", "unit")
    help_request = guard.hold(requests, first.help_request_id, by=by, right=rights.SEND)
    if help_request.status not in UNDER_WAY:
        raise ValidationError(_("The request is closed."), code="request_closed")
    services = _services(service_pks)
    if is_codes_only(first) or any(one.organisation.kind == Kind.POLICE for one in services):
        raise ValidationError(CODES_ONLY, code="codes_only")
    words = opened(first, first.package.SEALED, by=by, purpose="referral", whole=True)
    contents = packing.copied(words, by=by)
    return [_draft(help_request, first, service, contents, by=by) for service in services]


def _services(pks) -> list[Service]:
    """In the order in which they were chosen."""
    pks = [str(pk) for pk in pks]
    if not 1 <= len(pks) <= MOST or len(set(pks)) < len(pks):
        raise ValidationError(HOW_MANY, code="how_many")
    rows = {str(one.pk): one for one in Service.objects.filter(pk__in=pks)}
    chosen = [(getattr(rows.get(pk), "organisation_id", None), pk) for pk in pks]
    return [packing.service_of(to_pk, pk) for to_pk, pk in chosen]


def _draft(help_request, first, service, contents, *, by) -> Referral:
    referral = packing.new_draft(
        help_request, service, contents, access=first.access, urgency=first.urgency, by=by
    )
    trail.record(
        by, "referral.draft", referral, reference=referral.reference, to=referral.to_id,
        service=service.pk, items=contents.items(), prepared_for=first.pk,
        enclosed=contents.named_files(),
    )  # fmt: skip
    return referral
