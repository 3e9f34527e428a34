"""The codes of an authority's request for contact details. Words are sealed elsewhere."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Authority(TextChoices):
    """Who fights crime: the authorities that may ask under the law (2025:170)."""

    POLICE = "police", _("The Police Authority")
    SECURITY = "security", _("The Security Service")
    ECONOMIC = "economic", _("The Economic Crime Authority")
    PROSECUTOR = "prosecutor", _("The Prosecution Authority")
    CUSTOMS = "customs", _("The Customs")
    COAST_GUARD = "coast_guard", _("The Coast Guard")
    TAX = "tax", _("The Tax Agency’s unit against crime")
    OTHER = "other", _("Somebody else")


class Way(TextChoices):
    PHONE = "phone", _("By phone")
    LETTER = "letter", _("By letter")
    SECURE = "secure", _("By secure e-mail")
    EMAIL = "email", _("By ordinary e-mail")
    VISIT = "visit", _("They came here")


ANSWERED_BY = (Way.PHONE, Way.LETTER, Way.SECURE, Way.VISIT)  # never by ordinary e-mail


class Asked(TextChoices):
    """What contact details are in the law. We hold the first two."""

    PHONE = "phone", _("Phone number")
    EMAIL = "email", _("E-mail address")
    ADDRESS = "address", _("Home address")
    WORKPLACE = "workplace", _("Workplace")
    REPRESENTATIVE = "representative", _("Representative")
    USER_NAME = "user_name", _("User name or IP address")
    OTHER = "other", _("Something that is no contact detail")


HELD = (Asked.PHONE, Asked.EMAIL)


class Check(TextChoices):
    """How we know that it is the authority that asks."""

    CALLED_BACK = "called_back", _("We called back through its own switchboard")
    SECURE = "secure", _("It came by a secure channel between authorities")
    SHOWN = "shown", _("They came here and showed who they are")


class Outcome(TextChoices):
    GIVE = "give", _("The contact details are given")
    NOTHING = "nothing", _("We hold none: there is nothing to give")
    REFUSE = "refuse", _("It is refused")


class Refusal(TextChoices):
    SECRECY = "secrecy", _("Secrecy applies, and there are exceptional reasons")
    NO_CONTACT = "no_contact", _("What is asked for is no contact detail")
    NO_AUTHORITY = "no_authority", _("It is no authority that the law names")
    NOT_CHECKED = "not_checked", _("We could not make sure who asks")
    NOT_NAMED = "not_named", _("It does not say enough about whom it is")


class HandBack(TextChoices):
    TOO_MUCH = "too_much", _("It gives more than is asked for")
    CONDITION = "condition", _("A condition is not met")
    WRONG_PERSON = "wrong_person", _("It may be about somebody else")
    REASONS = "reasons", _("The reasons do not say enough")
