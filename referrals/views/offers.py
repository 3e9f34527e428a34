"""Whom we could ask: what the rules suggest first, then every service with what speaks for it."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partners.models import Kind, Organisation, Service, calendar_of
from referrals.explaining import why
from referrals.lifecycle import UNDER_WAY, Status
from referrals.ranking import OLDEST, Fact, Offered, facts
from referrals.services import suggesting

SHOWN = 5
SAID_NO = (Status.DECLINED, Status.RETURNED, Status.EXPIRED)
SAYS = {
    Fact.TOPIC_FITS: (gettext_lazy("Works with this topic"), "success"),
    Fact.AREA_ALL: (gettext_lazy("The whole municipality"), "neutral"),
    Fact.AREA_FITS: (gettext_lazy("Works in this area"), "success"),
    Fact.AREA_UNKNOWN: (
        gettext_lazy("Certain areas only; the person's is not known"), "warning"
    ),
    Fact.AREA_OTHER: (gettext_lazy("Does not work in this area"), "warning"),
    Fact.AGE_ALL: (gettext_lazy("All ages"), "neutral"),
    Fact.AGE_FITS: (gettext_lazy("The age fits"), "success"),
    Fact.AGE_UNKNOWN: (gettext_lazy("%s; the person's age is not known"), "warning"),
    Fact.AGE_OTHER: (gettext_lazy("%s only"), "warning"),
    Fact.SPOKEN: (gettext_lazy("Speaks the language"), "success"),
}  # fmt: skip


@dataclass(frozen=True)
class Reason:
    text: str
    colour: str = "neutral"


@dataclass(frozen=True)
class Offer:
    """One service: can it be asked, and what fits or does not."""

    service: Service
    reasons: list[Reason]
    under_way: object = None


@dataclass(frozen=True)
class Partner:
    organisation: Organisation
    opening: Reason
    may_be_asked: bool
    offers: list[Offer]


@dataclass(frozen=True)
class Suggested:
    """A service that the rules speak for, and the sentence that says why."""

    service: Service
    why: str
    opening: Reason


@dataclass(frozen=True)
class Suggestions:
    """The first few; and what fits as well but has no room. *how_many* fit in all."""

    first: list[Suggested]
    full: list[Suggested]
    how_many: int


def suggestions(help_request, referrals, access=()) -> Suggestions:
    """By the rules of today. *referrals* are this request's: whom we ask already is left out."""
    asked = {row.service_id for row in referrals if row.status in UNDER_WAY}
    said_no = {row.service_id for row in referrals if row.status in SAID_NO}
    found = suggesting.suggestions_for(help_request, access=access, said_no=said_no)
    found = [one for one in found if one.offered.pk not in asked]
    first = [one for one in found if not one.is_full][:SHOWN]
    full = [one for one in found if one.is_full][:SHOWN]
    services = _services([one.offered.pk for one in (*first, *full)])
    return Suggestions(
        [_suggested(one, services) for one in first],
        [_suggested(one, services) for one in full], len(found),
    )  # fmt: skip


def to_choose_from(help_request, referrals, access) -> tuple[list, list]:
    """Choices for a list: what is suggested, the best first; then all others, by partner's name."""
    first = suggestions(help_request, referrals, access).first
    known = {one.service.pk for one in first}
    known |= {row.service_id for row in referrals if row.status in UNDER_WAY}
    partners = Organisation.objects.that_may_be_asked(timezone.localdate())
    rows = Service.objects.filter(is_active=True, organisation__in=partners)
    others = rows.exclude(pk__in=known).exclude(organisation__kind=Kind.POLICE)
    others = others.select_related("organisation").order_by("organisation__name", "pk")
    return [_choice(one.service) for one in first], [_choice(service) for service in others]


def _choice(service) -> tuple[str, str]:
    return str(service.pk), f"{service} · {service.organisation.name}"


def _services(pks: list[int]) -> dict[int, Service]:
    rows = Service.objects.select_related("organisation").prefetch_related(
        "organisation__opening_hours", "organisation__closed_days", "organisation__short_days"
    )
    return rows.in_bulk(pks)


def _suggested(one, services) -> Suggested:
    service = services[one.offered.pk]
    return Suggested(service, why(one), opening(service.organisation, timezone.localtime()))


def offers_for(help_request, referrals) -> list[tuple[str, list[Partner]]]:
    """All partners by kind. *referrals* are this request's, to show whom we ask already."""
    asked = {(row.to_id, row.service_id): row for row in referrals if row.status in UNDER_WAY}
    rows = Organisation.objects.filter(is_ours=False, is_active=True).prefetch_related(
        "services__topics", "services__areas", "opening_hours", "closed_days", "short_days"
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
    calendar = calendar_of(organisation)
    fact = suggesting.opening(calendar, now)
    if fact == Fact.OPEN_NOW:
        return Reason(_("Open now"), "success")
    opens = suggesting.next_open(calendar, now)
    if opens is None:
        return Reason(_("Closed until further notice"), "warning")
    if fact == Fact.OPENS_SOON:
        return Reason(_("Opens %s") % date_format(timezone.localtime(opens), "l H:i"))
    return Reason(_("Closed until %s") % date_format(opens, "j F"), "warning")


def fit(service, help_request) -> list[Reason]:
    """Topic, area, age and language: what we know for and against, in words."""
    one = Offered(
        service.pk, service.organisation_id, "", service.from_age, service.to_age,
        service.languages, service.access, frozenset(topic.pk for topic in service.topics.all()),
        frozenset(area.pk for area in service.areas.all()), Fact.ROOM_UNKNOWN, Fact.CLOSED,
    )  # fmt: skip
    found = facts(suggesting.asked_by(help_request), one)
    return [_reason(fact, service) for fact in found if fact in SAYS]


def _reason(fact: Fact, service) -> Reason:
    text, colour = SAYS[fact]
    is_about_ages = fact in (Fact.AGE_UNKNOWN, Fact.AGE_OTHER)
    return Reason(str(text) % _ages(service) if is_about_ages else str(text), colour)


def _ages(service) -> str:
    if service.to_age >= OLDEST:
        return _("From age %d") % service.from_age
    return _("Ages %(from)d–%(to)d") % {"from": service.from_age, "to": service.to_age}
