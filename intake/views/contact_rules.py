"""The person's own rules for being reached, as orders to whoever makes contact."""

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intake.forms.labels import WAYS
from intake.models import Days, Hours, SafeContact, Way

ANOTHER = gettext_lazy(
    "The sender is not the person it is about. Tell the sender nothing about that person."
)


def orders(contact: SafeContact) -> list[str]:
    """What must not be done comes first."""
    rules = [ANOTHER] if contact.help_request.is_told_by_another else []
    if contact.way == Way.NONE:
        return [*rules, _("Do not contact the person. They come back with their code.")]
    rules += _of_a_call(contact) if contact.way == Way.PHONE else _of_a_notice(contact)
    return [
        *rules,
        _("Way: %s") % dict(WAYS)[contact.way],
        _("When: %(days)s. %(hours)s.")
        % {"days": Days(contact.days).label, "hours": Hours(contact.hours).label},
    ]


def _of_a_call(contact: SafeContact) -> list[str]:
    rules = []
    if contact.is_shared:
        rules.append(_("Somebody else may answer. Hang up if it is not the person."))
    if not contact.voicemail_ok:
        rules.append(_("Do not leave a message on the voicemail."))
    if not contact.say_who_ok:
        rules.append(_("Do not say that you call from the social services."))
    return rules


def _of_a_notice(contact: SafeContact) -> list[str]:
    if contact.is_shared:
        return [_("Somebody else may read the address. Nothing is sent to it, also not by itself.")]
    return [_("Do not write anything to the address yourself: the notice goes by itself.")]


def outside(verdict) -> str:
    """It is not one of the person's hours: what the clock says, and when the next one begins."""
    now = timezone.localtime()
    return _("It is %(now)s now, outside the person’s hours. They begin on %(next)s.") % {
        "now": date_format(now, "l H.i"),
        "next": date_format(verdict.wait_until, "l j F H.i"),
    }
