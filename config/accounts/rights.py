"""What a role may do with accounts. The matrix is in config/accounts/roles.py."""

from django.utils.translation import gettext_lazy as _

USE = "accounts.use_own_account"
INVITE = "accounts.invite"
ISSUE_TOKENS = "accounts.issue_tokens"
REVIEW_ACCESS = "accounts.review_access"
SEE_DIFFERENCES = "accounts.see_differences"
REPAIR = "accounts.repair_access"

ALL = [
    (USE, _("May use their own account: factors, sessions, language")),
    (INVITE, _("May invite people, and end their access")),
    (ISSUE_TOKENS, _("May connect other systems: keys for machines, and where those are called")),
    (REVIEW_ACCESS, _("May go through who has access, once a quarter; a partner: their own")),
    (SEE_DIFFERENCES, _("May see where access is not as it should be")),
    (REPAIR, _("May repair access that is not as it should be")),
]
