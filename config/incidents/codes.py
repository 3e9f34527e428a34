"""The codes of an incident: what was hit, how bad it is, whom was told, why late or not at all."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Covers(TextChoices):
    BREACH = "breach", _("Personal-data breach")
    CYBER = "cyber", _("Cybersecurity incident")


class Source(TextChoices):
    """What made somebody report it."""

    SEEN = "seen", _("Somebody noticed it")
    FINDING = "finding", _("A finding of the log review")
    RECALL = "recall", _("A referral that was sent in error")


class Risk(TextChoices):
    """For those whom the data is about: decides whether anybody outside is told (33.1, 34.1)."""

    UNKNOWN = "unknown", _("Not judged yet")
    UNLIKELY = "unlikely", _("A risk is unlikely")
    RISK = "risk", _("A risk")
    HIGH = "high", _("A high risk: those concerned must be told")


class Recipient(TextChoices):
    IMY = "imy", _("IMY, the authority for privacy protection")
    CSIRT = "csirt", _("CSIRT, the authority for civil defence")
    PERSONS = "persons", _("Those whom the data is about")
    POLICE = "police", _("The police")
    PARTNER = "partner", _("A partner")
    OFFICER = "officer", _("Our data protection officer")
    MANAGEMENT = "management", _("The management and the board")


class LateReason(TextChoices):
    FOUND_OUT = "found_out", _("It took time to find out what had happened")
    UNDERRATED = "underrated", _("It was judged to be less than it was")
    NOBODY = "nobody", _("Nobody was there to report it")
    SYSTEM = "system", _("The recipient’s own system was out of order")


class CheckOutcome(TextChoices):
    """What a referral that was sent in error turned out to be."""

    INCIDENT = "incident", _("It is reported as an incident")
    NOT_READ = "not_read", _("Nobody there read it, and it is deleted")
    NOBODY = "nobody", _("It told nothing about any person")
    KNOWN = "known", _("The partner was allowed to know it")


class WhyNot(TextChoices):
    """Why a clock need not be met."""

    NO_RISK = "no_risk", _("A risk for anybody is unlikely (GDPR 33.1)")
    NOT_SERIOUS = "not_serious", _("It is not a serious incident")
    NOT_ONE = "not_one", _("It turned out to be no incident")
