"""What an administrator may configure of triage: phrases, reasons, how unclear law is read."""

from django.utils.translation import gettext_lazy as _

from config.overview.section import Section
from intake import rights as intake
from intake.models import GreyZone, OwnPhrase, Reason

OF_TRIAGE = (
    Section(
        "danger", OwnPhrase, ("language", "kind", "phrase", "is_active"),
        ("language", "kind", "is_active"),
        _("Phrases of your own that sound like danger, beside those the program knows: they show "
          "numbers to the writer and raise the urgency."),
        may_remove=True,
    ),
    Section(
        "reasons", Reason, ("of", "code", "title", "position", "valid_from", "valid_until"),
        ("of", "version", "valid_from", "valid_until"),
        _("What may be chosen when a request is put off, or not taken over. A change is a new "
          "version; what ended stays readable where it was chosen."),
        right=intake.CONFIGURE, fixed=("of", "code"), version_of="code",
    ),
    Section(
        "grey-zones", GreyZone, ("code", "allows", "decision_number", "valid_from"),
        ("allows", "decision_number", "valid_from"),
        _("Where the law is unclear. Until your board has decided otherwise, the careful reading "
          "holds. Ask a lawyer first. A change is a new version."),
        right=intake.CONFIGURE, fixed=("code",), version_of="code",
    ),
)  # fmt: skip
