"""Finding a request or a concern report again: by reference, by exact name, by personal number.

Nothing else can be looked for. A name and a personal number are found by a keyed digest, which is
computed when staff register somebody or say why they read; no text is opened for a search. Every
search leaves its line: by what and why, how much was found, and how often that person has
searched today – never what for.
"""

import unicodedata
from dataclasses import dataclass

from django.utils import timezone

from audit import guard, trail
from audit.actors import actor_of
from audit.models import BlindIndex, Event
from audit.vault import blind
from intake import personal_numbers, rights
from intake.models import ConcernReport, HelpRequest, SafeContact
from intake.services import retaining
from partners.models import Organisation

NAME, NUMBER = BlindIndex.Kind.NAME, BlindIndex.Kind.NUMBER
MOST = 25
DEED = "helprequest.search"


@dataclass(frozen=True)
class Found:
    """Rows within reach, without their words."""

    requests: list[HelpRequest]
    reports: list[ConcernReport]

    def __len__(self):
        return len(self.requests) + len(self.reports)


@trail.act
def by_name(name: str, *, purpose: str, by) -> Found:
    """Exactly this name, in capitals or not; Swedish letters are letters of their own."""
    return _find(NAME, [normal_name(name)], purpose=purpose, by=by)


@trail.act
def by_number(number: str, *, purpose: str, by) -> Found:
    """This personal number, with or without century and hyphen."""
    return _find(NUMBER, personal_numbers.readings(number), purpose=purpose, by=by)


@trail.act
def note_reference(found: bool, *, by) -> None:
    """Somebody looked for a reference number, which says nothing of anybody."""
    guard.require(by, rights.SEE_QUEUE)
    _note("reference", int(found), purpose="reference", by=by)


def _find(kind: str, values: list[str], *, purpose: str, by) -> Found:
    guard.require(by, rights.SEE_QUEUE)
    abouts = blind.look_for(kind, values, organisation=by.organisation_id)
    found = Found(_requests(abouts, by), _reports(abouts, by))
    _note(kind, len(found), purpose=purpose, by=by)
    return found


def _requests(abouts: list[str], by) -> list[HelpRequest]:
    """Within reach and not otherwise: a row of another team is as if it were not there."""
    contacts = SafeContact.objects.filter(pk__in=_keys(abouts, SafeContact))
    rows = HelpRequest.objects.visible_to(by).without_words().select_related("topic", "area")
    found = rows.filter(pk__in=contacts.values("help_request"))
    return list(found.order_by("-received_at")[:MOST])


def _reports(abouts: list[str], by) -> list[ConcernReport]:
    if not by.has_perm(rights.READ_CONCERN):
        return []
    rows = ConcernReport.objects.visible_to(by).defer("child", "concern", "reached_at")
    found = rows.filter(pk__in=_keys(abouts, ConcernReport))
    return list(found.order_by("-received_at")[:MOST])


def _keys(abouts: list[str], model) -> list[str]:
    label = f"{model._meta.label_lower}/"
    return [about.removeprefix(label) for about in abouts if about.startswith(label)]


def _note(kind: str, found: int, *, purpose: str, by) -> None:
    """One line a search. *today*: how many this makes since midnight, for the log's reviewers."""
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    mine = Event.objects.filter(deed=DEED, actor=actor_of(by).name, at__gte=midnight)
    trail.record(
        by, DEED, "intake.helprequest/list", purpose=purpose, by=kind, found=found,
        today=mine.count() + 1,
    )  # fmt: skip


# --- Steps: they expect to be inside a use case --------------------------------------------------


def let_find(help_request: HelpRequest, *, by) -> None:
    """Staff have registered it, or say why they read: from now on the name finds it."""
    contact = help_request.safe_contact
    if help_request.erased_at or blind.is_put(contact, NAME):
        return
    blind.put_sealed(contact, "name", NAME, _names, organisation=_ours(), by=by)


def let_find_child(report: ConcernReport, child: str) -> None:
    """Where the report says the child's personal number, that finds it, and says how long it is
    kept.
    """
    numbers = personal_numbers.found_in(child)
    blind.put(report, NUMBER, numbers, organisation=_ours())
    retaining.note_births(report, numbers)


def normal_name(name: str) -> str:
    """One spelling: small letters, single spaces. Å, ä and ö stay what they are."""
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())


def _names(text: str) -> list[str]:
    return [normal_name(text)]


def _ours() -> int:
    return Organisation.objects.values_list("pk", flat=True).get(is_ours=True)
