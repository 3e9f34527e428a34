from importlib import import_module

from django.apps import AppConfig

DEADLINE = [
    "code", "version", "covers", "recipient", "title", "paragraph", "amount", "unit", "after",
    "warn_hours", "valid_from", "valid_until",
]  # fmt: skip


class IncidentsConfig(AppConfig):
    name = "config.incidents"
    label = "incidents"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        changes = import_module("audit.changes")  # it knows models, which are ready now
        changes.watch(self.get_model("Deadline"), DEADLINE)
