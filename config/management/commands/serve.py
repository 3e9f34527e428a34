import multiprocessing
import os
import subprocess
import sys
from threading import Event, Thread

from django.conf import settings
from django.core.checks import Tags
from django.core.management.base import BaseCommand
from django.utils.module_loading import import_string
from granian import Granian

from config.clock import worker

AGAIN = 5.0
ENDS_WITHIN = 30  # seconds: whoever waits for an answer gets it, and nothing keeps us from ending


class Command(BaseCommand):
    help = "Serves the pages and runs the worker beside them: all that a small house needs."
    # Not the addresses: the pages have a process of their own, and this one would keep them all.
    requires_system_checks = [Tags.database, Tags.models, Tags.security]

    def add_arguments(self, parser):
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=int(os.environ.get("PORT", "8000")))
        parser.add_argument("--threads", type=int, default=4, help="pages answered at once")
        parser.add_argument("--without-worker", action="store_true")

    def handle(self, *, host, port, threads, without_worker, **options):
        """The worker is a thread here; a larger house runs `manage.py worker` on its own.

        A process that faces the public has no private key, so it runs no worker either.
        """
        multiprocessing.set_start_method("spawn")  # a forked child would inherit our connection
        stop = Event()
        beside = Thread(target=worker.keep_running, args=[stop], daemon=True)
        server = Granian(
            "config.wsgi:application", interface="wsgi", address=host, port=port, workers=1,
            blocking_threads=threads, respawn_failed_workers=True, log_level="warning",
            websockets=False, workers_kill_timeout=ENDS_WITHIN,
        )  # fmt: skip
        self.stdout.write(f"\n  Lotsen is at    {settings.SITE_URL}/")
        if settings.DEMO:
            self.stdout.write(f"  Sign in at      {settings.SITE_URL}/demo/  (one click per role)")
        self.stdout.write("  Stop with       Ctrl-C\n")
        for name in settings.BESIDE:
            Thread(target=import_string(name), args=[stop], daemon=True).start()
        if settings.SERVES_DESK and not without_worker:
            beside.start()
            Thread(target=_keep_sealing, args=[stop], daemon=True).start()
        try:
            server.serve()
        finally:
            stop.set()


def _keep_sealing(stop: Event) -> None:
    """The sealer is a process of its own, so that it shares no memory with the pages."""
    command = [sys.executable, sys.argv[0], "seal", "--beside", str(os.getpid())]
    while not stop.is_set():
        sealer = subprocess.Popen(command)  # noqa: S603 – ourselves
        while sealer.poll() is None and not stop.wait(1):
            pass
        sealer.terminate()
        sealer.wait()
        stop.wait(AGAIN)
