"""What is agreed with the partners of the invented town, what they propose, and what is public."""

from datetime import timedelta

from django.utils import timezone

from audit import trail
from audit.actors import CLOCK
from audit.vault import one_time_codes
from config.demo.telling import in_days
from config.demo.town import person, read, service_of
from partners.models import AgreementTerm, Area, Organisation, Topic
from partners.services import as_told, deciding, proposing, registering_app
from referrals import periods
from referrals.models import Publication, SuggestionRule


def knit() -> None:
    """From now on some partners are told things for a purpose, and one answers by link."""
    _agree(read("network"))
    _answers_by_link("Tallsundabostäder")
    _three_proposals_wait()
    _one_was_approved_and_one_refused()


@trail.act
def _agree(told: dict) -> None:
    """What may be told to whom, a rule that begins in a month, and earlier figures."""
    today = timezone.localdate()
    for term in told["terms"]:
        organisation = Organisation.objects.get(name=term.pop("organisation"))
        row = AgreementTerm(organisation=organisation, valid_from=today, **term)
        row.clean()
        row.save()
    SuggestionRule.objects.create(
        valid_from=today + timedelta(days=30), topic=Topic.objects.get(code="economy"),
        **told["coming_rule"],
    )  # fmt: skip
    for one in told["published"]:
        _publish(**one)
    counted = {name: len(told[name]) for name in ("terms", "published")}
    trail.record(CLOCK, "house.town", "demo/network", **counted)


def _publish(quarters_back: int, cells: list) -> None:
    """Of a time before this house stood: nobody can live through a year in an invented town."""
    areas = dict(Area.objects.values_list("code", "pk"))
    period = periods.quarter_of(timezone.localdate())
    for _nth in range(quarters_back):
        period = periods.before(period)
    known = [
        [how, kind, str(service_of(service).pk) if service else "", str(areas.get(area, "")), many]
        for how, kind, service, area, many in cells
    ]
    Publication.objects.create(
        quarter=period.code, cells=known, made_at=timezone.now(), made_by=person("adam")
    )


def _answers_by_link(name: str) -> None:
    """The municipality has registered an app for codes there, and tried it out with them."""
    adam, partner = person("adam"), Organisation.objects.get(name=name)
    secret = registering_app.register(partner.pk, by=adam).secret
    code = one_time_codes.code_at(secret, timezone.now().timestamp())
    registering_app.confirm(partner.pk, code=code, by=adam)


def _three_proposals_wait() -> None:
    weekly = [[day, "08:00", "16:30"] for day in range(5)]
    closed = [[in_days(60).isoformat(), in_days(67).isoformat()]]
    proposing.propose_hours(by=person("hanna"), weekly=weekly, closed=closed)
    _proposed(
        "Föreningen Fikabänken", "dag",
        how_to_come={
            "sv": "Kom till Hamncaféet på onsdagar klockan 14. Du behöver inte anmäla dig.",
            "en": "Come to the Harbour Café on Wednesdays at 14. You need not sign up.",
        },
        languages=["sv", "en", "ar"],
    )  # fmt: skip

    proposing.propose_new(
        by=person("carl"),
        **as_told.NOTHING
        | {
            "name": {"sv": "Mopedverkstan", "en": "The moped workshop"},
            "audience": {"sv": "Du som gillar att mecka", "en": "You who like to mend things"},
            "description": {
                "sv": "Två vuxna visar hur man lagar en moped. Du får en smörgås.",
                "en": "Two adults show how to mend a moped. You get a sandwich.",
            },
            "how_to_come": {"sv": "Kom på tisdagar klockan 16.", "en": "Come on Tuesdays at 16."},
            "languages": ["sv", "en", "so"], "from_age": 13, "to_age": 19,
            "topics": [Topic.objects.get(code="loneliness").pk],
        },
    )  # fmt: skip


def _one_was_approved_and_one_refused() -> None:
    adam = person("adam")
    mended = _proposed("Ekbacksskolan", "ebba", phone="08-465 004 44")
    deciding.approve(mended.pk, seen=as_told.digest(mended), by=adam)
    younger = _proposed("Budget- och skuldrådgivningen", "siv", from_age=16)
    deciding.refuse(younger.pk, reason="agreement", by=adam)


def _proposed(organisation: str, who: str, **changed):
    service = service_of(organisation)
    told = as_told.of_service(service) | changed
    return proposing.propose_service(service.pk, by=person(who), **told)
