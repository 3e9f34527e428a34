"""The codes of a deviation: what is counted. Words are sealed elsewhere."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Kind(TextChoices):
    UNREAD = "unread", _("Unread longer than its guard time")
    CLOCK = "clock", _("A time limit of the law was missed")
    RECIPIENT = "recipient", _("Told to the wrong recipient")
    LOST = "lost", _("Something was lost")
    OTHER = "other", _("Something else")


BY_HAND = (Kind.CLOCK, Kind.RECIPIENT, Kind.LOST, Kind.UNREAD, Kind.OTHER)


class Cause(TextChoices):
    """Why it could happen: the system, never a person."""

    STAFF = "staff", _("Too few people at work")
    LOAD = "load", _("Too much at once")
    ROUTINE = "routine", _("A routine is missing or unclear")
    HANDOVER = "handover", _("Something got lost between people or teams")
    TRAINING = "training", _("Nobody had been shown how")
    TECHNOLOGY = "technology", _("The technology failed")
    SETTING = "setting", _("A setting was wrong")
    OUTSIDE = "outside", _("Something outside us")


class Sarah(TextChoices):
    """Was it misconduct, or a tangible risk of it (lex Sarah, SoL 27:2)?"""

    UNDECIDED = "", _("Not decided yet")
    NO = "no", _("Neither misconduct nor a tangible risk of it")
    RISK = "risk", _("A tangible risk of misconduct")
    MISCONDUCT = "misconduct", _("Misconduct")
