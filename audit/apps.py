from importlib import import_module

from django.apps import AppConfig

WATCHED = {
    "ErasureGround": [
        "code",
        "version",
        "paragraph",
        "title",
        "text",
        "covers",
        "valid_from",
        "valid_until",
    ],
    "ReviewPlan": ["share", "size"],
    "SignWeight": ["code", "version", "weight", "from_number", "always", "valid_from"],
}


class AuditConfig(AppConfig):
    name = "audit"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        """How the log is reviewed is itself a setting: its differences are kept."""
        changes = import_module("audit.changes")  # it knows models, which are ready now
        for name, fields in WATCHED.items():
            changes.watch(self.get_model(name), fields)
