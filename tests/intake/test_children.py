"""Talks with a child, and what each guardian may be shown: explicit, sealed, never by itself."""

from datetime import timedelta
from itertools import product

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from audit import trail
from audit.guard import OutOfReach
from audit.models import Event
from intake.models import (
    ChildTalk,
    Decides,
    GuardianAccess,
    Harm,
    Heard,
    MayBeShown,
)
from intake.services import (
    agreeing,
    deciding_on_guardians,
    erasing,
    extracting,
    reading_children,
    talking_with_child,
)
from intake.services.extracting import Section
from partners.models import Mode, OpenService, ServiceKind
from tests.stage import cast

SAID = "Mamma gråter på nätterna."
WHY = "Hon ville ha sin bror där."
TALK = {
    "form": "meeting", "place": "school", "present": ["alone"], "interpreted": "independent",
    "told": ["why", "duty"], "understood": "yes", "said": SAID,
}  # fmt: skip
REASONS = "Flickan är rädd för sin far."
DECISION = {
    "guardian": "first", "decides": "yes", "harm": "none", "heard": "agrees", "shown": ["story"],
    "reasons": REASONS,
}  # fmt: skip
ALL = [part.value for part in MayBeShown]


def note(row, by, **more) -> ChildTalk:
    told = {"held_on": timezone.localdate()} | TALK | more
    return talking_with_child.note_talk(row.pk, by=by, **told)


def decide(row, by, **more) -> GuardianAccess:
    return deciding_on_guardians.decide(row.pk, by=by, **DECISION | more)


def code_of(refusal) -> tuple:
    ((field, errors),) = refusal.value.error_dict.items()
    return field, errors[0].code


@cast
def talked(taken, amina):
    note(taken, amina)
    decide(taken, amina)
    return taken


# --- Talks ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("more", "refused"),
    [
        ({"present": []}, ("present", "who")),
        ({"present": ["alone", "guardian"]}, ("present", "alone_or_not")),
        ({"present": ["guardian"]}, ("why_not_alone", "say_why")),
        ({"present": ["partner", "professional"]}, ("why_not_alone", "say_why")),
        ({"interpreted": "dependent"}, ("why_not_alone", "say_why")),
        ({"place": "no_place"}, ("place", "place")),
        ({"form": "phone"}, ("place", "place")),
        ({"held_on": timezone.localdate() + timedelta(days=1)}, ("held_on", "not_yet")),
    ],
)  # fmt: skip
def test_a_talk_says_who_was_there_and_where(taken, amina, more, refused):
    with pytest.raises(ValidationError) as refusal:
        note(taken, amina, **more)
    assert code_of(refusal) == refused
    assert not ChildTalk.objects.exists()


@pytest.mark.parametrize(
    ("more", "is_independent"),
    [
        ({}, True), ({"present": ["professional", "chosen"]}, True),
        ({"present": ["relative"], "why_not_alone": WHY}, False),
        ({"interpreted": "dependent", "why_not_alone": WHY}, False),
    ],
)  # fmt: skip
def test_family_beside_the_child_is_said_and_seen(taken, amina, at, page, more, is_independent):
    row = note(taken, amina, **more)
    assert row.is_independent is is_independent
    shown = at(amina).get(page("children", taken)).content.decode()
    assert ("ds-tag" in shown.partition('data-test="child-talks"')[2]) is not is_independent


def test_the_list_has_no_words_and_words_open_for_a_purpose(talked, amina, at, page):
    desk = at(amina)
    listed = desk.get(page("children", talked)).content.decode()
    assert SAID not in listed
    assert REASONS not in listed
    assert desk.get(page("children_words", talked)).status_code == 302
    opened = desk.post(
        page("open", talked), {"purpose": "follow_up", "part": "children"}, follow=True
    ).content.decode()
    assert SAID in opened
    assert REASONS in opened
    line = Event.objects.filter(deed="helprequest.opened").latest("pk")
    assert line.purpose == "follow_up"
    assert any("childtalk" in place for place in line.facts["opened"])


def test_what_was_typed_comes_back(talked, amina, at, page):
    told = TALK | {"held_on": "2026-01-08", "present": ["guardian"], "said": "Något helt nytt."}
    refused = at(amina).post(page("child_talk", talked), told)
    assert refused.context["form"].has_error("why_not_alone")
    assert "Något helt nytt." in refused.content.decode()
    assert ChildTalk.objects.count() == 1


def test_the_database_keeps_no_silent_interpreter_of_the_family(talked):
    for wrong in ({"is_independent": False}, {"interpreted": "dependent"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            ChildTalk.objects.update(**wrong)


# --- What guardians may be shown ------------------------------------------------------------------


def is_lawful(decides, harm, heard, shown) -> bool:
    """The rule once more, by hand (OSL 12:2–3)."""
    if not shown:
        return True
    if harm == "all" or (harm == "parts" and len(shown) == len(ALL)):
        return False
    return decides != "no" or heard == "agrees"


def test_every_decision_is_as_the_law_has_it(taken, amina):
    """Every answer with every other: 81 of them."""
    for decides, harm, heard, shown in product(Decides, Harm, Heard, ([], ["story"], ALL)):
        told = {"decides": decides, "harm": harm, "heard": heard, "shown": shown}
        if is_lawful(**told):
            assert decide(taken, amina, **told).gives_nothing is (not shown)
            continue
        with pytest.raises(ValidationError) as refusal:
            decide(taken, amina, **told)
        assert code_of(refusal)[0] == "shown", told


def test_without_a_decision_no_guardian_is_shown_anything(taken, amina):
    for guardian, part in product(("first", "second", "only"), ALL):
        assert not deciding_on_guardians.is_given(taken, guardian, part)
    decide(taken, amina)
    assert deciding_on_guardians.is_given(taken, "first", "story")
    assert not deciding_on_guardians.is_given(taken, "first", "child")
    assert not deciding_on_guardians.is_given(taken, "second", "story")


def test_decided_anew_the_latest_counts_and_the_first_is_kept(talked, amina):
    decide(talked, amina, shown=[])
    first, second = GuardianAccess.objects.order_by("decided_at")
    assert (first.ended_by, second.ended_at) == (amina, None)
    assert not deciding_on_guardians.is_given(talked, "first", "story")


def test_taken_back_it_ends_at_once_and_once(talked, amina, at, page, bjorn):
    row = GuardianAccess.objects.get()
    with pytest.raises(OutOfReach):
        deciding_on_guardians.take_back(row.pk, by=bjorn)
    assert at(amina).post(page("guardian_take_back", row)).status_code == 302
    assert not deciding_on_guardians.is_given(talked, "first", "story")
    with pytest.raises(ValidationError):
        deciding_on_guardians.take_back(row.pk, by=amina)
    lines = Event.objects.filter(deed__contains="guardian").values_list("deed", "decision")
    assert set(lines) == {
        ("helprequest.decide_guardian", "allowed"), ("helprequest.take_guardian_back", "allowed"),
    }  # fmt: skip


def test_nobody_is_both_the_only_guardian_and_one_of_two(talked, amina):
    with pytest.raises(ValidationError) as refusal:
        decide(talked, amina, guardian="only")
    assert code_of(refusal) == ("guardian", "one_or_two")


@pytest.mark.parametrize(("second", "warns"), [(["story"], False), ([], True), (["child"], True)])
def test_guardians_who_are_not_shown_the_same_are_seen(talked, amina, at, page, second, warns):
    decide(talked, amina, guardian="second", shown=second)
    assert deciding_on_guardians.disagree(talked) is warns
    assert at(amina).get(page("children", talked)).context["disagree"] is warns


def test_guardians_who_say_yes_and_no_to_a_service_disagree(taken, amina, house):
    ServiceKind.objects.create(code="advice_talks", paragraph="SoL 11:5", valid_from="2025-07-01")
    today = timezone.localdate()
    service = OpenService.objects.create(
        kind="advice_talks", name={"sv": "Samtal"}, mode=Mode.ADVICE, provider=house, talks=2,
        decision_number="SN 2025/238", decided_on=today, valid_from=today,
    )  # fmt: skip
    for who, says_yes, disagree in (("first", True, False), ("second", False, True)):
        agreeing.note_answer(
            taken.pk, open_service=service, who=who, says_yes=says_yes, given_how="written",
            said_on=today, by=amina,
        )  # fmt: skip
        assert deciding_on_guardians.disagree(taken) is disagree


def test_the_database_keeps_no_decision_that_harms(talked):
    for wrong in ({"harm": "all"}, {"decides": "no", "heard": "opposes"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            GuardianAccess.objects.update(**wrong)


# --- With the rest of the house -------------------------------------------------------------------


def test_what_may_be_shown_are_the_headings_of_an_extract():
    never = {Section.CONTACT, Section.WEIGHED}
    assert {part.value for part in MayBeShown} == {one.value for one in set(Section) - never}


def test_all_of_it_is_in_an_extract_and_goes_with_the_request(talked, amina):
    sections = [part.section for part in extracting.parts_of(talked, "sender")]
    assert {Section.CHILD, Section.WEIGHED} <= set(sections)
    assert len(erasing.words_of(talked)["children"]) == 2
    reading_children.read(talked.pk, purpose="triage", by=amina)
    erasing.close(talked)
    trail.act(lambda: erasing.clear(talked, by=amina))()
    assert bytes(ChildTalk.objects.get().said) == erasing.NOTHING
    assert bytes(GuardianAccess.objects.get().reasons) == erasing.NOTHING
