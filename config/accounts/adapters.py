from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter


class AccountAdapter(DefaultAccountAdapter):
    """What we tighten about signing in."""

    def is_open_for_signup(self, request) -> bool:
        return False


class FactorAdapter(DefaultMFAAdapter):
    """What we tighten about second factors."""
