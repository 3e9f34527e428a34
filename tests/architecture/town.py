"""The invented town, and who knocks at its doors: everybody, with rows of every kind and state.

What each of them reaches is said here once more by hand, without asking the guard: a team's
own rows, what was sent to an organisation and has not ended, a person's own request.
"""

import secrets
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from hashlib import sha256
from time import time
from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from allauth.mfa.webauthn.internal.auth import WebAuthn
from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings
from django.db import transaction
from django.test import Client, override_settings
from django.utils import timezone
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import (
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

from audit.actors import ANYBODY, CLOCK
from audit.models import Link
from audit.services import reviewing
from audit.vault import keys, receipts
from config.accounts.models import Invitation, User
from config.accounts.second_factor import PASSED
from config.accounts.services import inviting, joining
from config.api import issuing
from config.api.models import MachineToken
from config.demo import stories, town
from config.demo.telling import consent, draft, going, sent
from intake.models import (
    About,
    AgeBand,
    Channel,
    ConcernReport,
    Consent,
    HelpRequest,
    Registration,
    Way,
)
from intake.services import receiving, triaging
from partners.models import Area, Organisation, PhoneNumber, Service, Team
from partners.services import directory
from referrals.models import LegalGround, Referral, Tombstone
from referrals.services import answering, drafting, sending
from tests.architecture.doors import Visitor

BRYGGAN, LYKTAN, POLICE = "Fritidsgården Bryggan", "Jouren Lyktan", "Polisen i Tallsunda"
SCHOOL = "Ekbacksskolan"
NORTH, SOUTH, RECEPTION = "Team Norr", "Team Söder", "Barnmottagningen"

# Who belongs where: with this the reach of everybody is worked out below.
TEAMS = {
    "amina": {NORTH}, "bjorn": {SOUTH}, "lena": {NORTH, SOUTH}, "lovisa": {SOUTH},
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

    def all(self, kind: str) -> list:
        """Every row of a kind, fetched once: nothing here ever changes for good."""
        model = MODELS[kind]
        if kind not in self.rows:
            self.rows[kind] = list(model._default_manager.order_by("pk"))
        return self.rows[kind]

    def reached(self, who: str, kind: str) -> list:
        return [row for row in self.all(kind) if reaches(self, who, row)]


MODELS = {
    "request": HelpRequest, "concern": ConcernReport, "referral": Referral, "consent": Consent,
    "tombstone": Tombstone, "registration": Registration, "service": Service, "person": User,
    "invitation": Invitation, "key": MachineToken, "phone": PhoneNumber, "line": Link,
    "passkey": Authenticator,
}  # fmt: skip


def reaches(here: Town, who: str, row) -> bool:
    """May *who* touch *row*, given the right? Said by hand; the guard is not asked."""
    return REACH.get(type(row), lambda *_anything: True)(here, who, row)


def _request(here, who, row):
    return row.unit.team.name in TEAMS.get(who, ())


def _referral(here, who, row):
    ours = row.unit.team.name in TEAMS.get(who, ())
    return ours or (row.to.name == AT.get(who) and row.status in WITH_THE_PARTNER)


def _consent(here, who, row):
    told = here.told.get(who)
    return row.help_request == told.help_request if told else _request(here, who, row.help_request)


def _of_partner(here, who, row):
    return row.service.organisation.name == AT.get(who)


REACH = {
    HelpRequest: _request,
    ConcernReport: _request,
    Referral: _referral,
    Consent: _consent,
    Tombstone: _of_partner,
    Registration: lambda here, who, row: row.registered_by.organisation.name == AT.get(who),
    Service: lambda here, who, row: row.organisation.name == AT.get(who),
    Link: lambda here, who, row: row.event.actor != here.actors.get(who),
    Authenticator: lambda here, who, row: row.user.email.startswith(f"{who}@"),
}


# --- Building it --------------------------------------------------------------------------------


@contextmanager
def standing(folder: str):
    """The whole town for a while, sealed to keys in *folder*; afterwards it never was."""
    with override_settings(VAULT_KEYS=folder):
        keys.make()
        whole = transaction.atomic()
        whole._from_testcase = True
        with whole:
            yield build()
            transaction.set_rollback(True)


def build() -> Town:
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
    adam = town.person("adam")
    inviting.invite(
        by=adam, email="ny@tallsunda.example", name="Ny", role="social_worker",
        organisation=adam.organisation, teams=[Team.objects.get(name=NORTH)],
    )  # fmt: skip
    for who in ("loke", "idle"):  # each has lines of their own, which a colleague reviews
        reviewing.look(reviewing.Sought(), 1, by=town.person(who))
    visitors = {"nobody": Visitor("nobody")}
    visitors |= {who: _signed_in(who) for who in (*INSIDE, "expired", "inactive")}
    visitors |= {who: _with_code(who, told[who].code) for who in RESIDENTS}
    visitors |= _machines(adam)
    people = (*INSIDE, "expired", "inactive")
    return Town(visitors, told, {who: f"user/{town.person(who).pk}" for who in people})


def _more_services(organisation) -> None:
    for number in range(8):
        directory.add_service(organisation, by=CLOCK, name={"sv": f"Stöd {number}"})


def _newcomers() -> None:
    """Those who are not in the demo: a lead of one team, and everybody who must get nowhere."""
    ours, north = Organisation.objects.get(is_ours=True), Team.objects.get(name=NORTH)
    south = Team.objects.get(name=SOUTH)
    for name, role, team in (
        ("lovisa", "team_lead", south), ("idle", "log_reviewer", north),
        ("expired", "social_worker", north), ("inactive", "social_worker", north),
        ("newcomer", "social_worker", north),
    ):  # fmt: skip
        joining.join(
            by=CLOCK, email=f"{name}@tallsunda.example", name=name.capitalize(), role=role,
            organisation=ours, teams=[team], password=None,
        )  # fmt: skip
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
        area=Area.objects.get(code=area), contact={"way": Way.EMAIL, "email": "k@post.example"},
    )  # fmt: skip
    help_request = triaging.take(told.help_request.pk, by=by)
    services = list(Service.objects.filter(organisation__name=partner).order_by("-pk")[:8])
    words = {"goals": ["Ett första mål"], "situation": "Behöver någon att prata med."}
    theirs, needs = town.person(member), services[0].organisation.needs_reservation
    asked = [sent(help_request, one, by, **words) for one in services[:7]]
    answering.open_envelope(asked[1].pk, by=theirs)
    answering.ask(asked[2].pk, code="scope", by=theirs)
    answering.accept(asked[3].pk, reservation=needs, by=theirs)
    for row in asked[4:]:
        going(row, theirs, reservation=needs)
    stories.reported(asked[5], theirs, ("met", ""))
    sending.recall(asked[6].pk, reason="sent_in_error", by=by)
    ready = draft(help_request, services[7], by, **words)
    given = consent(help_request, services[7].organisation, by)
    drafting.set_consent_basis(ready.pk, consent_pk=given.pk, by=by)
    HelpRequest.objects.filter(pk=help_request.pk).update(first_read_at=None)  # nobody has read it
    return told


def _to_the_police(told) -> None:
    """Two drafts that wait for a second person; one that was approved, sent and accepted."""
    service = town.service_of(POLICE)
    for who, author in (("kim", "amina"), ("robin", "bjorn")):
        _on_the_law(told[who].help_request, service, town.person(author))
    lena, petra = town.person("lena"), town.person("petra")
    other = HelpRequest.objects.filter(unit__team__name=NORTH, status="open")
    other = other.exclude(pk=told["kim"].help_request.pk).first()
    row = _on_the_law(other, service, town.person("amina"))
    sending.approve(row.pk, digest=row.package.digest(), by=lena)
    sending.send(row.pk, previewed=row.package.digest(), by=town.person("amina"))
    answering.accept(row.pk, by=petra)


def _on_the_law(help_request, service, by) -> Referral:
    row = draft(help_request, service, by, goals=[], situation="")
    found = LegalGround.objects.order_by("pk")
    ground = next(one for one in found if one.fits("police") and one.holds_on(timezone.localdate()))
    return drafting.set_ground_basis(row.pk, ground_pk=ground.pk, reasons="Därför.", by=by)


def _signed_in(who: str) -> Visitor:
    """Through the door a moment ago, with both steps, and with a purpose stated for every row."""
    user, client = town.person(who), Client()
    user.set_password("a long password for tests")
    user.save()
    client.force_login(user)
    session, soon = client.session, time() + 1800
    rows = [*HelpRequest.objects.all(), *ConcernReport.objects.all()]
    session["purposes"] = {str(pk): ["triage", soon] for pk in [NOBODYS, *(row.pk for row in rows)]}
    session["account_authentication_methods_user"] = str(user.pk)
    session["account_authentication_methods"] = [
        {"method": "password", "at": time()},
        {"method": "mfa", "type": "totp", "at": time(), "reauthenticated": True},
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
    ]
    given = {
        "e_service": ("e_service", None, ["intake.submit_by_machine"]),
        "system": ("partner_system", bryggan, may),
        "other_system": ("partner_system", lyktan, may),
        "narrow_system": ("partner_system", bryggan, may[:1]),
        "careful_system": ("partner_system", bryggan, may[:2]),
        "greedy_system": ("e_service", None, ["intake.submit_by_machine"]),
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
