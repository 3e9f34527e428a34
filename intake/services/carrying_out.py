"""An open service that runs: talks are counted, more may be written down, and it ends."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit import trail, vault
from audit.guard import OutOfReach
from intake import age_gate, personal_numbers, rights, words
from intake.age_gate import Verdict
from intake.models import ServiceStart, ServiceTalk
from intake.services import agreeing, documenting, retaining
from intake.services.triaging import hold
from partners.models import Mode, modes_above

ENDED = _("This service has ended. Nothing was changed.")
ALL_USED = _(
    "All %(planned)s talks are used. Whoever needs more can apply for help that is assessed "
    "(SoL 11:6), or begin another open service."
)
NOT_YET = _("The day has not come yet.")
TOO_EARLY = _("The service began later than that.")
ONLY_MORE = _("What is written down can only become more, never less.")
TELL = _("Tell the person first what is written down from now on (SoL 14:6).")
GUARDIANS_FIRST = _(
    "Under 15 each guardian must have said yes before more is done than one talk of advice "
    "(SoL 21:2). Note what they say under “Services without assessment”."
)
NOT_HERE = _(
    "This service is written down without anything that shows who it is (SoL 14:4–5). First let "
    "more be written down; the person is told of it then."
)
NO_NUMBER = _("This is no personal number. Leave it empty if you do not know it.")


@trail.act
def count_talk(pk, *, held_on, by, note: str = "") -> ServiceTalk:
    """One talk more. In advice there is no note; without identity, none that shows who it is."""
    row = _running(pk, by=by)
    if held_on > timezone.localdate():
        raise ValidationError({"held_on": ValidationError(NOT_YET, code="not_yet")})
    if held_on < row.started_on:
        raise ValidationError({"held_on": ValidationError(TOO_EARLY, code="too_early")})
    if row.planned_talks and row.talks.count() >= row.planned_talks:
        planned = {"planned": row.planned_talks}
        raise ValidationError(ALL_USED, code="all_used", params=planned)
    talk = ServiceTalk(start=row, mode=row.mode, held_on=held_on, counted_by=by)
    vault.seal(talk, note=documenting.of_a_talk(note, mode=row.mode))
    talk.save(force_insert=True)
    trail.record(by, "helprequest.count_talk", row.help_request, start=row.pk)
    return talk


@trail.act
def write_more(pk, *, mode: str, informed: bool, by) -> ServiceStart:
    """From now on more is written down, because the person wants to go on. Never less."""
    row = _running(pk, by=by)
    if mode not in modes_above(row.mode):
        raise ValidationError({"mode": ValidationError(ONLY_MORE, code="only_more")})
    if not informed:
        raise ValidationError({"informed": ValidationError(TELL, code="tell")})
    _require_more_than_one_talk(row)
    before, row.mode, row.informed_at = row.mode, mode, timezone.now()
    row.save(update_fields=["mode", "informed_at"])
    trail.record(
        by, "helprequest.write_more", row.help_request, start=row.pk, mode=mode, before=before
    )
    return row


@trail.act
def identify(pk, *, by, name: str = "", personal_number: str = "", phone: str = "") -> ServiceStart:
    """Write down who it is: only where the board has decided that everything is documented."""
    row = _running(pk, by=by)
    if row.mode != Mode.FULL:
        raise ValidationError(NOT_HERE, code="not_here")
    if personal_number.strip() and not personal_numbers.readings(personal_number):
        raise ValidationError({"personal_number": ValidationError(NO_NUMBER, code="no_number")})
    told = {"name": name, "personal_number": personal_number, "phone": phone}
    vault.seal(row, **{field: words.optional(text) for field, text in told.items()})
    row.save(update_fields=list(told))
    trail.record(by, "helprequest.identify", row.help_request, start=row.pk)
    retaining.note_births(row.help_request, personal_numbers.found_in(personal_number))
    return row


@trail.act
def end(pk, *, outcome: str, by) -> ServiceStart:
    """It is over, whatever has become of the request meanwhile."""
    row = _running(pk, by=by)
    row.ended_at, row.outcome = timezone.now(), outcome
    row.save(update_fields=["ended_at", "outcome"])
    trail.record(by, "helprequest.end_service", row.help_request, start=row.pk, outcome=outcome)
    return row


# --- Steps: they expect to be inside a use case ------------------------------------------------


def find(pk) -> ServiceStart:
    """Without what is sealed. Whether it may be seen, its request says."""
    row = ServiceStart.objects.filter(pk=pk).select_related("open_service__provider")
    found = row.defer("name", "personal_number", "phone").first()
    if found is None:
        raise OutOfReach
    return found


def _require_more_than_one_talk(row: ServiceStart) -> None:
    """What began as one talk of advice with a child becomes nothing more without its guardians."""
    if row.age_band not in age_gate.UNDER_15:
        return
    verdict = agreeing.verdict(row.help_request, row.open_service, row.age_band)
    if verdict != Verdict.OPEN:
        raise ValidationError({"mode": ValidationError(GUARDIANS_FIRST, code=verdict.value)})


def _running(pk, *, by) -> ServiceStart:
    """Held, with its request, until the act is over."""
    help_request = hold(find(pk).help_request_id, by=by, right=rights.TRIAGE)
    row = ServiceStart.objects.select_for_update().get(pk=pk)
    if row.ended_at is not None:
        raise ValidationError(ENDED, code="ended")
    row.help_request = help_request
    return row
