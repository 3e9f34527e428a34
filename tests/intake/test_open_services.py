"""An open service: decided by the board, written down no more than it says, and only with a yes."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone, translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from audit import trail, vault
from audit.guard import OutOfReach
from audit.models import Event
from config.starter import loading
from intake import only_up
from intake.models import AgeBand, Agreement, HelpRequest, Outcome, ServiceStart, ServiceTalk
from intake.services import (
    admitting,
    agreeing,
    carrying_out,
    erasing,
    extracting,
    listing_services,
    reading_services,
    starting_service,
    triaging,
    withdrawing,
)
from partners.models import Mode, OpenService, PublicText, ServiceKind
from partners.services import cataloguing
from tests.stage import cast

NUMBER = "19121212-1212"  # the tax agency's own example


@cast
def catalogue(house):
    for kind in loading.read("service_kinds"):
        ServiceKind.objects.create(**kind)
    today, found = timezone.localdate(), {}
    for mode in Mode:
        found[mode] = OpenService.objects.create(
            kind="advice_talks", name={"sv": f"Samtal {mode}"}, mode=mode, provider=house,
            talks=2, decision_number="SN 2025/238", decided_on=today, valid_from=today,
        )  # fmt: skip
    return found


@pytest.fixture
def taken(help_request, amina):
    return triaging.take(help_request.pk, by=amina)


@pytest.fixture
def begin(taken, amina, catalogue):
    def begin(mode=Mode.ADVICE, age_band="25_64", **more):
        service = catalogue[mode]
        return starting_service.start(
            taken.pk, open_service=service, age_band=age_band, by=amina, **more
        )

    return begin


@pytest.fixture
def desk(client, amina, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    client.force_login(amina)
    return client


def today() -> date:
    return timezone.localdate()


# --- Starting ---------------------------------------------------------------------------------


def test_a_start_carries_the_decision_it_rests_on(begin, catalogue):
    row = begin()
    assert (row.decision_number, row.decided_on) == ("SN 2025/238", today())
    assert (row.mode, row.planned_talks) == (Mode.ADVICE, 2)
    assert Event.objects.filter(deed="helprequest.start_service").exists()


@pytest.mark.parametrize(
    "changed",
    [
        {"decision_number": "", "valid_from": None}, {"decided_on": None, "valid_from": None},
        {"valid_from": date(2099, 1, 1)},
        {"valid_from": date(2020, 1, 1), "valid_until": date(2020, 2, 1)},
        {"withdrawn_from": date(2020, 1, 1), "withdrawal_number": "SN 2"},
    ],
)  # fmt: skip
def test_without_a_decision_in_force_nothing_begins(begin, catalogue, changed):
    OpenService.objects.filter(pk=catalogue[Mode.ADVICE].pk).update(**changed)
    with pytest.raises(ValidationError) as refusal:
        begin()
    assert refusal.value.error_dict["open_service"][0].code == "no_decision"
    assert not ServiceStart.objects.exists()


def test_a_start_before_the_decision_is_refused_by_the_database(begin):
    row = begin()
    with pytest.raises(DatabaseError), transaction.atomic():
        ServiceStart.objects.filter(pk=row.pk).update(decision_until=today() - timedelta(days=1))


def test_the_same_service_does_not_run_twice(begin):
    begin()
    with pytest.raises(ValidationError):
        begin()


def test_another_team_starts_nothing(taken, catalogue, bjorn):
    with pytest.raises(OutOfReach):
        starting_service.start(
            taken.pk, open_service=catalogue[Mode.ADVICE], age_band="25_64", by=bjorn
        )


def test_a_service_for_others_of_age_is_refused(begin, catalogue):
    OpenService.objects.filter(pk=catalogue[Mode.ADVICE].pk).update(from_age=13, to_age=20)
    with pytest.raises(ValidationError) as refusal:
        begin()
    assert "age_band" in refusal.value.error_dict


def test_talks_are_counted_and_no_more_than_decided(begin, amina):
    row = begin()
    for _n in range(2):
        carrying_out.count_talk(row.pk, held_on=today(), by=amina)
    with pytest.raises(ValidationError) as refusal:
        carrying_out.count_talk(row.pk, held_on=today(), by=amina)
    assert refusal.value.code == "all_used"
    with pytest.raises(ValidationError):
        begin(Mode.FULL, planned_talks=3)


def test_a_request_does_not_end_while_a_service_runs(begin, taken, amina):
    row = begin()
    with pytest.raises(ValidationError):
        triaging.close(taken.pk, reason="advised", children="none", by=amina)
    carrying_out.end(row.pk, outcome=Outcome.COMPLETED, by=amina)
    assert triaging.close(taken.pk, reason="advised", children="none", by=amina).closed_at
    with pytest.raises(ValidationError):
        carrying_out.end(row.pk, outcome=Outcome.STOPPED, by=amina)


def test_it_ends_when_the_person_takes_everything_back(begin, told):
    row, resident = begin(), admitting.admit(told.code)
    trail.act(lambda: withdrawing.end(withdrawing.hold(resident), by=resident))()
    row.refresh_from_db()
    assert row.outcome == Outcome.STOPPED


def test_what_a_withdrawn_decision_carried_is_listed_for_the_lead(begin, catalogue, adam, lena):
    begin(Mode.FULL)
    row = begin()
    service = catalogue[Mode.ADVICE]
    cataloguing.withdraw(service.pk, withdrawn_from=today(), withdrawal_number="SN 2026/1", by=adam)
    first, second = listing_services.running(by=lena)
    assert (first.pk, first.is_carried, second.is_carried) == (row.pk, False, True)
    assert first.open_service.withdrawn_from == today()
    with pytest.raises(ValidationError):
        begin()


# --- How much is written down --------------------------------------------------------------------

IDENTITY = st.fixed_dictionaries(
    {}, optional={name: st.text("Åsa 0–9\n", min_size=1) for name in reading_services.IDENTITY}
).filter(bool)


@pytest.mark.parametrize("mode", [Mode.ADVICE, Mode.IDENTITY_EXEMPT])
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(told=IDENTITY)
def test_no_path_stores_who_it_is_where_that_is_not_decided(begin, catalogue, amina, mode, told):
    """The use case, a row's own save, an update and an import – on whichever database this is."""
    row = ServiceStart.objects.first() or begin(mode)
    with pytest.raises(ValidationError):
        carrying_out.identify(row.pk, by=amina, **told)
    sealed = {name: text.encode() for name, text in told.items()}
    with pytest.raises(DatabaseError), transaction.atomic():
        ServiceStart.objects.filter(pk=row.pk).update(**sealed)
    shell = ServiceStart.objects.get(pk=row.pk)
    for name, text in sealed.items():
        setattr(shell, name, text)
    with pytest.raises(DatabaseError), transaction.atomic():
        shell.save()
    shell.pk, shell.ended_at, shell.outcome = None, timezone.now(), Outcome.STOPPED
    with pytest.raises(DatabaseError), transaction.atomic():
        ServiceStart.objects.bulk_create([shell])
    shell.mode = shell.started_mode = Mode.FULL
    with pytest.raises(DatabaseError), transaction.atomic():
        shell.save(force_insert=True)
    kept = ServiceStart.objects.values_list(*reading_services.IDENTITY)
    assert set(kept) == {(None, None, None)}


@pytest.mark.parametrize("mode", [Mode.ADVICE, Mode.IDENTITY_EXEMPT])
def test_no_page_asks_who_it_is_or_takes_it(begin, desk, mode):
    row = begin(mode)
    page = desk.get(reverse("desk:service", args=[row.pk])).content.decode()
    assert 'name="personal_number"' not in page
    assert ('name="note"' in page) is (mode == Mode.IDENTITY_EXEMPT)
    told = {"name": "Kim", "personal_number": NUMBER, "phone": "070-174 06 05"}
    desk.post(reverse("desk:service_act", args=[row.pk, "person"]), told)
    talk = {"held_on": today().isoformat(), "note": f"Kim, {NUMBER}"} | told
    answer = desk.post(reverse("desk:service_act", args=[row.pk, "talk"]), talk)
    assert answer.status_code == (200 if mode == Mode.IDENTITY_EXEMPT else 302)
    row.refresh_from_db()
    assert (row.name, row.personal_number, row.phone) == (None, None, None)
    assert not ServiceTalk.objects.filter(note__isnull=False).exists()


def test_a_personal_number_in_a_note_is_explained_and_nothing_is_lost(begin, desk):
    row = begin(Mode.IDENTITY_EXEMPT)
    told = {"held_on": today().isoformat(), "note": f"Vi talade om {NUMBER} och skolan."}
    page = desk.post(reverse("desk:service_act", args=[row.pk, "talk"]), told).content.decode()
    assert "SoL 14:4" in page
    assert told["note"] in page
    assert not ServiceTalk.objects.exists()


def test_advice_is_only_counted(begin, amina):
    row = begin()
    with pytest.raises(ValidationError):
        carrying_out.count_talk(row.pk, held_on=today(), note="Om skolan.", by=amina)
    talk = ServiceTalk(start=row, mode=row.mode, held_on=today(), counted_by=amina, note=b"x")
    with pytest.raises(DatabaseError), transaction.atomic():
        talk.save()
    talk.mode = Mode.FULL  # nor by saying that it is another one
    with pytest.raises(DatabaseError), transaction.atomic():
        talk.save()


@pytest.mark.parametrize(
    ("before", "after"),
    [(a, b) for a in Mode for b in Mode if list(Mode).index(b) <= list(Mode).index(a)],
)
def test_documentation_never_becomes_less(begin, amina, before, after):
    row = begin(before)
    with pytest.raises(ValidationError):
        carrying_out.write_more(row.pk, mode=after, informed=True, by=amina)
    if after != before:
        with pytest.raises(DatabaseError), transaction.atomic():
            ServiceStart.objects.filter(pk=row.pk).update(mode=after, informed_at=timezone.now())


def test_more_is_written_down_only_when_the_person_has_been_told(begin, amina):
    row = begin()
    with pytest.raises(ValidationError):
        carrying_out.write_more(row.pk, mode=Mode.FULL, informed=False, by=amina)
    with pytest.raises(DatabaseError), transaction.atomic():
        ServiceStart.objects.filter(pk=row.pk).update(mode=Mode.FULL)
    row = carrying_out.write_more(row.pk, mode=Mode.FULL, informed=True, by=amina)
    carrying_out.identify(row.pk, name="Kim Exempel", personal_number=NUMBER, by=amina)
    written = reading_services.read(row.pk, by=amina, purpose="follow_up")
    assert [text for _label, text in written.who] == ["Kim Exempel", NUMBER]


def test_what_is_no_personal_number_is_said(begin, amina):
    row = begin(Mode.FULL)
    with pytest.raises(ValidationError) as refusal:
        carrying_out.identify(row.pk, personal_number="12", by=amina)
    assert "personal_number" in refusal.value.error_dict


def test_the_database_has_its_triggers(db):
    is_sqlite = connection.vendor == "sqlite"
    table, column = ("sqlite_master", "name") if is_sqlite else ("pg_trigger", "tgname")
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {table}")
        found = {name for (name,) in cursor.fetchall()}
    assert {only_up.named(*one) for one in only_up.WRONG} <= found


def test_what_was_written_is_told_and_erased_with_the_request(begin, taken, amina, catalogue):
    row = begin(Mode.FULL)
    carrying_out.identify(row.pk, name="Kim", by=amina)
    carrying_out.count_talk(row.pk, held_on=today(), note="Om hyran.", by=amina)
    agreeing.note_answer(
        taken.pk, open_service=catalogue[Mode.FULL], who="first", says_yes=True, by=amina,
        given_how="oral", said_on=today(), note="På mötet.",
    )  # fmt: skip
    parts = extracting.parts_of(taken, "self")
    assert sum(part.section == extracting.Section.SERVICES for part in parts) == 3
    assert len(erasing.words_of(taken)["services"]) == 3
    rows = HelpRequest.objects.select_related("safe_contact")
    carrying_out.end(row.pk, outcome=Outcome.COMPLETED, by=amina)
    triaging.close(taken.pk, reason="advised", children="none", by=amina)
    trail.act(lambda: erasing.clear(rows.get(pk=taken.pk), by=amina))()
    row.refresh_from_db()
    assert bytes(row.name) == erasing.NOTHING
    assert bytes(Agreement.objects.get().note) == bytes(row.talks.get().note) == erasing.NOTHING


# --- Children --------------------------------------------------------------------------------

YES_ONE, YES_TWO = {"first": True}, {"first": True, "second": True}
SAID = {
    "nobody": {}, "one": YES_ONE, "both": YES_TWO, "only": {"only": True},
    "one no": {"first": True, "second": False}, "only no": {"only": False},
    "only, one no": {"first": False, "only": True},
    "young": {"young": True}, "young no": {"young": False},
    "both, young no": YES_TWO | {"young": False}, "one no, young": {"first": False, "young": True},
}  # fmt: skip
CHILD = {"both": True, "only": True, "both, young no": True}
YOUNG = {"both": True, "only": True, "young": True, "one no, young": True}
OPENS = {
    "unknown": CHILD, "under_12": CHILD, "12_14": CHILD, "15_17": YOUNG,
    **{band: dict.fromkeys(SAID, True) for band in ("18_24", "25_64", "65_plus")},
}  # fmt: skip
FITS = {"all": (0, 120), "13–20": (13, 20), "grown up": (18, 120)}
MEANT = {
    "all": set(OPENS), "13–20": {"unknown", "12_14", "15_17", "18_24"},
    "grown up": {"unknown", "18_24", "25_64", "65_plus"},
}  # fmt: skip
SERVICES = [(mode, "all") for mode in Mode] + [(Mode.ADVICE, "13–20"), (Mode.FULL, "grown up")]


def _say(taken, service, said, amina) -> None:
    for who, says_yes in SAID[said].items():
        agreeing.note_answer(
            taken.pk, open_service=service, who=who, says_yes=says_yes, given_how="oral",
            said_on=today(), note="På mötet i dag; det är lämpligt.", by=amina,
        )  # fmt: skip


def _may(ages: str, said: str, band: str) -> bool:
    return OPENS[band].get(said, False) and band in MEANT[ages]


@pytest.mark.parametrize(("mode", "ages"), SERVICES)
@pytest.mark.parametrize("said", SAID)
def test_every_age_with_every_yes_and_no(begin, taken, catalogue, amina, desk, mode, ages, said):
    """Through the use case and through the page: what the table says, and nothing else."""
    service = catalogue[mode]
    first, last = FITS[ages]
    OpenService.objects.filter(pk=service.pk).update(from_age=first, to_age=last)
    _say(taken, service, said, amina)
    page = reverse("desk:services", args=[taken.pk])
    for band in OPENS:
        told = {"open_service": service.pk, "age_band": band}
        sent = desk.post(page, told)
        assert (sent.status_code == 302) is _may(ages, said, band), (band, "page")
        ServiceStart.objects.all().delete()
        try:
            begun = begin(mode, band)
        except ValidationError:
            begun = None
        assert (begun is not None) is _may(ages, said, band), (band, "use case")
        ServiceStart.objects.all().delete()


def test_the_day_before_turning_fifteen_it_takes_the_guardians(begin, taken, catalogue, amina):
    """The age is as it was confirmed, with the day. No day of birth is asked for."""
    agreeing.note_answer(
        taken.pk, open_service=catalogue[Mode.ADVICE], who="young", says_yes=True, by=amina,
        given_how="oral", said_on=today(), note="Lämpligt: hon söker själv.",
    )  # fmt: skip
    with pytest.raises(ValidationError) as refusal:
        begin(age_band=AgeBand.FROM_12)
    assert refusal.value.error_dict["age_band"][0].code == "needs_guardians"
    row = begin(age_band=AgeBand.FROM_15)
    assert (row.age_band, row.age_confirmed_on) == (AgeBand.FROM_15, today())
    assert not [field.name for field in ServiceStart._meta.fields if "birth" in field.name]


def test_a_no_says_what_is_possible_instead(begin, taken, catalogue, amina):
    _say(taken, catalogue[Mode.ADVICE], "one no", amina)
    with pytest.raises(ValidationError) as refusal:
        begin(age_band=AgeBand.FROM_12)
    with translation.override("en"):
        said = str(refusal.value.error_dict["age_band"][0].message)
    assert all(way in said for way in ("advice", "apply", "concern report", "21:1"))


def test_the_page_leads_to_what_is_possible_instead(taken, catalogue, desk):
    told = {"open_service": catalogue[Mode.ADVICE].pk, "age_band": "12_14"}
    page = desk.post(reverse("desk:services", args=[taken.pk]), told)
    shown = page.content.decode()
    assert reverse("desk:answer", args=[taken.pk]) in shown
    assert reverse("desk:hand_over", args=[taken.pk]) in shown
    asked = page.context["agreement_form"]
    assert asked["open_service"].value() == str(told["open_service"])


def test_a_guardian_who_changes_their_mind_counts_anew(begin, taken, catalogue, amina):
    service = catalogue[Mode.ADVICE]
    _say(taken, service, "one no", amina)
    _say(taken, service, "both", amina)
    assert begin(age_band=AgeBand.FROM_12)
    _say(taken, service, "one no", amina)
    assert agreeing.latest(taken, service) == {"first": True, "second": False}


def test_a_yes_to_one_service_is_no_yes_to_another(begin, taken, catalogue, amina):
    _say(taken, catalogue[Mode.ADVICE], "both", amina)
    with pytest.raises(ValidationError):
        begin(Mode.FULL, AgeBand.FROM_12)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"note": ""}, "note"), ({"note": f"Pappa {NUMBER}"}, "note"),
        ({"said_on": date(2099, 1, 1)}, "said_on"),
        ({"who": "young", "given_how": "written", "note": ""}, "note"),
    ],
)  # fmt: skip
def test_a_yes_is_noted_with_how_and_without_who(taken, catalogue, amina, changed, field):
    said = {
        "open_service": catalogue[Mode.ADVICE], "who": "first", "says_yes": True,
        "given_how": "oral", "said_on": today(), "note": "På mötet.",
    }  # fmt: skip
    with pytest.raises(ValidationError) as refusal:
        agreeing.note_answer(taken.pk, by=amina, **said | changed)
    assert set(refusal.value.error_dict) == {field}
    assert not Agreement.objects.exists()


def test_the_database_wants_a_note_to_what_was_said_by_mouth(taken, catalogue, amina):
    row = Agreement(
        help_request=taken, open_service=catalogue[Mode.ADVICE], who="first", says_yes=True,
        given_how="oral", said_on=today(), recorded_at=timezone.now(), recorded_by=amina,
    )  # fmt: skip
    vault.seal(row, note="")
    with pytest.raises(DatabaseError), transaction.atomic():
        row.save()


# --- The right to apply --------------------------------------------------------------------------


def test_the_right_to_apply_is_said_at_every_contact(begin, taken, amina, desk, told, client):
    PublicText.objects.create(
        key="apply", version=1, body={"sv": "Du får ansöka.", "en": "Apply."}, valid_from=today()
    )
    row = begin()
    assert row.apply_version == 1
    pages = [
        desk.get(reverse("desk:services", args=[taken.pk])),
        desk.get(reverse("desk:service", args=[row.pk])),
    ]
    carrying_out.end(row.pk, outcome=Outcome.COMPLETED, by=amina)
    triaging.close(taken.pk, reason="advised", children="none", text="Tack för samtalet.", by=amina)
    client.logout()
    client.post(reverse("mailbox:enter"), {"code": told.code})
    thread = client.get(reverse("mailbox:thread"))
    assert "Samtal advice" in thread.content.decode()
    assert all("Apply." in page.content.decode() or "Du får ansöka." in page.content.decode()
               for page in (*pages, thread))  # fmt: skip


def test_who_has_no_code_is_told_by_mouth_first(taken, begin):
    taken.receipt.delete()
    with pytest.raises(ValidationError) as refusal:
        begin()
    assert "told_to_apply" in refusal.value.error_dict
    assert begin(told_to_apply=True)
