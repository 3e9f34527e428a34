"""What has happened in the invented town: requests through the use cases, in every state."""

from django.utils import timezone, translation

from audit.actors import ANYBODY
from audit.vault import receipts
from config.demo import referred
from config.demo.telling import codes, in_hand
from config.demo.town import person, read
from config.threats.services import reporting
from intake.models import Channel, CloseReason, Registration
from intake.services import (
    assessing,
    filing,
    informing,
    noting,
    raising_concern,
    receiving,
    registering,
    triaging,
)


def tell_them() -> None:
    """Every request of the file, each brought some way along."""
    told = {row["id"]: row for row in read("requests")}
    with translation.override("sv"):
        for story in (
            referred.hoarding_and_a_landlord_who_never_answers, _evenings_with_screaming,
            referred.protected_and_newly_moved, referred.eviction, referred.absent_from_school,
            _bruises, referred.by_the_bus_station, referred.alone_since_march, _screams_below,
            _often_alone, _cold_at_night, _threat, referred.no_rent_this_month, _wall,
            referred.christmas, _call_me_now,
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
    """Nobody has assessed it yet."""
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


def _often_alone(told: dict) -> None:
    """Assessed, decided, and in the case system; the school has asked, and been told."""
    stina, rut = person("stina"), person("rut")
    report = raising_concern.report(
        by=stina, ticket=receipts.new_ticket(), child="Pojke, 9 år, klass 3",
        concern="Han säger att han ofta är ensam hemma till sent på kvällen.",
        reached_at="Skolans expedition, 08-465 004 44",
    )  # fmt: skip
    informing.ask(Registration.objects.get(reference=report.reference).pk, by=stina)
    assessing.assess(
        report.pk, outcome="not_at_once", by=rut,
        reasons="Han är hos sin mormor i dag. Inget tyder på fara just nu.",
    )  # fmt: skip
    assessing.decide(
        report.pk, decision="not_opened", by=rut,
        reasons="Föräldrarna har redan stöd, och mormor tar emot honom efter skolan.",
    )  # fmt: skip
    informing.tell(report.pk, by=rut)
    filing.hand_over(report.pk, case_number="IFO-2026-0417", by=rut)


def _cold_at_night(told: dict) -> None:
    """Decided; the youth centre has asked what was decided, and waits for the answer."""
    rut = person("rut")
    report = raising_concern.report(
        by=person("clara"), ticket=receipts.new_ticket(), child="Flicka, 14 år",
        concern="Hon vågar inte gå hem när pappa har druckit. Hon sover ibland ute.",
        reached_at="Bryggan, 08-465 004 41",
    )  # fmt: skip
    assessing.assess(
        report.pk, outcome="at_once", by=rut, reasons="Hon har ingenstans att sova i natt."
    )
    assessing.decide(
        report.pk, decision="opened", by=rut, reasons="Hon kan fara illa hemma. Det utreds."
    )
    informing.note_asked(report.pk, by=rut)


def _threat(told: dict) -> None:
    """Recorded by the lead, and still in the queue; as a threat it is handled apart from it."""
    lena = person("lena")
    told_so = codes("S17", told) | {"urgency": told["S17"]["expected_urgency"]}
    arrived = registering.record(by=lena, channel=Channel.EMAIL, **told_so)
    noting.note(
        arrived.help_request.pk, by=lena,
        text="Säkerhetssamordnaren är uppringd. Originalet sparas.",
    )  # fmt: skip
    threat = reporting.report(
        kind="threat", way="written", what="Ett brev till hela kontoret.", by=lena,
        happened_at=timezone.now(), reference=arrived.help_request.reference,
    )  # fmt: skip
    reporting.add_evidence(threat.pk, text=told["S17"]["text"], by=lena)


def _wall(told: dict) -> None:
    amina = person("amina")
    help_request = in_hand("S21", told, amina).help_request
    report = raising_concern.hand_over(
        help_request.pk, concern="En tvååring var med när våldet hände.", by=amina
    )
    assessing.assess(
        report.pk, outcome="not_at_once", by=person("rut"),
        reasons="Mamman och barnet är på ett skyddat boende sedan i går.",
    )  # fmt: skip


def _call_me_now(told: dict) -> None:
    """Nobody has taken it yet."""
    told_so = codes("S29", told) | {"urgency": told["S29"]["expected_urgency"]}
    receiving.submit(by=ANYBODY, channel=Channel.WEB, **told_so)
