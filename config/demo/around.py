"""What happens around referrals: ways that are shown, a link, a second and third no, the police."""

from django.utils import timezone, translation

from config.demo.drawing import sheet
from config.demo.telling import MOBILE, going, in_days, one_more, sends_a_picture, sent
from config.demo.town import person, service_of
from config.police.services import deciding, receiving
from config.police.services.deciding import Proposal
from intake.models import AgeBand, HelpRequest, Way
from intake.services import admitting
from referrals.models import Answer, Arrival, GuidanceWay, LegalGround, NextAct
from referrals.services import answering as partner
from referrals.services import arriving, going_on, guiding, preparing
from referrals.services import conversing as with_partners

CALLED = {"way": Way.PHONE, "phone": MOBILE, "name": "Samir", "voicemail_ok": True}


def tell_them() -> None:
    with translation.override("sv"):
        _sundays()
        _police_ask(_nights().help_request)
        _cold_flat()
        _closed_door()


def _sundays() -> None:
    """Shown the way, and got there: the person says so. And somebody else, met in person."""
    amina = person("amina")
    arrived = one_more(
        "Jag har nyss flyttat hit och känner ingen. Finns det något ställe att gå till?",
        area="sjohagen", age=AgeBand.FROM_25, topic="loneliness", by=amina,
    )  # fmt: skip
    way = guiding.signpost(
        arrived.help_request.pk, service_pk=service_of("Föreningen Fikabänken").pk,
        way=GuidanceWay.MAILBOX, ask_on=in_days(14), by=amina,
    )  # fmt: skip
    arriving.answer(admitting.admit(arrived.code), way.pk, arrival=Arrival.ARRIVED)
    young = one_more(
        "Det är tjafs hemma varje kväll. Jag vill ha någon vuxen att prata med som inte är lärare.",
        area="norrstrand", age=AgeBand.FROM_15, topic="loneliness", by=amina,
    )  # fmt: skip
    guiding.introduce(
        young.help_request.pk, service_pk=service_of("Fritidsgården Bryggan").pk,
        way=GuidanceWay.ALONG, given_on=timezone.localdate(), agreed_by="person", agreed=True,
        ask_on=in_days(7), by=amina,
    )  # fmt: skip


def _nights():
    """The help is under way, for a purpose that the agreement names; the partner has written. What
    the person has photographed goes along.
    """
    amina, hanna = person("amina"), person("hanna")
    arrived = one_more(
        "Jag är ensam med två barn sedan i våras och sover nästan inte. Orkar snart inte mer.",
        area="norrstrand", age=AgeBand.FROM_25, topic="mental_health", contact=CALLED, by=amina,
    )  # fmt: skip
    diary = sheet(
        "IMG_2041.jpg", "Så har jag sovit:", "måndag     3 timmar", "tisdag      4 timmar",
        "onsdag     2 timmar", "torsdag     4 timmar", "fredag       3 timmar",
    )  # fmt: skip
    sends_a_picture(arrived, "Här är hur jag sov förra veckan.", diary, amina)
    talks = sent(
        arrived.help_request, service_of("Tallsunda vårdcentral"), amina, purpose="support",
        items=["name", "phone", "attachments"], goals=["Sova bättre", "Orka med vardagen"],
        situation="En ensam förälder sover dåligt och vill ha samtal på dagtid. Se sömndagboken.",
        attachments=[one.pk for one in arrived.help_request.attachments.all()],
    )  # fmt: skip
    going(talks, hanna)
    with_partners.write_to_us(
        talks.pk, text="Första samtalet är på tisdag klockan 10. Kan någon vara med barnen?",
        by=hanna,
    )  # fmt: skip
    return arrived


def _police_ask(help_request: HelpRequest) -> None:
    """Two people decide: one proposes, and it waits for the other. One more has just come in."""
    amina, today = person("amina"), timezone.localdate()
    row = receiving.receive(
        authority="police", way="phone", asked=["phone"], received_on=today, by=amina,
        their_number="5000-K1234-26", who="Utredare Nils Ahl, polisen i Tallsunda",
        whom="En förälder som kan ha sett en olycka på Hamngatan",
    )  # fmt: skip
    receiving.check(row.pk, checked_how="called_back", by=amina)
    receiving.find(row.pk, number=help_request.reference, by=amina)
    ground = LegalGround.objects.filter(on_request=True).first()
    proposal = Proposal(
        "give", items=("phone",), ground_pk=ground.pk, tells_person=True,
        answers=(Answer.MET,) * len(ground.asks()),
    )  # fmt: skip
    deciding.decide(
        row.pk, proposal=proposal, by=amina,
        reasons="Gäller ett vittne. Numret är allt som begärs, och inget talar emot.",
    )  # fmt: skip
    receiving.receive(
        authority="tax", way="letter", asked=["address", "phone"], received_on=today, by=amina,
        who="Skatteverkets brottsenhet", whom="En person i Sjöhagen, namn i brevet",
    )  # fmt: skip


def _cold_flat() -> None:
    """Asked by link, as they have no account there; whom to ask next is written beforehand."""
    bjorn = person("bjorn")
    arrived = one_more(
        "Elementen har varit kalla i två veckor och hyresvärden svarar inte. Vi har en bebis.",
        area="soderang", age=AgeBand.FROM_25, topic="housing", by=bjorn,
    )  # fmt: skip
    asked = sent(
        arrived.help_request, service_of("Tallsundabostäder"), bjorn, goals=["Varmt hemma"],
        situation="En familj med ett litet barn har kallt hemma och behöver besked.",
    )  # fmt: skip
    others = [
        service_of("Räddningstjänsten Tallsunda"),
        service_of("Budget- och skuldrådgivningen"),
    ]
    preparing.prepare(asked.pk, service_pks=[one.pk for one in others], by=bjorn)


def _closed_door() -> None:
    """Three have said no. At the third the lead is called, and it is asked again in two weeks."""
    bjorn = person("bjorn")
    arrived = one_more(
        "Vår son på 17 går inte ut längre och vill inte träffa någon. Vi vet inte vad vi ska göra.",
        area="kvarnbacken", age=AgeBand.FROM_15, topic="mental_health", by=bjorn,
    )  # fmt: skip
    words = {
        "goals": ["Någon som kan komma hem"],
        "situation": "En ung person går inte ut. Föräldrarna önskar hembesök.",
    }
    for name, who, reason, step, more in (
        ("Fritidsgården Bryggan", "carl", "capacity", NextAct.OTHER, {}),
        ("Ekbacksskolan", "ebba", "not_eligible", NextAct.OTHER, {}),
        ("Tallsunda vårdcentral", "hanna", "wrong_service", NextAct.LATER, {"purpose": "support"}),
    ):
        asked = sent(arrived.help_request, service_of(name), bjorn, **words, **more)
        partner.decline(asked.pk, reason=reason, by=person(who))
        later = {"on": in_days(14)} if step == NextAct.LATER else {}
        going_on.decide(asked.pk, step=step, by=bjorn, **later)
