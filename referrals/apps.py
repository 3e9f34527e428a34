from importlib import import_module

from django.apps import AppConfig

GROUND = [
    "code", "version", "paragraph", "title", "text", "conditions", "guidance", "limit",
    "recipients", "may_tell", "needs_approval", "coded_only", "on_request", "valid_from",
    "valid_until",
]  # fmt: skip
RULE = [
    "code", "version", "title", "fact", "effect", "points", "topic", "area", "ages", "urgencies",
    "service", "kinds", "valid_from", "valid_until",
]  # fmt: skip
NEXT_STEP = ["code", "version", "act", "days", "valid_from"]


class ReferralsConfig(AppConfig):
    name = "referrals"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        changes = import_module("audit.changes")  # it knows models, which are ready now
        changes.watch(self.get_model("LegalGround"), GROUND)
        changes.watch(self.get_model("SuggestionRule"), RULE)
        changes.watch(self.get_model("NextStepRule"), NEXT_STEP)
