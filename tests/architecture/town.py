"""The invented town, and who knocks at its doors: everybody, with rows of every kind and state.

What each of them reaches is said here once more by hand, without asking the guard: a team's
own rows, what was sent to an organisation and has not ended, a person's own request.
"""

import secrets
from dataclasses import dataclass, field
from datetime import timedelta
from hashlib import sha256
from time import time
from uuid import UUID

import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from allauth.mfa.webauthn.internal.auth import WebAuthn
from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings
from django.core.cache import caches
from django.test import Client
from django.utils import timezone
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import (
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

from audit import guard
from audit.actors import ANYBODY, CLOCK
from audit.models import Erasure, ErasureGround, Item, Link, Outgoing, Round
from audit.services import erasing as register
from audit.services import findings, reviewing, rounds
from audit.vault import receipts
from config.access.models import AccessReview, FoundDifference, ReviewedAccount
from config.access.services import reconciling, scheduling
from config.accounts.models import GroupRule, Invitation, User
from config.accounts.second_factor import PASSED
from config.accounts.services import inviting, joining, leading
from config.api import issuing
from config.api.models import MachineToken
from config.demo import stories, town
from config.demo.telling import consent, draft, going, reported, sent
from config.deviations.models import Deviation
from config.incidents.models import BreachCheck, Incident
from config.police.models import ContactRequest
from config.retention.models import Delivery, Disposal
from config.threats.models import Entrusted, Evidence, Threat
from config.webhooks.models import Receiver
from config.webhooks.services import connecting
from intake.cleaning import File, clean
from intake.models import (
    About,
    Absence,
    AgeBand,
    Attachment,
    Channel,
    ConcernReport,
    Consent,
    Duty,
    Extract,
    GlassOpening,
    GuardianAccess,
    HelpRequest,
    LinkReason,
    Offer,
    Qualification,
    Registration,
    Remark,
    ServiceStart,
    Way,
)
from intake.services import (
    admitting,
    being_away,
    breaking_glass,
    calling,
    conversing,
    linking,
    noting,
    offering,
    protecting,
    qualifying,
    raising_concern,
    reading,
    receiving,
    reissuing,
    remarking,
    rostering,
    scanning,
    starting_service,
    triaging,
    viewing,
)
from intake.services import conflicting as of_requests
from intake.services import joining as joining_requests
from partners.models import (
    Area,
    Arena,
    IncomingFile,
    Mode,
    OpenService,
    Organisation,
    PhoneNumber,
    Proposal,
    Service,
    Team,
    Topic,
)
from partners.services import as_told, directory, importing, proposing, registering_app
from referrals import periods
from referrals.models import Enclosure, Guidance, LegalGround, Publication, Referral, Tombstone
from referrals.services import (
    answering,
    arriving,
    comparing,
    drafting,
    erasing,
    guiding,
    lining_up,
    pausing,
    publishing,
    sending,
)
from referrals.services import being_away as at_partners
from referrals.services import conflicting as of_referrals
from referrals.services import conversing as with_partners
from tests.architecture import (
    children,
    contact_requests,
    deviations,
    disposals,
    extracts,
    incidents,
    threats,
)
from tests.architecture.doors import Visitor
from tests.intake.papers import picture
from tests.partners import hsds

BRYGGAN, LYKTAN, POLICE = "Fritidsgården Bryggan", "Jouren Lyktan", "Polisen i Tallsunda"
SCHOOL = "Ekbacksskolan"
NORTH, SOUTH, RECEPTION = "Team Norr", "Team Söder", "Barnmottagningen"

# Who belongs where: with this the reach of everybody is worked out below.
TEAMS = {
    "amina": {NORTH}, "bjorn": {SOUTH}, "lena": {NORTH, SOUTH}, "lovisa": {SOUTH, RECEPTION},
    "rut": {RECEPTION}, "idle": {NORTH}, "sofia": {NORTH}, "expired": {NORTH}, "inactive": {NORTH},
    "newcomer": {NORTH},
}  # fmt: skip
AT = {
    "sofia": BRYGGAN, "clara": BRYGGAN, "carl": BRYGGAN, "ylva": LYKTAN, "petra": POLICE,
    "stina": SCHOOL,
    "system": BRYGGAN, "narrow_system": BRYGGAN, "careful_system": BRYGGAN,
    "other_system": LYKTAN,
}  # fmt: skip
WITH_THE_PARTNER = {"sent", "opened", "asked", "accepted", "active", "reported"}

STAFF = ("amina", "bjorn", "rut", "lena", "lovisa")
PARTNERS = ("clara", "carl", "ylva", "petra", "stina")
OTHERS = ("loke", "idle", "adam")
INSIDE = (*STAFF, *PARTNERS, *OTHERS, "sofia", "newcomer")
OUTSIDE = ("nobody", "expired", "inactive")
RESIDENTS = ("kim", "robin")
MACHINES = (
    "e_service", "system", "other_system", "narrow_system", "careful_system", "greedy_system",
    "neighbour",
    "ended_system",
)  # fmt: skip
NOBODYS = UUID(int=7)  # the key of no row at all
EVERYBODY = (*INSIDE, *OUTSIDE, *RESIDENTS, *MACHINES)


@dataclass
class Town:
    """Everybody's way in, and the two people whose requests the scenes are about."""

    visitors: dict[str, Visitor]
    told: dict[str, receiving.Told]
    actors: dict[str, str]
    rows: dict[str, list] = field(default_factory=dict)
    theirs: dict[tuple[str, str], list] = field(default_factory=dict)
    aside: set[tuple] = field(default_factory=set)  # (who, key): they said they are related
    let_in: set[tuple] = field(default_factory=set)  # (who, key): by name, or in an emergency
    fit: dict[str, list] = field(default_factory=dict)
    opened: dict[tuple, bool] = field(default_factory=dict)

    def all(self, kind: str) -> list:
        """Every row of a kind, fetched once: nothing here ever changes for good."""
        model = MODELS[kind]
        if kind not in self.rows:
            self.rows[kind] = list(model._default_manager.order_by("pk"))
            if kind in ("shielded", "shielded_concern"):
                self.rows[kind] = [row for row in self.rows[kind] if row.is_protected]
            for row in self.rows[kind]:
                row.seen_as = kind
        return self.rows[kind]

    def reached(self, who: str, kind: str) -> list:
        """Those of them that are within *who*'s reach; worked out once, too."""
        if (who, kind) not in self.theirs:
            found = [row for row in self.all(kind) if reaches(self, who, row)]
            self.theirs[who, kind] = found
        return self.theirs[who, kind]

    def was_theirs(self, who: str, row) -> bool:
        """A referral that was with *who* until it ended: its address says what remains of it."""
        ended = {stone.reference for stone in self.reached(who, "tombstone")}
        return isinstance(row, Referral) and row.reference in ended

    def fitting(self, name: str, door) -> list:
        """The rows that suit a door, whoever knocks; asked of each of them once."""
        if name not in self.fit:
            self.fit[name] = [row for row in self.all(door.kind) if door.fits(row)]
        return self.fit[name]

    def opens(self, shown, visitor, row) -> bool:
        """Does a row open to a visitor? Several lists lead to one door: it is tried once."""
        tried = (visitor.name, shown.detail, *shown.fixed.items(), row.pk)
        if tried not in self.opened:
            self.opened[tried] = shown.opens(visitor, row)
        return self.opened[tried]


MODELS = {
    "offer": Offer, "receiver": Receiver, "outgoing": Outgoing,
    "request": HelpRequest, "concern": ConcernReport, "referral": Referral, "consent": Consent,
    "tombstone": Tombstone, "registration": Registration, "service": Service, "person": User,
    "invitation": Invitation, "key": MachineToken, "phone": PhoneNumber, "line": Link,
    "passkey": Authenticator, "erasure": Erasure, "round": Round, "item": Item,
    "disposal": Disposal, "delivery": Delivery, "organisation": Organisation,
    "shielded": HelpRequest, "shielded_concern": ConcernReport, "opening": GlassOpening,
    "own_opening": GlassOpening, "extract": Extract, "own_extract": Extract,
    "remark": Remark, "rule": GroupRule, "attachment": Attachment, "arena": Arena,
    "enclosure": Enclosure,
    "open_service": OpenService, "qualification": Qualification, "service_start": ServiceStart,
    "guardian_access": GuardianAccess, "guidance": Guidance, "incoming": IncomingFile,
    "incident": Incident, "breach_check": BreachCheck, "watch": Duty,
    "contact_request": ContactRequest,
    "deviation": Deviation, "threat": Threat, "evidence": Evidence, "entrusted": Entrusted,
    "colleague": User, "absence": Absence, "member": User, "own_invitation": Invitation,
    "partner_absence": Absence, "proposal": Proposal, "own_proposal": Proposal,
    "publication": Publication,
    "review": AccessReview, "reviewed": ReviewedAccount, "difference": FoundDifference,
}  # fmt: skip


def reaches(here: Town, who: str, row) -> bool:
    """May *who* touch *row*, given the right? Said by hand; the guard is not asked."""
    if (who, row.pk) in here.aside:
        return False
    return REACH.get(type(row), lambda *_anything: True)(here, who, row)


def _request(here, who, row):
    """A protected one is nobody's but theirs who are named; whoever leads the team names them."""
    is_theirs = row.unit.team.name in TEAMS.get(who, ())
    if getattr(row, "seen_as", "") in ("shielded", "shielded_concern"):
        return is_theirs
    return (is_theirs and not row.is_protected) or (who, row.pk) in here.let_in


def _opening(here, who, row):
    is_own = here.actors.get(who) == f"user/{row.user_id}"
    return is_own or (row.seen_as == "opening" and who in ("lena", "lovisa", "loke", "idle"))


def _extract(here, who, row):
    is_own = here.actors.get(who) == f"user/{row.prepared_by_id}"
    return _request(here, who, row.help_request) and (is_own or row.seen_as == "extract")


def _offer(here, who, row):
    """Whoever is asked by name, or belongs to the team that is."""
    if row.to_team_id:
        return row.to_team.name in TEAMS.get(who, ())
    is_asked = here.actors.get(who) == f"user/{row.to_user_id}"
    return is_asked and _request(here, who, row.help_request)


def _referral(here, who, row):
    """A resident's own: they say whether it helped."""
    told = here.told.get(who)
    if told:
        return row.help_request == told.help_request
    ours = row.unit.team.name in TEAMS.get(who, ())
    return ours or (row.to.name == AT.get(who) and row.status in WITH_THE_PARTNER)


def _request_of_team(here, who, row):
    return row.unit.team.name in TEAMS.get(who, ())


def _consent(here, who, row):
    told = here.told.get(who)
    return row.help_request == told.help_request if told else _request(here, who, row.help_request)


def _attachment(here, who, row):
    """What hangs on the conversation is the person's, too; a note's is not."""
    told = here.told.get(who)
    if told:
        return row.help_request == told.help_request and row.message_id is not None
    return _request(here, who, row.help_request)


def _threat(here, who, row):
    """One's own, whose team one leads, or entrusted with all of them."""
    concerned = {row.reported_by_id, row.against_id}
    leads = who in ("lena", "lovisa") and row.unit.team.name in TEAMS[who]
    is_own = here.actors.get(who) in {f"user/{pk}" for pk in concerned}
    return who in threats.ENTRUSTED or leads or is_own


def _colleague(here, who, row):
    """Seen as an account, it is an administrator's; as a colleague, that of who leads the team; as
    a member, that of who leads the organisation.
    """
    if row.seen_as == "member":
        is_person = row.is_active and row.role != "partner_system"
        return is_person and row.organisation_id and row.organisation.name == AT.get(who)
    theirs = TEAMS.get(row.email.split("@")[0], set())
    return row.seen_as != "colleague" or bool(theirs & TEAMS.get(who, set()))


def _absence(here, who, row):
    """One's own, and theirs whose team one leads."""
    if row.seen_as == "partner_absence":
        leads = who in ("carl", "ylva") and row.user.organisation.name == AT[who]
        return leads or here.actors.get(who) == f"user/{row.user_id}"
    leads = who in ("lena", "lovisa") and bool(
        TEAMS.get(row.user.email.split("@")[0], set()) & TEAMS[who]
    )
    return leads or here.actors.get(who) == f"user/{row.user_id}"


def _invitation(here, who, row):
    """Everybody's are an administrator's; those of a partner, its lead's. Proposals, too."""
    return row.seen_as in ("invitation", "proposal") or row.organisation.name == AT.get(who)


def _reviews(who, organisation):
    return who == "adam" or organisation.name == AT.get(who)


def _of_partner(here, who, row):
    return row.service.organisation.name == AT.get(who)


REACH = {
    HelpRequest: _request,
    GlassOpening: _opening,
    Extract: _extract,
    Offer: _offer,
    User: _colleague,
    Absence: _absence,
    BreachCheck: lambda here, who, row: who in ("loke", "idle"),
    ContactRequest: lambda here, who, row: row.unit.team.name in TEAMS.get(who, ()),
    Deviation: lambda here, who, row: row.unit.team.name in TEAMS.get(who, ()),
    Threat: _threat,
    Evidence: lambda here, who, row: who in threats.ENTRUSTED,
    Incident: lambda here, who, row: who in ("loke", "idle") or (who == "adam" and row.is_cyber),
    ConcernReport: _request,
    Referral: _referral,
    Consent: _consent,
    ServiceStart: lambda here, who, row: _request(here, who, row.help_request),
    Guidance: _consent,
    GuardianAccess: lambda here, who, row: _request(here, who, row.help_request),
    Attachment: _attachment,
    Enclosure: lambda here, who, row: _referral(here, who, row.package.referral),
    Tombstone: _of_partner,
    Remark: _request_of_team,
    Registration: lambda here, who, row: row.registered_by.organisation.name == AT.get(who),
    Service: lambda here, who, row: row.organisation.name == AT.get(who),
    AccessReview: lambda here, who, row: _reviews(who, row.organisation),
    Invitation: _invitation,
    Proposal: _invitation,
    ReviewedAccount: lambda here, who, row: _reviews(who, row.review.organisation),
    Item: lambda here, who, row: row.actor != here.actors.get(who),
    Link: lambda here, who, row: row.event.actor != here.actors.get(who),
    Authenticator: lambda here, who, row: row.user.email.startswith(f"{who}@"),
}


# --- Building it --------------------------------------------------------------------------------


def _connected(adam) -> None:
    """The youth centre's system is called; once it did not answer."""
    centre = Organisation.objects.get(name=BRYGGAN)
    url = "https://journal.bryggan.example/"
    receiver = connecting.connect(organisation=centre, url=url, by=adam).receiver
    connecting.test(receiver.pk, by=adam)
    failed = {"state": "failed", "reason": "silent", "settled_at": timezone.now()}
    receiver.calls().update(**failed)


def build() -> Town:
    for name in settings.CACHES:  # what was kept of a town before this one
        caches[name].clear()
    town.build()
    stories.tell_them()
    for name in (BRYGGAN, LYKTAN):
        _more_services(Organisation.objects.get(name=name))
    _newcomers()
    told = {
        "kim": _scenes("norrstrand", town.person("amina"), BRYGGAN, "clara"),
        "robin": _scenes("soderang", town.person("bjorn"), LYKTAN, "ylva"),
    }
    _to_the_police(told)
    _attached(told)
    adam = town.person("adam")
    _connected(adam)
    inviting.invite(
        by=adam, email="ny@tallsunda.example", name="Ny", role="social_worker",
        organisation=adam.organisation, teams=[Team.objects.get(name=NORTH)],
    )  # fmt: skip
    for who in ("carl", "ylva"):
        leading.invite(
            by=town.person(who), email=f"ny.{who}@partner.example", name="Ny", role="partner_member"
        )
    lyktan = Organisation.objects.get(name=LYKTAN)
    registering_app.register(lyktan.pk, by=adam)  # not tried out: no link is sent
    for who in ("loke", "idle"):  # each has lines of their own, which a colleague reviews
        reviewing.look(reviewing.Sought(), 1, by=town.person(who))
        for _n in range(3):  # and has knocked where nothing is: something to review, too
            guard.note_refusal(town.person(who), None, 404)
    for area in ("norrstrand", "soderang"):
        _somebody(area, suspicion="flood")
    remarking.send(by=ANYBODY, ticket=receipts.new_ticket(), text="Knappen syns inte.")
    _called()
    _service_starts()
    _new_code()
    _offered()
    _together()
    _to_erase()
    _to_be_told(told)
    _see_it_otherwise(told)
    _a_round()
    rostering.add(
        user_pk=town.person("lena").pk, by=town.person("lena"),
        begins_at=timezone.now() + timedelta(days=1), ends_at=timezone.now() + timedelta(days=2),
    )  # fmt: skip
    for who in ("amina", "rut"):  # in a month: nobody is away today
        by, day = town.person(who), timezone.localdate() + timedelta(days=30)
        being_away.note(user_pk=by.pk, first=day, last=day, by=by)
    for who in ("carl", "ylva"):
        proposing.propose_hours(by=town.person(who), weekly=[[0, "09:00", "15:00"]], closed=[])
        topics = [Topic.objects.order_by("pk").first().pk]
        new = as_told.NOTHING | {"name": {"sv": "Öppet hus"}, "topics": topics}
        proposing.propose_new(by=town.person(who), **new)
    for who in ("clara", "ylva"):
        by, day = town.person(who), timezone.localdate() + timedelta(days=30)
        at_partners.note(user_pk=by.pk, first=day, last=day, by=by)
    incidents.some(town.person("amina"), town.person("loke"))
    old = [_somebody("norrstrand") for _n in range(4)]
    adam, liv = town.person("adam"), town.person("liv")
    disposals.to_the_archive(old[:2], town.person("amina"), liv, adam)
    disposals.some(old[2:], town.person("amina"), liv)
    threats.some(*(town.person(who) for who in ("amina", "bjorn", "lena", "adam")))
    deviations.some(town.person("amina"), town.person("lena"))
    contact_requests.some(told["kim"].help_request, town.person("amina"), town.person("lena"))
    for area, who in (("norrstrand", "amina"), ("soderang", "bjorn")):
        children.some(area, town.person(who))
    quarter = periods.before(periods.before(periods.quarter_of(timezone.localdate())))
    publishing.publish(quarter=quarter.code, by=adam)
    let_in = _protected() | _in_an_emergency()
    _a_rule()
    importing.receive(
        file=hsds.file(hsds.EXAMPLE, hsds.service(1)), by=town.person("adam"), **hsds.CHOSEN
    )
    visitors = {"nobody": Visitor("nobody")}
    visitors |= {who: _signed_in(who) for who in (*INSIDE, "expired", "inactive")}
    visitors |= {who: _with_code(who, told[who].code) for who in RESIDENTS}
    visitors |= _machines(adam)
    people = (*INSIDE, "expired", "inactive")
    actors = {who: f"user/{town.person(who).pk}" for who in people}
    aside = _related(told)
    scheduling.sweep()
    reconciling.compare()  # who has groups and no role, or has ended: there is enough to find
    return Town(visitors, told, actors, aside=aside, let_in=let_in)


def _attached(told) -> None:
    """Each of the two has sent a picture, and a colleague has put one beside a note."""
    file = File("bild.png", clean(picture("PNG")))
    for who, worker in (("kim", town.person("amina")), ("robin", town.person("bjorn"))):
        resident, pk = admitting.admit(told[who].code), told[who].help_request.pk
        conversing.write(resident, text="", ticket=receipts.new_ticket(), files=[file])
        noting.note(pk, text="Se bild.", files=[file], by=worker)
        reading.begin(pk, by=worker, purpose="triage")
    scanning.sweep()
    for who, worker, partner, member in (
        ("kim", "amina", BRYGGAN, "clara"), ("robin", "bjorn", LYKTAN, "ylva")
    ):  # fmt: skip
        people = town.person(worker), town.person(member)
        _given_along(told[who].help_request, partner, *people)


def _given_along(help_request: HelpRequest, partner: str, by, theirs) -> None:
    """What the person sent goes along to a partner, who works with it."""
    one = Attachment.objects.of_thread().get(help_request=help_request)
    viewing.view(one.pk, by=by, purpose="referral")
    service = Service.objects.filter(organisation__name=partner).order_by("-pk")[11]
    row = sent(
        help_request, service, by, goals=["Vägen dit"], situation="Se bilden.",
        items=["attachments"], attachments=[one.pk],
    )  # fmt: skip
    going(row, theirs, reservation=service.organisation.needs_reservation)


def _somebody(area: str, **more) -> HelpRequest:
    told = receiving.submit(
        by=ANYBODY, ticket=receipts.new_ticket(), channel=Channel.WEB, about=About.SELF,
        story="Det är bråttom.", area=Area.objects.get(code=area), **more,
    )  # fmt: skip
    return told.help_request


def _protected() -> set[tuple]:
    """One of the north's, which Amina has marked; concern reports: one that nobody is named for,
    one that Rut is, and one that is not protected.
    """
    row = protecting.protect(_somebody("norrstrand").pk, by=town.person("amina"))
    raising_concern.report(
        by=town.person("stina"),
        ticket=receipts.new_ticket(),
        concern="Oro för barn.",
        is_protected=True,
    )
    raising_concern.report(
        by=town.person("stina"), ticket=receipts.new_ticket(), concern="Oro för barn."
    )
    known = raising_concern.report(
        by=town.person("stina"),
        ticket=receipts.new_ticket(),
        concern="Oro för barn.",
        is_protected=True,
    )
    protecting.name_for_concern(known.pk, user_pk=town.person("rut").pk, by=town.person("lovisa"))
    return {("amina", row.pk), ("amina", _new_code(is_protected=True)), ("rut", known.pk)}


def _in_an_emergency() -> set[tuple]:
    """Two of the south's, opened from the north: a lead has co-signed one, and one waits."""
    bjorn, let_in = town.person("bjorn"), set()
    for who in ("amina", "liv"):
        row = triaging.take(_somebody("soderang").pk, by=bjorn)
        by = town.person(who)
        opening = breaking_glass.break_glass(reference=row.reference, reason="life", by=by)
        let_in.add((who, row.pk))
        if who == "amina":
            breaking_glass.cosign(opening.pk, by=town.person("lena"))
    breaking_glass.ask_longer(opening.pk, by=by)
    return let_in


def _to_be_told(told) -> None:
    """Extracts that Amina prepares, in three states: the last two on people of the north."""
    amina, file = town.person("amina"), File("bild.png", clean(picture("PNG")))
    for status in ("draft", "checked", "released"):
        row = _somebody("norrstrand")
        noting.note(row.pk, text="Se bild.", files=[file], by=amina)
        scanning.sweep()
        extracts.an_extract(row, status, amina, "lena")


def _a_rule() -> None:
    """A group at an identity provider that would make administrators, once a second one says so."""
    ours = Organisation.objects.get(is_ours=True)
    GroupRule.objects.create(
        name="kommunen: it", provider="kommunen", group="it", role="administrator",
        organisation=ours, proposed_by=town.person("liv"),
    )  # fmt: skip


def _service_starts() -> None:
    """One that is only counted and one in full, of the north's and of the south's."""
    for area, worker in (("norrstrand", "amina"), ("soderang", "bjorn")):
        by = town.person(worker)
        row = triaging.take(_somebody(area).pk, by=by)
        for mode in (Mode.ADVICE, Mode.FULL):
            service = OpenService.objects.filter(mode=mode, to_age=120).first()
            starting_service.start(row.pk, open_service=service, age_band="25_64", by=by)


def _called() -> None:
    """Amina has read somebody's rules and said yes to them: the number is open to her."""
    amina = town.person("amina")
    rows = HelpRequest.objects.visible_to(amina).filter(safe_contact__way=Way.PHONE)
    row = rows.select_related("safe_contact").order_by("pk").first()
    calling.acknowledge(row.pk, revision=row.safe_contact.revision, reason="asked", by=amina)


def _offered() -> None:
    """Amina asks Lena to take something over, and the south; Björn asks the north."""
    lena, north, south = town.person("lena"), town.team(NORTH), town.team(SOUTH)
    for who, receiver in (("amina", lena), ("amina", south), ("bjorn", north)):
        by = town.person(who)
        row = triaging.take(_somebody("norrstrand" if who == "amina" else "soderang").pk, by=by)
        offering.offer(row.pk, receiver=receiver, by=by)


def _together() -> None:
    """In each team one request is joined to another, which is linked with a third."""
    reason = LinkReason.in_force()[0]
    for who, area in (("amina", "norrstrand"), ("bjorn", "soderang")):
        by, rows = town.person(who), [_somebody(area) for _n in range(3)]
        for row in rows:
            triaging.take(row.pk, by=by)
            reading.read(row.pk, by=by, purpose="triage")
        joined, lead, other = rows
        joining_requests.join(joined.pk, reference=lead.reference, by=by)
        linking.link(other.pk, reference=lead.reference, reason=reason, by=by)


def _new_code(*, is_protected: bool = False):
    """Amina gives somebody digits instead of a lost code: a protected identity not yet."""
    amina, contact = town.person("amina"), {"way": Way.EMAIL, "email": "l@post.example"}
    row = triaging.take(_somebody("norrstrand", contact=contact).pk, by=amina)
    if is_protected:
        protecting.protect(row.pk, by=amina)
    reissuing.give_digits(row.pk, revision=0, checked="known", by=amina)
    return row.pk


def _related(told) -> set[tuple]:
    """One of ours and one of a partner's. What was asked because of a request goes with it."""
    request = HelpRequest.objects.filter(unit__team__name=SOUTH).order_by("status", "pk")
    request = request.exclude(pk=told["robin"].help_request.pk).last()
    referral = Referral.objects.get(help_request=told["kim"].help_request, status="reported")
    of_requests.declare(request.pk, by=town.person("bjorn"))
    of_referrals.declare(referral.pk, by=town.person("clara"))
    reports = ConcernReport.objects.filter(from_request=None, is_protected=False)
    report = reports.latest("received_at")
    of_requests.declare_concern(report.pk, by=town.person("rut"))
    asked = {("bjorn", one.pk) for one in request.referrals.all()}
    return asked | {("bjorn", request.pk), ("clara", referral.pk), ("rut", report.pk)}


def _to_erase() -> None:
    """Requests that two leads want erased; and facts in the log that are erased."""
    ground, liv = ErasureGround.objects.get(code="persons_right").pk, town.person("liv")
    amina, rows = town.person("amina"), []
    for _n in range(3):
        told = receiving.submit(
            by=ANYBODY, ticket=receipts.new_ticket(), channel=Channel.WEB, about=About.SELF,
            story="Fel ställe.", area=Area.objects.get(code="norrstrand"),
        )  # fmt: skip
        row = triaging.take(told.help_request.pk, by=amina)
        rows.append(triaging.close(row.pk, reason="not_ours", children="none", by=amina))
    erasing.propose(rows[0].pk, ground_pk=ground, by=liv)
    lena = town.person("lena")
    erasing.propose(rows[1].pk, ground_pk=ground, by=lena)
    loke, adam = town.person("loke"), town.person("adam")
    lines = Link.objects.filter(event__deed="helprequest.submit").order_by("-number")[:2]
    done, unsigned = (
        register.propose_facts([line.number], ground_pk=ground, by=loke) for line in lines
    )
    register.confirm_facts(done.pk, by=adam)
    register.erase_facts(unsigned.pk, by=adam)  # and nobody has asked for the certificate yet


def _a_round() -> None:
    """Drawn tomorrow, on all that was done today."""
    today = timezone.localdate()
    with time_machine.travel(timezone.now() + timedelta(days=1), tick=False):
        rounds.draw(first=today, last=today, by=town.person("loke"))
    reviewers = [f"user/{town.person(who).pk}" for who in ("loke", "idle")]
    read = Item.objects.exclude(actor__in=reviewers).order_by("position").first()
    findings.find(read.pk, finding="incident", turn=0, by=town.person("loke"))


def _more_services(organisation) -> None:
    for number in range(11):
        directory.add_service(organisation, by=CLOCK, name={"sv": f"Stöd {number}"})


def _newcomers() -> None:
    """Those who are not in the demo: one more lead, and everybody who must get nowhere."""
    ours, north = Organisation.objects.get(is_ours=True), Team.objects.get(name=NORTH)
    south, reception = Team.objects.get(name=SOUTH), Team.objects.get(name=RECEPTION)
    for name, role, *teams in (
        ("lovisa", "team_lead", south, reception), ("liv", "team_lead", north),
        ("idle", "log_reviewer", north),
        ("expired", "social_worker", north), ("inactive", "social_worker", north),
        ("newcomer", "social_worker", north),
    ):  # fmt: skip
        joining.join(
            by=CLOCK, email=f"{name}@tallsunda.example", name=name.capitalize(), role=role,
            organisation=ours, teams=teams, password=None,
        )  # fmt: skip
    qualifying.register(
        user_pk=town.person("lovisa").pk, kind="socionom", from_on=timezone.localdate(), by=CLOCK
    )
    # A role that ended or was never there, and still all the groups: these must not help.
    bryggan = Organisation.objects.get(name=BRYGGAN)
    sofia = User.objects.create_superuser(
        "sofia@tallsunda.example", None, name="Sofia", organisation=ours
    )
    sofia.groups.set([north.group, bryggan.group])
    User.objects.filter(email__startswith="expired@").update(
        expires_at=timezone.now() - timedelta(hours=1)
    )
    User.objects.filter(email__startswith="inactive@").update(is_active=False)


def _scenes(area: str, by, partner: str, member: str) -> receiving.Told:
    """Somebody's request, and referrals on their consent in every state, to one partner."""
    told = receiving.submit(
        by=ANYBODY, ticket=receipts.new_ticket(), channel=Channel.WEB, about=About.SELF,
        story="Jag behöver hjälp.", age_band=AgeBand.FROM_25, language="sv",
        area=Area.objects.get(code=area),
        contact={"way": Way.EMAIL, "email": "k@post.example", "name": "Kim Exempelsson"},
    )  # fmt: skip
    help_request = triaging.take(told.help_request.pk, by=by)
    services = list(Service.objects.filter(organisation__name=partner).order_by("-pk")[:11])
    words = {
        "goals": ["Ett första mål"], "situation": "Behöver någon att prata med.",
        "items": ["name"],
    }  # fmt: skip
    theirs, needs = town.person(member), services[0].organisation.needs_reservation
    asked = [sent(help_request, one, by, **words) for one in services[:7]]
    answering.open_envelope(asked[1].pk, by=theirs)
    answering.ask(asked[2].pk, code="scope", by=theirs)
    answering.accept(asked[3].pk, reservation=needs, by=theirs)
    for row in asked[4:]:
        going(row, theirs, reservation=needs)
    _shown_the_way(help_request, by)
    with_partners.write_to_partner(asked[4].pk, text="Bäst efter klockan tre.", by=by)
    with_partners.write_to_us(asked[4].pk, text="Då ringer vi på onsdag.", by=theirs)
    reported(asked[5], theirs, ("met", ""))
    sending.recall(asked[6].pk, reason="sent_in_error", by=by)
    resting, later = (sent(help_request, one, by, **words) for one in services[8:10])
    going(resting, theirs, reservation=needs)
    soon = timezone.localdate() + timedelta(days=30)
    pausing.pause(resting.pk, reason="away", review_at=soon, by=theirs)
    answering.accept(later.pk, reservation=needs, expected_start=soon, by=theirs)
    ready = draft(help_request, services[7], by, **words)
    given = consent(help_request, services[7].organisation, by, "name")
    drafting.set_consent_basis(ready.pk, consent_pk=given.pk, by=by)
    next_one = draft(help_request, services[10], by, **words)
    next_one = drafting.set_consent_basis(next_one.pk, consent_pk=given.pk, by=by)
    lining_up.agree(next_one.pk, after_pk=asked[0].pk, previewed=next_one.package.digest(), by=by)
    HelpRequest.objects.filter(pk=help_request.pk).update(first_read_at=None)  # nobody has read it
    return told


def _shown_the_way(help_request: HelpRequest, by) -> None:
    """To two places; one of them in person, and that one is answered."""
    service, today = Service.objects.filter(is_open=True).first(), timezone.localdate()
    told = {"service_pk": service.pk, "ask_on": today + timedelta(days=14), "by": by}
    guiding.signpost(help_request.pk, way="spoken", **told)
    met = guiding.introduce(
        help_request.pk, way="room", given_on=today, agreed_by="person", agreed=True, **told
    )
    arriving.say(met.pk, arrival="arrived", by=by)


def _to_the_police(told) -> None:
    """Two drafts that wait for a second person, and two that nobody has been asked to look at;
    one that was approved, sent and accepted.
    """
    service = town.service_of(POLICE)
    for who, author in (("kim", "amina"), ("robin", "bjorn")):
        by, request = town.person(author), told[who].help_request
        row = _on_the_law(request, service, by)
        sending.submit(row.pk, previewed=row.package.digest(), by=by)
        _on_the_law(_others(request)[1], service, by)
    lena, petra = town.person("lena"), town.person("petra")
    row = _on_the_law(_others(told["kim"].help_request)[0], service, town.person("amina"))
    sending.submit(row.pk, previewed=row.package.digest(), by=town.person("amina"))
    sending.approve(row.pk, digest=row.package.digest(), by=lena)
    sending.send(row.pk, previewed=row.package.digest(), by=town.person("amina"))
    answering.accept(row.pk, by=petra)


def _see_it_otherwise(told) -> None:
    """What the partner calls reached did not help, as either of the two sees it."""
    for one in told.values():
        row = Referral.objects.get(help_request=one.help_request, status="reported")
        comparing.say(admitting.admit(one.code), row.pk, view="not")


def _others(help_request) -> list[HelpRequest]:
    """Open requests of the same team."""
    same = HelpRequest.objects.filter(unit=help_request.unit, status="open")
    free = same.exclude(referrals__to__name=POLICE).exclude(pk=help_request.pk)
    return list(free.order_by("received_at")[:2])


def _on_the_law(help_request, service, by) -> Referral:
    row = draft(help_request, service, by, goals=[], situation="")
    found = LegalGround.objects.order_by("pk")
    ground = next(one for one in found if one.fits("police") and one.holds_on(timezone.localdate()))
    return drafting.set_ground_basis(
        row.pk, ground_pk=ground.pk, reasons="Därför.", answers=["met"] * len(ground.asks()), by=by
    )


def _signed_in(who: str) -> Visitor:
    """Through the door with both steps, and with a purpose stated for every row.

    A moment ago for as long as the town stands, however slow the machine is.
    """
    user, client = town.person(who), Client()
    user.set_password("a long password for tests")
    user.save()
    client.force_login(user)
    session, soon = client.session, time() + 3600
    rows = [*HelpRequest.objects.all(), *ConcernReport.objects.all()]
    session["purposes"] = {str(pk): ["triage", soon] for pk in [NOBODYS, *(row.pk for row in rows)]}
    session["account_authentication_methods_user"] = str(user.pk)
    session["account_authentication_methods"] = [
        {"method": "password", "at": soon},
        {"method": "mfa", "type": "totp", "at": soon, "reauthenticated": True},
    ]
    if who != "newcomer":
        session[PASSED] = user.pk
        TOTP.activate(user, "JBSWY3DPEHPK3PXP")
        RecoveryCodes.activate(user)
        WebAuthn.add(user, who, _passkey())
    session.save()
    return Visitor(
        who, {settings.SESSION_COOKIE_NAME: client.cookies[settings.SESSION_COOKIE_NAME].value}
    )


def _passkey() -> dict:
    """What a browser tells when it has made one."""
    key, handle = ec.generate_private_key(ec.SECP256R1()).public_key(), secrets.token_bytes(16)
    made = AttestedCredentialData.create(bytes(16), handle, ES256.from_cryptography_key(key))
    told = AuthenticatorData.create(sha256(b"testserver").digest(), 0x45, 1, made)
    client = CollectedClientData.create("webauthn.create", b"challenge", "https://testserver")
    return {
        "id": websafe_encode(handle), "rawId": websafe_encode(handle), "type": "public-key",
        "clientExtensionResults": {},
        "response": {
            "clientDataJSON": websafe_encode(client),
            "attestationObject": websafe_encode(AttestationObject.create("none", told, {})),
        },
    }  # fmt: skip


def _with_code(who: str, code: str) -> Visitor:
    client = Client()
    client.post("/mailbox/", {"code": code})
    return Visitor(
        who, {settings.MAILBOX_COOKIE_NAME: client.cookies[settings.MAILBOX_COOKIE_NAME].value}
    )


def _machines(adam) -> dict[str, Visitor]:
    bryggan, lyktan = (Organisation.objects.get(name=name) for name in (BRYGGAN, LYKTAN))
    may = [
        "referrals.receive_referral",
        "referrals.respond_to_referral",
        "referrals.return_referral",
        "referrals.list_received",
    ]
    given = {
        "e_service": ("e_service", None, ["intake.submit_by_machine"]),
        "system": ("partner_system", bryggan, may),
        "other_system": ("partner_system", lyktan, may),
        "narrow_system": ("partner_system", bryggan, may[:1]),
        "careful_system": ("partner_system", bryggan, may[:2]),
        "greedy_system": ("e_service", None, ["intake.submit_by_machine"]),
        "neighbour": ("neighbour", None, ["audit.cosign"]),
        "ended_system": ("partner_system", bryggan, may),
    }
    visitors = {}
    for who, (role, organisation, scopes) in given.items():
        issued = issuing.issue(
            by=adam, name=who, role=role, organisation=organisation, scopes=scopes, days=30
        )
        visitors[who] = Visitor(who, headers={"Authorization": f"Bearer {issued.key}"})
        if who == "ended_system":
            issuing.revoke(issued.token.pk, by=adam)
        if who == "greedy_system":  # somebody wrote more on its key than its role may ever do
            MachineToken.objects.filter(pk=issued.token.pk).update(scopes=may)
            issued.token.account.groups.set([bryggan.group])
    return visitors
