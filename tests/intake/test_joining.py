"""Two requests about the same thing: worked with as one, and no sender loses code or answer."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from audit.guard import OutOfReach, place_of
from audit.models import Event, Outgoing
from audit.moves import MoveNotAllowed
from intake import tickets
from intake.lifecycle import Status
from intake.models import HelpRequest, RequestLink
from intake.services import (
    admitting,
    answering,
    conflicting,
    conversing,
    erasing,
    joining,
    offering,
    planning,
    protecting,
    raising_concern,
    reading,
    triaging,
)
from referrals.services import withdrawing
from tests.referrals.conftest import a_draft


def fresh(row):
    return HelpRequest.objects.get(pk=row.pk)


def writes(told, text="En sak till."):
    return conversing.write(admitting.admit(told.code), text=text, ticket=tickets.new())


def thread_of(told):
    return conversing.read_thread(admitting.admit(told.code))


@pytest.fixture
def again(tell, areas, amina):
    """Somebody has written about the same thing; amina has it and has read it."""
    told = tell(area=areas["north"], story="Det gäller samma sak.")
    triaging.take(told.help_request.pk, by=amina)
    reading.read(told.help_request.pk, by=amina, purpose="triage")
    return told


@pytest.fixture
def joined(again, taken, amina):
    return joining.join(again.help_request.pk, reference=taken.reference, by=amina)


def refused_with(code, *args, field="reference", **told):
    with pytest.raises(ValidationError) as refusal:
        joining.join(*args, **told)
    found = refusal.value
    return code == (found.error_dict[field][0].code if hasattr(found, "error_dict") else found.code)


def test_the_joined_one_points_to_the_one_that_leads_and_is_in_no_queue(joined, taken, amina):
    assert (joined.status, joined.joined_to, joined.assigned_to) == (Status.JOINED, taken, None)
    assert list(HelpRequest.objects.waiting()) == [taken]
    assert [row.pk for row in planning.rows_of(place_of(amina))] == [taken.pk]
    assert Event.objects.get(deed="helprequest.join").facts["lead"] == str(taken.pk)


def test_each_code_opens_its_own_conversation_and_nothing_of_the_other(joined, again, told, amina):
    answering.answer(joined.pk, text="Svar till den andra.", by=amina)
    first, second = thread_of(told), thread_of(again)
    assert [one.text for one in first.said] == ["Jag kan inte betala hyran."]
    assert [one.text for one in second.said] == ["Det gäller samma sak.", "Svar till den andra."]


def test_the_sender_reads_that_we_work_on_it_and_nothing_of_another_request(
    joined, again, taken, amina, client
):
    client.post(reverse("mailbox:enter"), {"code": again.code})
    for page in ("mailbox:thread", "mailbox:so_far", "mailbox:who"):
        text = client.get(reverse(page)).content.decode()
        assert taken.reference not in text
        assert str(Status.JOINED.label) not in text
        assert "Joined" not in text
    assert 'data-status="open"' in client.get(reverse("mailbox:thread")).content.decode()
    answering.answer(joined.pk, text="Vi har ordnat det.", by=amina)
    triaging.close(taken.pk, reason="advised", children="none", by=amina)
    assert 'data-status="closed"' in client.get(reverse("mailbox:thread")).content.decode()


def test_a_word_may_go_along_into_their_own_conversation(again, taken, amina):
    joining.join(
        again.help_request.pk, reference=taken.reference, text="Tack, vi har läst.", by=amina
    )
    assert thread_of(again).said[-1].text == "Tack, vi har läst."
    assert fresh(again.help_request).status == Status.JOINED


def test_the_one_that_leads_is_not_closed_before_the_other_has_an_answer(joined, taken, amina):
    with pytest.raises(ValidationError) as refusal:
        triaging.close(taken.pk, reason="advised", children="none", by=amina)
    assert refusal.value.code == "joined_unanswered"
    answering.answer(joined.pk, text="Vi har ordnat det.", by=amina)
    closed = triaging.close(taken.pk, reason="advised", children="none", by=amina)
    assert closed.status == Status.CLOSED


def test_whoever_writes_again_is_not_left_behind_the_other(joined, again, taken, amina):
    writes(again)
    row = fresh(joined)
    assert (row.status, row.assigned_to, row.joined_to) == (Status.OPEN, amina, None)
    assert [one.next for one in planning.rows_of(place_of(amina))][0] == planning.Next.HEAR
    assert RequestLink.objects.get().reason is None  # they were joined once
    told = Outgoing.objects.filter(notice="intake.PERSON_WROTE")
    assert told.get().to == f"accounts.user/{amina.pk}"


def test_where_nobody_has_the_other_it_comes_back_to_the_queue(joined, again, taken, amina):
    triaging.release(taken.pk, by=amina)
    writes(again)
    row = fresh(joined)
    assert (row.status, row.assigned_to, row.first_read_at) == (Status.NEW, None, None)
    assert row in HelpRequest.objects.waiting()


def test_it_also_comes_back_when_the_one_that_leads_has_ended(joined, again, taken, amina):
    answering.answer(joined.pk, text="Vi har ordnat det.", by=amina)
    triaging.close(taken.pk, reason="advised", children="none", by=amina)
    writes(again)
    assert fresh(joined).status == Status.NEW
    assert fresh(taken).status == Status.CLOSED


def test_what_the_leading_sender_takes_back_takes_nobody_else_back(joined, told, taken):
    withdrawing.take_back_request(admitting.admit(told.code))
    assert fresh(taken).status == Status.CLOSED
    assert fresh(joined).status == Status.NEW


def test_a_joined_one_may_be_taken_back_by_its_own_sender(joined, again, taken):
    withdrawing.take_back_request(admitting.admit(again.code))
    row = fresh(joined)
    assert (row.status, row.joined_to) == (Status.CLOSED, None)
    assert fresh(taken).status == Status.OPEN


def test_a_mistake_is_undone_while_nothing_new_has_happened(joined, amina, taken):
    row = joining.take_apart(joined.pk, by=amina)
    assert (row.status, row.assigned_to, row.joined_to) == (Status.OPEN, amina, None)
    assert row in HelpRequest.objects.waiting()
    with pytest.raises(MoveNotAllowed):
        joining.take_apart(joined.pk, by=amina)


def test_what_has_ended_together_is_not_taken_apart(joined, taken, amina):
    answering.answer(joined.pk, text="Vi har ordnat det.", by=amina)
    triaging.close(taken.pk, reason="advised", children="none", by=amina)
    with pytest.raises(ValidationError) as refusal:
        joining.take_apart(joined.pk, by=amina)
    assert refusal.value.code == "too_late"


def test_nobody_joins_what_they_have_not_read(tell, areas, taken, amina, again):
    new = tell(area=areas["north"]).help_request
    assert refused_with("unread", new.pk, reference=taken.reference, by=amina)
    writes(again)
    assert refused_with("unread", again.help_request.pk, reference=taken.reference, by=amina)


def test_a_number_out_of_reach_is_answered_as_one_that_does_not_exist(
    again, amina, tell, areas, south
):
    theirs = tell(area=areas["south"]).help_request
    for reference in (theirs.reference, "A2B-3C4"):
        pk = again.help_request.pk
        assert refused_with("no_such_request", pk, reference=reference, by=amina)
    assert refused_with(
        "itself", again.help_request.pk, reference=again.help_request.reference, by=amina
    )


def test_there_are_no_chains(joined, taken, again, tell, areas, amina):
    third = tell(area=areas["north"]).help_request
    reading.read(third.pk, by=amina, purpose="triage")
    assert refused_with("follows", third.pk, reference=joined.reference, by=amina)
    reading.read(taken.pk, by=amina, purpose="triage")
    assert refused_with("leads", taken.pk, reference=third.reference, by=amina)


def test_what_has_ended_or_is_anothers_cannot_lead_or_follow(again, taken, amina, lena, south):
    pk = again.help_request.pk
    triaging.release(pk, by=amina)
    triaging.take(pk, by=lena)
    assert refused_with("somebody_elses", pk, reference=taken.reference, by=amina)
    triaging.close(taken.pk, reason="advised", children="none", by=amina)
    assert refused_with("ended", pk, reference=taken.reference, by=lena)


def test_what_is_another_teams_does_not_lead(again, tell, areas, south, amina):
    """Also where whoever joins belongs to both: one team would work where another one looks."""
    amina.groups.add(south.group)
    theirs = tell(area=areas["south"]).help_request
    assert refused_with("other_team", again.help_request.pk, reference=theirs.reference, by=amina)


def test_because_of_what_something_runs_that_must_lead(again, taken, youth_centre, amina):
    a_draft(again.help_request, youth_centre, amina)
    pk = again.help_request.pk
    assert refused_with("runs", pk, reference=taken.reference, by=amina)


def test_the_more_urgent_of_the_two_decides(again, taken, amina):
    row = again.help_request
    triaging.weigh(row.pk, urgency="same_day", area=row.area, by=amina)
    joining.join(row.pk, reference=taken.reference, by=amina)
    assert (fresh(taken).urgency, fresh(taken).urgency_rank) == ("same_day", 1)


def test_a_child_in_the_joined_one_is_not_forgotten_when_the_other_is_closed(
    tell, areas, taken, amina
):
    about_child = tell(area=areas["north"], about="family", age_band="under_12").help_request
    reading.read(about_child.pk, by=amina, purpose="triage")
    assert not taken.touches_a_child
    joining.join(about_child.pk, reference=taken.reference, text="Tack.", by=amina)
    with pytest.raises(ValidationError) as refusal:
        triaging.close(taken.pk, reason="advised", children="none", by=amina)
    assert "no_suspicion" in refusal.value.error_dict
    row = triaging.close(taken.pk, reason="advised", no_suspicion=True, by=amina)
    assert row.no_suspicion_by == amina


def test_handed_over_as_a_concern_both_go_words_and_all(joined, taken, amina, rut, at, again):
    report = raising_concern.hand_over(taken.pk, concern="Oro för barnet.", by=amina)
    _row, words, _judged = reading.read_concern(report.pk, by=rut, purpose="concern")
    assert "Jag kan inte betala hyran." in words["concern"]
    assert "Det gäller samma sak." in words["concern"]
    row = fresh(joined)
    assert (row.status, row.unit) == (Status.HANDED_OVER, rut.groups.get(team__kind="reception"))
    with pytest.raises(OutOfReach):
        reading.read(joined.pk, by=amina, purpose="triage")
    writes(again)
    assert fresh(joined).status == Status.HANDED_OVER


def test_both_go_to_another_team_together(joined, taken, amina, bjorn, south):
    asked = offering.offer(taken.pk, receiver=south, by=amina)
    offering.accept(asked.pk, by=bjorn)
    assert fresh(joined).unit == south.group


def test_whoever_is_related_to_one_reaches_neither(joined, taken, again, amina, lena):
    conflicting.declare(taken.pk, by=lena)
    assert not HelpRequest.objects.visible_to(lena).filter(pk=joined.pk).exists()


def test_whoever_was_related_before_is_so_to_both(again, taken, amina, lena):
    conflicting.declare(again.help_request.pk, by=lena)
    joining.join(again.help_request.pk, reference=taken.reference, by=amina)
    assert not HelpRequest.objects.visible_to(lena).filter(pk=taken.pk).exists()


def test_what_somebody_has_who_is_related_to_the_other_is_left_with_nobody(
    again, taken, amina, lena
):
    """They reach it no more, so it is no more theirs: it waits in the queue for a colleague."""
    row = again.help_request
    conflicting.declare(row.pk, by=lena)
    triaging.release(taken.pk, by=amina)
    triaging.take(taken.pk, by=lena)
    joining.join(row.pk, reference=taken.reference, by=amina)
    assert (fresh(taken).status, fresh(taken).assigned_to) == (Status.NEW, None)
    assert fresh(taken) in HelpRequest.objects.waiting().visible_to(amina)


def test_a_protected_identity_covers_both_and_joins_only_its_like(joined, taken, amina, lena):
    protecting.protect(joined.pk, by=amina)
    assert fresh(taken).is_protected
    assert not HelpRequest.objects.visible_to(lena).filter(pk__in=[joined.pk, taken.pk]).exists()
    assert HelpRequest.objects.visible_to(amina).filter(pk__in=[joined.pk, taken.pk]).count() == 2


def test_a_protected_one_is_not_joined_to_an_open_one(again, taken, amina):
    protecting.protect(again.help_request.pk, by=amina)
    pk = again.help_request.pk
    assert refused_with("protected", pk, reference=taken.reference, by=amina)


def test_it_is_not_erased_while_the_one_that_leads_is_under_way(joined, taken):
    (still,) = erasing.in_the_way(joined)
    assert taken.reference in still


def test_the_database_knows_no_joined_one_without_one_that_leads(taken):
    with pytest.raises(IntegrityError), transaction.atomic():
        HelpRequest.objects.filter(pk=taken.pk).update(joined_to=taken.pk)


def test_the_page_joins_says_what_was_wrong_and_takes_apart(at, page, again, taken, amina):
    client, row = at(amina), again.help_request
    wrong = client.post(page("join", row), {"reference": "X9X-9X9", "text": "Tack för brevet."})
    assert wrong.context["form"].has_error("reference")
    assert "Tack för brevet." in wrong.content.decode()
    done = client.post(page("join", row), {"reference": taken.reference.lower(), "text": ""})
    assert done.url == page("request", taken)
    assert row.reference in client.get(done.url).content.decode()
    shown = client.get(page("request", row)).content.decode()
    assert taken.reference in shown
    assert "take-apart" in shown
    assert "Avslutad" not in shown
    assert client.post(page("take_apart", row)).url == page("request", row)
    assert fresh(row).status == Status.OPEN
