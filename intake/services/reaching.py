"""How the person may be reached: what they told us, and the rules they have set."""

from django.utils import timezone

from audit import adding, trail, vault
from audit.actors import CLOCK, Resident
from audit.outbox import Route, Wishes, safe_contact
from audit.vault import blind
from intake import words
from intake.models import HelpRequest, SafeContact, Way
from intake.services.conversing import OWN

RULES = ("way", "hours", "voicemail_ok", "say_who_ok")
DETAILS = ("name", "phone", "email", "wishes")


def person(pk) -> Route | None:
    """Where a notice to the person goes, asked at the moment of sending.

    The address is opened only if the person's own rules allow a notice now.
    """
    rows = SafeContact.objects.select_related("help_request").defer("help_request__story")
    contact = rows.filter(pk=pk).first()
    if contact is None:
        return None
    wishes = Wishes(contact.way, contact.hours)
    address = ""
    if safe_contact.weigh(wishes, timezone.localtime()).may:
        address = vault.unseal(contact, "email", by=CLOCK, purpose="notify")
    return Route(address, contact.help_request.language, wishes)


@trail.act
def read_contact(resident: Resident) -> dict:
    """What the person has told us about reaching them, for their own eyes."""
    contact = SafeContact.objects.select_related("help_request").get(
        help_request=resident.request_id
    )
    return open_contact(contact, by=resident, purpose=OWN)


@trail.act
def change(resident: Resident, **contact) -> SafeContact:
    """The person decides anew how they may be reached. It holds from now on."""
    rows = HelpRequest.objects.select_for_update(of=("self",)).without_words()
    help_request = rows.select_related("receipt").get(pk=resident.request_id)
    row = seal_contact(help_request, contact, row=help_request.safe_contact)
    trail.record(resident, "safecontact.change", row, way=row.way, hours=row.hours)
    return row


# --- Steps: they expect to be inside a use case ------------------------------------------------


def seal_contact(help_request: HelpRequest, contact: dict, *, row=None) -> SafeContact:
    """Seal the details anew, and keep only those that go with the way that was chosen."""
    row = row or SafeContact(help_request=help_request)
    if not row._state.adding:
        blind.forget(row)
    row.way = contact.get("way") or Way.NONE
    for rule in RULES[1:]:
        if rule in contact:
            setattr(row, rule, contact[rule])
    details = {name: words.cleaned(contact.get(name) or "").strip() for name in DETAILS}
    receipt = getattr(help_request, "receipt", None)  # none: told when the person was not there
    vault.seal(row, also_to=bytes(receipt.public) if receipt else None, **details)
    if row._state.adding:
        adding.add(row)
    else:
        row.save()
    return row


def open_contact(contact: SafeContact, *, by, purpose: str) -> dict:
    """Rules and details together; one line in the trail."""
    places = [(contact, name) for name in DETAILS]
    details = vault.unseal_all(contact, places, by=by, purpose=purpose)
    rules = {name: getattr(contact, name) for name in RULES}
    return rules | dict(zip(DETAILS, details, strict=True))
