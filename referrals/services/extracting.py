"""A register extract (GDPR article 15): one person checks every text, another one releases it.

A draft holds choices, never words. Each time its words are opened the person's own log says so,
with a purpose of its own. What is released is sealed as it was checked, and does not change.
"""

import json
import secrets
from datetime import date
from hashlib import sha256

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit import chain, guard, moves, trail, vault
from audit.vault import shredding
from intake import circumstances, lifecycle, rights
from intake.models import RUNNING, Claimant, Extract, HandedHow, HelpRequest, ShownBy
from intake.services import breaking_glass, erasing
from intake.services import extracting as own
from intake.services.viewing import Seen
from referrals.services import (
    choosing,
    compiling,
    copying,
    enclosing,
    fetching,
    guardians,
)
from referrals.services.choosing import Choice
from referrals.services.compiling import Content
from referrals.services.enclosing import PURPOSE

RUNS = _("An extract from this request is being prepared already.")
ASKS_WHO = _("Never ask who wants a public document, or why. Choose “Not asked”.")
SHOWS_WHO = _("Whoever is told about themselves shows who they are.")
FUTURE = _("This day has not come yet.")
CHANGED = _("Something was written meanwhile. Look through it once more.")
UNSAID = _("Say how it was handed over.")


@trail.act
def begin(
    pk, *, claimant: str, shown_by: str, asked_on: date, by, guardian: str = ""
) -> Extract:  # fmt: skip
    """Somebody has asked what we hold about them, and shown who they are.

    A guardian gets what a decision says that this guardian may be shown, and no more (OSL 12:3).
    """
    rows = HelpRequest.objects.without_words()
    help_request = guard.hold(rows, pk, by=by, right=lifecycle.SUBMIT_EXTRACT.right)
    breaking_glass.require_not_through(help_request, by=by)
    erasing.require_not_erased(help_request)
    if claimant not in Claimant.values or shown_by not in ShownBy.values:
        raise ValidationError(_("Say who asks, and how they showed it."), code="no_asker")
    is_copy = claimant == Claimant.ANYONE
    if is_copy != (shown_by == ShownBy.NOT_ASKED):
        wrong = ValidationError(ASKS_WHO if is_copy else SHOWS_WHO, code="asks_who")
        raise ValidationError({"shown_by": wrong})
    guardian = guardians.required(help_request, claimant, guardian)
    if asked_on > timezone.localdate():
        raise ValidationError({"asked_on": ValidationError(FUTURE, code="future")})
    if fetching.running(help_request):
        raise ValidationError(RUNS, code="running")
    extract = Extract.objects.create(
        help_request=help_request, claimant=claimant, guardian=guardian, shown_by=shown_by,
        asked_on=asked_on, prepared_by=by,
    )  # fmt: skip
    trail.record(
        by, "extract.begin", extract, claimant=claimant, shown_by=shown_by,
        guardian=guardian or None,
    )  # fmt: skip
    return extract


@trail.act
def check(pk, *, by) -> tuple[Extract, list[own.Part], list]:
    """Open every text to decide about it. Also: the lines of the log that can be left out."""
    extract = fetching.mine(pk, lifecycle.SUBMIT_EXTRACT, by=by)
    parts = _opened(extract, _parts(extract), by=by)
    return extract, parts, choosing.lines_of(extract.help_request, timezone.now())


@trail.act
def submit(pk, *, choices: dict[str, Choice], seen: str, by) -> Extract:
    """Every text is decided about. Now a second person looks."""
    extract = fetching.mine(pk, lifecycle.SUBMIT_EXTRACT, by=by)
    parts = _parts(extract)
    if seen != choosing.fingerprint(parts):
        raise ValidationError(CHANGED, code="changed")
    choosing.require_decided(choices, parts)
    kept = {key: one.kept() for key, one in choices.items()}
    enclosing.require_looked(extract.help_request, enclosing.given(kept, parts), by)
    extract.choices = {"seen": seen, "of": kept}
    extract.checked_at = timezone.now()
    moves.make(
        lifecycle.SUBMIT_EXTRACT, extract, by=by, texts=len(parts),
        left_out=sum(one.leaves_out for one in choices.values()),
    )  # fmt: skip
    return extract


@trail.act
def show_file(pk, number: int, *, by) -> Seen:
    """A picture or a PDF of the person’s, before it is decided about, or released."""
    extract = fetching.reached(pk, lifecycle.SUBMIT_EXTRACT.right, by=by)
    may = extract.prepared_by_id == by.pk or by.has_perm(rights.RELEASE_EXTRACT)
    if extract.status not in RUNNING or not may:
        raise guard.OutOfReach
    return enclosing.show(extract, _parts(extract), number, by=by)


@trail.act
def look(pk, *, by) -> Extract:
    """Where it stands, without any words."""
    extract = fetching.reached(pk, lifecycle.SUBMIT_EXTRACT.right, by=by)
    trail.record(by, "extract.seen", extract)
    return extract


@trail.act
def drop(pk, *, by) -> Extract:
    """The person no longer asks, it was begun by mistake, or may not be handed over any more."""
    extract = fetching.mine(pk, lifecycle.DROP_EXTRACT, by=by)
    if extract.digest:  # released for a guardian who may not be shown it any more
        shredding.shred([trail.name_of(extract)])
    extract.choices, extract.digest, extract.package = {}, "", None
    moves.make(lifecycle.DROP_EXTRACT, extract, by=by)
    return extract


@trail.act
def look_again(pk, *, by) -> tuple[Extract, Content, str]:
    """The second person sees exactly what would be handed over."""
    extract = fetching.held(pk, lifecycle.RELEASE_EXTRACT, by=by)
    seen = shown(extract)
    return extract, _content(extract, by=by), seen


@trail.act
def send_back(pk, *, by) -> Extract:
    extract = fetching.held(pk, lifecycle.SEND_EXTRACT_BACK, by=by)
    fetching.require_another(extract, by)
    moves.make(lifecycle.SEND_EXTRACT_BACK, extract, by=by)
    return extract


@trail.act
def release(pk, *, seen: str, by) -> Extract:
    """The second person says yes to what they saw. It is sealed, and named by its digest.

    A random number in it sees to it that nobody can confirm a guess at the words by the digest.
    """
    extract = fetching.held(pk, lifecycle.RELEASE_EXTRACT, by=by)
    fetching.require_another(extract, by)
    if seen != shown(extract):
        raise ValidationError(CHANGED, code="changed")
    given = enclosing.given(choosing.chosen(extract), _parts(extract))
    enclosing.require_looked(extract.help_request, given, by, says=enclosing.LOOK_FIRST)
    content = _content(extract, by=by) | {"number": secrets.token_hex(16)}
    content["files"] = enclosing.with_digests(extract, content["files"], by=by)
    whole = chain.canonical(content)
    extract.digest = sha256(whole).hexdigest()
    extract.released_by, extract.released_at = by, timezone.now()
    vault.seal(extract, package=whole.decode())
    moves.make(lifecycle.RELEASE_EXTRACT, extract, by=by, digest=extract.digest)
    return extract


@trail.act
def open_package(pk, *, by) -> tuple[Extract, Content]:
    """What is handed over, to be printed or saved. Each time is a line that the person sees."""
    extract = fetching.reached(pk, lifecycle.HAND_EXTRACT_OVER.right, by=by)
    if not extract.digest:
        raise guard.OutOfReach
    guardians.require_still(extract)
    text = vault.unseal(extract, "package", by=by, purpose=PURPOSE)
    return extract, json.loads(text)


@trail.act
def open_bundle(pk, *, by) -> tuple[Extract, Content, list[tuple[str, bytes]]]:
    """The same, and every file that goes with it. Each file is a line of its own."""
    extract = fetching.reached(pk, lifecycle.HAND_EXTRACT_OVER.right, by=by)
    if not extract.digest:
        raise guard.OutOfReach
    guardians.require_still(extract)
    content = json.loads(vault.unseal(extract, "package", by=by, purpose=PURPOSE))
    return extract, content, enclosing.enclosed(extract, content.get("files", []), by=by)


@trail.act
def hand_over(pk, *, how: str, by) -> Extract:
    """The person has it."""
    extract = fetching.held(pk, lifecycle.HAND_EXTRACT_OVER, by=by)
    if how not in HandedHow.values:
        raise ValidationError(UNSAID, code="no_way")
    guardians.require_still(extract)
    extract.handed_by, extract.handed_at, extract.handed_how = by, timezone.now(), how
    moves.make(lifecycle.HAND_EXTRACT_OVER, extract, by=by, how=how, digest=extract.digest)
    return extract


@trail.act
def note_list(shown_rows: int, *, by) -> None:
    guard.require(by, lifecycle.SUBMIT_EXTRACT.right)
    trail.record(by, "extract.list", "intake.extract/list", count=shown_rows)


# --- Steps: they expect to be inside a use case --------------------------------------------------


def shown(extract: Extract) -> str:
    """What a second person has looked at: the choices, the texts and what surrounds them."""
    now = {
        "choices": extract.choices, "parts": choosing.fingerprint(_parts(extract)),
        "rest": copying.surroundings(extract),
    }  # fmt: skip
    return sha256(json.dumps(now, sort_keys=True, default=str).encode()).hexdigest()


def _parts(extract: Extract) -> list[own.Part]:
    beside = ("safe_contact", "topic", "area", "arena", "receipt")
    with_words = HelpRequest.objects.select_related(*beside)
    extract.help_request = with_words.get(pk=extract.help_request_id)
    return guardians.covered(extract, compiling.parts_of(extract.help_request, extract.claimant))


def _opened(extract: Extract, parts: list[own.Part], *, by) -> list[own.Part]:
    """One line names everything that is opened. What is never given stays shut."""
    asked = [part for part in parts if not part.fixed and not part.is_file]
    rows = circumstances.with_them(HelpRequest.objects.without_words(), by)
    facts = circumstances.of_request(rows.get(pk=extract.help_request_id), by)
    places = [(part.row, part.column) for part in asked]
    texts = vault.unseal_all(extract.help_request, places, by=by, purpose=PURPOSE, **facts)
    return [
        *(compiling.opened(part, text) for part, text in zip(asked, texts, strict=True)),
        *(part for part in parts if part.fixed or part.is_file),
    ]


def _content(extract: Extract, *, by) -> Content:
    parts = _parts(extract)
    if extract.choices["seen"] != choosing.fingerprint(parts):
        raise ValidationError(CHANGED, code="changed")
    around = copying.surroundings(extract)  # first: what is opened adds to the log
    return copying.content(extract, around, _opened(extract, parts, by=by))
