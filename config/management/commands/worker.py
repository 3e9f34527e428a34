import signal
from threading import Event

from django.core.management.base import BaseCommand

from config.clock import worker


class Command(BaseCommand):
    help = "Does what happens without a click: sends notices, keeps deadlines, tidies up."

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="run what is due now, and end")

    def handle(self, *, once, **options):
        if once:
            done = worker.run_due()
            self.stdout.write(f"Done: {', '.join(done) or 'nothing was due'}.")
            return
        stop = Event()
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, lambda *_: stop.set())
        self.stdout.write("The worker is running.")
        worker.keep_running(stop)
