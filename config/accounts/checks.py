"""A house that is set up unsafely does not start."""

import re
from email.utils import parseaddr

from django.conf import settings
from django.core import checks

from config.demo import signing_in

WHY = {
    "not_local": ("accounts.E001", "ALLOWED_HOSTS names more than this machine."),
    "set_up_for_production": ("accounts.E002", "The settings are those of a real house (https)."),
}


@checks.register(checks.Tags.security)
def one_click_sign_in_stays_at_home(app_configs, **kwargs) -> list[checks.Error]:
    """DEMO lets anybody in as anybody. It is refused where anybody else could come."""
    if not settings.DEMO:
        return []
    return [
        checks.Error(f"DEMO is on, and so is one-click sign-in. {text}", id=code)
        for reason, (code, text) in WHY.items()
        if reason in signing_in.reasons_against()
    ]


TELLS_TOO_MUCH = re.compile(
    r"soc|kommun|municip|orosanm|f[oö]rvaltning|n[aä]mnd|familje|v[aå]ld|st[oö]dlinj", re.IGNORECASE
)


@checks.register(checks.Tags.security)
def the_sender_says_nothing(app_configs, **kwargs) -> list[checks.Error]:
    """The sender lights up on a locked screen: somebody else may read it there."""
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    telling = TELLS_TOO_MUCH.search(f"{name} {address.partition('@')[0]}")
    if not telling:
        return []
    return [
        checks.Error(
            f"FROM_EMAIL says “{telling[0]}”. Name a sender that says nothing of the matter, for "
            "example “Meddelande”, and an address that does not either before its @.",
            id="accounts.E003",
        )
    ]
