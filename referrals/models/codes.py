from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from intake.models import Item


class Reaching(TextChoices):
    """How a partner has tried to reach the person."""

    PHONE = "phone", _("By phone")
    EMAIL = "email", _("By e-mail")
    LETTER = "letter", _("By letter")
    VISIT = "visit", _("By going there")


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
    OTHER_YES = "other_yes", _("Somebody else said yes first")
    REQUEST_ENDED = "request_ended", _("The request has ended")
    PARTNER_ENDED = "partner_ended", _("The partner is out of use, or its agreement has run out")


BY_HAND = (RecallReason.CHANGED, RecallReason.OTHER_HELP, RecallReason.SENT_IN_ERROR)


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


class Progress(TextChoices):
    """How far the work towards one goal has come."""

    NOT_BEGUN = "not_begun", _("Not begun")
    BEGUN = "begun", _("Begun")
    HALF_WAY = "half_way", _("Half way")
    NEARLY = "nearly", _("Nearly there")
    THERE = "there", _("There")


class PauseReason(TextChoices):
    PERSON = "person", _("The person wants to wait")
    AWAY = "away", _("The person is away")
    OTHER_HELP = "other_help", _("Another help comes first")
    PARTNER = "partner", _("The partner has a break")


class ContestReason(TextChoices):
    """What we want looked at once more in a report."""

    NOT_AGREED = "not_agreed", _("It is not what we agreed on")
    PERSON_SAYS = "person_says", _("The person tells it otherwise")
    INCOMPLETE = "incomplete", _("Something is missing")
    MIXED_UP = "mixed_up", _("It seems to be about something else")


class View(TextChoices):
    """Did it help? Asked of us and, through us, of the person."""

    HELPED = "helped", _("It helped")
    PARTLY = "partly", _("It helped in part")
    NOT = "not", _("It did not help")
    UNKNOWN = "unknown", _("Not known")


class WorkDone(TextChoices):
    NOTHING = "nothing", _("Nothing yet")
    SOME = "some", _("We have met once or twice")
    MOST = "most", _("Most of it")


class Appointments(TextChoices):
    NONE = "none", _("Nothing was booked")
    CANCELLED = "cancelled", _("They are cancelled")
    STAND = "stand", _("They still stand: the social services must cancel them")


class Access(TextChoices):
    """What a partner must know to be reachable; part of the blind envelope."""

    INTERPRETER = "interpreter", _("Interpreter")
    STEPS = "steps", _("No steps")
    HEARING = "hearing", _("Hearing support")
    EASY_READ = "easy_read", _("Easy words")
    HOME_VISIT = "home_visit", _("Cannot leave home")


class BasisNotice(TextChoices):
    """What we have been told about the end of a basis."""

    NOTHING = "", _("Nothing")
    SOON = "soon", _("That it runs out soon")
    OVER = "over", _("That it has run out")


class MustConfirm(TextChoices):
    """What a partner is asked to confirm after the end."""

    NOTHING = "", _("Nothing")
    STOPPED = "stopped", _("That the work has stopped")
    DELETED = "deleted", _("That what was sent in error is deleted")


class Tellable(TextChoices):
    """What a ground in law may name: codes of the envelope and items of the package."""

    AREA = "area", _("Area")
    AGE_BAND = "age_band", _("Age")
    LANGUAGE = "language", _("Language")
    ACCESS = "access", _("Needs")
    CONTACT_RULES = "contact_rules", _("That there are rules for making contact")
    NAME = Item.NAME.value, Item.NAME.label
    PHONE = Item.PHONE.value, Item.PHONE.label
    EMAIL = Item.EMAIL.value, Item.EMAIL.label
    WISHES = Item.WISHES.value, Item.WISHES.label
    SITUATION = Item.SITUATION.value, Item.SITUATION.label
    ATTACHMENTS = Item.ATTACHMENTS.value, Item.ATTACHMENTS.label


class Answer(TextChoices):
    """Is a condition of a ground in law met, here and now?"""

    MET = "met", _("Yes, it is so")
    NOT_MET = "not_met", _("No, or we do not know")
