"""An authority asks: written down, checked, and – if the person is with us – found."""

import re
from datetime import date

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit import guard, moves, trail, vault
from audit.references import new_reference
from config.police import drafts, rights
from config.police.codes import Asked, Authority, Check, Way
from config.police.lifecycle import CALL_OFF, CHECK, Status
from config.police.models import ContactRequest
from config.police.services.holding import hold
from intake import personal_numbers, words
from intake.models import HelpRequest
from intake.services import saving_drafts
from partners.models import Team
from referrals.services.packing import known

NUMBER = re.compile(r"[A-Za-zÅÄÖåäö0-9][A-Za-zÅÄÖåäö0-9./:-]{0,39}")

TO_COME = _("This day has not come yet.")
NO_NUMBER = _("Letters, digits and . / - : at most 40 signs.")
IS_PERSONAL = _("This is a personal number. Write the authority’s own number instead.")
NOT_FOUND = _("There is no request with this number within your reach.")
FIXED = _("It is decided about one person already. Let the decision be handed back first.")


@trail.act
def receive(
    *, authority: str, way: str, asked: list[str], who: str, whom: str, received_on: date, by,
    their_number: str = "",
) -> ContactRequest:  # fmt: skip
    """What was asked, by whom and about whom. Nothing is looked up by it."""
    guard.require(by, rights.HANDLE)
    if received_on > timezone.localdate():
        raise ValidationError({"received_on": ValidationError(TO_COME, code="future")})
    team = Team.objects.filter(group__in=guard.groups_of(by)).first()
    row = ContactRequest(
        reference=new_reference(), unit=team and team.group, received_by=by,
        received_on=received_on, authority=known([authority], Authority)[0],
        way=known([way], Way)[0], asked=sorted(known(asked, Asked)),
        their_number=_number(their_number),
    )  # fmt: skip
    vault.seal(row, who=words.required(who), whom=words.required(whom))
    row.save()
    trail.record(by, "contactrequest.receive", row, authority=authority, way=way, asked=row.asked)
    saving_drafts.drop(drafts.RECEIVE, by, {"who": who, "whom": whom}, by=by)
    return row


@trail.act
def check(pk, *, checked_how: str, by) -> ContactRequest:
    """How we know that it is the authority. Whoever rings up can say that they are the police."""
    row = hold(pk, CHECK, by=by)
    row.checked_how = known([checked_how], Check)[0]
    moves.make(CHECK, row, by=by, how=checked_how)
    return row


@trail.act
def find(pk, *, number: str, by) -> ContactRequest:
    """Which request with us is the person's: by our own number, and within one's own reach."""
    row = hold(pk, None, by=by)
    if row.status not in (Status.RECEIVED, Status.CHECKED):
        raise ValidationError(FIXED, code="decided")
    rows = HelpRequest.objects.visible_to(by).without_words()
    found = rows.filter(reference=number.strip().upper()).first()
    if found is None:
        raise ValidationError({"number": ValidationError(NOT_FOUND, code="not_found")})
    row.help_request, row.subject = found, found.subject
    row.save()
    trail.record(by, "contactrequest.find", row)
    return row


@trail.act
def call_off(pk, *, by) -> ContactRequest:
    """The authority does not want it any more. Nothing was told."""
    row = hold(pk, CALL_OFF, by=by)
    moves.make(CALL_OFF, row, by=by)
    return row


# --- Steps: they expect to be inside a use case --------------------------------------------------


def _number(number: str) -> str:
    number = number.strip()
    if number and not NUMBER.fullmatch(number):
        raise ValidationError({"their_number": ValidationError(NO_NUMBER, code="no_number")})
    if personal_numbers.found_in(number):
        raise ValidationError({"their_number": ValidationError(IS_PERSONAL, code="is_personal")})
    return number
