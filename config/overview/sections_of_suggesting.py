"""What an administrator may configure of how partners are suggested."""

from functools import partial

from django.utils.translation import gettext_lazy as _

from config.overview import trials
from config.overview.forms import SeveralField
from config.overview.section import Section
from intake.models import AgeBand, Urgency
from partners.models import Kind
from referrals import rights as referrals
from referrals.models import SuggestionRule

OF_SUGGESTING = (
    Section(
        "suggestion-rules", SuggestionRule,
        ("code", "title", "fact", "effect", "points", "topic", "area", "ages", "urgencies",
         "service", "kinds", "valid_from", "valid_until"),
        ("fact", "effect", "points", "valid_from", "valid_until"),
        _("Which partner is suggested first, and why. A rule looks at codes and at nothing else; a "
          "person decides. A change is a new version."),
        right=referrals.CONFIGURE, fixed=("code",), version_of="code",
        warns=trials.would_move, warning=_("What this would change"), tried="desk:rules",
        extra={
            "ages": partial(SeveralField, choices=AgeBand.choices),
            "urgencies": partial(SeveralField, choices=Urgency.choices),
            "kinds": partial(SeveralField, choices=Kind.choices),
        },
    ),
)  # fmt: skip
