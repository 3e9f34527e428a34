from importlib import import_module

from django.apps import AppConfig


class ThreatsConfig(AppConfig):
    name = "config.threats"
    label = "threats"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        changes = import_module("audit.changes")  # it knows models, which are ready now
        changes.watch(self.get_model("ThreatPolicy"), ["shields_at_once", "days_to_follow_up"])
