from importlib import import_module

from django.apps import AppConfig

RULE = [
    "kind", "version", "paragraph", "title", "text", "months", "until_age", "for_research",
    "export_first", "ground", "valid_from", "valid_until",
]  # fmt: skip


class RetentionConfig(AppConfig):
    name = "config.retention"
    label = "retention"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        changes = import_module("audit.changes")  # it knows models, which are ready now
        changes.watch(self.get_model("RetentionRule"), RULE)
        changes.watch(self.get_model("RetentionPlan"), ["county", "days_between"])
