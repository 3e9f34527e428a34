"""Authorities that ask for contact details, one in each state, for whoever knocks or looks."""

from django.utils import timezone

from config.police.services import deciding, receiving
from config.police.services.deciding import Proposal
from referrals.models import LegalGround

STATES = ("received", "checked", "decided", "confirmed")


def some(help_request, worker, lead) -> None:
    """The worker receives them and proposes; the lead confirms one."""
    for state in STATES:
        _bring(state, help_request, worker, lead)


def _bring(state: str, help_request, worker, lead) -> None:
    row = receiving.receive(
        authority="police", way="phone", asked=["phone", "email"], who="Inspektör Ek",
        whom="Någon i Norrstrand", received_on=timezone.localdate(), by=worker,
    )  # fmt: skip
    if state == "received":
        return
    receiving.check(row.pk, checked_how="called_back", by=worker)
    receiving.find(row.pk, number=help_request.reference, by=worker)
    if state == "checked":
        return
    ground = LegalGround.objects.filter(on_request=True).first()
    proposal = Proposal(
        "give", items=("email",), ground_pk=ground.pk,
        answers=("met",) * len(ground.asks()),
    )  # fmt: skip
    decided = deciding.decide(row.pk, proposal=proposal, reasons="Inget talar emot.", by=worker)
    if state == "confirmed":
        deciding.confirm(row.pk, decision_pk=decided.pk, by=lead)
