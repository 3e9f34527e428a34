from pathlib import Path

from django.conf import settings
from django.core.checks import Tags
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand

# Files of pages that we do not have; squeezing them would take longer than all of ours.
NEVER_SERVED = ["rest_framework", "guardian"]


class Command(BaseCommand):
    help = "Makes a house ready to start: database, keys, static files – in the demo, a town."

    def handle(self, **options):
        """Every step keeps what is already there, so a second start loses nothing."""
        self._make_room()
        self.check(tags=[Tags.database], databases=["default"])
        call_command("migrate", verbosity=0, interactive=False)
        call_command("createcachetable", verbosity=0)
        self._shut()
        call_command("keys", "make", "--if-missing")
        call_command("collectstatic", verbosity=0, interactive=False, ignore_patterns=NEVER_SERVED)
        if settings.DEMO and "seed_demo" in get_commands():
            call_command("seed_demo", "--if-empty")

    def _make_room(self) -> None:
        """The embedded database is a file; its folder is not there at the first start."""
        if path := _file():
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)

    def _shut(self) -> None:
        """It holds what a signed-in browser shows: nobody else on this machine reads it, wherever
        its folder is. SQLite gives the files beside it the same mode.
        """
        if path := _file():
            path.chmod(0o600)


def _file() -> Path | None:
    """The embedded database, where it is a file."""
    name = str(settings.DATABASE["NAME"])
    is_file = settings.DATABASE["ENGINE"].endswith("sqlite3") and ":" not in name
    return Path(name) if is_file else None
