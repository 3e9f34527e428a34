"""A register extract in a state, for whoever knocks or looks: through its own use cases."""

from django.utils import timezone

from config.demo import town
from intake.models import Extract, HelpRequest
from referrals.services import choosing, extracting
from referrals.services.choosing import WHOLE, Choice


def look_through(extract: Extract, parts, by) -> None:
    """At every picture and document: else none may be handed over."""
    for part in parts:
        if part.is_file:
            extracting.show_file(extract.pk, part.number, by=by)


def an_extract(help_request: HelpRequest, status: str, by, second: str) -> Extract:
    """*by* prepares it; *second* is the name of whoever releases it."""
    extract = extracting.begin(
        help_request.pk, claimant="sender", shown_by="code", asked_on=timezone.localdate(), by=by
    )
    if status == "draft":
        return extract
    _row, parts, _lines = extracting.check(extract.pk, by=by)
    look_through(extract, parts, by)
    choices = {part.place: Choice(WHOLE, [], "") for part in parts}
    extracting.submit(extract.pk, choices=choices, seen=choosing.fingerprint(parts), by=by)
    lead = town.person(second)
    look_through(extract, parts, lead)
    if status == "checked":
        return extract
    _row, _content, seen = extracting.look_again(extract.pk, by=lead)
    return extracting.release(extract.pk, seen=seen, by=lead)
