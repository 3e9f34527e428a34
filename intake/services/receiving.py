"""Somebody, or we on their behalf, tell us something."""

import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime

from django.db import IntegrityError, connection
from django.utils import timezone

from audit import adding, coarse, outbox, trail, vault
from audit.references import new_reference
from audit.vault import box, kinds, receipts
from intake import tickets, words
from intake.models import URGENCY_RANK, HelpRequest, Receipt, Urgency
from intake.services import admitting, conversing, greeting, heeding, reaching, suspecting
from intake.services.promising import promise, received
from intake.services.routing import NoTeam, team_for
from partners.models import Team

LAST_IN_LINE = (
    "SELECT received_at FROM intake_helprequest WHERE unit_id = %s AND received_at >= %s "
    "ORDER BY received_at DESC LIMIT 1"
)


@dataclass(frozen=True)
class Told:
    """What was received: the row, and the code that is shown once and never stored."""

    help_request: HelpRequest
    code: str = field(repr=False)
    is_new: bool


@dataclass(frozen=True)
class Prepared:
    """What takes time but no database: done before the act begins, so that nobody waits for it."""

    secret: str = field(repr=False)
    salt: bytes
    public: bytes
    signs: tuple


@dataclass(frozen=True)
class Sealed:
    """A request that is sealed and ready to be kept, with everything that belongs to it."""

    help_request: HelpRequest
    team: Team
    code: str = field(repr=False)
    signs: tuple
    rows: list


def submit(*, by, **told) -> Told:
    """Take a request in, sealed. See *take_in*.

    The first try asks for nothing beforehand, and seals before its act begins. If the database
    then says no – the same form was sent already, a number is given already, a team is no more –
    the next one looks.
    """
    told["prepared"] = _prepare(told["ticket"], words.required(told["story"]))
    try:
        return _keep_alone(_seal(**told, routes=greeting.front().routes), by=by)
    except (IntegrityError, NoTeam):
        greeting.forget()
    try:
        return receive(**told, by=by)
    except IntegrityError:
        return receive(**told, by=by)


@trail.act
def receive(**told) -> Told:
    """One try. See *take_in*."""
    return take_in(**told)


@trail.act
def _keep_alone(sealed: Sealed, *, by) -> Told:
    return _keep(sealed, by=by)


def take_in(
    *, ticket: str, story: str, by, contact: dict | None = None,
    prepared: Prepared | None = None, tells_team: bool = True, **told,
) -> Told:  # fmt: skip
    """Step: the same *ticket* again gives the same request and code, and loses nothing.

    Without a receipt there is no thread and no code: for what is told when the person is not
    there.

    *contact* holds SafeContact's fields; the others that are told are HelpRequest's coded
    columns. Takes no secret: the process that took it in cannot open it again. With a
    *suspicion* it is set aside. *tells_team*: not where whoever writes it down has it already.
    Raises ValidationError for an empty or an endless story.
    """
    story, contact = words.required(story), contact or {}
    prepared = prepared or _prepare(ticket, story)
    earlier = _earlier(ticket)
    if earlier:
        if not hasattr(earlier, "receipt"):
            return Told(earlier, "", is_new=False)
        _again(earlier, prepared.secret, ticket, story, contact)
        code = receipts.write(earlier.receipt.locator, prepared.secret)
        return Told(earlier, code, is_new=False)
    told |= {"ticket": ticket, "story": story, "contact": contact, "prepared": prepared}
    return _keep(_seal(**told), by=by, tells_team=tells_team)


def _seal(
    *, ticket: str, story: str, prepared: Prepared, contact: dict | None = None,
    with_receipt: bool = True, suspicion: str = "", routes: dict | None = None, **codes,
) -> Sealed:  # fmt: skip
    """Everything there will be of it, without asking the database where the *routes* are known."""
    signs = prepared.signs
    receipt = _receipt(prepared) if with_receipt else None
    team = team_for(_place(codes), routes)
    codes["urgency"] = heeding.urgency_of(signs, codes.get("urgency", Urgency.NORMAL))
    codes["signs"] = sorted(sign.kind for sign in signs)
    if codes["urgency"] in heeding.IN_HASTE:
        suspicion = ""  # whoever may be in danger waits behind nothing
    with adding.keeping() as rows:
        story = words.required(story)
        help_request = _row(ticket, story, receipt, team, codes, suspicion)
        reaching.seal_contact(help_request, contact or {})
    code = receipts.write(receipt.locator, prepared.secret) if receipt else ""
    return Sealed(help_request, team, code, signs, rows)


def _keep(sealed: Sealed, *, by, tells_team: bool = True) -> Told:
    help_request = sealed.help_request
    with adding.together():
        adding.add_kept(sealed.rows)
        _note(help_request, sealed.signs, by=by)
        if tells_team:
            _tell(sealed.team, help_request, by=by)
    return Told(help_request, sealed.code, is_new=True)


def _note(help_request: HelpRequest, signs, *, by) -> None:
    arena = None if help_request.is_protected else help_request.arena
    trail.record(
        by, "helprequest.submit", help_request, team=help_request.unit_id,
        channel=help_request.channel, asker=help_request.asker, about=help_request.about,
        urgency=help_request.urgency,
        arena=arena and arena.slug, set_aside=help_request.set_aside_for or None,
    )  # fmt: skip
    heeding.note(help_request, signs, by=by)


def _place(codes: dict):
    """The area that was chosen, else the arena's own: whoever works there answers."""
    arena = codes.get("arena")
    return codes.get("area") or (arena.area if arena else None)


def _tell(team, help_request: HelpRequest, *, by) -> None:
    if help_request.set_aside_at:
        suspecting.tell_once(team, help_request, by=by)
    else:
        outbox.post(team, "intake.NEW_REQUEST", about=help_request, by=by)


def receipt_again(ticket: str) -> Told | None:
    """The receipt of what that form has sent, for as long as its page is open; reads no words."""
    rows = HelpRequest.objects.without_words().select_related("receipt", "safe_contact")
    earlier = rows.filter(ticket=tickets.digest(ticket), receipt__isnull=False).first()
    if earlier is None:
        return None
    code = receipts.write(earlier.receipt.locator, tickets.secret_of(ticket))
    return Told(earlier, code, is_new=True)


def _earlier(ticket: str) -> HelpRequest | None:
    digest = tickets.digest(ticket)
    if not HelpRequest.objects.filter(ticket=digest).exists():
        return None  # nearly always, and quicker said than looked for
    rows = HelpRequest.objects.select_for_update(of=("self",))
    return rows.select_related("safe_contact").get(ticket=digest)


def _again(earlier: HelpRequest, secret: str, ticket: str, story: str, contact: dict) -> None:
    """What was changed since it was sent is added: with the sender's own key, nobody else's."""
    receipt = earlier.receipt
    receipt.help_request = earlier
    kind = kinds.kind_of(bytes(receipt.public))
    key = receipts.private_key(secret, bytes(receipt.salt), kind)
    resident = admitting.resident_of(receipt, key)
    was_told = vault.unseal(earlier, "story", by=resident, purpose="sent_again")
    if story != was_told:
        conversing.hear(earlier, text=story, ticket=ticket, by=resident)
    row = earlier.safe_contact
    row.help_request = earlier
    now = reaching.open_contact(row, by=resident, purpose="sent_again")
    if any((contact.get(name) or "") != (now[name] or "") for name in contact):
        reaching.seal_contact(earlier, contact, row=row)
        reaching.record_change(row, by=resident)


def _prepare(ticket: str, story: str) -> Prepared:
    secret, salt = tickets.secret_of(ticket), secrets.token_bytes(16)
    public = box.public_of(receipts.private_key(secret, salt))
    return Prepared(secret, salt, public, heeding.signs_in(story))


def _receipt(prepared: Prepared) -> Receipt:
    """With a locator of its own at every try: one that is taken already is not tried again."""
    return Receipt(
        locator=receipts.new_locator(), salt=prepared.salt, public=prepared.public,
        created_at=coarse.hour(timezone.now()),
    )  # fmt: skip


def _in_line(team, now: datetime) -> datetime:
    """A step behind the last one of that hour, so that whoever came first is first in the queue.

    Asked by every request that comes in, and so with a statement that is written once.
    """
    received = HelpRequest._meta.get_field("received_at")
    hour = received.get_db_prep_value(coarse.hour(now), connection)
    [found] = adding.run((LAST_IN_LINE, [team.group_id, hour]))
    last = found[0][0] if found else None
    return coarse.after(now, last and last.replace(tzinfo=UTC))  # as SQLite keeps it: without


def _row(
    ticket: str, story: str, receipt: Receipt | None, team, codes: dict, suspicion: str
) -> HelpRequest:  # fmt: skip
    now, urgency = received(timezone.now()), codes["urgency"]
    help_request = HelpRequest(
        reference=new_reference(),
        ticket=tickets.digest(ticket),
        received_at=_in_line(team, now),
        promised_at=promise(now, urgency),
        urgency_rank=URGENCY_RANK[urgency],
        unit_id=team.group_id,
        set_aside_at=now if suspicion else None,
        set_aside_for=suspicion,
        **codes,
    )
    vault.seal(help_request, also_to=receipt.public if receipt else None, story=story)
    adding.add(help_request)
    if receipt:
        receipt.help_request = help_request
        adding.add(receipt)
    return help_request
