"""The codes of retention: kinds, counties, reasons."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Kind(TextChoices):
    """What a row is to the rules. A request that was handed over follows its concern report."""

    FILE = "file", _("Request")
    MINOR = "minor", _("Request that was not for us, or came twice")
    NO_REQUEST = "no_request", _("Was no request")
    NOT_OPENED = "not_opened", _("Concern report, inquiry not opened")
    INQUIRY = "inquiry", _("Concern report, inquiry about a child")
    DEVIATION = "deviation", _("Deviation")
    INCIDENT = "incident", _("Incident")
    THREAT = "threat", _("Threat against staff")
    CONTACT = "contact", _("An authority’s request for contact details")
    NOTICE = "notice", _("Notice that was sent, and call to another system")
    LINK = "link", _("Link to answer by")
    PROPOSAL = "proposal", _("Partner’s proposal that was decided on")
    CHECK = "check", _("Check that found no breach")
    INVITATION = "invitation", _("Invitation of somebody who works here or at a partner")


# What holds no words and goes by itself, without a list that two people approve.
BY_ITSELF = {Kind.NOTICE, Kind.LINK, Kind.PROPOSAL, Kind.CHECK, Kind.INVITATION}


class County(TextChoices):
    """Where the municipality lies. Gothenburg stands beside the counties in the ordinance."""

    AB = "AB", "Stockholm"
    C = "C", "Uppsala"
    D = "D", "Södermanland"
    E = "E", "Östergötland"
    F = "F", "Jönköping"
    G = "G", "Kronoberg"
    H = "H", "Kalmar"
    I = "I", "Gotland"  # noqa: E741 – the letter of the county
    K = "K", "Blekinge"
    M = "M", "Skåne"
    N = "N", "Halland"
    GBG = "GBG", _("Gothenburg (the city)")
    O = "O", "Västra Götaland"  # noqa: E741 – the letter of the county
    S = "S", "Värmland"
    T = "T", "Örebro"
    U = "U", "Västmanland"
    W = "W", "Dalarna"
    X = "X", "Gävleborg"
    Y = "Y", "Västernorrland"
    Z = "Z", "Jämtland"
    AC = "AC", "Västerbotten"
    BD = "BD", "Norrbotten"


KEEPS_ALL = {County.E, County.I, County.Y, County.GBG}  # SoF 13:1


class HoldReason(TextChoices):
    COURT = "court", _("A case in court")
    OVERSIGHT = "oversight", _("An authority’s supervision, or a complaint to it")
    DAMAGES = "damages", _("A claim for damages")
    DISCLOSURE = "disclosure", _("Somebody has asked for what it says")
    CRIME = "crime", _("A crime is investigated")
    OTHER = "other", _("Another decision in our own file")


class Dropped(TextChoices):
    """Why something left a list that was approved already."""

    NOT_DUE = "not_due", _("It is not due any more: reopened, held, or known better")
    IN_THE_WAY = "in_the_way", _("Something about it still runs")
    GONE = "gone", _("It was erased before")
