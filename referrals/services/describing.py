"""Steps: whom somebody said yes to telling, who was told, where they were shown the way – as the
plain values of a register extract.
"""

from django.utils.timezone import localtime

from intake.models import Item
from referrals.services import adding_files, sharing


def moment(at) -> str:
    return localtime(at).isoformat(timespec="seconds") if at else ""


def consent(one) -> dict:
    return {
        "organisation": one.organisation.name, "items": one.item_labels(),
        "purpose": one.purpose_label(), "given": moment(one.given_at),
        "given_by": one.get_given_by_display(), "given_how": one.get_given_how_display(),
        "until": one.valid_until.isoformat(),
        "taken_back": moment(one.withdrawn_at),
    }  # fmt: skip


def shared(referral) -> dict:
    return {
        "organisation": referral.to.name, "sent": moment(referral.sent_at),
        "items": [str(Item(item).label) for item in referral.package.items],
        "basis": sharing.basis_in_words(referral.basis),
        "attachments": [str(one.pk) for one in adding_files.attached(referral)],
        "state": str(sharing.IN_PLAIN_WORDS[referral.status]),
    }  # fmt: skip


def guidance(one) -> dict:
    """Nothing was sent for it."""
    return {
        "organisation": one.service.organisation.name, "service": str(one.service),
        "kind": one.get_kind_display(), "how": one.get_way_display(),
        "day": one.given_on.isoformat(), "agreed_by": one.get_agreed_by_display(),
        "person_says": one.get_persons_answer_display(), "we_say": one.get_our_answer_display(),
    }  # fmt: skip
