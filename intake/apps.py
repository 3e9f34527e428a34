from importlib import import_module

from django.apps import AppConfig

GROUND = ["code", "version", "paragraph", "title", "text", "valid_from", "valid_until"]
CONCERN_LIMIT = ["code", "version", "paragraph", "amount", "valid_from"]
GUARD_TIME = ["code", "version", "to_lead", "to_manager", "is_always", "valid_from"]
HANDING_REASON = ["code", "version", "title", "valid_from", "valid_until"]
LINK_REASON = ["code", "version", "title", "valid_from", "valid_until"]
GREY_ZONE = ["code", "version", "allows", "decision_number", "valid_from"]
REASON = ["of", "code", "version", "title", "position", "valid_from", "valid_until"]
STANDARD_ANSWER = ["code", "version", "topic", "title", "body", "valid_from", "valid_until"]


class IntakeConfig(AppConfig):
    name = "intake"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        """Differences in what the municipality configures here are kept, field by field."""
        changes = import_module("audit.changes")  # it knows models, which are ready now
        changes.watch(self.get_model("WithholdingGround"), GROUND)
        changes.watch(self.get_model("OwnPhrase"), ["language", "kind", "phrase", "is_active"])
        changes.watch(self.get_model("StandardAnswer"), STANDARD_ANSWER)
        changes.watch(self.get_model("LinkReason"), LINK_REASON)
        changes.watch(self.get_model("Reason"), REASON)
        changes.watch(self.get_model("GreyZone"), GREY_ZONE)
        changes.watch(self.get_model("GuardTime"), GUARD_TIME)
        changes.watch(self.get_model("TeamManager"), ["team", "version", "user", "valid_from"])
        changes.watch(self.get_model("ConcernLimit"), CONCERN_LIMIT)
        changes.watch(self.get_model("LoadWeight"), ["code", "version", "weight", "valid_from"])
        changes.watch(self.get_model("HandingReason"), HANDING_REASON)
