"""The codes of a threat: what is counted. Words and evidence are sealed elsewhere."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Kind(TextChoices):
    THREAT = "threat", _("Threat of violence")
    VIOLENCE = "violence", _("Violence")
    HARASSMENT = "harassment", _("Harassment, or somebody was followed")
    EXPOSED = "exposed", _("Name, picture or home spread to others")
    FAMILY = "family", _("Threat against somebody’s family")
    DAMAGE = "damage", _("Damage to belongings or premises")
    OTHER = "other", _("Something else that frightens")


class Way(TextChoices):
    WRITTEN = "written", _("In a message to us")
    PHONE = "phone", _("By phone")
    MEETING = "meeting", _("At a meeting or in our premises")
    ONLINE = "online", _("On the internet")
    OUTSIDE = "outside", _("At home, or outside work")


class Risk(TextChoices):
    """How dangerous it is held to be, by whoever leads the team."""

    UNKNOWN = "", _("Not judged yet")
    LOW = "low", _("Low")
    RAISED = "raised", _("Raised")
    HIGH = "high", _("High")


class Measure(TextChoices):
    TALK = "talk", _("Talk with whoever was threatened")
    HEALTH = "health", _("Support from the occupational health service")
    TWO = "two", _("Two people at every meeting")
    PREMISES = "premises", _("Meetings only in our premises")
    ALARM = "alarm", _("Personal alarm")
    OTHER_WORKER = "other_worker", _("Somebody else takes over the request")
    HOME = "home", _("Protection of the home and the way to work")
    DATA = "data", _("Protected personal data at the tax agency")
    SECURITY = "security", _("The municipality’s security function is told")
    OVERSIGHT = "oversight", _("The Work Environment Authority is told (AML 3:3 a)")


class Police(TextChoices):
    UNDECIDED = "", _("Not decided yet")
    REPORTED = "reported", _("Reported to the police")
    NOT = "not", _("Not reported, after a talk with whoever was threatened")


class Task(TextChoices):
    """As what somebody is entrusted with threats."""

    SAFETY = "safety", _("Safety representative")
    LEAD = "lead", _("Leads the work against threats")
    SECURITY = "security", _("The municipality’s security function")


class Why(TextChoices):
    """Why a piece of evidence was destroyed."""

    HANDED_OVER = "handed_over", _("The police have it, and it is no longer needed here")
    NOT_NEEDED = "not_needed", _("It is no longer needed")
    MISTAKE = "mistake", _("It did not belong here")
