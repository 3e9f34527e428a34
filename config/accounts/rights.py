"""What a role may do with accounts. The matrix is in config/accounts/roles.py."""

from django.utils.translation import gettext_lazy as _

USE = "accounts.use_own_account"
INVITE = "accounts.invite"
ISSUE_TOKENS = "accounts.issue_tokens"

ALL = [
    (USE, _("May use their own account: factors, sessions, language")),
    (INVITE, _("May invite people, and end their access")),
    (ISSUE_TOKENS, _("May issue and revoke keys for machines")),
]
