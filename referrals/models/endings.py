"""How a referral ended, one code each: the same words for us and for the public."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from referrals.models.codes import View


class WhyBack(TextChoices):
    """It came back without help: the need that is not met, whether the partner said no or handed
    back."""

    CAPACITY = "capacity", _("No room")
    NOT_ELIGIBLE = "not_eligible", _("Outside the target group")
    WRONG_SERVICE = "wrong_service", _("Other help fits better")
    AREA = "area", _("Another area")
    LANGUAGE = "language", _("The language is missing")
    SAFETY = "safety", _("It cannot be done safely")
    KNOWN = "already_known", _("Already gets help there")
    UNCLEAR = "unclear", _("Unclear what was asked")
    NOT_REACHED = "not_reached", _("The person was not reached")
    NEEDS_MORE = "needs_more", _("More is needed than they can give")
    MOVED = "moved", _("The person has moved")
    UNANSWERED = "unanswered", _("No answer in time")


class Ended(TextChoices):
    """It did not come back. *verified*: the person or a social worker has said how it went."""

    VERIFIED = "verified", _("The help is over, and somebody has said how it went")
    NOT_KNOWN = "not_known", _("The help is over; nobody knows how it went")
    BY_ITSELF = "by_itself", _("The help is over; nobody confirmed it")
    RECALLED = "recalled", _("We took it back")
    WITHDRAWN = "withdrawn", _("The person no longer wanted it")
    UNDER_WAY = "under_way", _("Under way")


# What the person themselves is asked: did it help?
OWN_VIEWS = (
    (View.HELPED.value, _("Yes, it helped")),
    (View.PARTLY.value, _("It helped a little")),
    (View.NOT.value, _("No, it did not help")),
    (View.UNKNOWN.value, _("I do not know")),
)

HOW = dict(Ended.choices) | dict(WhyBack.choices)
