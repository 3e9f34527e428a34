from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from config.backups import restoring
from config.backups.manifest import NotABackup


class Command(BaseCommand):
    help = (
        "Put a backup back into an empty database, under the newest letters. What was erased "
        "since does not open. Put the folders VAULT_KEYS and SEALER_KEYS back first."
    )

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path, help="the texts")
        parser.add_argument("--letters", type=Path, required=True, help="the newest letters")

    def handle(self, *, folder, letters, **given):
        if settings.LOTSEN_ROLE == "public":
            raise CommandError("A process that faces the public puts nothing back.")
        try:
            done = restoring.put_back(folder, letters)
        except NotABackup as refusal:
            raise CommandError(str(refusal), returncode=1) from None
        self.stdout.write(f"Put back up to line {done.number}, with {done.letters} letters.")
        self.stdout.write(f"{done.erased} requests were erased since, and stay erased.")
