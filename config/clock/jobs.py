"""The jobs that belong to no room: tidying up after the frameworks."""

from importlib import import_module

from django.conf import settings


def forget_sessions() -> None:
    """Sessions that have run out are removed: they name who was signed in."""
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
