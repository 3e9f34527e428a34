"""WHO MAY DO WHAT: the whole matrix on one page. There is no other place to look.

A role gives rights; units and grants give reach; to touch a row takes both. Nobody holds
a right because of being a superuser. The resident has no account and so no role here: the
receipt code opens their own thread and nothing else.
"""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from audit import rights as audit
from config.accounts import rights as accounts
from config.deviations import rights as deviations
from config.incidents import rights as incidents
from config.police import rights as police
from config.register import rights as register
from config.threats import rights as threats
from intake import rights as intake
from partners import rights as partners
from partners.models import Kind
from referrals import rights as referrals


class Role(TextChoices):
    SOCIAL_WORKER = "social_worker", _("Social worker")
    TEAM_LEAD = "team_lead", _("Team lead")
    REGISTRAR = "registrar", _("School or partner registrar")
    PARTNER_MEMBER = "partner_member", _("Partner member")
    PARTNER_LEAD = "partner_lead", _("Partner lead")
    LOG_REVIEWER = "log_reviewer", _("Log reviewer")
    ADMINISTRATOR = "administrator", _("Administrator")
    E_SERVICE = "e_service", _("E-service platform")
    PARTNER_SYSTEM = "partner_system", _("A partner's own system")
    NEIGHBOUR = "neighbour", _("Another municipality’s Lotsen")


SOCIAL_WORKER = frozenset({
    accounts.USE, partners.SEE_DIRECTORY,
    intake.SEE_QUEUE, intake.READ, intake.TRIAGE, intake.WRITE, intake.RECORD,
    intake.HAND_OVER, intake.READ_CONCERN, intake.ASSESS, intake.PROTECT, intake.BREAK_GLASS,
    intake.PREPARE_EXTRACT, incidents.REPORT, deviations.REPORT, threats.REPORT, threats.EVIDENCE,
    register.SEE, police.HANDLE,
    referrals.SEND, referrals.SEE_RULES,
})  # fmt: skip
REGISTRAR = frozenset({accounts.USE, intake.REGISTER})
PARTNER_MEMBER = frozenset({
    accounts.USE, intake.REGISTER,
    referrals.RECEIVE, referrals.LIST, referrals.RESPOND,
})  # fmt: skip

ROLES: dict[str, frozenset[str]] = {
    Role.SOCIAL_WORKER: SOCIAL_WORKER,
    Role.TEAM_LEAD: SOCIAL_WORKER | {
        intake.REASSIGN, intake.EXTEND, intake.LIFT, intake.NAME, intake.AGREE_TO_GLASS,
        intake.COSIGN_GLASS, intake.ERASE,
        intake.READ_REMARK, intake.RELEASE_EXTRACT, referrals.APPROVE, referrals.SEE_FIGURES,
        audit.DECIDE_ERASURE, audit.HAND_TO_ARCHIVE,
        deviations.KEEP, threats.KEEP, police.CONFIRM, police.REPORT,
    },
    Role.REGISTRAR: REGISTRAR,
    Role.PARTNER_MEMBER: PARTNER_MEMBER,
    Role.PARTNER_LEAD: PARTNER_MEMBER
    | {
        referrals.RETURN, referrals.LIFT, partners.STATE_CAPACITY, partners.LEAD_MEMBERS,
        partners.PROPOSE, accounts.REVIEW_ACCESS,
    },
    Role.LOG_REVIEWER: frozenset({
        accounts.USE, accounts.SEE_DIFFERENCES,
        audit.REVIEW, audit.SEE_ALARMS, audit.ERASE_FACTS, audit.DECIDE_ERASURE,
        audit.HAND_TO_ARCHIVE,
        incidents.REPORT, incidents.KEEP, incidents.KEEP_BREACHES, intake.COSIGN_GLASS,
        threats.REPORT, police.REPORT,
    }),
    Role.ADMINISTRATOR: frozenset({
        accounts.USE, accounts.INVITE, accounts.ISSUE_TOKENS, audit.SEE_ALARMS,
        accounts.REVIEW_ACCESS, accounts.SEE_DIFFERENCES, accounts.REPAIR,
        partners.CONFIGURE, intake.CONFIGURE, intake.QUALIFY, referrals.CONFIGURE,
        referrals.SEE_RULES, referrals.PUBLISH,
        audit.DECIDE_ERASURE, register.SEE,
        incidents.REPORT, incidents.KEEP, threats.REPORT, threats.ENTRUST,
    }),
    Role.E_SERVICE: frozenset({intake.SUBMIT}),
    Role.PARTNER_SYSTEM: frozenset({
        referrals.RECEIVE, referrals.LIST, referrals.RESPOND, referrals.RETURN,
    }),
    Role.NEIGHBOUR: frozenset({audit.COSIGN}),
}  # fmt: skip

# What an organisation of a kind never holds, whatever the role of its people and machines. The
# police are told one thing at a time, and have no list of anybody.
NEVER: dict[str, frozenset[str]] = {Kind.POLICE: frozenset({referrals.LIST})}

MACHINES = (Role.E_SERVICE, Role.PARTNER_SYSTEM, Role.NEIGHBOUR)

EVERY_RIGHT = [
    *audit.ALL, *partners.ALL, *intake.ALL, *referrals.ALL, *accounts.ALL, *incidents.ALL,
    *deviations.ALL, *threats.ALL, *register.ALL, *police.ALL,
]  # fmt: skip


def rights_of(role: str) -> frozenset[str]:
    """The rights of a role; somebody without a role has none."""
    return ROLES.get(role, frozenset())


def withheld_from(right: str) -> set[str]:
    """The kinds of organisation that never hold a right."""
    return {kind for kind, rights in NEVER.items() if right in rights}
