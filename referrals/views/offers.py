"""Whom we could ask: every service, with what speaks for and against it here."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from intake.models import AgeBand
from partners.models import Kind, Organisation, calendar_of
from referrals.lifecycle import UNDER_WAY

AGES = {
    AgeBand.UNDER_12: (0, 11), AgeBand.FROM_12: (12, 14), AgeBand.FROM_15: (15, 17),
    AgeBand.FROM_18: (18, 24), AgeBand.FROM_25: (25, 64), AgeBand.FROM_65: (65, 120),
}  # fmt: skip


@dataclass(frozen=True)
class Reason:
    text: str
    colour: str = "neutral"


@dataclass(frozen=True)
class Offer:
    """One service: can it be asked, and what fits or does not."""

    service: object
    reasons: list[Reason]
    under_way: object = None


@dataclass(frozen=True)
class Partner:
    organisation: Organisation
    opening: Reason
    may_be_asked: bool
    offers: list[Offer]


def offers_for(help_request, referrals) -> list[tuple[str, list[Partner]]]:
    """All partners by kind. *referrals* are this request's, to show whom we ask already."""
    asked = {(row.to_id, row.service_id): row for row in referrals if row.status in UNDER_WAY}
    rows = Organisation.objects.filter(is_ours=False, is_active=True).prefetch_related(
        "services__topics", "services__areas", "opening_hours", "closed_days"
    )
    now = timezone.localtime()
    kinds: dict[str, list[Partner]] = {}
    for organisation in rows:
        partner = _partner(organisation, help_request, asked, now)
        if partner.offers:
            kinds.setdefault(organisation.kind, []).append(partner)
    return [(str(kind.label), kinds[kind]) for kind in Kind if kind in kinds]


def _partner(organisation, help_request, asked, now: datetime) -> Partner:
    offers = [
        Offer(service, fit(service, help_request), asked.get((organisation.pk, service.pk)))
        for service in organisation.services.all()
        if service.is_active
    ]
    offers.sort(key=lambda offer: sum(reason.colour == "warning" for reason in offer.reasons))
    return Partner(
        organisation, opening(organisation, now), organisation.may_be_asked(now.date()), offers
    )


def opening(organisation, now: datetime) -> Reason:
    """Open now, opens again soon, or closed until a day."""
    opens = calendar_of(organisation).next_open(now)
    if opens == now:
        return Reason(_("Open now"), "success")
    if (opens.date() - now.date()).days <= 3:
        return Reason(_("Opens %s") % date_format(timezone.localtime(opens), "l H:i"))
    return Reason(_("Closed until %s") % date_format(opens, "j F"), "warning")


def fit(service, help_request) -> list[Reason]:
    """Topic, area and age: what we know for and against, in words."""
    return [
        reason
        for reason in (
            _topic(service, help_request), _area(service, help_request), _age(service, help_request)
        )
        if reason
    ]  # fmt: skip


def _topic(service, help_request) -> Reason | None:
    if help_request.topic_id is None:
        return None
    if help_request.topic_id in {topic.pk for topic in service.topics.all()}:
        return Reason(_("Works with this topic"), "success")
    return None


def _area(service, help_request) -> Reason:
    areas = {area.pk for area in service.areas.all()}
    if not areas:
        return Reason(_("The whole municipality"))
    if help_request.area_id is None:
        return Reason(_("Certain areas only; the person's is not known"), "warning")
    if help_request.area_id in areas:
        return Reason(_("Works in this area"), "success")
    return Reason(_("Does not work in this area"), "warning")


def _age(service, help_request) -> Reason:
    if service.from_age == 0 and service.to_age >= 120:
        return Reason(_("All ages"))
    first, last = AGES.get(help_request.age_band, (None, None))
    if first is None:
        return Reason(_("%s; the person's age is not known") % _ages(service), "warning")
    if first <= service.to_age and last >= service.from_age:
        return Reason(_("The age fits"), "success")
    return Reason(_("%s only") % _ages(service), "warning")


def _ages(service) -> str:
    if service.to_age >= 120:
        return _("From age %d") % service.from_age
    return _("Ages %(from)d–%(to)d") % {"from": service.from_age, "to": service.to_age}
