"""What an administrator may configure of those who work here."""

from django.utils.translation import gettext_lazy as _

from config.access.models import AccessPolicy
from config.accounts import rights as accounts
from config.accounts.models import GroupRule
from config.accounts.services import ruling
from config.overview.section import Section
from config.threats.models import ThreatPolicy

OF_STAFF = (
    Section(
        "access", AccessPolicy, ("review_days", "partners_end_after", "ours_end_after"),
        ("review_days",), _("How long the quarterly review may take, and what comes after."),
        right=accounts.REPAIR, is_one=True,
    ),
    Section(
        "threats", ThreatPolicy, ("shields_at_once", "days_to_follow_up"), ("shields_at_once",),
        _("What happens at once when somebody who works here is threatened."), is_one=True,
    ),
    Section(
        "groups", GroupRule, ("provider", "group", "role", "organisation", "teams", "is_active"),
        ("role", "organisation", "teams", "is_active", "confirmed_by"),
        _("What people may be who come by the municipality’s own sign-in. What no group allows any "
          "longer ends. More is given only under “People”, unless the groups of that sign-in "
          "decide; then a rule for administrators or log reviewers waits for a second person."),
        right=accounts.INVITE, fixed=("provider", "group"), version_of="name",
        fits=ruling.require_fit,
    ),
)  # fmt: skip
