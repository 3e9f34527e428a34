"""What guardians, and young people of 15 or older, say to an open service (SoL 21:2)."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit import trail, vault
from intake import age_gate, rights
from intake.age_gate import Verdict
from intake.models import Agreement, GivenHow, GreyZone, HelpRequest, Who
from intake.services import documenting
from intake.services.triaging import hold, require_under_way
from partners.models import OpenService

NOT_YET = _("The day has not come yet.")
SAY_HOW = _("Note how it was said: when, to whom, and what was told before.")
SAY_WHY = _("Write why it is suitable for this young person (SoL 21:2).")


@trail.act
def note_answer(
    pk, *, open_service: OpenService, who: str, says_yes: bool, given_how: str, said_on, by,
    note: str = "",
) -> Agreement:  # fmt: skip
    """Note a yes or a no. A new one stands beside the old, and counts from now on."""
    help_request = hold(pk, by=by, right=rights.TRIAGE)
    require_under_way(help_request)
    if said_on > timezone.localdate():
        raise ValidationError({"said_on": ValidationError(NOT_YET, code="not_yet")})
    note = documenting.kept(note, mode=open_service.mode)
    _require_a_note(note, who=who, says_yes=says_yes, given_how=given_how)
    row = Agreement(
        help_request=help_request, open_service=open_service, who=who, says_yes=says_yes,
        given_how=given_how, said_on=said_on, recorded_at=timezone.now(), recorded_by=by,
    )  # fmt: skip
    vault.seal(row, note=note)
    row.save(force_insert=True)
    trail.record(
        by, "helprequest.note_agreement", help_request, service=open_service.pk, who=who,
        says_yes=says_yes, given_how=given_how,
    )  # fmt: skip
    return row


def _require_a_note(note: str, *, who: str, says_yes: bool, given_how: str) -> None:
    if note:
        return
    if who == Who.YOUNG and says_yes:
        raise ValidationError({"note": ValidationError(SAY_WHY, code="say_why")})
    if given_how == GivenHow.ORAL:
        raise ValidationError({"note": ValidationError(SAY_HOW, code="say_how")})


def latest(help_request: HelpRequest, open_service: OpenService) -> dict[str, bool]:
    """Step: what each who was asked has said last about this service."""
    said = help_request.agreements.filter(open_service=open_service).order_by("recorded_at", "pk")
    return dict(said.values_list("who", "says_yes"))


def verdict(
    help_request: HelpRequest, service: OpenService, age_band: str, *, is_one_talk: bool = False
) -> Verdict:
    """Step: has everybody said yes who must, as the municipality reads the law today?"""
    return age_gate.verdict(
        age_band, latest(help_request, service), is_one_talk=is_one_talk,
        allowed=GreyZone.allowed_on(timezone.localdate()),
    )  # fmt: skip
