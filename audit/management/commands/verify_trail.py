from django.core.management.base import BaseCommand, CommandError

from audit.services import exporting
from audit.verify import Broken, pair, says


class Command(BaseCommand):
    help = "Is the log whole? Says so, or names the first broken line and ends with 1."

    def add_arguments(self, parser):
        parser.add_argument(
            "--seen", action="append", type=pair, default=[], metavar="NUMBER:DIGEST",
            help="a head that was written down earlier, outside this house",
        )  # fmt: skip

    def handle(self, **given):
        try:
            report = exporting.check(seen=dict(given["seen"]))
        except Broken as broken:
            raise CommandError(f"BROKEN at {broken}", returncode=1) from None
        for line in says(report):
            self.stdout.write(line)
