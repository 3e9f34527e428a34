"""What is learnt about an adult and could lead to a measure is assessed, not parked (SoL 14:2)."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit import guard, trail, vault
from intake import drafts, rights, words
from intake.models import ForInquiry, HelpRequest, Note
from intake.services import breaking_glass, saving_drafts
from intake.services.erasing import FOR_INQUIRY, require_not_erased

RAISED = _("This is said already. Say what became of it.")
NOT_RAISED = _("Nothing waits to be assessed any more. Nothing was changed.")


@trail.act
def call_for_inquiry(pk, *, by) -> ForInquiry:
    """It could lead to a measure. From now on the request is neither put off nor closed."""
    help_request = _hold(pk, by=by)
    if _open(help_request).exists():
        raise ValidationError(RAISED, code="raised")
    row = ForInquiry.objects.create(
        help_request=help_request, raised_at=timezone.now(), raised_by=by
    )
    trail.record(by, "helprequest.call_for_inquiry", help_request, row=row.pk)
    return row


@trail.act
def settle_inquiry(pk, *, outcome: str, text: str, by) -> ForInquiry:
    """What became of it, and why: the reasons are a working note."""
    help_request = _hold(pk, by=by)
    row = _open(help_request).select_for_update().first()
    if row is None:
        raise ValidationError(NOT_RAISED, code="not_raised")
    note = Note(help_request=help_request, author=by, written_at=timezone.now())
    vault.seal(note, text=words.required(text))
    note.save(force_insert=True)
    row.outcome, row.settled_at, row.settled_by = outcome, timezone.now(), by
    row.save(update_fields=["outcome", "settled_at", "settled_by"])
    trail.record(
        by, "helprequest.settle_inquiry", help_request, row=row.pk, outcome=outcome, note=note.pk
    )
    saving_drafts.drop(drafts.SETTLE, help_request, {"text": text}, by=by)
    return row


def waiting_for(place: guard.Place):
    """What must be assessed, within reach; the longest first."""
    if not place.user.has_perm(rights.TRIAGE):
        return ForInquiry.objects.none()
    rows = ForInquiry.objects.filter(settled_at__isnull=True)
    raised = HelpRequest.objects.filter(pk__in=rows.order_by().values("help_request"))
    reached = raised.listed_from(place).order_by().values("pk")
    return (
        rows.filter(help_request__in=reached)
        .select_related("help_request")
        .defer("help_request__story")
    )


# --- Steps: they expect to be inside a use case ------------------------------------------------


def require_settled(help_request: HelpRequest) -> None:
    if _open(help_request).exists():
        raise ValidationError(FOR_INQUIRY, code="for_inquiry")


def is_open(help_request: HelpRequest) -> bool:
    return _open(help_request).exists()


def _open(help_request: HelpRequest):
    return help_request.for_inquiry.filter(settled_at__isnull=True)


def _hold(pk, *, by) -> HelpRequest:
    """Also when it has ended: what was learnt is not gone."""
    help_request = guard.hold(HelpRequest.objects.without_words(), pk, by=by, right=rights.TRIAGE)
    breaking_glass.require_not_through(help_request, by=by)
    require_not_erased(help_request)
    return help_request
