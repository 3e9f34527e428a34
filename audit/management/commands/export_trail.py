from django.core.management.base import BaseCommand, CommandError

from audit.actors import CONSOLE
from audit.services import exporting


class Command(BaseCommand):
    help = "Write the whole log to a new file, for audit.verify. The export is itself an event."

    def add_arguments(self, parser):
        parser.add_argument("path", help="a file that does not exist yet")
        parser.add_argument("--seals", metavar="FILE", help="the seals too, to another new file")

    def handle(self, path, *, seals, **given):
        try:
            count = exporting.write_to(path, by=CONSOLE)
            if seals:
                exporting.write_seals(seals)
        except OSError as refusal:
            raise CommandError(f"cannot write there: {refusal.strerror}") from None
        self.stdout.write(f"{count} events written")
