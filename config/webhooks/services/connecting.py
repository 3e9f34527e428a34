"""A partner's system is connected, tried, given a new secret, switched off, and let go."""

import secrets
from base64 import b64encode
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit import guard, outbox, trail
from audit.guard import OutOfReach
from audit.models import Outgoing, OutgoingState
from audit.outbox import hooks
from audit.outbox.doors import CALLS
from config.accounts.rights import ISSUE_TOKENS
from config.webhooks.events import TEST
from config.webhooks.models import BOTH_HOLD, Receiver
from config.webhooks.services.reaching import locked
from partners.models import Kind, Organisation

WHY_NOT = {
    "no_https": _("Give a whole address that begins with https://."),
    "no_address": _("This is not an address."),
    "too_much": _("An address with a password or a # in it is not called."),
    "ourselves": _("This address is our own."),
}


@dataclass(frozen=True)
class Connected:
    """The row, and the secret that is shown once."""

    receiver: Receiver
    secret: str = field(repr=False)


@trail.act
def connect(*, organisation: Organisation, url: str, by) -> Connected:
    """From now on the system at this address is told when something happens to its referrals."""
    guard.require(by, ISSUE_TOKENS)
    if not organisation.may_be_asked(timezone.localdate()) or organisation.kind == Kind.POLICE:
        raise ValidationError(_("This organisation is not told by machine."), code="not_told")
    refused = hooks.why_not(url)
    if refused:
        raise ValidationError({"url": ValidationError(WHY_NOT[refused], code=refused)})
    secret = _new_secret()
    receiver = Receiver.objects.create(
        organisation=organisation, url=url, secret=locked(secret), created_by=by
    )
    trail.record(by, "receiver.connect", receiver, organisation=organisation.pk)
    return Connected(receiver, secret)


@trail.act
def renew_secret(pk, *, by) -> Connected:
    """A new secret. For a day both sign, so that the other system can change over in peace."""
    receiver, secret = _held(pk, by), _new_secret()
    receiver.former_secret, receiver.secret = receiver.secret, locked(secret)
    receiver.former_until = timezone.now() + BOTH_HOLD
    receiver.save()
    trail.record(by, "receiver.renew", receiver)
    return Connected(receiver, secret)


@trail.act
def switch(pk, *, is_on: bool, by) -> Receiver:
    """Off: it is told nothing, and hears nothing of this time later. On: from now."""
    receiver = _held(pk, by)
    if receiver.is_on != is_on:
        receiver.is_on = is_on
        receiver.save()
        trail.record(by, "receiver.switch", receiver, on=is_on)
    return receiver


@trail.act
def disconnect(pk, *, by) -> None:
    """What still waits for it is not sent any more."""
    receiver = _held(pk, by)
    trail.record(by, "receiver.disconnect", receiver, organisation=receiver.organisation_id)
    receiver.delete()


@trail.act
def test(pk, *, by) -> Receiver:
    """A call about nothing, by the same way as all others."""
    receiver = _held(pk, by)
    if not receiver.is_on:
        raise ValidationError(_("It is switched off. Switch it on first."), code="off")
    outbox.call(receiver, TEST, about=receiver, by=by)
    return receiver


@trail.act
def call_again(pk, *, by) -> Receiver:
    """A call that could not be made is tried from the beginning."""
    receiver, outgoing = _failed(pk, by)
    outgoing.state, outgoing.reason, outgoing.settled_at = OutgoingState.QUEUED, "", None
    outgoing.attempts, outgoing.due_at = 0, timezone.now()
    outgoing.save()
    trail.record(by, "outbox.again", outgoing.about, notice=outgoing.notice, to=outgoing.to)
    return receiver


@trail.act
def drop(pk, *, by) -> Receiver:
    """It is not tried any more: the other system has learnt of it in another way."""
    receiver, outgoing = _failed(pk, by)
    outgoing.state, outgoing.reason = OutgoingState.HELD, "dropped"
    outgoing.save()
    trail.record(by, "outbox.drop", outgoing.about, notice=outgoing.notice, to=outgoing.to)
    return receiver


def _failed(pk, by) -> tuple[Receiver, Outgoing]:
    guard.require(by, ISSUE_TOKENS)
    failed = Outgoing.objects.filter(state=OutgoingState.FAILED, to__startswith=CALLS)
    outgoing = failed.select_for_update().filter(pk=pk).first()
    if outgoing is None:
        raise OutOfReach
    return _held(outgoing.to.rpartition("/")[2], by), outgoing


def _held(pk, by) -> Receiver:
    guard.require(by, ISSUE_TOKENS)
    receiver = Receiver.objects.select_for_update().filter(pk=pk).first()
    if receiver is None:
        raise OutOfReach
    return receiver


def _new_secret() -> str:
    return hooks.MARK + b64encode(secrets.token_bytes(32)).decode()
