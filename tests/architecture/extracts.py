"""A register extract in a state, for whoever knocks or looks: through its own use cases."""

from django.utils import timezone

from config.demo import town
from intake.models import Extract, HelpRequest
from referrals.services import choosing, extracting
from referrals.services.choosing import WHOLE, Choice


def an_extract(help_request: HelpRequest, status: str, by, second: str) -> Extract:
    """*by* prepares it; *second* is the name of whoever releases it."""
    extract = extracting.begin(
        help_request.pk, claimant="sender", shown_by="code", asked_on=timezone.localdate(), by=by
    )
    if status == "draft":
        return extract
    _row, parts, _lines = extracting.check(extract.pk, by=by)
    choices = {part.place: Choice(WHOLE, [], "") for part in parts}
    extracting.submit(extract.pk, choices=choices, seen=choosing.fingerprint(parts), by=by)
    if status == "checked":
        return extract
    lead = town.person(second)
    _row, _content, seen = extracting.look_again(extract.pk, by=lead)
    return extracting.release(extract.pk, seen=seen, by=lead)
