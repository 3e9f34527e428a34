"""Open services: only what the board has decided, and never what always takes an assessment."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from audit.guard import Refused
from audit.models import Change, Event
from config.starter import loading
from partners.models import Mode, OpenService, ServiceKind
from partners.services import cataloguing
from tests.partners.test_configuring import desk, send  # noqa: F401 – the administrator's browser

ASSESSED = [one["code"] for one in loading.read("service_kinds") if one["always_assessed"]]
DAY = timedelta(days=1)


@pytest.fixture
def kinds(db):
    for kind in loading.read("service_kinds"):
        ServiceKind.objects.create(**kind)


def decided(house, **more) -> OpenService:
    today = timezone.localdate()
    told = {
        "kind": "advice_talks", "name": {"sv": "Samtal"}, "mode": Mode.ADVICE, "provider": house,
        "decision_number": "SN 2025/238", "decided_on": today, "valid_from": today,
    }  # fmt: skip
    return OpenService.objects.create(**told | more)


def asked(house, **more) -> dict:
    told = {
        "kind": "advice_talks", "name_sv": "Samtal", "from_age": 0, "to_age": 120, "mode": "advice",
        "provider": house.pk, "decision_number": "SN 2025/238", "decided_on": "2025-06-18",
        "valid_from": "2025-07-01",
    }  # fmt: skip
    return told | more


def is_in_force(service) -> bool:
    return OpenService.objects.in_force(timezone.localdate()).filter(pk=service.pk).exists()


def test_the_list_names_the_seven_kinds_of_the_law_and_financial_assistance():
    assert len(ASSESSED) == 8
    assert "financial_assistance" in ASSESSED


def test_a_decided_service_is_entered_and_its_history_is_kept(desk, kinds, house):  # noqa: F811
    assert send(desk, "open-services", asked(house)).status_code == 302
    service = OpenService.objects.get()
    assert is_in_force(service)
    assert send(desk, "open-services", asked(house, talks=5), service.pk).status_code == 302
    kept = Change.objects.filter(object_pk=service.pk, content_type__model="openservice")
    assert kept.latest("pk").changes_dict["talks"] == ["None", "5"]


@pytest.mark.parametrize("kind", ASSESSED)
def test_what_always_takes_an_assessment_is_refused_with_the_reason(desk, kinds, house, kind):  # noqa: F811
    page = send(desk, "open-services", asked(house, kind=kind))
    refusal = page.context["form"].errors["kind"][0]
    assert ServiceKind.objects.get(code=kind).paragraph in refusal
    assert not OpenService.objects.exists()


@pytest.mark.parametrize("kind", [*ASSESSED, "no_such_kind"])
def test_not_even_the_shell_can_enter_it(kinds, house, kind):
    with pytest.raises(DatabaseError), transaction.atomic():
        decided(house, kind=kind)
    service = decided(house)
    with pytest.raises(DatabaseError), transaction.atomic():
        OpenService.objects.filter(pk=service.pk).update(kind=kind)


@pytest.mark.parametrize("missing", ["decision_number", "decided_on"])
def test_what_is_in_force_has_a_number_and_a_day(desk, kinds, house, missing):  # noqa: F811
    page = send(desk, "open-services", asked(house, **{missing: ""}))
    assert set(page.context["form"].errors) == {missing}
    with pytest.raises(IntegrityError), transaction.atomic():
        decided(house, **{missing: "" if missing == "decision_number" else None})


def test_it_can_be_written_down_before_the_board_has_met(desk, kinds, house):  # noqa: F811
    waiting = asked(house, decision_number="", decided_on="", valid_from="")
    assert send(desk, "open-services", waiting).status_code == 302
    assert not OpenService.objects.in_force(timezone.localdate()).exists()


@pytest.mark.parametrize(
    ("begins", "ends", "withdrawn", "is_open"),
    [
        (0, None, None, True), (0, 0, None, True), (-9, -1, None, False), (1, None, None, False),
        (-9, None, 0, False), (-9, None, 1, True),
    ],
)  # fmt: skip
def test_only_what_is_in_force_today_may_be_started(kinds, house, begins, ends, withdrawn, is_open):
    today = timezone.localdate()
    day = {n: today + n * DAY for n in (-9, -1, 0, 1)}
    decided(
        house, decided_on=day[-9], valid_from=day[begins],
        valid_until=None if ends is None else day[ends],
        withdrawn_from=None if withdrawn is None else day[withdrawn],
        withdrawal_number="" if withdrawn is None else "SN 2026/1",
    )  # fmt: skip
    assert OpenService.objects.in_force(today).exists() is is_open


def test_a_decision_is_withdrawn_and_a_mistake_taken_back(desk, kinds, house):  # noqa: F811
    service = decided(house)
    page = reverse("desk:open_service_withdraw", args=[service.pk])
    today = timezone.localdate().isoformat()
    told = {"withdrawn_from": today, "withdrawal_number": "SN 2026/9"}
    assert desk.get(page).status_code == 200
    assert desk.post(page, told).status_code == 302
    assert not is_in_force(service)
    assert Event.objects.filter(deed="openservice.withdraw").exists()
    assert "SN 2026/9" in desk.get(page).content.decode()
    desk.post(reverse("desk:open_service_reinstate", args=[service.pk]))
    assert is_in_force(service)


def test_a_withdrawal_counts_from_today_and_has_a_number(kinds, house, adam):
    service, today = decided(house), timezone.localdate()
    with pytest.raises(ValidationError):
        cataloguing.withdraw(
            service.pk, withdrawn_from=today - DAY, withdrawal_number="SN 1", by=adam
        )
    with pytest.raises(ValidationError):
        cataloguing.withdraw(service.pk, withdrawn_from=today, withdrawal_number=" ", by=adam)
    assert is_in_force(service)


def test_a_social_worker_withdraws_nothing(kinds, house, amina):
    service = decided(house)
    with pytest.raises(Refused):
        cataloguing.withdraw(
            service.pk, withdrawn_from=timezone.localdate(), withdrawal_number="1", by=amina
        )
    assert is_in_force(service)


def test_whether_a_kind_takes_an_assessment_is_said_once(desk, kinds):  # noqa: F811
    row = ServiceKind.objects.get(code="family_home")
    told = {"title_sv": "Familjehem", "paragraph": "SoL 11:5", "valid_from": "2026-01-01"}
    assert send(desk, "service-kinds", told, row.pk).status_code == 302
    newest = ServiceKind.objects.get(code="family_home", version=2)
    assert newest.always_assessed


def test_the_database_has_its_trigger(db):
    table = "sqlite_master" if connection.vendor == "sqlite" else "pg_trigger"
    column = "name" if connection.vendor == "sqlite" else "tgname"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {table} WHERE {column} LIKE 'partners_openservice_%'")
        found = {name for (name,) in cursor.fetchall()}
    wanted = {f"partners_openservice_is_open_{event}" for event in ("insert", "update")}
    assert wanted <= found
