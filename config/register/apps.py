from importlib import import_module

from django.apps import AppConfig

ENTRY = [
    "kind", "version", "paragraph", "title", "party", "is_registered", "valid_from", "valid_until",
]  # fmt: skip
PROVISION = ["code", "version", "paragraph", "title", "text", "valid_from", "valid_until"]


class RegisterConfig(AppConfig):
    name = "config.register"
    label = "register"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        changes = import_module("audit.changes")  # it knows models, which are ready now
        changes.watch(self.get_model("RegisterTitle"), ENTRY)
        changes.watch(self.get_model("Provision"), PROVISION)
