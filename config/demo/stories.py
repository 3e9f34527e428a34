"""What has happened in the invented town: requests through the use cases, in every state."""

from datetime import timedelta

from django.utils import timezone, translation

from audit.actors import ANYBODY
from audit.vault import receipts
from config.demo.telling import codes, going, in_hand, reported, sent, taken
from config.demo.town import person, read, service_of
from intake.models import Channel, CloseReason, GivenBy
from intake.services import (
    admitting,
    answering,
    conversing,
    noting,
    raising_concern,
    receiving,
    registering,
    triaging,
)
from referrals.services import answering as partner
from referrals.services import chasing, following_up, sending, withdrawing


def tell_them() -> None:
    """Every request of the file, each brought some way along."""
    told = {row["id"]: row for row in read("requests")}
    with translation.override("sv"):
        for story in (
            _hoarding_and_a_landlord_who_never_answers, _evenings_with_screaming,
            _protected_and_newly_moved, _eviction, _absent_from_school, _bruises,
            _by_the_bus_station, _alone_since_march, _screams_below, _threat,
            _no_rent_this_month, _wall, _christmas, _call_me_now,
        ):  # fmt: skip
            story(told)


def _hoarding_and_a_landlord_who_never_answers(told: dict) -> None:
    """First, because the clock is turned forward for it: expired, returned and a question to us."""
    bjorn = person("bjorn")
    told_so = codes("S23", told)
    arrived = registering.record(by=bjorn, channel=Channel.MESSAGE, **told_so)
    help_request = taken(arrived.help_request, bjorn, told["S23"])
    words = {
        "goals": ["Ett hem där man kan gå ut genom dörren"],
        "situation": "En äldre man vill ha hjälp att göra sitt hem säkert.",
    }
    sent(help_request, service_of("Tallsundabostäder"), bjorn, **words)
    chasing.sweep(timezone.now() + timedelta(days=40))
    nurse = sent(help_request, service_of("Tallsunda vårdcentral", 1), bjorn, **words)
    partner.open_envelope(nurse.pk, by=person("hanna"))
    partner.accept(nurse.pk, by=person("hanna"))
    following_up.give_back(nurse.pk, reason="needs_more", by=person("hanna"))
    visit = sent(help_request, service_of("Räddningstjänsten Tallsunda"), bjorn, **words)
    partner.ask(visit.pk, code="access", by=person("frej"))


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


def _protected_and_newly_moved(told: dict) -> None:
    amina, ylva = person("amina"), person("ylva")
    help_request = in_hand("S05", told, amina).help_request
    noting.note(help_request.pk, text="Rings bara från dolt nummer. Aldrig brev.", by=amina)
    referral = sent(
        help_request, service_of("Jouren Lyktan"), amina, items=["phone", "wishes"],
        given_by=GivenBy.GUARDIAN, goals=["Någon att prata med varje vecka"],
        situation="En förälder önskar samtalsstöd. Kontakt bara på det sätt som står här.",
    )  # fmt: skip
    going(referral, ylva, reservation=True)


def _eviction(told: dict) -> None:
    """One partner has reported, another was asked and then no longer needed."""
    bjorn, siv = person("bjorn"), person("siv")
    help_request = in_hand("S06", told, bjorn).help_request
    referral = sent(
        help_request, service_of("Budget- och skuldrådgivningen"), bjorn, items=["name", "phone"],
        goals=["En plan för hyresskulden", "Alla brev öppnade tillsammans"],
        situation="Har hamnat efter med hyran och behöver gå igenom sin ekonomi snart.",
    )  # fmt: skip
    reported(going(referral, siv), siv, ("partly", "time"), ("met", ""))
    landlord = sent(
        help_request, service_of("Tallsundabostäder"), bjorn, goals=["Bo kvar"],
        situation="Vill prata om en avbetalningsplan.",
    )  # fmt: skip
    sending.recall(landlord.pk, reason="other_help", by=bjorn)
    answering.answer(
        help_request.pk, by=bjorn,
        text="Hej! Bra att du skrev. Siv på budgetrådgivningen hör av sig före fredag.",
    )  # fmt: skip


def _absent_from_school(told: dict) -> None:
    """The whole way: registered by the school, referred back to student health, closed."""
    bjorn, ebba = person("bjorn"), person("ebba")
    arrived = registering.register(
        by=person("stina"), with_person=False, no_suspicion=True, **codes("S07", told)
    )
    help_request = taken(arrived.help_request, bjorn, told["S07"])
    referral = sent(
        help_request, service_of("Ekbacksskolan"), bjorn, given_by=GivenBy.GUARDIANS,
        goals=["Ett gemensamt möte med föräldrarna"],
        situation="Föräldrarna önskar ett möte tillsammans med skolan och oss.",
    )  # fmt: skip
    reported(going(referral, ebba), ebba, ("met", ""))
    following_up.acknowledge(referral.pk, by=bjorn)


def _bruises(told: dict) -> None:
    raising_concern.report(
        by=person("stina"), ticket=receipts.new_ticket(), concern=told["S08"]["text"],
        child="Flicka, 7 år, i lärarens klass", reached_at="Skolans expedition, 08-465 004 44",
    )  # fmt: skip


def _by_the_bus_station(told: dict) -> None:
    """Accepted, not yet started: the youth centre takes up a question about a place."""
    amina = person("amina")
    arrived = registering.record(by=amina, channel=Channel.OUTREACH, **codes("S10", told))
    help_request = taken(arrived.help_request, amina, told["S10"])
    referral = sent(
        help_request, service_of("Fritidsgården Bryggan"), amina,
        goals=["Längre öppet på fredagar"],
        situation="Flera unga vid busstationen frågar om gården kan ha längre öppet på fredagar.",
    )  # fmt: skip
    partner.accept(referral.pk, by=person("carl"))
    second = service_of("Fritidsgården Bryggan", 1)
    opened = sent(help_request, second, amina, goals=["Något att göra"], situation="Se ovan.")
    partner.open_envelope(opened.pk, by=person("clara"))


def _alone_since_march(told: dict) -> None:
    """Sent and not opened; another was sent, and the person changed her mind."""
    amina = person("amina")
    arrived = registering.record(by=amina, channel=Channel.PHONE, **codes("S11", told))
    help_request = taken(arrived.help_request, amina, told["S11"])
    sent(
        help_request, service_of("Föreningen Fikabänken"), amina, items=["name", "phone"],
        goals=["Någon att dricka kaffe med"], situation="Önskar sällskap på dagtid.",
    )  # fmt: skip
    nurse = sent(
        help_request, service_of("Tallsunda vårdcentral", 1), amina, goals=["Ett samtal"],
        situation="Undrar om äldresköterskan kan ringa.",
    )  # fmt: skip
    withdrawing.record_wish(nurse.basis.consent_id, by=amina)


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


def _no_rent_this_month(told: dict) -> None:
    """Declined for lack of room; the next try is a draft."""
    bjorn = person("bjorn")
    arrived = in_hand("S19", told, bjorn)
    advice = service_of("Budget- och skuldrådgivningen")
    words = {
        "goals": ["Betala hyran nästa månad"],
        "situation": "En familj vill gå igenom sin ekonomi. Tolk i arabiska behövs.",
    }
    referral = sent(arrived.help_request, advice, bjorn, **words)
    partner.decline(referral.pk, reason="capacity", by=person("siv"))
    landlord = service_of("Tallsundabostäder")
    sending.try_next(
        referral.pk, to_pk=landlord.organisation_id, service_pk=landlord.pk, by=bjorn
    )


def _wall(told: dict) -> None:
    amina = person("amina")
    help_request = in_hand("S21", told, amina).help_request
    raising_concern.hand_over(
        help_request.pk, concern="En tvååring var med när våldet hände.", by=amina
    )


def _christmas(told: dict) -> None:
    """A conversation both ways."""
    amina = person("amina")
    arrived = in_hand("S26", told, amina)
    answering.answer(
        arrived.help_request.pk, by=amina,
        text="Hej! Ni kan få samarbetssamtal. Väntan är ungefär två veckor. Passar eftermiddagar?",
    )  # fmt: skip
    resident = admitting.admit(arrived.code)
    conversing.write(resident, text="Tack! Ja, efter klockan 15.", ticket=receipts.new_ticket())


def _call_me_now(told: dict) -> None:
    """Nobody has taken it yet."""
    told_so = codes("S29", told) | {"urgency": told["S29"]["expected_urgency"]}
    receiving.submit(by=ANYBODY, channel=Channel.WEB, **told_so)
