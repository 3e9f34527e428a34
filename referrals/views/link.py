"""Answering without an account: a link, a code, and one referral's blind envelope.

Looking at a link changes nothing at all, so that a scanner of mails may follow it. Whoever gives
the code gets a cookie for twenty minutes: it opens this referral, in this browser, and no other.
"""

from functools import wraps

from django.conf import settings
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from audit.guard import OutOfReach, open_to_all
from audit.vault import DoesNotOpen, locker
from intake.services import greeting, slowing
from referrals.forms.link import LinkCodeForm
from referrals.forms.portal import AcceptForm, AskForm, DeclineForm
from referrals.lifecycle import PACKAGE_OPEN, Status
from referrals.models import AnswerLink
from referrals.services import answering, letting_in, reading, sending_links
from referrals.services.letting_in import Shut, WrongCode
from referrals.services.sending_links import ANSWERABLE
from referrals.views import words

PURPOSE, ANSWERS = "answer by link", ("accept", "ask", "decline")


@open_to_all
def door(request, token):
    """What the link leads to: who asks, and a field for the code. Nothing about anybody."""
    link = sending_links.find(token)
    if link is None:
        return _shut(request, token, None)
    inside = _inside(request)
    if inside is not None and inside.pk == link.pk:
        return redirect("link:referral")
    bucket = slowing.bucket_of(request.META["REMOTE_ADDR"])
    minutes = letting_in.minutes_to_wait(bucket) if request.method == "POST" else 0
    form = LinkCodeForm(request.POST or None)
    if form.is_bound and not minutes and form.is_valid():
        outcome = letting_in.enter(token, bucket=bucket, **form.cleaned_data)
        if isinstance(outcome, letting_in.Entered):
            return _let_in(outcome)
        if not isinstance(outcome, WrongCode):
            return _shut(request, token, outcome)
        form.say_wrong(outcome.left)
    shut = letting_in.look(link)
    if shut:
        return _shut(request, token, shut)
    shown = {"form": form, "token": token, "organisation": link.referral.to, "minutes": minutes}
    return render(request, "referrals/link/door.html", shown, status=429 if minutes else 200)


@open_to_all
@require_POST
def again(request, token):
    """A new link, to the mailbox where the first one went. Where that is, is not said."""
    is_sent = sending_links.send_again(token)
    return _no_further(request, "again", {"is_sent": is_sent})


def with_link(view):
    """A page behind link and code: *view* gets the link and its guest."""

    @open_to_all
    @wraps(view)
    def behind(request):
        link = _inside(request)
        if link is None:
            return _no_further(request, "ended", {}, status=403)
        if not letting_in.is_to_answer(link):
            return _what_became(request, link)
        try:
            return view(request, link, letting_in.guest_of(link))
        except OutOfReach:  # it ended while they looked at it
            link.referral.refresh_from_db()
            return _what_became(request, link)

    return behind


@with_link
@require_safe
def referral(request, link, guest):
    """The envelope, and the three answers."""
    return _page(request, link, guest)


@with_link
@require_POST
def accept(request, link, guest):
    return _answered(request, link, guest, "accept", answering.accept)


@with_link
@require_POST
def ask(request, link, guest):
    return _answered(request, link, guest, "ask", answering.ask)


@with_link
@require_POST
def decline(request, link, guest):
    return _answered(request, link, guest, "decline", answering.decline)


def _answered(request, link, guest, name: str, use_case):
    forms = _forms(link.referral, {name: request.POST})
    if forms[name].run(use_case, link.referral_id, by=guest):
        return redirect("link:referral")
    return _page(request, link, guest, forms=forms, failed=forms[name])


def _forms(row, posted: dict) -> dict:
    """One for each answer; they stand on one page, so their fields have names of their own."""
    told = {name: {"data": posted.get(name), "auto_id": f"{name}_%s"} for name in ANSWERS}
    return {
        "accept": AcceptForm(**told["accept"], is_private=row.to.needs_reservation),
        "ask": AskForm(**told["ask"]),
        "decline": DeclineForm(**told["decline"], organisation=row.to),
    }


def _page(request, link, guest, *, forms=None, failed=None):
    seen = reading.envelope(link.referral_id, by=guest)
    row = seen.referral
    shown = {
        "referral": row, "organisation": row.to, "ends_at": link.ends_at, "form": failed,
        "forms": forms or _forms(row, {}), "is_asked": row.status == Status.ASKED,
        "envelope": words.of_envelope(row, seen.codes), "questions": row.questions.defer("answer"),
    }  # fmt: skip
    return render(request, "referrals/link/referral.html", shown)


def _what_became(request, link):
    """After their answer, or somebody else's: where it stands, in a word, and the way on."""
    row = link.referral
    words.said([row])
    shown = {
        "referral": row, "organisation": row.to, "is_accepted": row.status in PACKAGE_OPEN,
        "is_off": row.status in ANSWERABLE,
    }  # fmt: skip
    return _no_further(request, "answered", shown)


def _shut(request, token, shut: Shut | None):
    """It opens nothing; and what to do now. None: nobody but us could have written it."""
    shown = {"shut": shut, "token": token, "may_ask": shut not in (None, Shut.OVER, Shut.OFF)}
    return _no_further(request, "shut", shown, status=410)


def _no_further(request, page: str, shown: dict, *, status: int = 200):
    """Here the link leads nowhere: so the page says whom to call at this hour."""
    shown |= {"phone_numbers": greeting.front().phones_at(timezone.now())}
    return render(request, f"referrals/link/{page}.html", shown, status=status)


def _let_in(entered):
    response = redirect("link:referral")
    response.set_cookie(
        settings.LINK_COOKIE_NAME,
        locker.lock(f"{entered.link.pk} {entered.shown}", purpose=PURPOSE),
        path="/",
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",  # whoever follows the link in the mail once more is still inside
    )
    return response


def _inside(request) -> AnswerLink | None:
    try:
        told = locker.unlock(request.COOKIES.get(settings.LINK_COOKIE_NAME, ""), purpose=PURPOSE)
    except (DoesNotOpen, ValueError):
        return None
    return letting_in.recognise(*told.split())
