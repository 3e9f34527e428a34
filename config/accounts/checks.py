"""A house that is set up unsafely does not start."""

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
