from django.apps import AppConfig


class PoliceConfig(AppConfig):
    name = "config.police"
    label = "police"
    default_auto_field = "django.db.models.BigAutoField"
