from datetime import date
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from audit.actors import CONSOLE
from audit.checker import Broken
from audit.services import archiving


class Command(BaseCommand):
    help = "Writes closed months of the log to files; with --drop, what is older than five years leaves the table."  # noqa: E501

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path)
        parser.add_argument("--before", required=True, metavar="MONTH", help="as 2026-01")
        parser.add_argument("--drop", action="store_true")

    def handle(self, folder, *, before, drop, **given):
        try:
            month = date.fromisoformat(f"{before}-01")
        except ValueError:
            raise CommandError("The month is written as 2026-01.") from None
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            for path in archiving.archive(month, folder, by=CONSOLE):
                self.stdout.write(str(path))
            if drop:
                number = archiving.drop(by=CONSOLE)
                self.stdout.write(f"The table begins after line {number}.")
        except Broken as broken:
            raise CommandError(f"Nothing is archived. BROKEN at {broken}", returncode=1) from None
        except ValidationError as refusal:
            raise CommandError(" ".join(refusal.messages)) from None
        except OSError as refusal:
            raise CommandError(f"cannot write there: {refusal.strerror}") from None
