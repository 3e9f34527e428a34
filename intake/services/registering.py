"""Somebody else tells us on a person's behalf: a school from the portal, we from a phone call."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit import trail
from audit.guard import Refused
from intake import drafts, rights
from intake.models import Asker, Channel, Registration
from intake.services import protecting, receiving, saving_drafts, searching
from intake.services.receiving import Told
from intake.tickets import counts_once


@counts_once
@trail.act
def register(
    *, by, with_person: bool, no_suspicion: bool, asker: str = Asker.PROFESSIONAL, **told
) -> Told:
    """A partner tells us about somebody. With the person there, they get a code of their own.

    *asker*: whom they write it together with, if they do. They have said that they
    suspect no harm to a child. Otherwise it is a concern report.
    """
    if not by.has_perm(rights.REGISTER):
        raise Refused(rights.REGISTER)
    if not no_suspicion:
        raise ValidationError(_("Report it as a concern instead."), code="is_a_concern")
    answer = receiving.take_in(
        by=by, channel=Channel.PORTAL, asker=asker, with_receipt=with_person, **told
    )
    if answer.is_new:
        trail.record(
            by, "helprequest.register", answer.help_request, with_person=with_person,
            no_suspicion=no_suspicion,
        )  # fmt: skip
        add(answer.help_request.reference, by=by, with_person=with_person)
        saving_drafts.drop(drafts.REGISTER, by, _words_of(told), by=by)
        searching.let_find(answer.help_request, by=by)
        protecting.begin(answer.help_request, by=by)
    return answer


@counts_once
@trail.act
def record(*, by, channel: str, with_person: bool = True, **told) -> Told:
    """One of us writes down what came by phone, at a visit or on the street.

    Where nobody is there to hand a code to, there is none.
    """
    if not by.has_perm(rights.RECORD):
        raise Refused(rights.RECORD)
    answer = receiving.take_in(by=by, channel=channel, with_receipt=with_person, **told)
    if answer.is_new:
        trail.record(
            by, "helprequest.register", answer.help_request, channel=channel,
            with_person=with_person,
        )  # fmt: skip
        if channel != Channel.OUTREACH:  # a note from the street is written on a page of its own
            saving_drafts.drop(drafts.RECORD, by, _words_of(told), by=by)
        searching.let_find(answer.help_request, by=by)
        protecting.begin(answer.help_request, by=by)
    return answer


# --- Steps: they expect to be inside a use case ------------------------------------------------


def _words_of(told: dict) -> dict[str, str]:
    """As they stand in a draft: the story, and how the person is reached."""
    return {"story": told["story"], **(told.get("contact") or {})}


def add(
    reference: str, *, by, is_concern: bool = False, with_person: bool = False,
    may_ask: bool = False,
) -> Registration:  # fmt: skip
    """What the partner may see of it afterwards: a number, and whether it is handled."""
    row = Registration.objects.create(
        unit=by.organisation.group, reference=reference, is_concern=is_concern,
        with_person=with_person, may_ask=may_ask, registered_at=timezone.now(), registered_by=by,
    )  # fmt: skip
    trail.record(by, "registration.add", row, is_concern=is_concern)
    return row


def handle(*references: str, by) -> None:
    """Whoever registered it sees that it is handled – not how."""
    received = Registration.State.RECEIVED
    for row in Registration.objects.filter(reference__in=references, state=received):
        row.state = Registration.State.HANDLED
        row.save(update_fields=["state"])
        trail.record(by, "registration.handle", row)
