"""Where the law is unclear the careful reading holds, until the board has decided otherwise."""

from itertools import product

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from intake import age_gate
from intake.age_gate import Verdict
from intake.models import AgeBand, GreyZone, ServiceStart, Unclear
from intake.services import agreeing, carrying_out, starting_service
from partners.models import Mode, OpenService, ServiceKind
from tests.stage import cast

ONE_TALK, ONE_GUARDIAN = Unclear.ONE_TALK, Unclear.ONE_GUARDIAN
ANSWERS = {
    "nobody": {}, "one": {"first": True}, "both": {"first": True, "second": True},
    "one no": {"first": True, "second": False}, "only no": {"only": False},
}  # fmt: skip


@cast
def service(house):
    ServiceKind.objects.create(code="advice_talks", paragraph="SoL 11:5", valid_from="2025-07-01")
    today = timezone.localdate()
    return OpenService.objects.create(
        kind="advice_talks", name={"sv": "Samtal"}, mode=Mode.ADVICE, provider=house, talks=3,
        decision_number="SN 2025/238", decided_on=today, valid_from=today,
    )  # fmt: skip


@pytest.fixture
def allow(db):
    def allow(code, *, allows=True, version=1):
        number = "SN 2026/4" if allows else ""
        return GreyZone.objects.create(
            code=code, version=version, allows=allows, decision_number=number,
            valid_from=timezone.localdate(),
        )  # fmt: skip

    return allow


def begin(row, service, by, *, talks=1, age_band=AgeBand.FROM_12) -> ServiceStart:
    return starting_service.start(
        row.pk, open_service=service, age_band=age_band, planned_talks=talks, by=by
    )


def opens(band, said, allowed, is_one_talk) -> bool:
    """The rule once more, by hand, for those under 15."""
    if said in ("one no", "only no"):
        return False
    if said == "both" or (said == "one" and ONE_GUARDIAN in allowed):
        return True
    return band == "12_14" and is_one_talk and ONE_TALK in allowed


def test_every_age_under_15_with_every_answer_and_every_reading():
    readings = [(), (ONE_TALK,), (ONE_GUARDIAN,), (ONE_TALK, ONE_GUARDIAN)]
    for band, said, allowed, one in product(age_gate.UNDER_15, ANSWERS, readings, (True, False)):
        found = age_gate.verdict(band, ANSWERS[said], allowed=allowed, is_one_talk=one)
        due = opens(band, said, allowed, one)
        assert (found == Verdict.OPEN) is due, (band, said, allowed, one)


def test_from_15_nothing_depends_on_it():
    for band, said in product(("15_17", "25_64"), ANSWERS):
        plain = age_gate.verdict(band, ANSWERS[said])
        assert plain == age_gate.verdict(
            band, ANSWERS[said], allowed=list(Unclear), is_one_talk=True
        )


def test_what_nobody_has_decided_is_careful(taken, service, amina, allow):
    with pytest.raises(ValidationError) as refusal:
        begin(taken, service, amina)
    assert refusal.value.error_dict["age_band"][0].code == "needs_guardians"
    allow(ONE_TALK)
    assert begin(taken, service, amina).planned_talks == 1


def test_it_is_careful_again_from_the_day_the_board_says_so(taken, service, amina, allow):
    allow(ONE_TALK)
    allow(ONE_TALK, allows=False, version=2)
    with pytest.raises(ValidationError):
        begin(taken, service, amina)


@pytest.mark.parametrize("more", [{"talks": 2}, {"talks": None}, {"age_band": AgeBand.UNDER_12}])
def test_one_talk_is_one_and_for_nobody_younger(taken, service, amina, allow, more):
    allow(ONE_TALK)
    with pytest.raises(ValidationError):
        begin(taken, service, amina, **more)


def test_one_talk_does_not_become_two_by_beginning_again(taken, service, amina, allow):
    allow(ONE_TALK)
    row = begin(taken, service, amina)
    carrying_out.count_talk(row.pk, held_on=timezone.localdate(), by=amina)
    with pytest.raises(ValidationError):
        carrying_out.count_talk(row.pk, held_on=timezone.localdate(), by=amina)
    carrying_out.end(row.pk, outcome="completed", by=amina)
    with pytest.raises(ValidationError):
        begin(taken, service, amina)


def test_one_talk_becomes_nothing_more_without_the_guardians(taken, service, amina, allow):
    allow(ONE_TALK)
    row = begin(taken, service, amina)
    with pytest.raises(ValidationError) as refusal:
        carrying_out.write_more(row.pk, mode=Mode.FULL, informed=True, by=amina)
    assert refusal.value.error_dict["mode"][0].code == "needs_guardians"
    agreeing.note_answer(
        taken.pk, open_service=service, who="only", says_yes=True, given_how="written",
        said_on=timezone.localdate(), by=amina,
    )  # fmt: skip
    assert carrying_out.write_more(row.pk, mode=Mode.FULL, informed=True, by=amina)


def test_nothing_is_allowed_without_a_decision(client, adam, settings, allow):
    settings.SECOND_FACTOR_REQUIRED = False
    client.force_login(adam)
    page = reverse("desk:setting_new", args=["grey-zones"])
    told = {"code": "one_talk", "allows": "on", "valid_from": "2026-01-01"}
    refused = client.post(page, told)
    assert refused.context["form"].has_error("decision_number")
    assert client.post(page, told | {"decision_number": "SN 2026/4"}).status_code == 302
    assert GreyZone.allowed_on(timezone.localdate()) == {ONE_TALK}
    with pytest.raises(IntegrityError), transaction.atomic():
        GreyZone.objects.update(decision_number="")
