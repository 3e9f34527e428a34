"""Steps: put together what one partner may know, sealed at a place of its own."""

from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit import vault
from audit.references import new_reference
from audit.trail import name_of
from intake.models import Attachment, HelpRequest, Item, SafeContact, Urgency
from intake.services import saving_drafts
from partners.models import Service
from referrals.lifecycle import UNDER_WAY, Status
from referrals.models import Access, Goal, Package, Referral
from referrals.services import adding_files

CONTACT = (Item.NAME, Item.PHONE, Item.EMAIL, Item.WISHES)
WAYS = {Item.PHONE, Item.EMAIL, Item.WISHES}
LONGEST = 10_000
MOST_GOALS = 10


@dataclass(frozen=True)
class Contents:
    """What is to be told: our words, and what was chosen of the person's own details."""

    situation: str = field(repr=False)
    goals: list[str] = field(repr=False)
    contact: dict[str, str] = field(default_factory=dict, repr=False)
    rules: dict = field(default_factory=dict)
    revision: int = 0
    attachments: list[Attachment] = field(default_factory=list)

    def items(self) -> list[str]:
        words = [Item.SITUATION] if self.situation or self.goals else []
        files = [Item.ATTACHMENTS] if self.attachments else []
        told = [item for item in CONTACT if item in self.contact]
        return [str(item) for item in [*words, *told, *files]]

    def named_files(self) -> list[str] | None:
        """The trail's names of the files of the person's that are to be told."""
        return [name_of(one) for one in self.attachments] or None


def written(goals, situation: str) -> tuple[str, list[str]]:
    """Our own words, tidied; what is too long is refused, never cut."""
    goals = [goal.strip() for goal in goals if goal.strip()]
    situation = situation.strip()
    if len(goals) > MOST_GOALS or any(len(text) > LONGEST for text in [situation, *goals]):
        raise ValidationError(_("This is too long for a partner to read."), code="too_long")
    return situation, goals


def known(values, codes) -> list[str]:
    """Only codes that exist; anything else is not a choice."""
    values = [str(value) for value in values]
    if not set(values) <= {str(code) for code in codes}:
        raise ValidationError(_("This is not one of the choices."), code="not_a_choice")
    return values


def copied(opened, *, by) -> Contents:
    """What was told, or was to be, opened in order to be sealed anew for somebody else.

    Of pictures and PDFs only what *by* has looked at; the others can be chosen anew.
    """
    package = opened.referral.package
    contact = {item: opened.texts[item] for item in CONTACT if item in package.items}
    goals = [text for _goal, text in opened.goals]
    attachments = adding_files.looked_at(opened.referral, by)
    return Contents(
        opened.texts["situation"], goals, contact, package.rules, package.contact_revision,
        attachments,
    )  # fmt: skip


def told(details: dict[str, str]) -> dict[str, str]:
    """What there is of what was ticked: a number may never have been left.

    How to make contact safely stays without a word, too. The hours, the voicemail and who may
    know are codes, and somebody who ticked it means them.
    """
    return {item: text for item, text in details.items() if text or item == Item.WISHES}


def rules_of(contact: SafeContact, chosen) -> dict:
    """The person's conditions go along with every way of reaching them."""
    if not WAYS & set(chosen):
        return {}
    return {
        "way": contact.way, "hours": contact.hours, "days": contact.days,
        "voicemail_ok": contact.voicemail_ok, "say_who_ok": contact.say_who_ok,
        "is_shared": contact.is_shared,
    }  # fmt: skip


def service_of(to_pk, service_pk) -> Service:
    """A service that this organisation offers now."""
    rows = Service.objects.select_related("organisation__group")
    offered = rows.filter(pk=service_pk, organisation=to_pk, is_active=True)
    service = offered.filter(organisation__is_ours=False, organisation__is_active=True).first()
    if service is None:
        raise ValidationError(_("This partner does not offer that service now."), code="no_service")
    return service


def new_draft(
    help_request: HelpRequest, service: Service, contents: Contents, *, access, urgency, by,
    purpose: str = "", successor_of: Referral | None = None,
) -> Referral:  # fmt: skip
    """A draft to one organisation, with a sealed copy of what it may know."""
    mine = Referral.objects.filter(help_request=help_request, status__in=UNDER_WAY)
    if mine.filter(to=service.organisation_id, service=service).exists():
        raise ValidationError(_("This partner is already asked for that."), code="already_asked")
    referral = Referral(
        help_request=help_request, subject=help_request.subject, unit=help_request.unit,
        reference=_reference(), to=service.organisation, service=service, author=by,
        successor_of=successor_of, urgency=known([urgency], Urgency)[0], area=help_request.area,
        age_band=help_request.age_band, language=help_request.language,
        access=known(access, Access), written_at=timezone.now(), purpose=purpose,
    )  # fmt: skip
    referral.enter(Status.DRAFT)
    referral.save()
    pack(referral, Package(referral=referral), contents, by=by)
    return referral


def _reference() -> str:
    reference = new_reference()
    while Referral.objects.filter(reference=reference).exists():
        reference = new_reference()
    return reference


def pack(referral: Referral, package: Package, contents: Contents, *, by) -> None:
    """Seal the contents anew, under a new key. What was there before is destroyed.

    Pictures and PDFs that stay chosen stay as they are.
    """
    for goal in referral.goals.all():
        vault.destroy(name_of(goal))
    referral.goals.all().delete()
    chosen = {str(item): contents.contact.get(item, "") for item in CONTACT}
    package.items, package.rules = contents.items(), contents.rules
    package.contact_revision = package.told_revision = contents.revision
    vault.seal(package, situation=contents.situation, **chosen)
    package.save()
    for position, text in enumerate(contents.goals):
        goal = Goal(referral=referral, position=position)
        vault.seal(goal, text=text)
        goal.save()
    adding_files.keep(package, contents.attachments, by=by)


def destroy(referral: Referral) -> None:
    """A draft is thrown away: its keys are destroyed, so nobody can read it any more."""
    adding_files.destroy_all(referral.package)
    for row in [referral.package, *referral.goals.all()]:
        vault.destroy(name_of(row))
    saving_drafts.forget(referral)
    basis = referral.basis
    referral.delete()
    drop_basis(basis)


def drop_basis(basis) -> None:
    if basis is not None:
        vault.destroy(name_of(basis))
        basis.delete()
