"""What an administrator may configure of what is agreed with partners, and of answers to them."""

from functools import partial

from django.utils.translation import gettext_lazy as _

from config.overview.forms import SeveralField
from config.overview.section import Section
from intake.models import Item
from partners.forms.agreement import PurposeField
from partners.models import AgreedPurpose, AgreementTerm, RefusalReason

Items = partial(SeveralField, choices=Item.choices)

OF_PARTNERS = (
    Section(
        "agreed-purposes", AgreedPurpose,
        ("code", "title", "text", "valid_from", "valid_until"),
        ("code", "version", "valid_from", "valid_until"),
        _("What something can be told to a partner for. A change is a new version."),
        fixed=("code",), version_of="code",
    ),
    Section(
        "agreement-terms", AgreementTerm,
        ("organisation", "purpose", "items", "valid_from", "valid_until"),
        ("purpose", "version", "valid_from", "valid_until"),
        _("What the agreement with a partner lets us tell, for which purpose. Once something is "
          "written here for a partner, whatever is not named is not sent. A change is a new "
          "version."),
        fixed=("organisation", "purpose"), version_of="name",
        named_by=("organisation",), extra={"items": Items, "purpose": PurposeField},
    ),
    Section(
        "refusal-reasons", RefusalReason, ("code", "title", "valid_from", "valid_until"),
        ("code", "version", "valid_from", "valid_until"),
        _("Why a proposal from a partner is refused. The partner reads it. A change is a new "
          "version."),
        fixed=("code",), version_of="code",
    ),
)  # fmt: skip
