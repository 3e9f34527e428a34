"""The rows our pages start from: reached by right and by grant, with nothing sealed fetched."""

from audit import guard
from intake.models import Consent, HelpRequest
from referrals import rights
from referrals.models import Guidance, Referral


def ours(user):
    """Referrals within reach, with what is said about each: for those of one request."""
    return Referral.objects.visible_to(user).select_related("to", "service")


def listed(place: guard.Place, among=None):
    """The same for a list: of *among*, which has been narrowed already, or of all."""
    rows = Referral.objects.all() if among is None else among
    return rows.listed_from(place).select_related("to", "service")


def referral(pk, user, right: str = rights.SEND) -> Referral:
    """One referral of ours. 403 without the right, 404 out of reach."""
    rows = Referral.objects.select_related(
        "to", "service", "area", "author", "basis__consent", "basis__ground",
        "suggested__organisation", "help_request", "held_by", "after__to",
    ).defer("help_request__story", "basis__reasons")  # fmt: skip
    return guard.reach(rows, pk, by=user, right=right)


def help_request(pk, user) -> HelpRequest:
    """One request, without its story."""
    rows = HelpRequest.objects.without_words().select_related("topic", "area")
    return guard.reach(rows, pk, by=user, right=rights.SEND)


def guidance(pk, user) -> Guidance:
    """One way that was shown, because of a request within reach."""
    rows = Guidance.objects.select_related("service__organisation", "given_by")
    found = rows.filter(pk=pk).first()
    if found is None:
        raise guard.OutOfReach
    found.help_request = help_request(found.help_request_id, user)
    return found


def is_protected(pk, user) -> bool:
    """Has the person a protected identity? Out of reach says no."""
    return Referral.objects.visible_to(user).filter(pk=pk, help_request__is_protected=True).exists()


def consent(pk, user) -> Consent:
    """One consent, of a request within reach."""
    found = Consent.objects.select_related("organisation").filter(pk=pk).first()
    if found is None:
        raise guard.OutOfReach
    found.help_request = help_request(found.help_request_id, user)
    return found
