"""Take, weigh, pass on, put back, close."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from audit.guard import OutOfReach
from audit.models import Event, Outgoing
from audit.moves import MoveNotAllowed
from intake.lifecycle import MOVES, Status, moves_open_to
from intake.models import About, AgeBand, HelpRequest, Message, Urgency
from intake.services import raising_concern, reading, triaging
from intake.views import facts
from partners.models import Topic


def fresh(row):
    return HelpRequest.objects.get(pk=row.pk)


def test_whoever_takes_it_has_it(help_request, amina):
    taken = triaging.take(help_request.pk, by=amina)
    assert (taken.status, taken.assigned_to) == (Status.OPEN, amina)
    assert Event.objects.filter(deed="helprequest.take", actor=f"user/{amina.pk}").count() == 1


def test_two_cannot_take_the_same_one(help_request, amina, lena):
    triaging.take(help_request.pk, by=amina)
    with pytest.raises(MoveNotAllowed):
        triaging.take(help_request.pk, by=lena)
    assert fresh(help_request).assigned_to == amina


def test_the_second_one_reads_why(at, page, help_request, amina, lena):
    second = at(lena)
    assert second.get(page("request", help_request)).status_code == 200
    assert at(amina).post(page("take", help_request)).status_code == 302
    response = second.post(page("take", help_request))
    assert response.status_code == 409
    assert fresh(help_request).assigned_to == amina


def test_another_team_takes_nothing(at, page, help_request, bjorn):
    with pytest.raises(OutOfReach):
        triaging.take(help_request.pk, by=bjorn)
    assert at(bjorn).post(page("take", help_request)).status_code == 404
    assert fresh(help_request).status == Status.NEW


def test_put_back_it_is_new_and_nobodys(at, page, taken, amina):
    assert at(amina).post(page("release", taken)).status_code == 302
    assert (fresh(taken).status, fresh(taken).assigned_to) == (Status.NEW, None)


def test_what_a_colleague_has_only_the_lead_puts_back(at, page, help_request, amina, lena):
    triaging.take(help_request.pk, by=lena)
    with pytest.raises(ValidationError):
        triaging.release(help_request.pk, by=amina)
    verbs = {move.verb for move in moves_open_to(amina, fresh(help_request))}
    assert "release" not in verbs
    triaging.release(help_request.pk, by=lena)
    triaging.take(help_request.pk, by=amina)
    assert triaging.release(help_request.pk, by=lena).status == Status.NEW


@pytest.mark.parametrize("status", Status)
def test_every_button_is_a_move_from_here_that_the_role_may_make(status, amina, lena):
    row = HelpRequest(status=status, assigned_to=amina)
    for user in (amina, lena):
        offered = moves_open_to(user, row)
        possible = [m for m in MOVES if m.right and status in m.sources and user.has_perm(m.right)]
        assert offered == possible


def weighed(row, by, **codes):
    codes = {"urgency": row.urgency, "area": row.area} | codes
    return triaging.weigh(row.pk, by=by, **codes)


def test_weighing_sets_codes_and_says_so(taken, amina):
    topic, before = Topic.objects.get(code="economy"), taken.urgency
    row = weighed(taken, amina, topic=topic, urgency=Urgency.PRIORITY, interpreter="so")
    assert (row.topic, row.urgency_rank, row.interpreter) == (topic, 2, "so")
    event = Event.objects.get(deed="helprequest.set")
    assert event.facts["urgency_before"] == before
    assert event.facts["topic"] == "economy"


def test_raised_before_it_is_read_the_promise_is_counted_anew(help_request, amina):
    later = help_request.promised_at + timedelta(days=4)
    HelpRequest.objects.filter(pk=help_request.pk).update(promised_at=later)
    row = weighed(help_request, amina, urgency=Urgency.SAME_DAY)
    assert row.promised_at < later


def test_once_read_or_when_lowered_the_promise_stands(tell, amina):
    urgent, read = tell(urgency=Urgency.PRIORITY).help_request, tell().help_request
    assert weighed(urgent, amina, urgency=Urgency.NORMAL).promised_at == urgent.promised_at
    later = read.promised_at + timedelta(days=4)
    HelpRequest.objects.filter(pk=read.pk).update(promised_at=later)
    reading.read(read.pk, by=amina, purpose="triage")
    assert weighed(read, amina, urgency=Urgency.NOW).promised_at == later


def test_another_teams_area_takes_a_yes_and_then_it_is_theirs(taken, areas, south, amina, bjorn):
    with pytest.raises(ValidationError) as refusal:
        weighed(taken, amina, area=areas["south"])
    assert refusal.value.code == "passes_on"
    assert fresh(taken).area == areas["north"]
    row = weighed(taken, amina, area=areas["south"], pass_on=True)
    assert (row.unit, row.status, row.assigned_to) == (south.group, Status.NEW, None)
    assert list(HelpRequest.objects.visible_to(bjorn)) == [row]
    assert not HelpRequest.objects.visible_to(amina).exists()
    assert Outgoing.objects.filter(to=f"partners.team/{south.pk}").count() == 1
    assert Event.objects.filter(deed="helprequest.pass_on").count() == 1


def test_the_page_asks_once_more_before_passing_on(at, page, taken, areas, south, amina):
    client = at(amina)
    sent = {"urgency": "normal", "area": areas["south"].pk, "interpreter": "so"}
    asked = client.post(page("weigh", taken), sent)
    assert asked.status_code == 200
    assert not asked.context["form"].fields["pass_on"].widget.is_hidden
    assert asked.context["form"]["interpreter"].value() == "so"
    assert fresh(taken).unit != south.group
    client.post(page("weigh", taken), sent | {"pass_on": "on"})
    assert fresh(taken).unit == south.group


def test_weighed_and_taken_in_one_step(help_request, amina, lena):
    """Whoever comes second changes nothing: neither whose it is, nor what it was weighed as."""
    row = weighed(help_request, amina, urgency=Urgency.SAME_DAY, take=True)
    assert (row.status, row.assigned_to) == (Status.OPEN, amina)
    assert Event.objects.filter(deed__in=["helprequest.set", "helprequest.take"]).count() == 2
    with pytest.raises(MoveNotAllowed):
        weighed(help_request, lena, urgency=Urgency.NORMAL, take=True)
    assert (fresh(help_request).urgency, fresh(help_request).assigned_to) == ("same_day", amina)


def test_what_is_passed_on_is_not_taken_along(help_request, areas, south, amina):
    row = weighed(help_request, amina, area=areas["south"], pass_on=True, take=True)
    assert (row.unit, row.status, row.assigned_to) == (south.group, Status.NEW, None)


def test_asked_once_more_it_is_still_taken_by_the_same_button(at, page, help_request, amina):
    """Whoever corrects something on the next page finds both buttons there."""
    answered = at(amina).post(page("weigh", help_request), {"urgency": "", "take": "yes"})
    assert 'name="take"' in answered.content.decode()
    assert fresh(help_request).status == Status.NEW


def test_what_has_ended_is_not_weighed(taken, amina):
    triaging.close(taken.pk, reason="advised", children="none", by=amina)
    with pytest.raises(ValidationError):
        weighed(taken, amina, urgency=Urgency.NOW)


def test_closed_with_a_reason_and_a_time(taken, amina):
    row = triaging.close(taken.pk, reason="not_ours", children="none", by=amina)
    assert (row.status, row.close_reason) == (Status.CLOSED, "not_ours")
    assert row.closed_at <= timezone.now()
    assert Event.objects.get(deed="helprequest.close").facts["reason"] == "not_ours"


def test_advised_and_closed_in_one_step(at, page, taken, amina):
    words = "Ring Skuldhjälpen, de hjälper gratis."
    sent = {"reason": "advised", "children": "none", "text": words}
    assert at(amina).post(page("close", taken), sent).status_code == 302
    assert fresh(taken).status == Status.CLOSED
    assert Message.objects.get().writer == "us"
    lines = Event.objects.filter(deed__startswith="helprequest.").order_by("pk")
    deeds = list(lines.values_list("deed", flat=True))
    assert deeds[-2:] == ["helprequest.answer", "helprequest.close"]


def test_it_is_not_closed_untaken(help_request, amina):
    with pytest.raises(MoveNotAllowed):
        triaging.close(help_request.pk, reason="advised", children="none", by=amina)


@pytest.mark.parametrize(
    "codes",
    [
        {"about": About.SELF, "age_band": AgeBand.FROM_12},
        {"about": About.FAMILY, "age_band": AgeBand.UNKNOWN},
        {"about": About.SELF, "story": "Jag tror att barnet får stryk hemma."},  # it sounds so
    ],
)
def test_where_it_may_be_a_child_somebody_says_that_they_suspect_no_harm(
    at, page, tell, amina, codes
):
    row = triaging.take(tell(**codes).help_request.pk, by=amina)
    with pytest.raises(ValidationError):
        triaging.close(row.pk, reason="advised", children="none", by=amina)
    client = at(amina)
    typed = {"reason": "advised", "text": "Ett långt svar som inte får försvinna."}
    refused = client.post(page("close", row), typed)
    assert refused.context["form"].has_error("no_suspicion")
    assert typed["text"] in refused.content.decode()
    assert not Message.objects.exists()
    client.post(page("close", row), typed | {"no_suspicion": "on"})
    event = Event.objects.get(deed="helprequest.close")
    assert (event.actor, event.facts["no_suspicion"]) == (f"user/{amina.pk}", 1)
    row.refresh_from_db()
    assert row.no_suspicion_by == amina
    assert amina.name in dict(facts.of(row)).values()


def test_nothing_can_be_done_with_what_was_handed_over(taken, amina, rut):
    raising_concern.hand_over(taken.pk, concern="Barnet är rädd.", by=amina)
    for deed in (triaging.take, triaging.release):
        with pytest.raises(OutOfReach):
            deed(taken.pk, by=amina)
        with pytest.raises(MoveNotAllowed):
            deed(taken.pk, by=lead_of(rut))


def lead_of(rut):
    rut.role = "team_lead"
    return rut


def test_whoever_takes_and_weighs_it_is_told_so(at, page, help_request, amina):
    client = at(amina)
    for name, answers, said in [
        ("take", {}, f"{help_request.reference} är din nu."),
        ("weigh", {"urgency": "priority"}, "Din bedömning är sparad."),
    ]:
        shown = client.post(page(name, help_request), answers, follow=True)
        assert [str(one) for one in shown.context["messages"]] == [said]
