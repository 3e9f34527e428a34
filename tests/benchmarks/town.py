"""A town to measure in: one team, one social worker, and as many requests as are asked for."""

from datetime import time, timedelta
from itertools import islice

from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from audit.actors import ANYBODY, CLOCK
from audit.models import Letter
from audit.trail import name_of
from audit.vault import keys, receipts
from config.accounts.roles import Role
from config.accounts.services import joining
from intake.models import URGENCY_RANK, About, AgeBand, Channel, HelpRequest, SafeContact, Urgency
from intake.services import receiving
from partners.models import Area, Kind, Municipality, OpeningHours, Organisation
from partners.services import directory
from tests.benchmarks.bare.models import Row

STORY = "Jag kan inte betala hyran den här månaden, och vet inte vart jag ska vända mig. " * 8
AT_ONCE = 2000


def build():
    """Everything a house needs, and amina. Returns her and one real request."""
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    keys.make()
    with connection.schema_editor() as editor:
        editor.create_model(Row)
    Municipality.objects.create(name="Tallsunda", promise_days=1)
    ours = directory.add_organisation(
        by=CLOCK, name="Tallsundas socialtjänst", kind=Kind.SOCIAL_SERVICES,
        secrecy=Organisation.Secrecy.STRONG, is_ours=True,
    )  # fmt: skip
    for weekday in range(5):
        OpeningHours.objects.create(
            organisation=ours, weekday=weekday, opens=time(8), closes=time(17)
        )
    area = Area.objects.create(code="north", name="North")
    team = directory.add_team(by=CLOCK, name="North", areas=[area], takes_the_rest=True)
    amina = joining.join(
        by=CLOCK, email="amina@tallsunda.example", name="Amina", role=Role.SOCIAL_WORKER,
        organisation=ours, teams=[team],
    )  # fmt: skip
    return amina, tell(area)


def tell(area=None) -> HelpRequest:
    told = receiving.submit(
        by=ANYBODY, ticket=receipts.new_ticket(), story=STORY, about=About.SELF,
        age_band=AgeBand.FROM_25, area=area, language="sv", channel=Channel.WEB,
    )  # fmt: skip
    return told.help_request


def fill(model: HelpRequest, until: int, *, unit=None) -> None:
    """All in one team, all waiting: the longest line that so many requests can make. *unit*: in
    another team than *model*'s.

    The rows are *model*'s, sealed bytes and all, so that no time goes into sealing.
    """
    letter = Letter.objects.filter(about=name_of(model)).first()
    first = HelpRequest.objects.count()
    numbers = iter(range(first, until))
    while batch := [
        _row(model, number, age=number - first, unit=unit or model.unit)
        for number in islice(numbers, AT_ONCE)
    ]:
        HelpRequest.objects.bulk_create(batch)
        SafeContact.objects.bulk_create(SafeContact(help_request=row) for row in batch)
        Letter.objects.bulk_create(
            Letter(about=name_of(row), key_id=letter.key_id, sealed=letter.sealed) for row in batch
        )
    look_around()


def look_around() -> None:
    """PostgreSQL notices by itself how its tables are filled; SQLite in a house never does."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def _row(model: HelpRequest, number: int, *, age: int, unit) -> HelpRequest:
    at = timezone.now() - timedelta(minutes=age)
    urgency = list(Urgency)[number % 4]
    return HelpRequest(
        reference=f"X{number}", unit=unit, area=model.area, story=model.story,
        received_at=at, promised_at=at + timedelta(days=1), urgency=urgency,
        urgency_rank=URGENCY_RANK[urgency], about=About.SELF, age_band=AgeBand.FROM_25,
        channel=Channel.WEB,
    )  # fmt: skip
