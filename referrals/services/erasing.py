"""All words of a request are erased: its own, and the copies that partners were sent.

One person proposes on a ground, another one confirms. What still runs must end first. A concern
report is a record of its own with retention of its own (SoL 16:2 a), and is not touched.
"""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from audit import guard, trail
from audit.guard import OutOfReach
from audit.models import Erasure, ErasureKind, Letter
from audit.services import erasing
from audit.trail import name_of
from audit.vault import shredding
from intake import rights
from intake.models import HelpRequest
from intake.services import erasing as words
from referrals.lifecycle import UNDER_WAY
from referrals.models import Basis, Enclosure, Goal, Package, PartnerMessage, Question, Referral

OPENS = _("The words of this request still open. It takes two people to erase them.")
REPORT_OPENS = _("The words of this report still open. It takes two people to erase them.")
RELATED = _("You have said that you are related to this. Somebody else must decide.")


@trail.act
def propose(pk, *, ground_pk, by) -> Erasure:
    """The first person says on which ground. Nothing is destroyed yet."""
    rows = HelpRequest.objects.without_words()
    help_request = guard.hold(rows, pk, by=by, right=rights.ERASE)
    _require_ended(help_request)
    return erasing.propose(
        ErasureKind.REQUEST, help_request, ground_pk, by=by, reference=help_request.reference
    )


def confirm(pk, *, by) -> Erasure:
    """The second person. Afterwards the certificate is signed."""
    return erasing.certify(erase(pk, by=by).pk, by=by)


@trail.act
def erase(pk, *, by) -> Erasure:
    """Destroy the data keys of every word, and what the words were; all or nothing."""
    erasure = erasing.hold(pk, erasing.CONFIRM, by=by, kind=ErasureKind.REQUEST)
    help_request = held(erasure.about)
    if help_request.conflicts.filter(user=by).exists():
        raise ValidationError(RELATED, code="related")
    _require_ended(help_request)
    counts, commitments = destroy(help_request, by=by)
    erasing.carry_out(erasure, help_request, counts, commitments, by=by)
    return erasure


@trail.act
def stay_erased(pk, *, by) -> None:
    """A backup from before the erasure was put back, without the keys. The row says so again."""
    help_request = held(f"intake.helprequest/{pk}")
    if Letter.objects.filter(about=name_of(help_request)).exists():
        raise ValidationError(OPENS, code="opens")
    words.close(help_request)
    _counts, commitments = destroy(help_request, by=by)
    trail.record(by, "helprequest.stay_erased", help_request, destroyed=len(commitments))


@trail.act
def report_stays_erased(pk, *, by) -> None:
    """The same of a concern report. Nothing about it is due any more."""
    report = words.held_report(f"intake.concernreport/{pk}")
    if report is None:
        raise OutOfReach
    if Letter.objects.filter(about=name_of(report)).exists():
        raise ValidationError(REPORT_OPENS, code="opens")
    report.due_on = None
    _counts, commitments = words.destroy_report(report, by=by)
    trail.record(by, "concernreport.stay_erased", report, destroyed=len(commitments))


def in_the_way(help_request: HelpRequest) -> list[str]:
    """What must end first, in sentences."""
    running = Referral.objects.filter(help_request=help_request, status__in=UNDER_WAY)
    references = ", ".join(running.order_by("reference").values_list("reference", flat=True))
    found = words.in_the_way(help_request)
    if references:
        found.append(_still_running(running.count(), references))
    return found


def erasure_of(help_request: HelpRequest) -> Erasure | None:
    """The one that waits, or that was done."""
    found = erasing.rows().filter(about=name_of(help_request), kind=ErasureKind.REQUEST)
    return found.filter(status__in=("proposed", "done")).first()


def _still_running(count: int, references: str) -> str:
    return ngettext(
        "The referral %(references)s is under way. It must end first, or be thrown away.",
        "The referrals %(references)s are under way. They must end first, or be thrown away.",
        count,
    ) % {"references": references}


def _require_ended(help_request: HelpRequest) -> None:
    still = in_the_way(help_request)
    if still:
        raise ValidationError([ValidationError(one, code="in_the_way") for one in still])


def destroy(help_request: HelpRequest, *, by) -> tuple[dict[str, int], list[str]]:
    """Step: the keys of every word, and what the words were. How many, and their commitments."""
    named = words_of(help_request) | words.drafts_about(help_request, *_referrals(help_request))
    commitments = shredding.shred([about for abouts in named.values() for about in abouts])
    _clear_copies(help_request)
    words.clear(help_request, by=by)
    return {kind: len(abouts) for kind, abouts in named.items()}, commitments


def words_of(help_request: HelpRequest) -> dict[str, list[str]]:
    """The trail's names of every row with sealed words about the person, by kind: all that goes."""
    return words.words_of(help_request) | _copies_of(help_request)


def held(about: str) -> HelpRequest:
    rows = HelpRequest.objects.select_for_update(of=("self",)).select_related("safe_contact")
    help_request = rows.filter(pk=about.rpartition("/")[2]).first()
    if help_request is None:
        raise OutOfReach
    return help_request


def _referrals(help_request: HelpRequest):
    return Referral.objects.filter(help_request=help_request).only("pk")


def _copies_of(help_request: HelpRequest) -> dict[str, list[str]]:
    """The trail's names of every row of this room that holds words about the person."""
    of = {"referral__help_request": help_request}
    found = {
        "packages": Package.objects.filter(**of),
        "enclosures": Enclosure.objects.filter(package__referral__help_request=help_request),
        "goals": Goal.objects.filter(**of),
        "questions": Question.objects.filter(**of),
        "partner_messages": PartnerMessage.objects.filter(**of),
        "reasons": _bases(help_request),
        "extracts": help_request.extracts.filter(package__isnull=False),
    }
    return {kind: [name_of(row) for row in rows.only("pk")] for kind, rows in found.items()}


def _bases(help_request: HelpRequest):
    """Why something was told on the law: our words about the person."""
    bases = Basis.objects.filter(referral__help_request=help_request, reasons__isnull=False)
    return bases.distinct()


def _clear_copies(help_request: HelpRequest) -> None:
    """What was told to whom stays as codes: that we may have to answer for."""
    nothing, of = words.NOTHING, {"referral__help_request": help_request}
    for field in Package.SEALED:
        sealed = {f"{field}__isnull": False}
        Package.objects.filter(**of, **sealed).update(**{field: nothing})
    Package.objects.filter(**of).update(rules={})
    Goal.objects.filter(**of).update(text=nothing)
    Question.objects.filter(**of, answer__isnull=False).update(answer=nothing)
    PartnerMessage.objects.filter(**of).update(text=nothing)
    words.drafts_of(*_referrals(help_request)).delete()
    Basis.objects.filter(pk__in=_bases(help_request).values("pk")).update(reasons=nothing)
    help_request.extracts.filter(package__isnull=False).update(package=nothing, choices={})
    Referral.objects.filter(help_request=help_request).update(language="", access=[])
