"""A referral in the partner's words, and its envelope as pairs. Knows nothing of the request."""

from django.conf import settings
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import get_language_info, gettext_lazy
from django.utils.translation import gettext as _

from intake.models import AgeBand
from partners.models import purpose_said
from referrals.lifecycle import Status
from referrals.models import (
    Access,
    DeclineReason,
    MustConfirm,
    RecallReason,
    Referral,
    ReturnReason,
    Tombstone,
)

SPOKEN = dict(settings.LANGUAGES)
STATES = {
    Status.SENT: (gettext_lazy("New"), "info"),
    Status.OPENED: (gettext_lazy("To be answered"), "warning"),
    Status.ASKED: (gettext_lazy("You have asked"), "neutral"),
    Status.ACCEPTED: (gettext_lazy("Accepted: make contact"), "warning"),
    Status.ACTIVE: (gettext_lazy("Under way"), "success"),
    Status.REPORTED: (gettext_lazy("Reported"), "neutral"),
    Status.CLOSED: (gettext_lazy("Done"), "neutral"),
    Status.DECLINED: (gettext_lazy("Declined by you"), "neutral"),
    Status.RETURNED: (gettext_lazy("Handed back by you"), "neutral"),
    Status.EXPIRED: (gettext_lazy("Not answered in time"), "neutral"),
    Status.RECALLED: (gettext_lazy("Recalled by the social services"), "neutral"),
    Status.WITHDRAWN: (gettext_lazy("The person no longer wants it"), "neutral"),
}
REASONS = {**dict(DeclineReason.choices), **dict(ReturnReason.choices)}
NOT_THEIRS = {RecallReason.OTHER_YES: gettext_lazy("Somebody else said yes first.")}
TO_CONFIRM = {
    MustConfirm.STOPPED: gettext_lazy(
        "That you have stopped working with this person, and cancelled what was booked."
    ),
    MustConfirm.DELETED: gettext_lazy(
        "This was sent to you in error. Confirm that you have deleted everything you noted down, "
        "and told nobody."
    ),
}


def said(rows):
    """Rows of a list, each with its state as the partner would say it."""
    for row in rows:
        row.word, row.colour = STATES[row.status]
        if isinstance(row, Referral):
            row.word, row.colour = _within(row) or (row.word, row.colour)
    return rows


def _within(referral: Referral) -> tuple | None:
    """What goes on within a state: waiting for a day, resting, looked at again."""
    return {
        "waiting": (_("Accepted for later"), "neutral"),
        "paused": (_("Paused"), "neutral"),
        "review": (_("Paused: go on?"), "warning"),
        "contested": (_("Look at your report again"), "warning"),
    }.get(referral.timed_as())


def state(status: str) -> str:
    return STATES[status][0]


def ended_as(tombstone: Tombstone) -> str:
    return state(tombstone.status)


def why(tombstone: Tombstone):
    """Ended through nobody's fault, so that whoever said yes a moment too late understands."""
    return NOT_THEIRS.get(tombstone.reason, "")


def must_do(tombstone: Tombstone) -> str:
    """What is still to be confirmed, if anything."""
    return "" if tombstone.confirmed_at else TO_CONFIRM.get(tombstone.must_confirm, "")


def of_tombstone(tombstone: Tombstone) -> list[tuple]:
    rows = [
        (_("Service"), tombstone.service),
        (_("Asked"), _day(tombstone.asked_at)),
        (_("Ended"), _day(tombstone.ended_at)),
        (_("How it ended"), ended_as(tombstone)),
    ]
    if why(tombstone):
        rows.append((_("Why"), why(tombstone)))
    elif tombstone.reason:
        rows.append((_("Your reason"), REASONS.get(tombstone.reason, tombstone.reason)))
    if tombstone.confirmed_at:
        rows.append((_("Confirmed by you"), _day(tombstone.confirmed_at)))
    return rows


def of_envelope(referral: Referral, codes: dict) -> list[tuple]:
    """The blind envelope as pairs. *codes* says what may be shown; the rest is not said."""
    pairs = {
        "reference": (_("Reference"), referral.reference),
        "service": (_("Service"), referral.service),
        "urgency": (_("Urgency"), referral.get_urgency_display()),
        "protected": (_("Protected identity"), _("Yes. Let as few as possible know.")),
        "area": (_("Area"), referral.area.name if codes.get("area") else _("Not said")),
        "age_band": (_("Age"), age(codes.get("age_band", AgeBand.UNKNOWN))),
        "language": (_("Language"), language(referral.language)),
        "access": (_("Needs"), access(referral.access)),
        "contact_rules": (
            _("Contact"),
            _("There are rules for making contact safely") if codes.get("contact_rules")
            else _("Not said"),  # there may be some: nothing was chosen to be told
        ),
    }  # fmt: skip
    rows = [pair for code, pair in pairs.items() if code in codes]
    if codes.get("ground"):
        rows.append((_("Told on this ground"), referral.basis.ground))
    return rows


def purpose(referral: Referral) -> list[tuple]:
    """What it is told for, where the agreement asks; as the list says it by now."""
    if not referral.purpose:
        return []
    return [(_("Told for"), purpose_said(referral.purpose))]


def age(band: str) -> str:
    return _("Not said") if band == AgeBand.UNKNOWN else AgeBand(band).label


def access(codes) -> str:
    return ", ".join(str(Access(code).label) for code in codes) or _("Nothing special")


def language(code: str) -> str:
    """One that we speak has its name from us; another that a machine named, from Django."""
    if code in SPOKEN:
        return str(SPOKEN[code])
    try:
        return str(get_language_info(code)["name_translated"]).capitalize()
    except KeyError:
        return code


def _day(moment) -> str:
    return date_format(localtime(moment), "DATE_FORMAT")
