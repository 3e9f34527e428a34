"""A referral as pairs of words: what our pages say about it without opening anything."""

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from intake.lifecycle import UNDER_WAY
from referrals.lifecycle import TRY_NEXT, Side, Status, moves_open_to
from referrals.models import Progress, RecallReason, Referral, Result, ResultReason
from referrals.services.holding import asked_together
from referrals.services.reading import was_read
from referrals.services.starting import MOST_NEW_DATES
from referrals.views import by_link, words

DOORS = {
    "send": ("desk:referral_preview", "primary"),
    "answer": ("desk:referral_answer", "primary"),
    "together": ("desk:referral_together", "secondary"),
    "acknowledge": ("desk:referral_acknowledge", "primary"),
    "contest": ("desk:referral_contest", "secondary"),
    "pause": ("desk:referral_pause", "secondary"),
    "resume": ("desk:referral_resume", "secondary"),
    "withdraw": ("desk:referral_withdraw", "secondary"),
    "recall": ("desk:referral_recall", "danger"),
}


def moves(user, referral) -> list[dict]:
    """The buttons: what this user may do with this referral now."""
    found = [move for move in moves_open_to(user, referral) if move.verb in DOORS]
    return [
        {
            "label": move.label,
            "url": reverse(DOORS[move.verb][0], args=[referral.pk]),
            "kind": _kind(move.verb, referral),
        }
        for move in found
        if _fits(move.verb, referral)
    ]


def _kind(verb: str, referral) -> str:
    """Nothing is pressed upon us while the partner has the ball."""
    kind = DOORS[verb][1]
    return "secondary" if kind == "primary" and referral.holder == Side.PARTNER else kind


def _fits(verb: str, referral) -> bool:
    """Some deeds depend on more than the state."""
    return {
        "withdraw": _rests_on_consent(referral),
        "pause": not referral.is_paused,
        "resume": referral.is_paused,
        "contest": not referral.contest_reason,
    }.get(verb, True)


def _rests_on_consent(referral) -> bool:
    return referral.basis is not None and referral.basis.consent_id is not None


def of(referral) -> list[tuple]:
    """How it stands, for the one who sent it."""
    rows = [
        (_("Partner"), referral.to.name),
        (_("Service"), referral.service),
        (_("Urgency"), referral.get_urgency_display()),
        (_("Basis"), basis(referral)),
        *words.purpose(referral),
        (_("Sent"), _moment(referral.sent_at)),
    ]
    if referral.holder != Side.NOBODY:
        rows += [(_("Waiting for"), waiting_for(referral)), (_("Due"), _moment(referral.due_at))]
    if referral.held_by:
        rows.append((_("Held by"), referral.held_by.name))
    if referral.attempts:
        rows.append((_("Attempts to reach the person"), referral.attempts))
    return rows + by_link.of(referral) + _meanwhile(referral) + _ending(referral)


def _meanwhile(referral) -> list[tuple]:
    """Who else was asked, days agreed on, and what we have objected to."""
    rows = []
    if referral.parallel_group:
        others = asked_together(referral).exclude(pk=referral.pk).order_by("reference")
        named = others.values_list("reference", flat=True)
        rows.append((_("Asked together with"), ", ".join(named)))
    rows += _in_line(referral)
    if referral.expected_start:
        rows.append((_("Begins on"), date_format(referral.expected_start)))
    if referral.first_contact_on:
        rows.append((_("First contact with the person"), date_format(referral.first_contact_on)))
    if referral.reschedules:
        rows.append((_("The day was moved"), ngettext(
            "%d time", "%d times", referral.reschedules
        ) % referral.reschedules))  # fmt: skip
    if referral.is_paused:
        rows.append((_("Paused until"), _("%(day)s – %(why)s") % {
            "day": date_format(referral.review_at), "why": referral.get_pause_reason_display(),
        }))  # fmt: skip
    if referral.contest_reason:
        rows.append((_("We objected"), referral.get_contest_reason_display()))
    return rows


def _in_line(referral) -> list[tuple]:
    """Whom it was agreed to ask after whom."""
    rows, said = [], _("%(reference)s to %(partner)s")
    following = Referral.objects.filter(after=referral).first()
    for label, other in ((_("Asked if this one says no"), referral.after),
                         (_("Asked next, if the answer is no"), following)):  # fmt: skip
        if other:
            named = {"reference": other.reference, "partner": other.to.name}
            rows.append((label, said % named))
    return rows


def _ending(referral) -> list[tuple]:
    rows = [(_("Ended"), _moment(referral.ended_at))] if referral.ended_at else []
    for reason in ("decline_reason", "return_reason", "recall_reason"):
        if getattr(referral, reason):
            rows.append((_("Why"), getattr(referral, f"get_{reason}_display")()))
    if referral.recall_reason == RecallReason.SENT_IN_ERROR:
        rows.append((_("Read by the partner before"), _yes_no(was_read(referral))))
    if referral.suggested:
        rows.append((_("The partner suggests"), _("%(service)s (%(partner)s)") % {
            "service": referral.suggested, "partner": referral.suggested.organisation.name,
        }))  # fmt: skip
    for answer, label in (
        ("work_done", _("What was done")), ("appointments", _("Booked with the person")),
        ("our_view", _("Did it help, as we see it")),
        ("persons_view", _("Did it help, as the person sees it")),
    ):  # fmt: skip
        if getattr(referral, answer):
            rows.append((label, getattr(referral, f"get_{answer}_display")()))
    if referral.not_reached:
        rows.append((_("Outcome"), _("The person was never reached")))
    if referral.closed_by_clock:
        rows.append((_("Closed"), _("By itself: nobody confirmed in time")))
    return rows


def _yes_no(is_so: bool) -> str:
    return _("Yes") if is_so else _("No")


def waiting_for(referral) -> str:
    if referral.holder == Side.PARTNER:
        return referral.to.name
    if referral.is_pending and not referral.with_lead:
        return _("A second person")
    if referral.status == Status.DRAFT and referral.after_id:
        return referral.after.to.name  # whose answer it waits for
    return _("Our team lead") if referral.with_lead else _("Us")


def basis(referral) -> str:
    """On what we tell, in a line."""
    if referral.basis is None:
        return _("Not chosen yet")
    if referral.basis.consent is None:
        return str(referral.basis.ground)
    consent = referral.basis.consent
    if consent.withdrawn_at:
        return _("Consent, taken back")
    return _("Consent until %s") % date_format(consent.valid_until)


def results(referral) -> list[tuple]:
    """How it went, goal by goal, without the goals' words."""
    return [
        (_("Goal %d") % number, result_of(goal))
        for number, goal in enumerate(referral.goals.defer("text"), 1)
        if goal.result
    ]


def progress(referral) -> list[tuple]:
    """How far it has come, goal by goal, as the partner last told."""
    return [
        (_("Goal %d") % number, Progress(goal.progress).label)
        for number, goal in enumerate(referral.goals.defer("text"), 1)
        if goal.progress
    ]


def must_choose(referral) -> bool:
    """The partner has moved the day as often as it may: wait for it, or ask somebody else?"""
    waits = referral.status == Status.ACCEPTED
    return waits and referral.reschedules >= MOST_NEW_DATES


def versions(referral) -> list:
    """Every report, the newest last; one alone says nothing more."""
    found = list(referral.reports.all())
    return found if len(found) > 1 else []


def result_of(goal) -> str:
    result = str(Result(goal.result).label)
    return f"{result} – {ResultReason(goal.reason).label}" if goal.reason else result


def can_try_next(referral) -> bool:
    """After a no, a silence or a hand-back: one more try, as long as the request is with us."""
    is_helped = referral.recall_reason == RecallReason.OTHER_YES
    open_to = referral.status in TRY_NEXT.sources and not hasattr(referral, "referral")
    return open_to and not is_helped and referral.help_request.status in UNDER_WAY


def only_in_error(referral) -> bool:
    """A reported referral is recalled only because it should never have been sent."""
    return referral.status == Status.REPORTED


def _moment(moment) -> str:
    return date_format(localtime(moment), "SHORT_DATETIME_FORMAT") if moment else ""
