"""Note a talk with a child: who was there, who interpreted, what the child was told."""

from datetime import date

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit import trail, vault
from intake import drafts, rights, words
from intake.models import FAMILY, ChildTalk, Interpreted, Present, TalkedHow, TalkedWhere
from intake.services import saving_drafts
from intake.services.erasing import require_not_erased
from intake.services.triaging import hold

NOT_YET = _("The day has not come yet.")
WHO = _("Say who was there – also if the child was alone with you.")
ALONE_OR_NOT = _("Either the child was alone with you, or somebody was there.")
WHERE = _("Say where you met.")
NOWHERE = _("Only a meeting has a place.")
SAY_WHY = _(
    "A child speaks most freely alone. Say why somebody of the family was there or interpreted, "
    "and when you talk with the child alone."
)


@trail.act
def note_talk(
    pk, *, held_on: date, form: str, place: str, present: list[str], interpreted: str,
    told: list[str], understood: str, said: str, by, why_not_alone: str = "",
) -> ChildTalk:  # fmt: skip
    """Written once; whoever was wrong notes it anew. Also when the request has ended."""
    help_request = hold(pk, by=by, right=rights.WRITE)
    require_not_erased(help_request)
    if held_on > timezone.localdate():
        raise _refused("held_on", NOT_YET, "not_yet")
    _require_who(present)
    if (form == TalkedHow.MEETING) == (place == TalkedWhere.NO_PLACE):
        raise _refused("place", WHERE if form == TalkedHow.MEETING else NOWHERE, "place")
    is_independent = not set(present) & set(FAMILY) and interpreted != Interpreted.DEPENDENT
    why = words.optional(why_not_alone)
    if not is_independent and not why:
        raise _refused("why_not_alone", SAY_WHY, "say_why")
    row = ChildTalk(
        help_request=help_request, held_on=held_on, form=form, place=place, present=present,
        interpreted=interpreted, told=told, understood=understood, is_independent=is_independent,
        noted_at=timezone.now(), noted_by=by,
    )  # fmt: skip
    vault.seal(row, said=words.required(said), why_not_alone=why)
    row.save(force_insert=True)
    trail.record(
        by, "helprequest.note_child_talk", help_request, talk=row.pk, present=present,
        interpreted=interpreted, independent=is_independent, told=told,
    )  # fmt: skip
    begun = {"said": said, "why_not_alone": why_not_alone}
    saving_drafts.drop(drafts.CHILD_TALK, help_request, begun, by=by)
    return row


def _require_who(present: list[str]) -> None:
    if not present:
        raise _refused("present", WHO, "who")
    if Present.ALONE in present and len(present) > 1:
        raise _refused("present", ALONE_OR_NOT, "alone_or_not")


def _refused(field: str, why, code: str) -> ValidationError:
    return ValidationError({field: ValidationError(why, code=code)})
