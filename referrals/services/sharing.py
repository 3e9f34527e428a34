"""What the person may see: with whom something was shared, what, why – in plain words."""

from dataclasses import dataclass, field
from datetime import datetime

from django.utils.formats import date_format
from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from audit.actors import Resident
from intake.models import Attachment, Consent, Item
from partners.models import said
from referrals.lifecycle import UNDER_WAY, Status
from referrals.models import OWN_VIEWS, Referral
from referrals.services import adding_files
from referrals.services.comparing import REPORTED
from referrals.services.disclosing import has_begun
from referrals.services.reading import was_never_read, was_read

IN_PLAIN_WORDS = {
    Status.SENT: gettext_lazy("They have been asked, and have not answered yet."),
    Status.OPENED: gettext_lazy("They are looking at what they are asked."),
    Status.ASKED: gettext_lazy("They have asked us something before they answer."),
    Status.ACCEPTED: gettext_lazy("They have said yes and will contact you."),
    Status.ACTIVE: gettext_lazy("They are helping you now."),
    Status.REPORTED: gettext_lazy("They have told us how it went."),
    Status.CLOSED: gettext_lazy("It has ended. They see nothing any more."),
    Status.DECLINED: gettext_lazy("They could not help. They see nothing any more."),
    Status.RETURNED: gettext_lazy("They could not go on. They see nothing any more."),
    Status.EXPIRED: gettext_lazy("They did not answer. They see nothing any more."),
    Status.RECALLED: gettext_lazy("We took it back. They see nothing any more."),
    Status.WITHDRAWN: gettext_lazy("You took it back. They see nothing any more."),
}


@dataclass(frozen=True)
class Shared:
    """One organisation that was asked. *may_take_back*: it rests on a consent that still holds.

    *told*: whether they read it; "if_yes" before their answer, "later" until it is about to begin,
    "never" if there was no yes, "unread" if it ended after one and nobody had opened it.
    *may_say*: the partner has told how it went, and the person may say so too.
    """

    organisation: str
    items: list[str]
    basis: str
    when: datetime
    state: str
    consent_pk: object
    may_take_back: bool
    pk: object
    told: str = "told"
    may_say: bool = False
    own_view: str = ""
    files: list[Attachment] = field(default_factory=list)


def shared_with_person(resident: Resident) -> list[Shared]:
    """What has left the house about this request. What is only a draft has not."""
    sent = Referral.objects.filter(help_request=resident.request_id, sent_at__isnull=False)
    rows = sent.select_related("to", "package", "outcome", "basis__consent", "basis__ground")
    words = [f"package__{field}" for field in ("situation", "name", "phone", "email", "wishes")]
    return [_one(row) for row in rows.defer("basis__reasons", *words).order_by("sent_at")]


def said_yes_only(resident: Resident) -> list[Consent]:
    """What the person has said yes to and nothing runs on. They may take it back all the same."""
    running = Referral.objects.filter(sent_at__isnull=False, status__in=UNDER_WAY)
    mine = Consent.objects.filter(help_request=resident.request_id)
    holding = mine.holding_on(localdate()).select_related("organisation")
    resting = running.filter(basis__consent__in=mine).values("basis__consent")
    return list(holding.exclude(pk__in=resting))


def is_theirs(resident: Resident, consent_pk) -> bool:
    return Consent.objects.filter(pk=consent_pk, help_request=resident.request_id).exists()


def _one(referral: Referral) -> Shared:
    consent = referral.basis.consent
    holds = consent is not None and consent.withdrawn_at is None
    return Shared(
        organisation=referral.to.name,
        items=[str(Item(item).label) for item in referral.package.items],
        basis=basis_in_words(referral.basis),
        when=referral.sent_at,
        state=_state(referral),
        consent_pk=consent.pk if consent else None,
        may_take_back=holds and referral.status in UNDER_WAY,
        pk=referral.pk,
        told=_told(referral),
        may_say=referral.status in REPORTED,
        own_view=_own_view(referral),
        files=adding_files.attached(referral),
    )


def _told(referral: Referral) -> str:
    """Before a yes nobody has read who it is about. After the end the log says who has."""
    if not referral.accepted_at:
        return "if_yes" if referral.status in UNDER_WAY else "never"
    if referral.status == Status.ACCEPTED and not has_begun(referral):
        # It may have been open before the day was moved.
        return "told" if was_read(referral) else "later"
    is_over = referral.status not in UNDER_WAY
    return "unread" if is_over and was_never_read(referral) else "told"


def _own_view(referral: Referral) -> str:
    """What the person has said of it; nothing before."""
    said = referral.outcome.view if hasattr(referral, "outcome") else ""
    return str(dict(OWN_VIEWS).get(said, ""))


def _state(referral: Referral) -> str:
    """Where it stands; with a day, if it waits for one."""
    if referral.status == Status.ACCEPTED and referral.expected_start:
        day = date_format(referral.expected_start, "DATE_FORMAT")
        return _("They have said yes. They begin on %(day)s and contact you then.") % {"day": day}
    if referral.status == Status.ACTIVE and referral.first_contact_on and not referral.is_paused:
        day = date_format(referral.first_contact_on, "DATE_FORMAT")
        return _("They are helping you now. Your first contact was on %(day)s.") % {"day": day}
    if referral.is_paused:
        day = date_format(referral.review_at, "DATE_FORMAT")
        return _("The help is paused until %(day)s.") % {"day": day}
    return str(IN_PLAIN_WORDS[referral.status])


def basis_in_words(basis) -> str:
    if basis.consent is None:
        return f"{basis.ground}. {said(basis.ground.text)}"
    day = date_format(localtime(basis.consent.given_at), "DATE_FORMAT")
    return _("You said yes to it on %(day)s.") % {"day": day}
