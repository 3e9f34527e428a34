from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email

from audit.actors import CONSOLE
from config.accounts.models import User
from config.accounts.roles import Role
from config.accounts.services import inviting, reaching
from config.starter import loading


class Command(BaseCommand):
    help = "Fill a new house with the lists it starts from, and invite its first administrator."

    def add_arguments(self, parser):
        parser.add_argument("name", help="the municipality, as it is shown to the public")
        parser.add_argument("email", help="the first administrator's address")

    def handle(self, *args, name, email, **options):
        """May be run again: what the municipality has changed stays, a new link is sent."""
        try:
            validate_email(email)
        except ValidationError:
            raise CommandError("That is not an e-mail address.") from None
        if User.objects.filter(role=Role.ADMINISTRATOR, is_active=True).exists():
            raise CommandError("There is an administrator already. Sign in, and invite from there.")
        ours = loading.open_house(name, by=CONSOLE)
        invitation = inviting.invite(
            by=CONSOLE, email=email, name=name, role=Role.ADMINISTRATOR, organisation=ours
        )
        self.stdout.write("The house is open. The invitation is sent by the worker; its link is")
        self.stdout.write(reaching.link_to(invitation))
