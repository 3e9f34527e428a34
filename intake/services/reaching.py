"""How the person may be reached: what they told us, and the rules they have set."""

from audit import adding, trail, vault
from audit.actors import CLOCK, Resident
from audit.outbox import Route
from audit.vault import blind
from intake import words
from intake.models import HelpRequest, SafeContact, Way
from intake.services.conversing import OWN
from intake.services.erasing import require_not_erased

RULES = ("way", "hours", "days", "voicemail_ok", "say_who_ok", "is_shared")
DETAILS = ("name", "phone", "email", "code_word", "wishes")


def person(pk) -> Route | None:
    """Where a notice to the person goes, asked at the moment of sending.

    The row is held while the wishes are weighed, so a change comes before that or after. The
    address is opened only if the person's own rules allow a notice now.
    """
    rows = SafeContact.objects.select_related("help_request").defer("help_request__story")
    contact = rows.select_for_update(of=("self",)).filter(pk=pk).first()
    if contact is None:
        return None
    return Route(
        lambda: vault.unseal(contact, "email", by=CLOCK, purpose="notify"),
        contact.help_request.language,
        contact.rules,
    )


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
    help_request = rows.get(pk=resident.request_id)
    require_not_erased(help_request)
    row = seal_contact(help_request, contact, row=help_request.safe_contact)
    record_change(row, by=resident)
    return row


# --- Steps: they expect to be inside a use case ------------------------------------------------


def seal_contact(help_request: HelpRequest, contact: dict, *, row=None) -> SafeContact:
    """Seal the details anew. What holds from now on are the rules that were told just now.

    Where somebody else also answers, neither a message nor a word of who we are is safe,
    whatever was ticked beside it.
    """
    row = row or SafeContact(help_request=help_request)
    if not row._state.adding:
        blind.forget(row)
        row.revision += 1
    row.way = contact.get("way") or Way.NONE
    for rule in RULES[1:]:
        if rule in contact:
            setattr(row, rule, contact[rule])
    if row.is_shared:
        row.voicemail_ok = row.say_who_ok = False
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


def record_change(row: SafeContact, *, by) -> None:
    trail.record(
        by, "safecontact.change", row, way=row.way, hours=row.hours, days=row.days,
        shared=row.is_shared,
    )  # fmt: skip
