"""Somebody's mailbox: the data protection officer's, the registrar's, the auditors'."""

import json

from django.utils.translation import gettext_lazy as _

from audit.outbox import carriers

SUBJECT = _("Checkpoint of the log: {number}")
EXPLAINED = _(
    "Keep this mail. It proves later that the log of Lotsen was not changed up to line {number}. "
    "You need not do anything. How it is checked stands in the file audit/FORMAT.md."
)


def give(seal: dict, certificates: list[dict], place: str, row) -> None:
    """The seal and today's certificate; the earlier ones went with the mails before."""
    number = seal["seal"]["number"]
    today = [one for one in certificates if one["certificate"]["key"] == seal["seal"]["key"]]
    lines = [EXPLAINED.format(number=number), "", *map(json.dumps, (*today, seal)), ""]
    carriers.send(place, SUBJECT.format(number=number), "\n".join(lines))
