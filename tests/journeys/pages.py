"""Every page there is, somebody who may see it, and a row that suits it.

The rows and the rights come from the tables of tests/architecture: what is no page is named here.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from config.demo.town import service_of
from config.overview.sections import SECTIONS
from tests.architecture.answers import CODE, DOORS, EITHER, HOLDS, OPEN
from tests.architecture.doors import address
from tests.architecture.town import Town

# Files, answers for machines, and doors that only lead on.
NO_PAGES = {
    "health", "api-schema", "referral-list", "referral-detail",
    "fhir-metadata", "fhir-codes", "fhir-task-list", "fhir-task", "fhir-request-list",
    "fhir-request", "mfa_download_recovery_codes",
    "mfa_login_webauthn", "desk:erasure_certificate", "desk:extract_file",
    "desk:attachment_file", "mailbox:attachment_file", "desk:referral_attachment",
    "desk:referral_enclosure", "portal:enclosure",
    "desk:incident_file", "desk:deviation_file", "desk:extract_bundle", "desk:extract_attached",
    "desk:evidence_file",
    "public:open_data", "public:open_services", "public:open_service", "public:open_organisations",
    "public:open_organisation", "desk:exchange_download", "desk:exchange_errors",
    "desk:concern_pdf", "desk:concern_package", "desk:register_csv", "desk:register_json",
    "public:figures_csv",
}  # fmt: skip

# Who looks. The first who holds the right and reaches a row that fits.
LOOKERS = (
    "lena", "amina", "bjorn", "rut", "lovisa", "liv", "carl", "clara", "ylva", "petra", "stina",
    "loke", "adam",
)  # fmt: skip

# Pages that lead on for anybody but these.
BY_NAME = {
    "account_logout": "amina",
    "desk:extract_check": "amina",
    "desk:number": "amina",
    "mfa_activate_totp": "newcomer",
    "portal:home": "petra",
}

# Pages that are there for once, or for few: walks.py goes there.
ON_THE_WAY = {
    "mfa_authenticate", "account_reset_password_from_key", "account_join", "account_set_password",
}  # fmt: skip


@dataclass(frozen=True)
class Page:
    """One address as one person gets it. *label* tells two looks of one address apart."""

    name: str
    who: str
    path: str
    label: str = ""

    def __str__(self) -> str:
        return f"{self.name}{f' ({self.label})' if self.label else ''} as {self.who}"


def is_page(name: str) -> bool:
    return DOORS[name].get in (200, EITHER) and name not in NO_PAGES | ON_THE_WAY


def every_page(here: Town) -> list[Page]:
    """One for each address, and one more for each state that looks different."""
    return [*_one_each(here), *_states(here)]


def _one_each(here: Town) -> Iterator[Page]:
    for name in DOORS:
        if is_page(name):
            yield page_for(here, name, _lookers(name))


def page_for(here: Town, name: str, people) -> Page:
    """The address of a row that fits, for the first of *people* who reaches one."""
    door = DOORS[name]
    for who in people:
        if not door.kind:
            return Page(name, who, _path(name))
        fit = [row for row in here.reached(who, door.kind) if door.fits(row)]
        if fit:
            return Page(name, who, _path(name, fit[0].pk))
    raise AssertionError(f"There is no row in the town for {name}.")


def _lookers(name: str):
    right = DOORS[name].right
    if name in BY_NAME:
        return [BY_NAME[name]]
    if right == OPEN:
        return ["nobody"]
    return ["kim"] if right == CODE else [who for who in LOOKERS if who in HOLDS[right]]


def _path(name: str, pk=None) -> str:
    door = DOORS[name]
    kwargs = dict(door.fixed)
    if "service_pk" in kwargs:
        kwargs["service_pk"] = service_of(kwargs["service_pk"]).pk
    if pk is not None and not door.in_body:
        kwargs[door.key] = pk
    return address(name, **kwargs) + door.query


def _states(here: Town) -> Iterator[Page]:
    """A referral and a request look different on every step of their way."""
    for status, row in _by_status(here, "lena", "referral"):
        yield Page("desk:referral", "lena", _path("desk:referral", row.pk), status)
    for status, row in _by_status(here, "carl", "referral"):
        yield Page("portal:referral", "carl", _path("portal:referral", row.pk), status)
    for status, row in _by_status(here, "lena", "request"):
        yield Page("desk:request", "lena", _path("desk:request", row.pk), status)
    for section in SECTIONS:
        rows = address("desk:settings_rows", section=section.slug)
        if not section.is_one:  # then the list leads on to its one row
            yield Page("desk:settings_rows", "adam", rows, section.slug)
        row = section.model._default_manager.first()
        if row:
            edit = address("desk:setting", section=section.slug, pk=row.pk)
            yield Page("desk:setting", "adam", edit, section.slug)


def _by_status(here: Town, who: str, kind: str):
    """One row of each status there is."""
    return {row.status: row for row in here.reached(who, kind)}.items()
