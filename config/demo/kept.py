"""What the invented town keeps of its own: what went wrong in the work, and who was threatened."""

from datetime import timedelta

from django.utils import timezone, translation

from config.demo.telling import in_days
from config.demo.town import person
from config.deviations.services import keeping as deviations
from config.deviations.services import reporting as of_deviations
from config.incidents.services import keeping as incidents
from config.incidents.services import reporting as of_incidents
from config.threats.services import keeping as threats
from config.threats.services import reporting as of_threats


def tell_them() -> None:
    with translation.override("sv"):
        _a_list_in_the_printer()
        _nobody_called_back()
        _a_mail_to_the_wrong_address()
        _no_sign_in_for_a_morning()
        _calls_at_night()


def _a_list_in_the_printer() -> None:
    """Under way: it is known why it could happen, and it is looked at again in two weeks."""
    lena = person("lena")
    row = of_deviations.report(
        what="En utskrift ur kön låg kvar i skrivaren över lunchen. Ingen obehörig har sett den.",
        kind="lost", happened_at=_ago(days=2), by=person("amina"),
    )  # fmt: skip
    deviations.explain(row.pk, causes=["routine", "technology"], follow_up_on=in_days(14), by=lena)
    deviations.note(
        row.pk, text="Skrivaren släpper nu bara ut papper när man står där med sitt kort.", by=lena
    )
    deviations.decide(row.pk, sarah="no", by=lena)


def _nobody_called_back() -> None:
    """Ended: said why, mended, decided on and looked at again."""
    lena = person("lena")
    row = of_deviations.report(
        what="Den som skulle ringa tillbaka blev sjuk, och samtalet gavs inte vidare.",
        kind="other", happened_at=_ago(days=9), by=person("bjorn"),
    )  # fmt: skip
    deviations.explain(
        row.pk, causes=["handover", "staff"], follow_up_on=timezone.localdate(), by=lena
    )
    deviations.note(
        row.pk, by=lena,
        text="Den som är frånvarande har nu alltid en ersättare. Personen är uppringd.",
    )  # fmt: skip
    deviations.decide(row.pk, sarah="no", by=lena)
    deviations.close(row.pk, by=lena)


def _a_mail_to_the_wrong_address() -> None:
    """A breach: the risk is judged, our own officer is told, and the authority's clock runs."""
    loke = person("loke")
    row = of_incidents.report(
        what="Ett mejl med två förnamn gick till fel adress hos en samverkanspart. Den som fick "
             "det ringde själv och har raderat det.",
        covers=["breach"], noticed_at=_ago(hours=20), by=person("bjorn"),
    )  # fmt: skip
    incidents.judge(row.pk, risk="risk", affected=2, covers=["breach"], by=loke)
    incidents.tell(row.pk, recipient="officer", at=_ago(hours=19), by=loke)
    incidents.note(
        row.pk, text="Adressen är borttagen ur adressboken. De två är uppringda.", by=loke
    )


def _no_sign_in_for_a_morning() -> None:
    """In the systems alone, not serious, and over."""
    adam = person("adam")
    row = of_incidents.report(
        what="Ingen kunde logga in mellan 7.40 och 8.25: kommunens inloggningstjänst låg nere.",
        covers=["cyber"], noticed_at=_ago(days=6), by=adam,
    )  # fmt: skip
    incidents.judge(row.pk, risk="unlikely", affected=0, covers=["cyber"], by=adam)
    for clock in row.clocks.all():
        incidents.waive(row.pk, clock.pk, why_not="not_serious", by=adam)
    incidents.note(
        row.pk, text="Leverantören har lagt till en reservserver. Telefonen fungerade.", by=adam
    )
    incidents.close(row.pk, by=adam)


def _calls_at_night() -> None:
    """Against one of us: judged, reported to the police, and residents read another name."""
    bjorn, lena = person("bjorn"), person("lena")
    row = of_threats.report(
        kind="threat", way="phone", happened_at=_ago(days=3), against_pk=bjorn.pk, by=bjorn,
        what="Någon ringer mottagningen på kvällarna, frågar efter mig och säger mitt namn.",
    )  # fmt: skip
    of_threats.add_evidence(
        row.pk, text="”Hälsa honom att jag vet när han slutar.” Dolt nummer, 19.40.", by=bjorn
    )
    threats.plan(
        row.pk, risk="raised", measures=["talk", "two", "alarm"], follow_up_on=in_days(7), by=lena
    )
    threats.tell_police(
        row.pk, police="reported", police_on=in_days(-2), number="5000-K2201-26", by=lena
    )
    threats.note(
        row.pk, text="Björn lämnar mottagningen tillsammans med en kollega tills vidare.", by=lena
    )


def _ago(**long):
    return timezone.now() - timedelta(**long)
