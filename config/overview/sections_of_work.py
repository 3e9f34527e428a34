"""What an administrator may configure of how the work is watched and shared."""

from django.utils.translation import gettext_lazy as _

from config.overview.forms import LeadField
from config.overview.section import Section
from intake import rights as intake
from intake.models import GuardTime, HandingReason, LinkReason, LoadWeight, TeamManager
from referrals import rights as referrals
from referrals.models import NextStepRule

OF_WORK = (
    Section(
        "guard-times", GuardTime, ("code", "to_lead", "to_manager", "is_always", "valid_from"),
        ("to_lead", "to_manager", "is_always", "valid_from"),
        _("How long anything may wait unread before a lead, then the manager, is told. A change "
          "is a new version."),
        right=intake.CONFIGURE, fixed=("code",), version_of="code",
    ),
    Section(
        "managers", TeamManager, ("team", "user", "valid_from"), ("team", "user", "valid_from"),
        _("Who is told when the team lead has been told and still nobody has read."),
        right=intake.CONFIGURE, fixed=("team",), version_of="team", extra={"user": LeadField},
    ),
    Section(
        "load-weights", LoadWeight, ("code", "weight", "valid_from"), ("weight", "valid_from"),
        _("How much each kind of request weighs when a team lead compares workloads. A change is "
          "a new version."),
        right=intake.CONFIGURE, fixed=("code",), version_of="code",
    ),
    Section(
        "handing-reasons", HandingReason, ("code", "title", "valid_from", "valid_until"),
        ("version", "valid_from", "valid_until"),
        _("Why a team lead gives requests to others at once. A change is a new version."),
        right=intake.CONFIGURE, fixed=("code",), version_of="code",
    ),
    Section(
        "next-steps", NextStepRule, ("code", "act", "days", "valid_from"),
        ("act", "days", "valid_from"),
        _("What is proposed when a partner says no, hands back or does not answer, and how soon "
          "somebody decides. A person always decides. A change is a new version."),
        right=referrals.CONFIGURE, fixed=("code",), version_of="code",
    ),
    Section(
        "link-reasons", LinkReason, ("code", "title", "valid_from", "valid_until"),
        ("version", "valid_from", "valid_until"),
        _("Why two requests are linked. A change is a new version."),
        right=intake.CONFIGURE, fixed=("code",), version_of="code",
    ),
)  # fmt: skip
