from importlib import import_module

from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "config.access"
    label = "access"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        changes = import_module("audit.changes")
        changes.watch(
            self.get_model("AccessPolicy"), ["review_days", "partners_end_after", "ours_end_after"]
        )
