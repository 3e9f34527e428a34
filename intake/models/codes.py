"""The codes of a request: what is counted, routed or sorted. Words are sealed elsewhere."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class About(TextChoices):
    SELF = "self", _("Myself")
    FAMILY = "family", _("My child or my family")
    SOMEBODY = "somebody", _("Somebody else I worry about")
    PUPIL = "pupil", _("A pupil or a family we meet in our work")
    PLACE = "place", _("A place or a situation, no certain person")


class Asker(TextChoices):
    """Who writes to us: often somebody else than the person whom it is about."""

    UNKNOWN = "unknown", _("Do not want to say")
    SELF = "self", _("I want help myself")
    YOUNG = "young", _("I am under 18 and want help myself")
    RELATIVE = "relative", _("I am a parent or a relative")
    SOMEBODY = "somebody", _("I am a friend, a neighbour or somebody else")
    PROFESSIONAL = "professional", _("I meet people in my work")


class AgeBand(TextChoices):
    """Unknown counts as under 15 (SoL 21:2)."""

    UNKNOWN = "unknown", _("Do not want to say")
    UNDER_12 = "under_12", _("Under 12")
    FROM_12 = "12_14", _("12–14")
    FROM_15 = "15_17", _("15–17")
    FROM_18 = "18_24", _("18–24")
    FROM_25 = "25_64", _("25–64")
    FROM_65 = "65_plus", _("65 or older")


class Urgency(TextChoices):
    NOW = "emergency", _("Now")
    SAME_DAY = "same_day", _("Today")
    PRIORITY = "priority", _("Within two working days")
    NORMAL = "normal", _("Within five working days")


URGENCY_RANK = {Urgency.NOW: 0, Urgency.SAME_DAY: 1, Urgency.PRIORITY: 2, Urgency.NORMAL: 3}


class Channel(TextChoices):
    WEB = "web_form", _("Web form")
    PORTAL = "partner_portal", _("Portal")
    PHONE = "phone_note", _("Phone call")
    VISIT = "walk_in_note", _("Visit")
    OUTREACH = "outreach_note", _("Outreach")
    MESSAGE = "sdk_message", _("Secure message")
    EMAIL = "email", _("E-mail")
    E_SERVICE = "e_service", _("E-service")


class Way(TextChoices):
    NONE = "none", _("Do not contact me. I come back with my code.")
    PHONE = "phone", _("Call me")
    EMAIL = "email", _("Tell me by e-mail that there is an answer")


class Hours(TextChoices):
    ANY = "any", _("Any time during the day")
    FORENOON = "forenoon", _("Between 9 and 12")
    AFTERNOON = "afternoon", _("Between 13 and 16")
    EVENING = "evening", _("Between 17 and 20")


class Days(TextChoices):
    ALL = "all", _("Any day")
    WEEKDAYS = "weekdays", _("Monday to Friday")
    WEEKEND = "weekend", _("Saturday and Sunday")


class CallOutcome(TextChoices):
    REACHED = "reached", _("I spoke with the person")
    NOT_REACHED = "not_reached", _("Nobody answered")
    WRONG_PERSON = "wrong_person", _("Somebody else answered")
    NOT_CALLED = "not_called", _("I did not call")


class OutsideReason(TextChoices):
    """Why somebody is called outside the hours they have set."""

    LIFE = "life", _("Danger to life or health")
    CHILD = "child", _("A child may be in danger")
    ASKED = "asked", _("The person has asked for this call")


class Suspicion(TextChoices):
    """Why a request looks as if a machine had sent it. It is set aside, never refused."""

    TRAP = "trap", _("A field that nobody sees was filled in")
    FAST = "fast", _("It was sent faster than anybody can write")
    FLOOD = "flood", _("Very many came from the same place that hour")


class CloseReason(TextChoices):
    ADVISED = "advised", _("Got advice")
    REFERRED = "referred", _("Got help from a partner")
    SIGNPOSTED = "signposted", _("Was shown the right way")
    NOT_REACHED = "not_reached", _("Could not be reached")
    DECLINED = "declined", _("Did not want to go on")
    DUPLICATE = "duplicate", _("Is the same as another request")
    NOT_OURS = "not_ours", _("Not for the social services")
    WITHDRAWN = "withdrawn", _("The person took the request back")
    NO_REQUEST = "no_request", _("Was no request")


class Children(TextChoices):
    """Children whom the adult lives with or has at times; of several, the youngest counts."""

    NONE = "none"
    UNDER_6 = "under_6"
    UNDER_13 = "under_13"
    UNDER_18 = "under_18"
    UNKNOWN = "unknown"


WITH_CHILDREN = (Children.UNDER_6, Children.UNDER_13, Children.UNDER_18)


class Purpose(TextChoices):
    """Why a request is opened. The person sees it."""

    TRIAGE = "triage", _("To decide what help fits")
    ANSWER = "answer", _("To answer you")
    FOLLOW_UP = "follow_up", _("To follow up")
    COVER = "cover", _("To stand in for a colleague")
    CONCERN = "concern", _("To assess a concern for a child")
    REFERRAL = "referral", _("To ask a partner for help")
    CONTACT = "contact", _("To call you")
    NEW_CODE = "new_code", _("To give you a new code")


class Item(TextChoices):
    """What a consent may cover, one by one."""

    SITUATION = "situation", _("What the help is about, in our words")
    NAME = "name", _("Name")
    PHONE = "phone", _("Phone number")
    EMAIL = "email", _("E-mail address")
    WISHES = "wishes", _("How to make contact safely")
    ATTACHMENTS = "attachments", _("Pictures and documents")


class GivenBy(TextChoices):
    PERSON = "person", _("The person")
    GUARDIAN = "guardian", _("One guardian")
    GUARDIANS = "guardians", _("Both guardians")


class GivenHow(TextChoices):
    ORAL = "oral", _("By word of mouth")
    WRITTEN = "written", _("In writing")
    MESSAGE = "message", _("In the conversation")
