"""What has happened in the invented town between us and partners: referrals in every state."""

from datetime import timedelta

from django.utils import timezone

from audit.vault import receipts
from config.demo.telling import (
    codes,
    going,
    in_days,
    in_hand,
    on_the_law,
    ready,
    reported,
    seen,
    sent,
    taken,
)
from config.demo.town import person, service_of
from intake.models import Channel, GivenBy
from intake.services import admitting, answering, conversing, noting, registering
from referrals.services import answering as partner
from referrals.services import (
    chasing,
    comparing,
    following_up,
    lining_up,
    pairing,
    pausing,
    reporting,
    sending,
    withdrawing,
)
from referrals.services import conversing as with_partners


def hoarding_and_a_landlord_who_never_answers(told: dict) -> None:
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


def protected_and_newly_moved(told: dict) -> None:
    amina, ylva = person("amina"), person("ylva")
    help_request = in_hand("S05", told, amina).help_request
    noting.note(help_request.pk, text="Rings bara från dolt nummer. Aldrig brev.", by=amina)
    referral = sent(
        help_request, service_of("Jouren Lyktan"), amina, items=["phone", "wishes"],
        given_by=GivenBy.GUARDIAN, goals=["Någon att prata med varje vecka"],
        situation="En förälder önskar samtalsstöd. Kontakt bara på det sätt som står här.",
    )  # fmt: skip
    going(referral, ylva, reservation=True)
    pausing.pause(referral.pk, reason="person", review_at=in_days(30), by=ylva)


def eviction(told: dict) -> None:
    """One partner has reported, and the person sees it otherwise; another was not needed."""
    bjorn, siv = person("bjorn"), person("siv")
    arrived = in_hand("S06", told, bjorn)
    help_request = arrived.help_request
    referral = sent(
        help_request, service_of("Budget- och skuldrådgivningen"), bjorn, items=["name", "phone"],
        goals=["En plan för hyresskulden", "Alla brev öppnade tillsammans"],
        situation="Har hamnat efter med hyran och behöver gå igenom sin ekonomi snart.",
    )  # fmt: skip
    reported(going(referral, siv), siv, ("partly", "time"), ("met", ""))
    comparing.say(admitting.admit(arrived.code), referral.pk, view="not")
    landlord = sent(
        help_request, service_of("Tallsundabostäder"), bjorn, goals=["Bo kvar"],
        situation="Vill prata om en avbetalningsplan.",
    )  # fmt: skip
    sending.recall(landlord.pk, reason="other_help", by=bjorn)
    answering.answer(
        help_request.pk, by=bjorn,
        text="Hej! Bra att du skrev. Siv på budgetrådgivningen hör av sig före fredag.",
    )  # fmt: skip


def absent_from_school(told: dict) -> None:
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


def by_the_bus_station(told: dict) -> None:
    """Accepted for later; one more is looked at, with another in line after it. And the police,
    on the law: a second person has been asked.
    """
    amina = person("amina")
    arrived = registering.record(by=amina, channel=Channel.OUTREACH, **codes("S10", told))
    help_request = taken(arrived.help_request, amina, told["S10"])
    referral = sent(
        help_request, service_of("Fritidsgården Bryggan"), amina,
        goals=["Längre öppet på fredagar"],
        situation="Flera unga vid busstationen frågar om gården kan ha längre öppet på fredagar.",
    )  # fmt: skip
    partner.accept(referral.pk, expected_start=in_days(40), by=person("carl"))
    second = service_of("Fritidsgården Bryggan", 1)
    opened = sent(help_request, second, amina, goals=["Något att göra"], situation="Se ovan.")
    partner.open_envelope(opened.pk, by=person("clara"))
    school = ready(
        help_request, service_of("Ekbacksskolan"), amina, goals=["Något att göra efter skolan"],
        situation="Flera unga vid busstationen önskar något att göra på kvällarna.",
    )  # fmt: skip
    lining_up.agree(school.pk, after_pk=opened.pk, previewed=seen(school, amina), by=amina)
    on_the_law(
        help_request, service_of("Polisen i Tallsunda"), amina,
        reasons="Flera unga säger att de har blivit hotade på platsen.",
    )  # fmt: skip


def alone_since_march(told: dict) -> None:
    """Two are asked together, and one is enough; of a third the person changed her mind."""
    amina = person("amina")
    arrived = registering.record(by=amina, channel=Channel.PHONE, **codes("S11", told))
    help_request = taken(arrived.help_request, amina, told["S11"])
    coffee = sent(
        help_request, service_of("Föreningen Fikabänken"), amina, items=["name", "phone"],
        goals=["Någon att dricka kaffe med"], situation="Önskar sällskap på dagtid.",
    )  # fmt: skip
    talks = sent(
        help_request, service_of("Tallsunda vårdcentral"), amina, items=["name", "phone"],
        goals=["Någon att prata med"], situation="Önskar sällskap eller samtal på dagtid.",
    )  # fmt: skip
    pairing.put_together(coffee.pk, with_pks=[talks.pk], by=amina)
    nurse = sent(
        help_request, service_of("Tallsunda vårdcentral", 1), amina, goals=["Ett samtal"],
        situation="Undrar om äldresköterskan kan ringa.",
    )  # fmt: skip
    withdrawing.record_wish(nurse.basis.consent_id, by=amina)


def no_rent_this_month(told: dict) -> None:
    """Declined for lack of room; the next try is a draft. One was sent in error, and recalled."""
    bjorn = person("bjorn")
    arrived = in_hand("S19", told, bjorn)
    advice = service_of("Budget- och skuldrådgivningen")
    words = {
        "goals": ["Betala hyran nästa månad"],
        "situation": "En familj vill gå igenom sin ekonomi. Tolk i arabiska behövs.",
    }
    referral = sent(arrived.help_request, advice, bjorn, **words)
    partner.decline(referral.pk, reason="capacity", by=person("siv"))
    wrong = sent(arrived.help_request, service_of("Räddningstjänsten Tallsunda"), bjorn, **words)
    sending.recall(wrong.pk, reason="sent_in_error", by=bjorn)
    landlord = service_of("Tallsundabostäder")
    sending.try_next(referral.pk, to_pk=landlord.organisation_id, service_pk=landlord.pk, by=bjorn)


def christmas(told: dict) -> None:
    """A conversation both ways, and a report that we have objected to."""
    amina = person("amina")
    arrived = in_hand("S26", told, amina)
    answering.answer(
        arrived.help_request.pk, by=amina,
        text="Hej! Ni kan få samarbetssamtal. Väntan är ungefär två veckor. Passar eftermiddagar?",
    )  # fmt: skip
    resident = admitting.admit(arrived.code)
    conversing.write(resident, text="Tack! Ja, efter klockan 15.", ticket=receipts.new_ticket())
    hanna = person("hanna")
    talks = sent(
        arrived.help_request, service_of("Tallsunda vårdcentral"), amina,
        given_by=GivenBy.GUARDIANS, goals=["Samtal för barnet under julen"],
        situation="Föräldrarna önskar att barnet får någon att prata med.",
    )  # fmt: skip
    going(talks, hanna)
    with_partners.write_to_partner(
        talks.pk, text="De kan efter klockan 15. Barnet vill gärna ses på skolan.", by=amina
    )
    with_partners.write_to_us(
        talks.pk, text="Tack, vi ses på skolan på torsdag klockan 15.30.", by=hanna
    )
    reported(talks, hanna, ("partly", "time"))
    reporting.contest(talks.pk, reason="incomplete", by=amina)
