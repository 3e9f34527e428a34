import os
import signal
from threading import Event

from django.core.checks import Tags
from django.core.management.base import BaseCommand, CommandError

from audit.sealing import identity, memory, restoring, running, sealer


class Command(BaseCommand):
    help = "Seals the log: checks what is new against its own memory, and signs. Every 10 seconds."
    # Not the addresses: it has no pages, and to check them it would have to keep them all.
    requires_system_checks = [Tags.database, Tags.models]

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="one turn, and end")
        parser.add_argument(
            "--after-restore", action="store_true",
            help="a backup was put back: go on from it, and say so in the log",
        )  # fmt: skip
        parser.add_argument("--beside", type=int, metavar="PID", help="end when that process ends")

    def handle(self, *, once, after_restore, beside, **given):
        try:
            with memory.alone():
                if after_restore:
                    self._restore()
                elif once:
                    self._once()
                else:
                    self._keep_running(beside)
        except memory.Busy:
            raise CommandError("Another sealer works with this folder.") from None
        except identity.NoIdentity as refusal:
            raise CommandError(str(refusal)) from None

    def _restore(self):
        try:
            kept, lost = restoring.announce()
        except restoring.NothingLost:
            raise CommandError("The log goes on where it was sealed: nothing is lost.") from None
        self.stdout.write(f"Line {kept} is kept; what was sealed up to line {lost} is lost.")

    def _once(self):
        try:
            line = running.turn()
        except sealer.Refused as refusal:
            raise CommandError(f"Not sealed: {refusal}", returncode=1) from None
        said = f"Sealed up to line {line['seal']['number']}." if line else "There is no line yet."
        self.stdout.write(said)

    def _keep_running(self, beside):
        stop = Event()
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, lambda *_: stop.set())
        running.keep_running(stop, lambda: beside is None or os.getppid() == beside)
