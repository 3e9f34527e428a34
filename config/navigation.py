"""The top navigation: one line per door, shown to whoever holds its right."""

from dataclasses import dataclass
from functools import cache

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from audit import rights as audit
from config.accounts import rights as accounts
from config.accounts.roles import Role
from config.accounts.services.placing import PARTNER_ROLES
from config.deviations import rights as deviations
from config.incidents import rights as incidents
from config.police import rights as police
from config.register import rights as register
from config.threats import rights as threats
from intake import rights as intake
from partners import rights as partners
from referrals import rights as referrals


@dataclass(frozen=True)
class Door:
    label: str
    name: str
    right: str
    keys: str = ""  # by which it is opened from anywhere: desk.js


DOORS = (
    Door(_("Queue"), "desk:queue", intake.SEE_QUEUE, "g q"),
    Door(_("My day"), "desk:mine", intake.SEE_QUEUE, "g m"),
    Door(_("Referrals"), "desk:referrals", referrals.SEND, "g r"),
    Door(_("Unmet need"), "desk:unmet_need", referrals.SEE_FIGURES),
    Door(_("Services without assessment"), "desk:running_services", intake.SEE_QUEUE, "g s"),
    Door(_("Concern reports"), "desk:concerns", intake.READ_CONCERN, "g c"),
    Door(_("Protected"), "desk:protected", intake.NAME),
    Door(_("Emergency"), "desk:emergency", intake.BREAK_GLASS),
    Door(_("Extracts"), "desk:extracts", intake.PREPARE_EXTRACT),
    Door(_("Public register"), "desk:register", register.SEE),
    Door(_("Partners"), "desk:directory", partners.SEE_DIRECTORY, "g p"),
    Door(_("Inbox"), "portal:inbox", referrals.LIST, "g i"),
    Door(_("Our figures"), "portal:figures", referrals.LIST),
    Door(_("Register"), "portal:register", intake.REGISTER, "g n"),
    Door(_("Our room"), "portal:capacity", partners.STATE_CAPACITY),
    Door(_("Our services"), "portal:services", partners.PROPOSE),
    Door(_("Our people"), "portal:members", partners.LEAD_MEMBERS),
    Door(_("What we have registered"), "portal:registrations", intake.REGISTER),
    Door(_("Contact details asked for"), "desk:contact_requests", police.HANDLE),
    Door(_("Review"), "desk:review", audit.REVIEW),
    Door(_("Log"), "desk:log", audit.REVIEW),
    Door(_("Deviations"), "desk:deviations", deviations.KEEP),
    Door(_("Threats"), "desk:threats", threats.KEEP),
    Door(_("Incidents"), "desk:incidents", incidents.KEEP),
    Door(_("Erasures"), "desk:erasures", audit.DECIDE_ERASURE),
    Door(_("Retention"), "desk:disposals", audit.DECIDE_ERASURE),
    Door(_("Remarks"), "desk:remarks", intake.READ_REMARK),
    Door(_("Told to the police"), "desk:told_to_police", police.REPORT),
    Door(_("Settings"), "desk:settings", partners.CONFIGURE),
    Door(_("Published figures"), "desk:publications", referrals.PUBLISH),
    Door(_("Proposals"), "desk:proposals", partners.CONFIGURE),
    Door(_("People"), "desk:people", accounts.INVITE),
    Door(_("Qualified"), "desk:qualifications", intake.QUALIFY),
    Door(_("Entrusted with threats"), "desk:entrusted", threats.ENTRUST),
    Door(_("Who has access"), "desk:access_reviews", accounts.REVIEW_ACCESS),
    Door(_("Access compared"), "desk:differences", accounts.SEE_DIFFERENCES),
)

IN_THE_BAR = 6  # fits in one line beside the municipality's name and one's own
AT_A_PARTNER = 4  # where the partner's name stands there, too

PUBLIC_SHELL = "base_public.html"  # of a page that anybody may meet, for who is not signed in

OWN_PAGES = (
    (_("Your account"), "account_profile"),
    (_("Second step"), "mfa_index"),
    (_("Where you are signed in"), "usersessions_list"),
    (_("What you have begun to write"), "account_begun"),
    (_("What you have opened"), "account_log"),
    (_("Who may do what"), "desk:roles"),
)

# What anybody who works here must be able to do at once, from any page.
REPORTS = (
    Door(_("Report a threat"), "desk:threat_report", threats.REPORT),
    Door(_("Report a deviation"), "desk:deviation_report", deviations.REPORT),
    Door(_("Report an incident"), "desk:incident_report", incidents.REPORT),
)


def shell_for(user) -> str:
    """The frame that whoever is signed in works in, also where a page says no. Asks nothing."""
    return "base_portal.html" if user.role in PARTNER_ROLES else "base_desk.html"


def own_pages(user) -> list[dict]:
    """What stands in the menu under one's own name."""
    reports = [(door.label, door.name) for door in REPORTS if user.has_perm(door.right)]
    return [{"label": label, "url": _address(name)} for label, name in (*OWN_PAGES, *reports)]


def entries(request, user) -> list[dict]:
    """The doors this user may open, and which one they are in now."""
    return [_entry(door, request) for door in DOORS if user.has_perm(door.right)]


def in_the_bar(user) -> int:
    return AT_A_PARTNER if user.role in (Role.PARTNER_MEMBER, Role.PARTNER_LEAD) else IN_THE_BAR


def parted(doors: list[dict], most: int = IN_THE_BAR) -> tuple[list[dict], list[dict]]:
    """The first stand in the bar, the others under "More". One alone is not worth a menu."""
    if len(doors) <= most + 1:
        return doors, []
    return doors[:most], doors[most:]


def _entry(door: Door, request) -> dict:
    url = _address(door.name)
    is_current = request.path.startswith(url)
    return {"label": door.label, "url": url, "is_current": is_current, "keys": door.keys}


@cache
def _address(name: str) -> str:
    """Worked out once: every page of somebody who works here names some thirty of them."""
    return reverse(name)
