"""An authority asks for contact details (law 2025:170, 4 §): two people decide, and exactly that is
given; and what was told to the police in a year.
"""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from audit import guard
from audit.models import Event, Outgoing
from audit.moves import MoveNotAllowed
from audit.services import accounting
from audit.trail import name_of
from audit.vault.fields import sealed_fields
from config.accounts.roles import Role
from config.police import statistics
from config.police.models import ContactDecision, ContactRequest
from config.police.services import answering, deciding, receiving
from config.police.services.deciding import Proposal
from intake.models import HelpRequest, SafeContact
from intake.services import protecting
from referrals.models import LegalGround
from tests.conftest import _person
from tests.stage import cast

MET = ("met", "met")
WHOM = "Kim Exempel, bor i Norrstrand"


@pytest.fixture
def at(settings):
    settings.SECOND_FACTOR_REQUIRED = False

    def sign_in(user) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return sign_in


@cast
def ground(db):
    return LegalGround.objects.create(
        code="contact_data", paragraph="Lag (2025:170) 4 §", title={"sv": "Kontakt"},
        text={"sv": "Text"}, conditions={"sv": "Ett.\nTvå.", "en": "One.\nTwo."},
        recipients=["police"], may_tell=["phone", "email"], on_request=True,
        valid_from=date(2020, 1, 1),
    )  # fmt: skip


def an_asking(by, **fields):
    told = {
        "authority": "police", "way": "phone", "asked": ["email", "address"],
        "who": "Inspektör Ek, via växeln", "whom": WHOM, "received_on": timezone.localdate(),
        "their_number": "5000-K1-26",
    }  # fmt: skip
    return receiving.receive(by=by, **told | fields)


@cast
def asked(amina, help_request):
    return an_asking(amina)


@cast
def checked(asked, amina, help_request, ground):
    receiving.check(asked.pk, checked_how="called_back", by=amina)
    return receiving.find(asked.pk, number=help_request.reference, by=amina)


def giving(ground, **fields) -> Proposal:
    told = {"outcome": "give", "items": ("email",), "ground_pk": ground.pk, "answers": MET}
    return Proposal(**told | fields)


@cast
def decided(checked, amina, ground):
    return deciding.decide(checked.pk, proposal=giving(ground), reasons="Ingen fara.", by=amina)


@cast
def confirmed(decided, lena):
    row = decided.contact_request
    return deciding.confirm(row.pk, decision_pk=decided.pk, by=lena)


def code_of(refusal) -> str:
    told = refusal.value
    return told.error_list[0].code if hasattr(told, "error_list") else next(
        iter(told.error_dict.values())
    )[0].code  # fmt: skip


def test_exactly_what_was_decided_is_given_and_nothing_is_kept_of_it(confirmed, amina):
    given = answering.open_details(confirmed.pk, by=amina)
    assert given.details == {"email": "kim@example.org"}
    row = answering.answer(
        confirmed.pk, answered_how="phone", answered_on=timezone.localdate(), by=amina
    )
    assert (row.status, row.answered_by) == ("answered", amina)
    lines = Event.objects.filter(about=f"police.contactrequest/{row.pk}").order_by("pk")
    deeds = [deed.partition(".")[2] for deed in lines.values_list("deed", flat=True)]
    assert [deed for deed in deeds if deed != "post"] == [
        "receive", "check", "find", "decide", "confirm", "opened", "answer",
    ]  # fmt: skip
    assert set(sealed_fields(ContactRequest)) == {"who", "whom"}
    assert set(sealed_fields(ContactDecision)) == {"reasons"}


@pytest.mark.parametrize("state", ["asked", "checked", "decided"])
def test_nothing_is_opened_before_two_have_decided(request, state, amina, lena):
    row = request.getfixturevalue(state)
    pk = getattr(row, "contact_request_id", row.pk)
    for by in (amina, lena):
        with pytest.raises(MoveNotAllowed):
            answering.open_details(pk, by=by)
    assert not Event.objects.filter(deed="contactrequest.opened").exists()


def test_who_proposed_it_does_not_confirm_it(checked, ground, lena):
    proposed = deciding.decide(checked.pk, proposal=giving(ground), reasons="Skäl.", by=lena)
    with pytest.raises(ValidationError) as refusal:
        deciding.confirm(checked.pk, decision_pk=proposed.pk, by=lena)
    assert refusal.value.code == "own_decision"
    with pytest.raises(IntegrityError), transaction.atomic():
        ContactDecision.objects.filter(pk=proposed.pk).update(confirmed_by=lena)


def test_what_somebody_without_a_team_receives_is_not_left_without_a_second_person(
    house, lena, amina
):
    lone = _person("lovisa", Role.SOCIAL_WORKER, house)
    row = an_asking(lone)
    receiving.check(row.pk, checked_how="shown", by=lone)
    no = Proposal(outcome="refuse", refusal="no_authority")
    proposed = deciding.decide(row.pk, proposal=no, reasons="Det är ingen myndighet.", by=lone)
    told = Outgoing.objects.filter(notice="config.police.TO_CONFIRM").values_list("to", flat=True)
    assert list(told) == [name_of(lena)]
    assert deciding.confirm(row.pk, decision_pk=proposed.pk, by=lena).status == "confirmed"
    with pytest.raises(guard.OutOfReach):
        answering.read(row.pk, by=amina)


def test_a_worker_does_not_confirm_and_another_team_does_not_reach_it(decided, amina, bjorn):
    pk = decided.contact_request_id
    with pytest.raises(guard.Refused):
        deciding.confirm(pk, decision_pk=decided.pk, by=amina)
    with pytest.raises(guard.OutOfReach):
        answering.read(pk, by=bjorn)


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"items": ()}, "no_items"), ({"items": ("phone",)}, "not_asked"),
        ({"answers": ("met",)}, "not_met"), ({"answers": ("met", "not_met")}, "not_met"),
        ({"ground_pk": None}, "no_ground"), ({"outcome": "refuse"}, "no_refusal"),
        ({"items": ("address",)}, "not_a_choice"), ({"outcome": "perhaps"}, "not_a_choice"),
    ],
)  # fmt: skip
def test_only_what_is_asked_for_on_a_ground_whose_conditions_are_met(
    checked, ground, amina, fields, code
):
    with pytest.raises(ValidationError) as refusal:
        deciding.decide(checked.pk, proposal=giving(ground, **fields), reasons="Skäl.", by=amina)
    assert code_of(refusal) == code
    assert not ContactDecision.objects.exists()


def test_nothing_is_given_on_a_version_that_was_replaced(checked, ground, amina):
    newer = _newer(ground)
    with pytest.raises(ValidationError) as refusal:
        deciding.decide(checked.pk, proposal=giving(ground), reasons="Skäl.", by=amina)
    assert code_of(refusal) == "no_ground"
    assert deciding.decide(checked.pk, proposal=giving(newer), reasons="Skäl.", by=amina)


def test_nobody_is_given_of_whom_nobody_has_found(asked, ground, amina):
    receiving.check(asked.pk, checked_how="shown", by=amina)
    with pytest.raises(ValidationError) as refusal:
        deciding.decide(asked.pk, proposal=giving(ground), reasons="Skäl.", by=amina)
    assert code_of(refusal) == "nobody"


def test_whom_it_is_about_stands_once_it_is_proposed(decided, told, amina):
    """Another person under the same decision would be given what nobody has weighed."""
    with pytest.raises(ValidationError) as refusal:
        receiving.find(decided.contact_request_id, number=told.help_request.reference, by=amina)
    assert refusal.value.code == "decided"


def test_nothing_is_proposed_on_a_ground_that_is_not_in_force(checked, ground, amina):
    LegalGround.objects.filter(pk=ground.pk).update(
        valid_until=timezone.localdate() - timedelta(days=1)
    )
    with pytest.raises(ValidationError) as refusal:
        deciding.decide(checked.pk, proposal=giving(ground), reasons="Skäl.", by=amina)
    assert code_of(refusal) == "no_ground"


def test_only_a_request_within_reach_is_found(asked, told, bjorn, amina, help_request):
    HelpRequest.objects.filter(pk=help_request.pk).update(unit=bjorn.groups.get())
    with pytest.raises(ValidationError) as refusal:
        receiving.find(asked.pk, number=help_request.reference, by=amina)
    assert code_of(refusal) == "not_found"


def test_a_protected_identity_is_looked_at_twice(checked, ground, amina):
    protecting.protect(checked.help_request_id, by=amina)
    with pytest.raises(ValidationError) as refusal:
        deciding.decide(checked.pk, proposal=giving(ground), reasons="Skäl.", by=amina)
    assert code_of(refusal) == "not_confirmed"
    deciding.decide(checked.pk, proposal=giving(ground, confirmed=True), reasons="Skäl.", by=amina)


def test_what_the_person_has_changed_since_is_decided_anew(confirmed, amina):
    SafeContact.objects.filter(help_request=confirmed.help_request_id).update(revision=7)
    with pytest.raises(ValidationError) as refusal:
        answering.open_details(confirmed.pk, by=amina)
    assert refusal.value.code == "changed"
    with pytest.raises(ValidationError):
        answering.answer(
            confirmed.pk, answered_how="phone", answered_on=timezone.localdate(), by=amina
        )
    row = deciding.decide_anew(confirmed.pk, by=amina)
    assert (row.status, row.decision) == ("checked", None)


def answers(row, by, on=None):
    return answering.answer(
        row.pk, answered_how="phone", answered_on=on or timezone.localdate(), by=by
    )


def test_marked_as_a_protected_identity_since_it_is_decided_anew(confirmed, ground, amina, lena):
    """Nobody has looked twice whether it goes to the right one: it was decided as of anybody."""
    protecting.protect(confirmed.help_request_id, by=amina)
    for deed in (answering.open_details, answers):
        with pytest.raises(ValidationError) as refusal:
            deed(confirmed.pk if deed is answering.open_details else confirmed, by=amina)
        assert refusal.value.code == "protected_since"
    assert not Event.objects.filter(deed="contactrequest.opened").exists()
    row = deciding.decide_anew(confirmed.pk, by=amina)
    again = deciding.decide(
        row.pk, proposal=giving(ground, confirmed=True), reasons="Rätt mottagare.", by=amina
    )
    deciding.confirm(row.pk, decision_pk=again.pk, by=lena)
    assert answering.open_details(row.pk, by=amina).details == {"email": "kim@example.org"}


def test_on_a_ground_that_is_not_in_force_any_more_nothing_is_given(confirmed, ground, amina):
    yesterday = timezone.localdate() - timedelta(days=1)
    LegalGround.objects.filter(pk=ground.pk).update(valid_until=yesterday)
    for deed in (answering.open_details, answers):
        with pytest.raises(ValidationError) as refusal:
            deed(confirmed.pk if deed is answering.open_details else confirmed, by=amina)
        assert refusal.value.code == "ground_gone"


def test_on_a_version_that_was_replaced_since_it_was_decided_nothing_is_given(
    confirmed, ground, amina, lena
):
    newer = _newer(ground)
    with pytest.raises(ValidationError) as refusal:
        answering.open_details(confirmed.pk, by=amina)
    assert refusal.value.code == "ground_gone"
    row = deciding.decide_anew(confirmed.pk, by=amina)
    again = deciding.decide(row.pk, proposal=giving(newer), reasons="Fortfarande.", by=amina)
    deciding.confirm(row.pk, decision_pk=again.pk, by=lena)
    assert answering.open_details(row.pk, by=amina).details == {"email": "kim@example.org"}


def _newer(ground, **fields) -> LegalGround:
    newer = LegalGround.objects.get(pk=ground.pk)
    newer.pk, newer.version, newer.valid_from = None, 2, timezone.localdate()
    for name, value in fields.items():
        setattr(newer, name, value)
    newer.save(force_insert=True)
    return newer


def test_what_we_do_not_hold_is_not_decided_to_be_given(checked, ground, amina):
    """The log would tell the person that their number was given, and there was none."""
    ContactRequest.objects.filter(pk=checked.pk).update(asked=["email", "phone"])
    with pytest.raises(ValidationError) as refusal:
        deciding.decide(
            checked.pk, proposal=giving(ground, items=("email", "phone")), reasons="Skäl.", by=amina
        )
    assert code_of(refusal) == "not_held"
    assert "Telefonnummer" in str(refusal.value.messages)
    assert "E-post" not in str(refusal.value.messages)


def test_it_is_not_answered_before_it_was_decided(confirmed, amina):
    """Nor can an answer be moved into a year whose figures somebody has seen."""
    with pytest.raises(ValidationError) as refusal:
        answers(confirmed, amina, on=timezone.localdate() - timedelta(days=1))
    assert refusal.value.error_dict["answered_on"][0].code == "too_early"
    assert answers(confirmed, amina).status == "answered"


def test_it_is_refused_with_a_reason_and_handed_back_with_one(checked, amina, lena):
    no = Proposal(outcome="refuse", refusal="secrecy")
    first = deciding.decide(checked.pk, proposal=no, reasons="Hot finns.", by=amina)
    deciding.hand_back(checked.pk, decision_pk=first.pk, reason="reasons", by=lena)
    second = deciding.decide(checked.pk, proposal=no, reasons="Hot finns, se noten.", by=amina)
    with pytest.raises(guard.OutOfReach):
        deciding.confirm(checked.pk, decision_pk=first.pk, by=lena)  # not what was shown last
    deciding.confirm(checked.pk, decision_pk=second.pk, by=lena)
    with pytest.raises(ValidationError):
        answering.open_details(checked.pk, by=amina)
    paper = answering.read(checked.pk, by=lena)
    assert [reasons for _decision, reasons in paper.decisions] == [
        "Hot finns.", "Hot finns, se noten.",
    ]  # fmt: skip
    assert paper.whom == WHOM


def test_the_person_sees_it_only_if_they_may(checked, ground, amina, lena):
    for tells in (False, True):
        proposal = giving(ground, tells_person=tells)
        row = an_asking(amina)
        receiving.check(row.pk, checked_how="shown", by=amina)
        receiving.find(row.pk, number=checked.help_request.reference, by=amina)
        proposed = deciding.decide(row.pk, proposal=proposal, reasons="Skäl.", by=amina)
        deciding.confirm(row.pk, decision_pk=proposed.pk, by=lena)
        answering.open_details(row.pk, by=amina)
        answering.answer(row.pk, answered_how="letter", answered_on=timezone.localdate(), by=amina)
        shown = [line.deed for line in accounting.what_happened(checked.subject)]
        assert [deed for deed in shown if deed.startswith("contactrequest.")] == (
            ["contactrequest.give"] if tells else []
        )
        assert accounting.prove(checked.subject).is_complete


def test_an_answer_never_goes_by_ordinary_email(confirmed, amina):
    with pytest.raises(ValidationError) as refusal:
        answering.answer(
            confirmed.pk, answered_how="email", answered_on=timezone.localdate(), by=amina
        )
    assert refusal.value.code == "not_a_choice"


def test_it_stands_in_no_queue_and_on_its_own_pages_alone(at, confirmed, amina, lena):
    for name in ("desk:queue", "desk:mine", "desk:referrals"):
        assert confirmed.reference not in at(amina).get(reverse(name)).content.decode(), name
    assert confirmed.reference in at(amina).get(reverse("desk:contact_requests")).content.decode()
    page = at(amina).get(reverse("desk:contact_request", args=[confirmed.pk])).content.decode()
    paper = at(lena).get(reverse("desk:contact_request_paper", args=[confirmed.pk]))
    details = at(amina).get(reverse("desk:contact_request_details", args=[confirmed.pk]))
    for words in ("kim@example.org", WHOM):
        assert words not in page
    assert WHOM in paper.content.decode()
    assert "kim@example.org" not in paper.content.decode()
    assert "kim@example.org" in details.content.decode()


def test_before_an_answer_is_chosen_nothing_is_asked_for_that_belongs_to_one(at, checked, amina):
    url = reverse("desk:contact_request_decide", args=[checked.pk])
    for outcome, asked_for in (
        ("", {"outcome"}),
        ("refuse", {"refusal"}),
        ("give", {"items", "condition_1", "condition_2"}),
    ):
        page = at(amina).post(url, {"outcome": outcome, "reasons": "Skäl", "draft": ""})
        assert set(page.context["tried"].errors) == asked_for
        assert "(frivilligt)" not in str(page.context["tried"]["refusal"].as_field_group())


def test_what_was_answered_about_another_version_is_asked_anew(at, checked, ground, amina):
    """The list was edited while the page lay open: nobody has read what it asks now."""
    url, worker = reverse("desk:contact_request_decide", args=[checked.pk]), at(amina)
    told = {
        "outcome": "give", "items": ["email"], "reasons": "Skäl.", "ground_pk": ground.pk,
        "condition_1": "met", "condition_2": "met",
    }  # fmt: skip
    newer = _newer(ground, conditions={"sv": "Tre.\nFyra.", "en": "Three.\nFour."})
    page = worker.post(url, told).context["tried"]
    assert set(page.errors) == {"condition_1", "condition_2"}
    assert (page["ground_pk"].value(), page["reasons"].value()) == (str(newer.pk), "Skäl.")
    assert page["items"].value() == ["email"]
    assert not ContactDecision.objects.exists()
    assert worker.post(url, told | {"ground_pk": newer.pk}).status_code == 302
    assert ContactDecision.objects.get().ground == newer


def test_the_way_through_the_pages(at, help_request, ground, amina, lena):
    worker, lead = at(amina), at(lena)
    told = {
        "authority": "police", "way": "phone", "asked": ["email"], "who": "Ek", "whom": "Kim",
        "received_on": timezone.localdate().isoformat(), "their_number": "",
    }  # fmt: skip
    empty = worker.post(reverse("desk:contact_request_new"), told | {"whom": ""})
    assert empty.context["form"].errors["whom"]
    worker.post(reverse("desk:contact_request_new"), told)
    row = ContactRequest.objects.get()

    def post(client, name, **fields):
        return client.post(reverse(f"desk:contact_request_{name}", args=[row.pk]), fields)

    assert post(worker, "check", checked_how="shown").status_code == 302
    assert post(worker, "find", number="nej").status_code == 200
    assert post(worker, "find", number=help_request.reference.lower()).status_code == 302
    missing = post(worker, "decide", outcome="give", items=["email"], reasons="Skäl.")
    assert missing.context["tried"].errors["condition_1"]
    assert "Skäl." in missing.content.decode()
    yes = {"condition_1": "met", "condition_2": "met", "ground_pk": ground.pk}
    answer = post(worker, "decide", outcome="give", items=["email"], reasons="Skäl.", **yes)
    assert answer.status_code == 302
    decision = ContactDecision.objects.get()
    assert post(worker, "confirm", decision_pk=decision.pk).status_code == 403
    assert post(lead, "confirm", decision_pk=decision.pk).status_code == 302
    today = timezone.localdate().isoformat()
    assert post(worker, "answer", answered_how="phone", answered_on=today).status_code == 302
    row.refresh_from_db()
    assert row.status == "answered"


# --- The year ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("counts", "shown", "total"),
    [
        ([], [], 0), ([7, 12], [7, 12], 19), ([4, 12], [None, 12], None), ([0, 9], [0, 9], 9),
        ([1, 1, 1, 1, 1], [None] * 5, None), ([5], [5], 5),
    ],
)  # fmt: skip
def test_a_number_under_five_is_not_shown_nor_worked_out(counts, shown, total):
    assert statistics.safe(counts) == (shown, total)


def test_the_year_counts_what_was_told_by_ground(at, confirmed, ground, amina, lena, clara):
    for number in range(5):
        row = confirmed if number == 0 else _one_more(confirmed, ground, amina, lena)
        answering.answer(row.pk, answered_how="phone", answered_on=timezone.localdate(), by=amina)
    year = timezone.localdate().year
    assert statistics.told_in(year).asked.total == 5
    assert statistics.told_in(year - 1).asked.is_empty
    assert year not in statistics.years(timezone.localdate())  # it has not ended
    with time_machine.travel(f"{year + 1}-02-01 09:00+01:00"):
        page = at(lena).get(reverse("desk:told_to_police"))
    assert (page.status_code, page.context["told"].year) == (200, year)
    assert [number for _label, number in page.context["told"].asked.rows] == [5]
    assert at(amina).get(reverse("desk:told_to_police")).status_code == 403


def test_a_year_that_has_ended_does_not_change(confirmed, ground, amina, lena):
    """Whoever has seen it before would know what was noted since, and of whom perhaps."""
    year = timezone.localdate().year
    with time_machine.travel(f"{year + 1}-01-04 09:00+01:00"):
        before = statistics.told_in(year)
        answers(confirmed, amina, on=date(year, 12, 31))
        assert statistics.told_in(year) == before
        assert [number for _label, number in statistics.told_in(year + 1).asked.rows] == [None]


def _one_more(before, ground, by, lead):
    row = an_asking(by)
    receiving.check(row.pk, checked_how="shown", by=by)
    receiving.find(row.pk, number=before.help_request.reference, by=by)
    proposed = deciding.decide(row.pk, proposal=giving(ground), reasons="Skäl.", by=by)
    return deciding.confirm(row.pk, decision_pk=proposed.pk, by=lead)
