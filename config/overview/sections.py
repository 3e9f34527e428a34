"""WHAT AN ADMINISTRATOR MAY CONFIGURE: one entry a kind of row, on one page."""

from functools import partial

from django import forms
from django.utils.translation import gettext_lazy as _

from audit.models import ReviewPlan, SignWeight
from config.incidents.models import Deadline
from config.overview import partnership
from config.overview.forms import LanguageField, SeveralField
from config.overview.section import Section
from config.overview.sections_of_keeping import OF_KEEPING
from config.overview.sections_of_partners import OF_PARTNERS
from config.overview.sections_of_staff import OF_STAFF
from config.overview.sections_of_suggesting import OF_SUGGESTING
from config.overview.sections_of_triage import OF_TRIAGE
from config.overview.sections_of_work import OF_WORK
from intake import rights as intake
from intake.models import ConcernLimit, StandardAnswer
from partners.forms.catalogue import KindField
from partners.forms.exchange import IdField
from partners.languages import SPOKEN
from partners.models import (
    AccessOffered,
    Area,
    Arena,
    ClosedDays,
    Kind,
    Municipality,
    OpeningHours,
    OpenService,
    Organisation,
    PhoneNumber,
    PublicText,
    Service,
    ServiceKind,
    ShortDay,
    Team,
    Topic,
)
from partners.services import cataloguing, directory
from referrals import rights as referrals
from referrals.models import LegalGround, Tellable
from referrals.services import weighing

Recipients = partial(SeveralField, choices=Kind.choices)
Accesses = partial(SeveralField, choices=AccessOffered.choices)
MayTell = partial(SeveralField, choices=Tellable.choices)
Spoken = partial(SeveralField, choices=list(SPOKEN.items()))
SecureAddress = partial(forms.URLField, assume_scheme="https")

SECTIONS = (
    Section(
        "municipality", Municipality,
        ("name", "promise_days", "new_code_hours", "draft_days", "arrival_days",
         "takes_concerns", "county", "publishes_directory", "exit_url"),
        ("promise_days", "takes_concerns"),
        _("The name, and what is promised to whoever writes."), is_one=True,
        extra={"exit_url": SecureAddress},
    ),
    *OF_STAFF,
    Section(
        "phones", PhoneNumber,
        ("label", "number", "about", "when", "audience", "hours", "languages", "link", "link_text",
         "checked_on", "position"),
        ("number", "about", "when", "checked_on"),
        _("The numbers that are shown to the public, helplines too. Call each one once a year, "
          "and write down the day you did."),
        may_remove=True, extra={"languages": Spoken, "link": SecureAddress},
    ),
    Section(
        "texts", PublicText, ("key", "body", "valid_from"), ("version", "valid_from"),
        _("What the public pages and register extracts say. A change is a new version; the old "
          "ones are kept."),
        fixed=("key",), version_of="key",
    ),
    Section(
        "answers", StandardAnswer,
        ("code", "topic", "title", "body", "valid_from", "valid_until"),
        ("version", "topic", "valid_from", "valid_until"),
        _("What we often write, by topic and language. A change is a new version."),
        right=intake.CONFIGURE, fixed=("code",), version_of="code",
    ),
    Section(
        "topics", Topic, ("label", "code", "position", "is_active"), ("code", "is_active"),
        _("What a request can be about, as a code that is counted."), fixed=("code",),
    ),
    Section(
        "areas", Area, ("name", "code"), ("code",),
        _("The parts of the municipality."), fixed=("code",), may_remove=True,
    ),
    Section(
        "arenas", Arena, ("name", "slug", "kind", "area", "opens_on", "closes_on"),
        ("kind", "slug", "opens_on", "closes_on"),
        _("Places where people meet us. Each has a short link and a poster; a closed one leads "
          "to the ordinary form."),
        fixed=("slug",), poster="desk:arena_poster",
    ),
    Section(
        "teams", Team, ("name", "kind", "areas", "email", "takes_the_rest"),
        ("kind", "areas", "takes_the_rest"), _("Our own teams, and the areas they answer for."),
        add=directory.add_team,
    ),
    Section(
        "organisations", Organisation,
        ("name", "kind", "secrecy", "agreement_until", "email", "language", "description",
         "website", "is_public", "hsds_id", "takes_messages", "digests_on_days_off", "is_active"),
        ("kind", "secrecy", "agreement_until", "is_active"),
        _("Who may be asked to help, and how well secrets are kept there."),
        add=directory.add_organisation,
        extra={"language": LanguageField, "website": SecureAddress, "hsds_id": IdField},
        notes=partnership.ends_soon, warns=partnership.would_come_back,
    ),
    *OF_PARTNERS,
    Section(
        "services", Service,
        ("organisation", "name", "is_open", "audience", "description", "how_to_come", "hours",
         "phone", "languages", "topics", "areas", "from_age", "to_age", "cost", "access",
         "address", "postal_code", "city", "address_is_hidden", "checked_on", "hsds_id",
         "is_active"),
        ("organisation", "is_open", "is_active"),
        _("What we and the partners offer, for whom and where. Residents see what they may come "
          "to by themselves."),
        extra={"languages": Spoken, "access": Accesses, "hsds_id": IdField},
    ),
    Section(
        "open-services", OpenService,
        ("kind", "name", "description", "audience", "from_age", "to_age", "provider", "talks",
         "mode", "decision_number", "decided_on", "valid_from", "valid_until"),
        ("mode", "decision_number", "valid_from", "valid_until", "withdrawn_from"),
        _("What may be given without an assessment, as the board has decided (SoL 11:5)."),
        extra={"kind": KindField}, fits=cataloguing.require_fit,
        withdraw="desk:open_service_withdraw",
    ),
    Section(
        "service-kinds", ServiceKind,
        ("code", "title", "always_assessed", "paragraph", "text", "valid_from", "valid_until"),
        ("version", "always_assessed", "paragraph", "valid_from", "valid_until"),
        _("What an open service may be, and what always takes an assessment (SoL 11:5). A change "
          "is a new version."),
        fixed=("code", "always_assessed"), version_of="code",
    ),
    Section(
        "hours", OpeningHours, ("organisation", "weekday", "opens", "closes"),
        ("organisation", "weekday"), _("When somebody is at work. Deadlines count these hours."),
        may_remove=True,
    ),
    *OF_WORK,
    Section(
        "closed", ClosedDays, ("organisation", "first", "last"), ("organisation",),
        _("Days when somebody is closed, public holidays aside."), may_remove=True,
    ),
    Section(
        "short", ShortDay, ("organisation", "day", "closes"), ("organisation", "day", "closes"),
        _("Days when somebody closes early, as before a holiday."), may_remove=True,
    ),
    *OF_TRIAGE,
    Section(
        "grounds", LegalGround,
        ("code", "paragraph", "title", "text", "conditions", "guidance", "limit", "recipients",
         "may_tell", "needs_approval", "coded_only", "on_request", "valid_from", "valid_until"),
        ("version", "paragraph", "valid_from", "valid_until"),
        _("On which grounds something may be told without consent, what must be so for it, and "
          "what may be told. A change is a new version."),
        right=referrals.CONFIGURE, fixed=("code",), version_of="code",
        extra={"recipients": Recipients, "may_tell": MayTell}, fits=weighing.require_fit,
    ),
    *OF_SUGGESTING,
    Section(
        "review", ReviewPlan, ("share", "size"), ("share", "size"),
        _("How many reads are reviewed each week, and how many of them by chance."), is_one=True,
    ),
    Section(
        "signs", SignWeight, ("code", "weight", "from_number", "always", "valid_from"),
        ("version", "weight", "from_number", "always", "valid_from"),
        _("What stands out in the log, and how much it weighs. A change is a new version."),
        fixed=("code",), version_of="code",
    ),
    *OF_KEEPING,
    Section(
        "concern-limits", ConcernLimit, ("code", "amount", "paragraph", "valid_from"),
        ("version", "amount", "paragraph", "valid_from"),
        _("How long the assessment of a concern report may take. A change is a new version, and "
          "holds for reports that come later."),
        right=intake.CONFIGURE, fixed=("code",), version_of="code",
    ),
    Section(
        "deadlines", Deadline,
        ("code", "covers", "recipient", "title", "paragraph", "amount", "unit", "after",
         "warn_hours", "valid_from", "valid_until"),
        ("version", "recipient", "amount", "unit", "valid_from"),
        _("Which reports about incidents are due when. A change is a new version."),
        right=intake.CONFIGURE, fixed=("code",), version_of="code",
    ),
)  # fmt: skip
