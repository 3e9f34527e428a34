from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from audit import outbox
from config.demo import around, kept, network, stories, their_system, town


class Command(BaseCommand):
    help = "Fill an empty house with an invented town, its people and their requests."

    def add_arguments(self, parser):
        parser.add_argument(
            "--if-empty", action="store_true", help="do nothing, quietly, in a house in use"
        )

    def handle(self, *args, if_empty, **options):
        if not settings.DEMO:
            raise CommandError("This is not a demo: nobody invented belongs here.")
        if not town.is_empty():
            if if_empty:
                return
            raise CommandError("There are people here already; nothing was added.")
        town.build()
        stories.tell_them()
        network.knit()
        their_system.connect()
        around.tell_them()
        kept.tell_them()
        settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
        outbox.deliver(limit=1000)  # so that the town's first day is not fifty mails on the console
        self.stdout.write("The invented town stands.")
