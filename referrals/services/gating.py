"""Step: what must be true before a referral may leave. Nothing is sent past an unmet gate."""

from dataclasses import dataclass
from datetime import datetime, time

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from intake.lifecycle import UNDER_WAY
from intake.models import HelpRequest, Item
from partners.models import Organisation, calendar_of
from referrals.lifecycle import PACKAGE_OPEN, Status
from referrals.models import Referral
from referrals.services import allowing, keeping_up
from referrals.services.disclosing import (
    CODES_ONLY,
    basis_holds,
    covers,
    is_codes_only,
    why_approval,
)
from referrals.services.holding import asked_together


@dataclass(frozen=True)
class Gate:
    """One condition, said as it should be."""

    code: str
    label: str | Promise
    is_met: bool


def gates(referral: Referral, on) -> list[Gate]:
    """All conditions on the day *on*, met or not."""
    agreed = allowing.agreed_with(referral.to, on)
    found = [*_about_the_partner(referral, on), *_about_the_basis(referral, on)]
    found += [*_about_the_agreement(referral, agreed), *_about_the_words(referral, agreed)]
    return [*found, *_about_the_second_person(referral)]


def _about_the_partner(referral, on):
    to, service = referral.to, referral.service
    yield Gate("partner", _("The partner has an agreement that holds"), to.may_be_asked(on))
    offered = service.is_active and service.organisation_id == to.pk
    yield Gate("service", _("The partner offers this service now"), offered)
    requests = HelpRequest.objects.filter(pk=referral.help_request_id, status__in=UNDER_WAY)
    yield Gate("request", _("The request is still with us"), requests.exists())
    if referral.parallel_group:
        yield Gate("alone", _("None of those asked with it has said yes"), _is_alone(referral))
    if referral.is_urgent:
        yield Gate("hours", _("The partner opens in time for something urgent"), _opens(to, on))


def _is_alone(referral: Referral) -> bool:
    """One yes is enough: whoever comes later is not asked."""
    return not asked_together(referral).filter(status__in=(*PACKAGE_OPEN, Status.CLOSED)).exists()


def _opens(to: Organisation, on) -> bool:
    """Something urgent is not sent to somebody who is closed beyond our next working day."""
    ours, theirs = calendar_of(Organisation.objects.get(is_ours=True)), calendar_of(to)
    morning = datetime.combine(on, time(), ours.zone)
    return theirs.next_open(morning) <= ours.after_days(morning, 1)


def _about_the_basis(referral, on):
    basis = referral.basis
    yield Gate("basis", _("There is a basis: a consent or a legal ground"), basis is not None)
    if basis is None:
        return
    holds = basis_holds(referral, on)
    yield Gate("basis_holds", _("The basis holds today"), holds)
    if basis.ground and holds:
        label = _("The ground is chosen as it reads today")
        yield Gate("version", label, basis.ground.is_in_force(on))
    yield Gate("recipient", _("The basis is meant for this partner"), _names(basis, referral))
    if basis.consent:
        label = _("The consent is for what this is told for")
        yield Gate("what_for", label, basis.consent.is_for(referral.purpose))
    if basis.ground and basis.ground.asks():
        answered = basis.is_answered()
        yield Gate("conditions", _("Every condition of the ground is answered"), answered)
    told = covers(referral, referral.package.items)
    yield Gate("covers", _("The basis covers everything that is told"), told)


def _names(basis, referral) -> bool:
    if basis.consent is None:
        return basis.ground.fits(referral.to.kind)
    is_same_person = basis.consent.help_request_id == referral.help_request_id
    return is_same_person and basis.consent.organisation_id == referral.to_id


def _about_the_agreement(referral, agreed):
    """Nothing where no agreement is written down: then the basis alone decides."""
    if agreed is None:
        return
    what_for = agreed.get(referral.purpose)
    label = _("It says what it is for, and the agreement with the partner names that purpose")
    yield Gate("purpose", label, what_for is not None)
    if what_for:
        label = _("For “%(purpose)s” the agreement lets us tell: %(items)s. Nothing more is told")
        label = label % {"purpose": what_for.title, "items": what_for.items_said()}
        yield Gate("agreement", label, set(referral.package.items) <= set(what_for.items))


def _takes_words(referral, agreed) -> bool:
    """Not where no free text may go: on this ground, or for this purpose."""
    what_for = (agreed or {}).get(referral.purpose)
    return not is_codes_only(referral) and (what_for is None or what_for.lets_words_through)


def _about_the_words(referral, agreed):
    package = referral.package
    if is_codes_only(referral):
        no_words = set(package.items) <= CODES_ONLY
        yield Gate("codes_only", _("No free text goes to this partner on this ground"), no_words)
    elif _takes_words(referral, agreed):
        has_goal = Item.SITUATION in package.items and referral.goals.exists()
        yield Gate("goal", _("There is at least one goal"), has_goal)
    if package.rules:
        label = _("The person’s rules for contact are the ones that hold now")
        yield Gate("rules", label, _follows(package))


def _follows(package) -> bool:
    """A draft copies them when it is written; the person may have changed them since."""
    return not keeping_up.rules_now(package).have_changed


def _about_the_second_person(referral):
    if not why_approval(referral):
        return
    seen = referral.approved_by_id is not None and referral.approved_by_id != referral.author_id
    same = referral.approved_digest == referral.package.digest()
    yield Gate("approval", _("A second person has approved exactly this"), seen and same)
