"""What an administrator may configure of what is kept, shown to others, left out or erased."""

from functools import partial

from django.utils.translation import gettext_lazy as _

from audit.models import ErasureGround, ErasureKind
from config.overview.forms import SeveralField
from config.overview.section import Section
from config.register.models import Provision, RegisterTitle
from config.retention import planning
from config.retention.models import RetentionPlan, RetentionRule
from intake import rights as intake
from intake.models import WithholdingGround

PROPOSED = (ErasureKind.REQUEST, ErasureKind.FACTS)  # the others go by the rules of retention
Erases = partial(SeveralField, choices=[(kind.value, kind.label) for kind in PROPOSED])

OF_KEEPING = (
    Section(
        "erasure-grounds", ErasureGround,
        ("code", "paragraph", "title", "text", "covers", "valid_from", "valid_until"),
        ("version", "paragraph", "valid_from", "valid_until"),
        _("On which grounds words or facts may be erased. A change is a new version."),
        right=intake.CONFIGURE, fixed=("code",), version_of="code", extra={"covers": Erases},
    ),
    Section(
        "retention", RetentionPlan, ("county", "days_between"), ("county", "days_between"),
        _("Where the municipality lies – some counties keep everything – and how long an approved "
          "disposal waits."),
        right=intake.CONFIGURE, is_one=True,
    ),
    Section(
        "retention-rules", RetentionRule,
        ("kind", "paragraph", "title", "text", "months", "until_age", "for_research",
         "export_first", "ground", "valid_from", "valid_until"),
        ("version", "paragraph", "months", "until_age", "export_first", "valid_from"),
        _("How long each kind is kept. A change is a new version. What is not for us and what was "
          "no request may have short rules by your own plan; without one they are kept as long "
          "as a request."),
        right=intake.CONFIGURE, fixed=("kind",), version_of="kind", fits=planning.require_fit,
    ),
    Section(
        "register-titles", RegisterTitle,
        ("kind", "is_registered", "paragraph", "title", "party", "valid_from", "valid_until"),
        ("version", "is_registered", "paragraph", "valid_from", "valid_until"),
        _("What the public register says of each kind of document, and which kinds stand in it. "
          "Anybody may read it. A change is a new version."),
        right=intake.CONFIGURE, fixed=("kind",), version_of="kind",
    ),
    Section(
        "provisions", Provision,
        ("code", "paragraph", "title", "text", "valid_from", "valid_until"),
        ("version", "paragraph", "valid_from", "valid_until"),
        _("By which provisions of secrecy something is marked. A change is a new version."),
        right=intake.CONFIGURE, fixed=("code",), version_of="code",
    ),
    Section(
        "withholding-grounds", WithholdingGround,
        ("code", "paragraph", "title", "text", "valid_from", "valid_until"),
        ("version", "paragraph", "valid_from", "valid_until"),
        _("On which grounds something is left out of an extract. A change is a new version."),
        right=intake.CONFIGURE, fixed=("code",), version_of="code",
    ),
)  # fmt: skip
