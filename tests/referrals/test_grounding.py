"""A ground in law holds when each of its conditions is met, and only what it names is told."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from audit import guard
from audit.actors import ANYBODY
from audit.models import Event
from audit.vault import receipts
from config.accounts.roles import Role
from intake.models import About, AgeBand, Channel, Item, Way
from intake.services import receiving
from referrals.models import Basis, LegalGround, Tellable
from referrals.services import answering, drafting, sending, weighing
from referrals.services.disclosing import NO_OTHER
from tests.config.conftest import a_machine
from tests.referrals.conftest import a_draft, approve, send
from tests.stage import cast

CONDITIONS = ["Hon är under 21 år.", "Det finns en konkret risk."]
MET = ["met", "met"]
ENVELOPE = ("area", "age_band", "language", "access", "contact_rules")
CONTACT = ("name", "phone", "email")

# What each of them is called on a page, or says of Kim; and what never is said to the police.
CALLED = {
    "area": "Område", "age_band": "Ålder", "language": "Språk", "access": "Behov",
    "contact_rules": "Kontakt",
}  # fmt: skip
SAID = {"name": "Kim Exempel", "phone": "070-174 06 05", "email": "kim@example.org"}
NEVER = ("Hjälp.", "Ring efter klockan fem")


@pytest.fixture
def asked(police_ground):
    """The ground for the police, with conditions, advice and a limit."""
    police_ground.conditions = {"sv": "\n".join(CONDITIONS), "en": "Under 21.\n\nA risk.\n"}
    police_ground.guidance = {"sv": "Tänk på hjälpen."}
    police_ground.limit = {"sv": "Bara för att förebygga."}
    police_ground.save()
    return police_ground


@pytest.fixture
def row(help_request, police, amina):
    return a_draft(help_request, police, amina, goals=[], situation="", items=["name"])


def rest(row, ground, by, answers=MET, reasons="Därför"):
    return drafting.set_ground_basis(
        row.pk, ground_pk=ground.pk, reasons=reasons, answers=answers, by=by
    )


@pytest.mark.parametrize(
    ("answers", "code"),
    [
        ([], "unanswered"), (["met"], "unanswered"), (["met", ""], "unanswered"),
        (["met"] * 3, "unanswered"), (["met", "maybe"], "unanswered"),
        (["met", "not_met"], "not_met"),
    ],
)  # fmt: skip
def test_no_basis_stands_before_every_condition_is_met(row, asked, amina, answers, code):
    with pytest.raises(ValidationError) as refusal:
        rest(row, asked, amina, answers)
    assert refusal.value.code == code
    assert not Basis.objects.exists()


def test_the_answers_are_kept_and_shown_to_the_second_person(at, row, asked, amina, lena):
    rest(row, asked, amina)
    assert Basis.objects.get().answers == MET
    sending.submit(row.pk, previewed=drafting.preview(row.pk, by=amina).digest, by=amina)
    page = at(lena).get(reverse("desk:approval", args=[row.pk]))
    assert [condition for condition, _answer in page.context["conditions"]] == CONDITIONS
    seen = page.content.decode()
    for words in [*CONDITIONS, "Ja, så är det", "Därför", "Polisen Tallsunda", "Tänk på hjälpen."]:
        assert words in seen


def test_what_rests_on_fewer_answers_is_not_sent(row, asked, amina, lena):
    """A draft from before the list asked: it says so, and where to go."""
    rest(row, asked, amina)
    Basis.objects.update(answers=["met"])
    unmet = {gate.code for gate in drafting.gates(row, timezone.localdate()) if not gate.is_met}
    assert "conditions" not in unmet  # the row as it was fetched
    row.refresh_from_db()
    unmet = {gate.code for gate in drafting.gates(row, timezone.localdate()) if not gate.is_met}
    assert "conditions" in unmet


def test_more_than_the_ground_names_is_not_sent(row, asked, amina):
    asked.may_tell = ["area", "phone"]
    asked.save()
    rest(row, asked, amina)
    with pytest.raises(ValidationError) as refusal:
        sending.submit(row.pk, previewed=drafting.preview(row.pk, by=amina).digest, by=amina)
    assert {error.code for error in refusal.value.error_list} == {"gate_covers"}


def test_the_dialog_asks_one_ground_after_the_other(at, row, asked, amina):
    client, page = at(amina), reverse("desk:referral_basis", args=[row.pk])
    first = client.get(page).content.decode()
    assert CONDITIONS[0] not in first
    chosen = client.get(page, {"ground": asked.pk})
    seen = chosen.content.decode()
    for words in [*CONDITIONS, "Myndighet med stark sekretess", "Namn", "Tänk på hjälpen."]:
        assert words in seen
    told = {"by_ground": "yes", "ground_pk": asked.pk, "reasons": "Därför", "condition_1": "met"}
    missing = client.post(page, told)
    assert missing.context["ground_form"].errors["condition_2"]
    assert missing.context["ground_form"]["reasons"].value() == "Därför"
    no = client.post(page, told | {"condition_2": "not_met"})
    assert no.context["ground_form"].non_field_errors()
    assert client.post(page, told | {"condition_2": "met"}).status_code == 302
    assert Basis.objects.get().answers == MET


def test_the_sheet_says_all_but_what_was_told_and_leaves_its_lines(at, row, asked, amina, bjorn):
    page = reverse("desk:referral_sheet", args=[row.pk])
    assert at(amina).get(page).status_code == 409  # nothing is chosen yet
    rest(row, asked, amina, reasons="Hon har sagt att hon ska slå till.")
    seen = at(amina).get(page).content.decode()
    for words in [
        row.reference, "Polisen Tallsunda", "Myndighet med stark sekretess", "Namn",
        "OSL 10:18 a", *CONDITIONS, "Hon har sagt att hon ska slå till.", "Bara för att förebygga.",
        "Amina",
    ]:  # fmt: skip
        assert words in seen
    assert "Kim Exempel" not in seen
    lines = Event.objects.filter(actor=f"user/{amina.pk}").values_list("deed", flat=True)
    assert {"referral.sheet", "basis.opened"} <= set(lines)
    with pytest.raises(guard.OutOfReach):
        weighing.read_sheet(row.pk, by=bjorn)


def test_a_consent_has_a_sheet_too(at, draft, amina):
    seen = at(amina).get(reverse("desk:referral_sheet", args=[draft.pk])).content.decode()
    assert "Namn" in seen
    assert "Personen" in seen


# --- Police: every field, named on the ground or not, at every door ------------------------------


@cast
def told_police(north, areas, police, police_ground, amina, lena, petra):
    """Somebody has given us all their details; the police are told all that they may be told."""
    told = receiving.submit(
        by=ANYBODY, ticket=receipts.new_ticket(), story="Hjälp.", about=About.SELF,
        age_band=AgeBand.FROM_25, area=areas["north"], language="sv", channel=Channel.WEB,
        contact={"way": Way.PHONE, "wishes": "Ring efter klockan fem", **SAID},
    )  # fmt: skip
    row = a_draft(
        told.help_request, police, amina, goals=[], situation="", items=[*CONTACT],
        access=["interpreter"],
    )  # fmt: skip
    rest(row, police_ground, amina, answers=[])
    approve(row, amina, lena)
    send(row, amina)
    return answering.accept(row.pk, by=petra)


@pytest.fixture
def doors(at, client, adam, police, petra, told_police):
    """What each door says: before accepting and after, on a page and to a machine."""
    petra.language = "sv"
    petra.save()
    browser = at(petra)
    machine = a_machine(client, adam, Role.PARTNER_SYSTEM, police)
    api = f"/api/v1/referrals/{told_police.pk}/"
    return {
        "envelope": lambda: browser.get(reverse("portal:referral", args=[told_police.pk])),
        "package": lambda: browser.get(reverse("portal:package", args=[told_police.pk])),
        "api envelope": lambda: machine.get(api),
        "api package": lambda: machine.post(f"{api}package/"),
    }


@pytest.mark.parametrize("is_named", [True, False], ids=["named", "not named"])
@pytest.mark.parametrize("field", Tellable.values)
def test_the_police_see_only_what_the_ground_names(doors, police_ground, field, is_named):
    others = [one for one in Tellable.values if one != field]
    may_tell = [*others, field] if is_named else others
    LegalGround.objects.filter(pk=police_ground.pk).update(may_tell=may_tell)
    said = {name: door() for name, door in doors.items()}
    assert {answer.status_code for answer in said.values()} == {200}
    envelope, package = said["api envelope"].json()["envelope"], said["api package"].json()
    for code in ENVELOPE:
        shown = code in may_tell
        row = f"<dt>{CALLED[code]}</dt>"
        assert (row in said["envelope"].content.decode()) == shown, code
        assert (code in envelope) == shown, code
    for item in CONTACT:
        shown = item in may_tell
        assert package["texts"].get(item) == (SAID[item] if shown else None), item
        assert (SAID[item] in said["package"].content.decode()) == shown, item
    for answer in said.values():
        text = answer.content.decode()
        assert not any(words in text for words in NEVER)
    assert set(package["texts"]) <= set(CONTACT)
    assert package["goals"] == []


def test_what_it_may_be_used_for_stands_beside_what_is_told(doors, told_police, police_ground):
    for limit in ({"sv": "Bara för att förebygga.", "en": "Only to prevent."}, {}):
        LegalGround.objects.filter(pk=police_ground.pk).update(limit=limit)
        for name in ("envelope", "package"):
            seen = doors[name]().content.decode()
            assert (limit.get("sv") or str(NO_OTHER)) in seen or "inget annat" in seen, name
        for name in ("api envelope", "api package"):
            assert doors[name]().json()["limit"], name


def test_an_item_is_one_of_what_a_ground_may_name():
    assert set(Item.values) < set(Tellable.values)
