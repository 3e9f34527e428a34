from django.core.management.base import BaseCommand, CommandError

from audit.models import Letter
from audit.vault import NoPublicKey, keys

LOST = (
    "There are sealed letters in the database, but no key in {folder}. A new key would not open "
    "them, and would hide that the old one is missing. Put the old keys back first."
)


class Command(BaseCommand):
    help = "Make a key pair for the vault, and let new letters go to it. Old keys are kept."

    def add_arguments(self, parser):
        parser.add_argument(
            "--if-missing", action="store_true", help="do nothing where there is a key already"
        )

    def handle(self, *, if_missing, **given):
        if not self._has_key():
            if Letter.objects.exists():
                raise CommandError(LOST.format(folder=keys.folder()), returncode=1)
        elif if_missing:
            self.stdout.write("There is a key already.")
            return
        self.stdout.write(f"Made key {keys.make()} in {keys.folder()}.")

    def _has_key(self) -> bool:
        try:
            return bool(keys.current_public())
        except NoPublicKey:
            return False
