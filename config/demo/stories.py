"""What has happened in the invented town: requests through the use cases, in every state."""

from django.utils import translation

from audit.actors import ANYBODY
from audit.vault import receipts
from config.demo import referred
from config.demo.telling import codes, in_hand
from config.demo.town import person, read
from intake.models import Channel, CloseReason
from intake.services import noting, raising_concern, receiving, registering, triaging


def tell_them() -> None:
    """Every request of the file, each brought some way along."""
    told = {row["id"]: row for row in read("requests")}
    with translation.override("sv"):
        for story in (
            referred.hoarding_and_a_landlord_who_never_answers, _evenings_with_screaming,
            referred.protected_and_newly_moved, referred.eviction, referred.absent_from_school,
            _bruises, referred.by_the_bus_station, referred.alone_since_march, _screams_below,
            _threat, referred.no_rent_this_month, _wall, referred.christmas, _call_me_now,
        ):  # fmt: skip
            story(told)


def _evenings_with_screaming(told: dict) -> None:
    amina = person("amina")
    arrived = in_hand("S01", told, amina)
    triaging.close(
        arrived.help_request.pk, by=amina, reason=CloseReason.ADVISED, no_suspicion=True,
        text=(
            "Hej! Vad bra att du skrev. Det är många som har det så här. Våra föräldrarådgivare "
            "har tider på tisdagskvällar, och ingen utredning startas. Skriv här om du vill ha en "
            "tid. Du har också rätt att ansöka om hjälp som prövas."
        ),
    )  # fmt: skip


def _bruises(told: dict) -> None:
    raising_concern.report(
        by=person("stina"), ticket=receipts.new_ticket(), concern=told["S08"]["text"],
        child="Flicka, 7 år, i lärarens klass", reached_at="Skolans expedition, 08-465 004 44",
    )  # fmt: skip


def _screams_below(told: dict) -> None:
    amina = person("amina")
    help_request = in_hand("S14", told, amina).help_request
    raising_concern.hand_over(
        help_request.pk, concern="Ett litet barn kan fara illa i lägenheten.", by=amina
    )


def _threat(told: dict) -> None:
    """Recorded by the lead, and still in the queue."""
    lena = person("lena")
    told_so = codes("S17", told) | {"urgency": told["S17"]["expected_urgency"]}
    arrived = registering.record(by=lena, channel=Channel.EMAIL, **told_so)
    noting.note(
        arrived.help_request.pk, by=lena,
        text="Säkerhetssamordnaren är uppringd. Originalet sparas.",
    )  # fmt: skip


def _wall(told: dict) -> None:
    amina = person("amina")
    help_request = in_hand("S21", told, amina).help_request
    raising_concern.hand_over(
        help_request.pk, concern="En tvååring var med när våldet hände.", by=amina
    )


def _call_me_now(told: dict) -> None:
    """Nobody has taken it yet."""
    told_so = codes("S29", told) | {"urgency": told["S29"]["expected_urgency"]}
    receiving.submit(by=ANYBODY, channel=Channel.WEB, **told_so)
