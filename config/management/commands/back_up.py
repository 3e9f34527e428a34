from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from audit.actors import CONSOLE
from audit.sealing.identity import NoIdentity
from config.backups import taking
from config.backups.manifest import NotABackup


class Command(BaseCommand):
    help = (
        "Back up the database without its letters into a new folder, and bring the letters' own "
        "folder up to date. Keep the two apart; keep only the newest letters."
    )

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path, help="a new folder for the texts")
        parser.add_argument(
            "--letters", type=Path, required=True, help="the letters' folder, the same every time"
        )

    def handle(self, *, folder, letters, **given):
        if settings.LOTSEN_ROLE == "public":
            raise CommandError("A process that faces the public backs nothing up.")
        if folder.resolve() in (letters.resolve(), *letters.resolve().parents):
            raise CommandError("Texts and letters must not lie in one folder.")
        try:
            taken = taking.take(folder, letters, by=CONSOLE)
        except (NotABackup, NoIdentity) as refusal:
            raise CommandError(str(refusal), returncode=1) from None
        except OSError as refusal:
            raise CommandError(f"cannot write there: {refusal.strerror}", returncode=1) from None
        self.stdout.write(f"Texts up to line {taken.number}: {folder}, manifest {taken.data}")
        self.stdout.write(f"{taken.count} letters: {letters}, manifest {taken.letters}")
