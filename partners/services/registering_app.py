"""Which organisations may answer without an account. The municipality decides; off is the rule."""

from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit import guard, trail
from audit.vault import one_time_codes
from partners import rights
from partners.models import CodeApp, Kind, Municipality, Organisation

NO_POLICE = _("The police always sign in. No link is sent to them.")
NO_MAILBOX = _("Give the organisation a functional mailbox first: the link is sent there.")
NOT_A_PARTNER = _("Only a partner that is in use answers by link.")
NOT_RIGHT = _(
    "The code is not right. Is the phone’s clock right? Wait for the next code and try once more."
)


@dataclass(frozen=True)
class Registered:
    """What is shown once, and never again."""

    app: CodeApp
    secret: str = field(repr=False)
    address: str = field(repr=False)


def partners():
    """Whom it could be turned on for, each with its app if there is one."""
    found = Organisation.objects.filter(is_ours=False, is_active=True).exclude(kind=Kind.POLICE)
    return found.select_related("code_app__organisation")


@trail.act
def register(organisation_pk, *, by) -> Registered:
    """A new secret for their app. An earlier one shows codes for nothing from now on."""
    guard.require(by, rights.CONFIGURE)
    organisation = _held(organisation_pk)
    _require_fit(organisation)
    CodeApp.objects.filter(organisation=organisation).delete()
    app, secret = CodeApp(organisation=organisation), one_time_codes.new_secret()
    app.registered_by_id = getattr(by, "pk", None)
    app.hide(secret)
    app.save()
    house = Municipality.objects.first()
    address = one_time_codes.address_of(
        secret, account=organisation.name, house=house.name if house else "Lotsen"
    )
    trail.record(by, "codeapp.register", app, organisation=organisation.pk)
    return Registered(app, secret, address)


@trail.act
def confirm(organisation_pk, *, code: str, by) -> CodeApp:
    """They have read a code out: the app works, and from now on links are sent."""
    guard.require(by, rights.CONFIGURE)
    organisation = _held(organisation_pk)
    _require_fit(organisation)
    app = _app_of(organisation)
    if app.confirmed_at is not None:
        raise ValidationError(_("It has been tried out already."), code="confirmed")
    if not app.takes(code):
        raise ValidationError({"code": ValidationError(NOT_RIGHT, code="wrong_code")})
    app.confirmed_at = timezone.now()
    app.save()
    trail.record(by, "codeapp.confirm", app, organisation=organisation.pk)
    return app


@trail.act
def remove(organisation_pk, *, by) -> Organisation:
    """From now on they sign in. Links that are on their way open nothing, at once."""
    guard.require(by, rights.CONFIGURE)
    organisation = _held(organisation_pk)
    app = _app_of(organisation)
    trail.record(by, "codeapp.remove", trail.name_of(app), organisation=organisation.pk)
    app.delete()
    return organisation


# --- Steps: they expect to be inside a use case --------------------------------------------------


def _held(pk) -> Organisation:
    found = Organisation.objects.select_for_update(of=("self",)).filter(pk=pk).first()
    if found is None:
        raise guard.OutOfReach
    return found


def _app_of(organisation: Organisation) -> CodeApp:
    app = CodeApp.objects.select_for_update().filter(organisation=organisation).first()
    if app is None:
        raise ValidationError(_("It is not turned on."), code="off")
    return app


def _require_fit(organisation: Organisation) -> None:
    if organisation.kind == Kind.POLICE:
        raise ValidationError(NO_POLICE, code="police")
    if organisation.is_ours or not organisation.is_active:
        raise ValidationError(NOT_A_PARTNER, code="not_a_partner")
    if not organisation.email:
        raise ValidationError(NO_MAILBOX, code="no_mailbox")
