from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from audit.actors import CONSOLE
from audit.checker import Broken
from audit.services import archiving


class Command(BaseCommand):
    help = "Writes a copy of archive files that shows the facts that are not erased. Destroy it when it is read."  # noqa: E501

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="+", help="files of the archive, the oldest first")
        parser.add_argument("--to", required=True, type=Path, help="a file that does not exist yet")

    def handle(self, *, files, to, **given):
        try:
            count = archiving.open_files(files, to, by=CONSOLE)
        except (Broken, ValueError) as broken:
            to.unlink(missing_ok=True)
            raise CommandError(f"Nothing is opened. BROKEN: {broken}", returncode=1) from None
        except FileExistsError:
            raise CommandError(f"{to} exists already.") from None
        except OSError as refusal:
            raise CommandError(f"{refusal.filename}: {refusal.strerror}") from None
        self.stdout.write(f"{count} lines opened. No erasing reaches this copy: destroy it.")
