from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class DeclineReason(TextChoices):
    CAPACITY = "capacity", _("We have no room now")
    NOT_ELIGIBLE = "not_eligible", _("The person is outside our target group")
    WRONG_SERVICE = "wrong_service", _("Another service fits better")
    AREA = "area", _("Not our area")
    LANGUAGE = "language", _("We lack the language")
    SAFETY = "safety", _("We cannot do it safely")
    KNOWN = "already_known", _("The person already gets help here")
    UNCLEAR = "unclear", _("It is not clear what is asked")


class ReturnReason(TextChoices):
    NOT_REACHED = "not_reached", _("We never reached the person")
    NEEDS_MORE = "needs_more", _("The person needs more than we can give")
    CAPACITY = "capacity", _("We no longer have room")
    SAFETY = "safety", _("We cannot do it safely")
    MOVED = "moved", _("The person has moved")


class RecallReason(TextChoices):
    CHANGED = "changed", _("The situation has changed")
    OTHER_HELP = "other_help", _("The person gets help elsewhere")
    SENT_IN_ERROR = "sent_in_error", _("Sent in error")


class HandBackReason(TextChoices):
    """What the second person wants mended before it may leave."""

    TOO_MUCH = "too_much", _("It tells more than is needed")
    WRONG_GROUND = "wrong_ground", _("The ground does not fit")
    ASK_FIRST = "ask_first", _("Ask the person for consent first")
    UNCLEAR = "unclear", _("It is not clear what is asked")


class QuestionCode(TextChoices):
    AVAILABILITY = "availability", _("When can the person come?")
    ACCESS = "access", _("Is something needed for access or language?")
    SAFETY = "safety", _("Is there anything we must know to work safely?")
    SCOPE = "scope", _("What exactly is asked of us?")
    CONSENT = "consent", _("Does the person know and want this?")


class Result(TextChoices):
    MET = "met", _("Reached")
    PARTLY = "partly", _("Partly reached")
    NOT_MET = "not", _("Not reached")
    NOT_TRIED = "not_tried", _("Not tried")


class ResultReason(TextChoices):
    TIME = "time", _("More time is needed")
    DECLINED = "declined", _("The person did not want to")
    ABSENT = "absent", _("The person did not come")
    OTHER_NEEDS = "other_needs", _("Something else was needed first")
    RESOURCES = "resources", _("We lacked the means")


class Access(TextChoices):
    """What a partner must know to be reachable; part of the blind envelope."""

    INTERPRETER = "interpreter", _("Interpreter")
    STEPS = "steps", _("No steps")
    HEARING = "hearing", _("Hearing support")
    EASY_READ = "easy_read", _("Easy words")
    HOME_VISIT = "home_visit", _("Cannot leave home")


class MustConfirm(TextChoices):
    """What a partner is asked to confirm after the end."""

    NOTHING = "", _("Nothing")
    STOPPED = "stopped", _("That the work has stopped")
    DELETED = "deleted", _("That what was sent in error is deleted")
