"""One's own day: what somebody has, what is next with each, and since when or until when.

Nothing is opened: the next step follows from codes and times alone.
"""

from importlib import import_module

from django.conf import settings
from django.db.models import (
    Case,
    CharField,
    Exists,
    F,
    Min,
    OuterRef,
    Q,
    Subquery,
    TextChoices,
    When,
)
from django.db.models import Value as V
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit import guard
from intake import rights
from intake.lifecycle import IN_HAND, OfferState, Status, may_release
from intake.models import ContactAttempt, HelpRequest, Message, Offer, Reason, Way
from intake.services import standing_in

MOST = 500  # of one's own; who has more than that has another trouble


class Next(TextChoices):
    """What is to be done next, the first thing first."""

    HEAR = "1_hear", _("Read what the person has written")
    READ = "2_read", _("Read it")
    SAY_HOW = "3_say_how", _("Say how the call went")
    CALL = "4_call", _("Call the person, or answer")
    ANSWER = "5_answer", _("Answer, or close")
    WAIT = "6_wait", _("Nothing: the person has the answer")
    LATER = "7_later", _("Nothing until then: it is put off")


def rows_of(place: guard.Place, *, whose=None):
    """What somebody has and reaches, the next thing to do first; of the same, what waited longest.

    *whose*: what a colleague has whom they step in for. They see what they reach anyway.
    """
    mine = HelpRequest.objects.waiting().filter(assigned_to=whose or place.user)
    rows = mine.first_visible(place, "received_at", most=MOST).order_by()
    unread = Message.objects.filter(
        help_request=OuterRef("pk"), writer=Message.Writer.PERSON, read_at__isnull=True
    )
    begun = ContactAttempt.objects.filter(
        help_request=OuterRef("pk"), made_by=place.user, ended_at__isnull=True
    )
    rows = rows.annotate(
        news_at=Subquery(
            unread.order_by().values("help_request").annotate(at=Min("written_at")).values("at")
        ),
        has_news=Exists(unread),
        is_being_called=Exists(begun),
    )
    return rows.annotate(next=_next()).order_by("next", "put_off_until", "promised_at", "pk")


def _next() -> Case:
    later = Q(put_off_until__gt=timezone.localdate())
    steps = (
        (Q(has_news=True), Next.HEAR),
        (Q(first_read_at__isnull=True), Next.READ),
        (Q(is_being_called=True), Next.SAY_HOW),
        (later, Next.LATER),
        (Q(status=Status.WAITING), Next.WAIT),
        (Q(safe_contact__way=Way.PHONE), Next.CALL),
    )
    cases = [When(condition, then=V(step.value)) for condition, step in steps]
    return Case(*cases, default=V(Next.ANSWER.value), output_field=CharField())


def asked_of(place: guard.Place):
    """What somebody, or a team of theirs, is asked to take over."""
    if not place.user.has_perm(rights.TRIAGE):
        return Offer.objects.none()
    found = Offer.objects.visible_from(place).standing().exclude(made_by=place.user)
    return _with_request(found)


def asked_by(user):
    """What *user* has asked others, or somebody has asked for them, and nobody has answered."""
    asked = Offer.objects.filter(Q(made_by=user) | Q(arranged_by=user))
    return _with_request(asked.standing())


def unanswered_of(place: guard.Place):
    """For whoever leads a team: what the clock has told them that nobody answers."""
    user = place.user
    if not user.has_perm(rights.REASSIGN):
        return Offer.objects.none()
    told = Offer.objects.standing().filter(lead_told_at__isnull=False)
    asked = HelpRequest.objects.filter(pk__in=told.order_by().values("help_request"))
    ours = asked.listed_from(place).order_by().values("pk")
    found = told.filter(help_request__in=ours)
    return _with_request(found.exclude(made_by=user).exclude(to_user=user))


def state_of(help_request: HelpRequest, user) -> dict:
    """What its page says: who is asked to take it over, and what *user* may do about it."""
    in_hand = help_request.status in IN_HAND
    offer = _last_offer(help_request) if in_hand else None
    absence = standing_in.absence_of(help_request.assigned_to) if in_hand else None
    has_it = in_hand and user.pk in (
        help_request.assigned_to_id, absence and absence.substitute_id
    )  # fmt: skip
    return {
        "put_off_words": _why_put_off(help_request),
        "offer": offer,
        "absence": absence,
        "has_it": has_it,
        "may_put_off": has_it or (in_hand and may_release(user, help_request)),
        "may_take_back": offer is not None and user in (offer.made_by, offer.arranged_by),
    }


def _why_put_off(help_request: HelpRequest) -> str:
    code = help_request.put_off_for
    return Reason.words(Reason.Of.PUT_OFF, code) if code else ""


def _last_offer(help_request: HelpRequest) -> Offer | None:
    """Somebody is asked, or the last one has said no."""
    people = ("to_user", "to_team", "made_by", "arranged_by", "answered_by")
    offers = help_request.offers.select_related(*people)
    last = offers.order_by("made_at", "pk").last()
    shown = (OfferState.WAITING, OfferState.DECLINED)
    return last if last and last.status in shown and last.stands_for(help_request) else None


def elsewhere(place: guard.Place) -> list:
    """What the room above asks of them (settings.TASKS_ELSEWHERE), the soonest first."""
    return import_module(settings.TASKS_ELSEWHERE).tasks_of(place)


def _with_request(offers):
    people = ("made_by", "arranged_by", "to_user", "to_team")
    rows = offers.select_related("help_request__topic", *people)
    return (
        rows.defer("help_request__story")
        .annotate(urgency_rank=F("help_request__urgency_rank"))
        .order_by("urgency_rank", "made_at")
    )
