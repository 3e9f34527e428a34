from importlib import import_module

from django.apps import AppConfig

GROUP_RULE = ["provider", "group", "version", "role", "organisation", "is_active"]


class AccountsConfig(AppConfig):
    name = "config.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        changes = import_module("audit.changes")
        changes.watch(self.get_model("User"), ["role", "organisation", "is_active", "expires_at"])
        changes.watch(self.get_model("GroupRule"), GROUP_RULE, ("teams",))
        import_module("config.accounts.checks")  # it knows the models, which are ready now
