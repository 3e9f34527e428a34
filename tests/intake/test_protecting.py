"""A protected identity is reached by name, masked everywhere else, and never cleared silently."""

import re
from datetime import timedelta

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from audit import guard, signs, trail
from audit.models import Event, Outgoing
from audit.services import accounting
from intake import statistics
from intake.lifecycle import Status
from intake.models import ConcernReport, HelpRequest, Message
from intake.services import (
    answering,
    assigning,
    breaking_glass,
    protecting,
    raising_concern,
    reading,
    reconciling,
    registering,
    triaging,
)
from intake.tickets import new
from partners.models import Topic
from tests.conftest import _person


@pytest.fixture
def berit(house, north):
    """One more of the team, who is not named."""
    return _person("berit", "social_worker", house, [north])


@pytest.fixture
def protected(taken, amina):
    """Amina has it, and has marked it."""
    return protecting.protect(taken.pk, by=amina)


WHERE = {
    "address", "addresses", "adress", "street", "postal", "post", "postcode", "zip", "city",
    "latitude", "longitude", "coordinates", "home", "lives",
}  # fmt: skip


def reaches(user, model=HelpRequest) -> bool:
    return model.objects.visible_to(user).exists()


def heads(user) -> list:
    return list(HelpRequest.objects.first_visible(guard.place_of(user), "pk", most=9))


def told(notice) -> set[str]:
    return set(Outgoing.objects.filter(notice=f"intake.{notice}").values_list("to", flat=True))


# --- Who reaches it -------------------------------------------------------------------------------


def test_only_who_marks_it_and_who_has_it_reach_it(taken, amina, berit, lena):
    protecting.protect(taken.pk, by=berit)
    assert (reaches(amina), reaches(berit), reaches(lena)) == (True, True, False)
    assert (heads(amina), heads(lena)) == ([taken], [])


def test_a_colleague_of_the_team_finds_it_nowhere(at, page, protected, amina, berit):
    client = at(berit)
    assert protected.reference not in client.get(page("queue")).content.decode()
    assert statistics.pulse(guard.place_of(berit)).waiting == 0
    for name in ("request", "open", "weigh", "protect", "related", "request_referrals"):
        assert client.get(page(name, protected)).status_code == 404, name
    found = client.post(reverse("desk:find"), {"reference": protected.reference})
    assert found.status_code == 404
    assert at(amina).get(page("request", protected)).status_code == 200


def test_what_was_lent_before_is_taken_back(taken, south, amina, bjorn):
    lend(taken, south.group, amina)
    assert reaches(bjorn)
    protecting.protect(taken.pk, by=amina)
    assert not reaches(bjorn)


@trail.act
def lend(row, group, by):
    guard.grant(group, row, by=by, source="cover", until=timezone.now() + timedelta(days=1))


def test_a_lead_names_somebody_without_reaching_it(protected, lena, bjorn):
    protecting.name(protected.pk, user_pk=bjorn.pk, by=lena)
    assert reaches(bjorn)
    assert not reaches(lena)
    event = Event.objects.filter(deed="guard.grant").latest("pk")
    assert (event.actor, event.facts["source"]) == (f"user/{lena.pk}", "protection.name")
    assert told("NAMED") == {f"accounts.user/{bjorn.pk}"}


def test_only_a_lead_names(protected, amina, berit):
    with pytest.raises(guard.Refused):
        protecting.name(protected.pk, user_pk=berit.pk, by=amina)
    assert not reaches(berit)


def test_a_lead_of_another_team_neither_sees_nor_names(house, protected, south, lena):
    ludde = _person("ludde", "team_lead", house, [south])
    assert not HelpRequest.shielded.visible_to(ludde).exists()
    with pytest.raises(guard.OutOfReach):
        protecting.name(protected.pk, user_pk=ludde.pk, by=ludde)


def test_in_a_team_that_nobody_leads_any_lead_names(house, protected, south):
    ludde = _person("ludde", "team_lead", house, [south])
    protecting.name(protected.pk, user_pk=ludde.pk, by=ludde)
    assert reaches(ludde)


def test_who_cannot_read_or_is_related_is_not_named(protected, amina, lena, loke, clara, berit):
    guard_row = HelpRequest.objects.get()
    guard_row.conflicts.create(user=berit)
    for who in (loke, clara, berit):
        with pytest.raises(ValidationError):
            protecting.name(protected.pk, user_pk=who.pk, by=lena)
    assert protecting.named(protected) == [amina]


def test_who_is_no_longer_named_no_longer_reaches_it_and_gives_it_back(protected, amina, lena):
    protecting.unname(protected.pk, user_pk=amina.pk, by=lena)
    row = HelpRequest.objects.get()
    assert not reaches(amina)
    assert (row.status, row.assigned_to) == (Status.NEW, None)


def test_it_is_given_only_to_somebody_named(protected, amina, lena, berit):
    protecting.name(protected.pk, user_pk=lena.pk, by=lena)
    assert assigning.colleagues(protected) == [amina, lena]
    with pytest.raises(ValidationError):
        assigning.give_to(protected.pk, colleague=berit, by=lena)


# --- The masked line ------------------------------------------------------------------------------


def test_the_lead_sees_reference_and_urgency_and_nothing_else(at, page, tell, areas, amina, lena):
    topic = Topic.objects.get(code="economy")
    row = tell(story="Hemligt.", area=areas["north"], topic=topic, age_band="under_12").help_request
    protecting.protect(row.pk, by=amina)
    seen = at(lena).get(page("protected")).content.decode()
    table = re.search(r'<table.*?data-test="protected".*?</table>', seen, re.DOTALL)[0]
    assert row.reference in table
    for hidden in ("Hemligt", "Ekonomi", "North", row.get_age_band_display()):
        assert hidden not in table, hidden
    assert at(lena).get(page("request", row)).status_code == 404
    assert at(amina).get(page("protected")).status_code == 403


def test_what_nobody_reaches_stands_out_and_the_lead_is_told(at, page, house, lena, stina, north):
    answer = registering.register(by=stina, **_registered())
    assert protecting.named(answer.help_request) == []
    assert told("PROTECTED") == {f"accounts.user/{lena.pk}"}
    lines = at(lena).get(page("protected")).context["lines"]
    assert [(row, people) for row, _name, people in lines] == [(answer.help_request, [])]


def _registered(**more) -> dict:
    return {
        "ticket": new(), "story": "Vill ha hjälp.", "about": "pupil", "age_band": "unknown",
        "with_person": False, "no_suspicion": True, "is_protected": True, **more,
    }  # fmt: skip


def test_who_of_ours_records_it_is_named(north, amina, lena):
    answer = registering.record(
        by=amina, ticket=new(), story="Ringde.", about="self", age_band="unknown",
        channel="phone_note", is_protected=True,
    )  # fmt: skip
    assert protecting.named(answer.help_request) == [amina]
    assert not reaches(lena)


def test_the_forms_ask_for_it(at, page, north, amina, stina):
    body = {
        "ticket": new(), "story": "Ringde.", "about": "self", "age_band": "unknown",
        "channel": "phone_note", "way": "none", "is_protected": "on",
    }  # fmt: skip
    assert at(amina).post(page("record"), body).status_code == 200
    assert HelpRequest.objects.get().is_protected


def test_in_the_lists_of_who_reaches_it_topic_area_and_age_are_masked(at, page, tell, areas, amina):
    topic = Topic.objects.get(code="economy")
    row = tell(area=areas["north"], topic=topic).help_request
    triaging.take(row.pk, by=amina)
    protecting.protect(row.pk, by=amina)
    for name in ("queue", "mine"):
        (shown,) = at(amina).get(page(name)).context["page"].object_list
        assert (shown.topic, shown.area, shown.age_band) == (None, None, "unknown"), name
    place = guard.place_of(amina)
    assert statistics.pulse(place).areas == []
    assert statistics.pulse(place).waiting == 1
    area = {"area": areas["north"].pk}
    assert not at(amina).get(page("queue"), area).context["page"].object_list
    assert HelpRequest.objects.get().topic == topic


def test_the_log_tells_neither_topic_nor_area(protected, areas, amina):
    topic = Topic.objects.get(code="economy")
    triaging.weigh(protected.pk, urgency="priority", topic=topic, area=areas["north"], by=amina)
    facts = Event.objects.get(deed="helprequest.set").facts
    assert facts["urgency"] == "priority"
    assert {"topic", "area"}.isdisjoint(facts)


def test_no_notice_says_anything_of_it(protected, lena, bjorn):
    protecting.name(protected.pk, user_pk=bjorn.pk, by=lena)
    posted = [set(event.facts) for event in Event.objects.filter(deed="outbox.post")]
    assert {"notice", "to"} in posted
    assert all(facts == {"notice", "to"} for facts in posted)


def test_no_model_has_a_place_for_where_somebody_lives():
    """Safe contact is the only way to reach anybody; a postal address has no column at all."""
    found = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if WHERE & set(field.name.split("_"))
    }
    # Of machines on the net, the e-mail of whoever signs in, and where a service is found.
    assert found == {
        "api.MachineToken.addresses", "account.EmailConfirmation.email_address",
        "partners.Service.address", "partners.Service.address_is_hidden",
        "partners.Service.city", "partners.Service.postal_code",
    }  # fmt: skip


# --- Each view is reviewed ------------------------------------------------------------------------


def test_every_view_carries_the_fact_that_has_it_reviewed(at, page, protected, amina):
    at(amina).get(page("request", protected))
    reading.read(protected.pk, by=amina, purpose="triage")
    seen = Event.objects.filter(deed__in=["helprequest.seen", "helprequest.opened"])
    assert [event.facts["protected"] for event in seen] == [1] * len(seen)
    assert {event.deed for event in seen} == {"helprequest.seen", "helprequest.opened"}
    around = signs.Surroundings(is_at_work=lambda *_any: True)
    assert all(signs.SIGNS["protected"].holds(event, around) for event in seen)


def test_the_person_is_told_that_it_is_marked(protected):
    deeds = {line.deed for line in accounting.what_happened(protected.subject)}
    assert "helprequest.protect" in deeds


# --- Before anything is sent ----------------------------------------------------------------------


def test_an_answer_takes_one_more_yes(protected, amina):
    with pytest.raises(ValidationError) as refusal:
        answering.answer(protected.pk, text="Hej.", by=amina)
    assert refusal.value.error_dict["confirmed"][0].code == "not_confirmed"
    assert not Message.objects.exists()
    assert not told("ANSWERED")
    answering.answer(protected.pk, text="Hej.", confirmed=True, by=amina)
    assert Message.objects.count() == 1


def test_a_last_answer_when_closing_takes_it_too_but_closing_alone_does_not(protected, amina):
    with pytest.raises(ValidationError):
        triaging.close(protected.pk, reason="advised", children="none", text="Hej då.", by=amina)
    closed = triaging.close(protected.pk, reason="advised", children="none", by=amina)
    assert closed.status == Status.CLOSED


def test_the_page_asks_and_keeps_what_was_written(at, page, protected, amina):
    client = at(amina)
    refused = client.post(page("answer", protected), {"text": "Ett långt svar."})
    assert refused.status_code == 200
    assert "confirmed" in refused.context["form"].errors
    assert "Ett långt svar." in refused.content.decode()
    sent = client.post(page("answer", protected), {"text": "Ett långt svar.", "confirmed": "on"})
    assert sent.status_code == 302


def test_without_protection_nobody_is_asked(at, page, taken, amina):
    assert "confirmed" not in at(amina).get(page("answer", taken)).context["form"].fields
    assert at(amina).post(page("answer", taken), {"text": "Hej."}).status_code == 302


# --- It never ends silently -----------------------------------------------------------------------


def test_only_a_lead_ends_it_and_says_why(protected, amina, lena, berit):
    with pytest.raises(guard.Refused):
        protecting.end(protected.pk, reason="ended", by=amina)
    with pytest.raises(ValidationError):
        protecting.end(protected.pk, reason="because", by=lena)
    assert HelpRequest.objects.get().is_protected
    protecting.end(protected.pk, reason="ended", by=lena)
    assert not HelpRequest.objects.get().is_protected
    event = Event.objects.get(deed="helprequest.unprotect")
    assert (event.actor, event.facts["reason"]) == (f"user/{lena.pk}", "ended")
    assert told("UNPROTECTED") == {f"accounts.user/{amina.pk}"}
    assert reaches(berit)


def test_when_it_ends_who_does_not_belong_to_the_team_gives_it_back(protected, lena, amina, bjorn):
    protecting.name(protected.pk, user_pk=bjorn.pk, by=lena)
    protecting.unname(protected.pk, user_pk=amina.pk, by=lena)
    triaging.take(protected.pk, by=bjorn)
    protecting.end(protected.pk, reason="mistake", by=lena)
    row = HelpRequest.objects.get()
    assert (row.status, row.assigned_to) == (Status.NEW, None)
    assert not reaches(bjorn)


def test_marking_twice_is_once(protected, amina):
    protecting.protect(protected.pk, by=amina)
    assert Event.objects.filter(deed="helprequest.protect").count() == 1


def test_who_is_named_agrees_with_the_policy_and_a_leftover_does_not(protected):
    found = [one for check in reconciling.CHECKS for one in check.find()]
    assert found == []
    HelpRequest.objects.update(is_protected=False)
    found = [one.kind for check in reconciling.CHECKS for one in check.find()]
    assert found == ["named_unprotected"]


# --- A concern report -----------------------------------------------------------------------------


def test_handed_over_it_is_protected_there_too(house, protected, reception, amina, rut, lena):
    ronja = _person("ronja", "team_lead", house, [reception])
    report = raising_concern.hand_over(protected.pk, concern="Oro.", by=amina)
    assert report.is_protected
    assert not reaches(rut, ConcernReport)
    assert not reaches(amina)
    assert f"accounts.user/{ronja.pk}" in told("PROTECTED")
    protecting.name_for_concern(report.pk, user_pk=rut.pk, by=ronja)
    assert reaches(rut, ConcernReport)
    protecting.unname_for_concern(report.pk, user_pk=rut.pk, by=ronja)
    assert not reaches(rut, ConcernReport)
    protecting.end_for_concern(report.pk, reason="mistake", by=ronja)
    assert reaches(rut, ConcernReport)


def test_a_concern_can_be_reported_so_and_marked_so(stina, reception, rut, lena):
    first = raising_concern.report(by=stina, ticket=new(), concern="Oro.", is_protected=True)
    second = raising_concern.report(by=stina, ticket=new(), concern="Oro.")
    assert list(ConcernReport.objects.visible_to(rut)) == [second]
    protecting.protect_concern(second.pk, by=rut)
    assert protecting.named(second) == [rut]
    assert protecting.named(first) == []


# --- Through the pages ----------------------------------------------------------------------------


def test_the_way_through_the_pages(at, page, taken, amina, lena, bjorn):
    assert at(amina).get(page("protect", taken)).status_code == 200
    assert not HelpRequest.objects.get().is_protected
    at(amina).post(page("protect", taken))
    assert HelpRequest.objects.get().is_protected
    lead = at(lena)
    assert lead.get(page("named", taken)).context["people"] == [amina]
    lead.post(page("named", taken), {"user_pk": bjorn.pk})
    assert protecting.named(taken) == [amina, bjorn]
    assert lead.post(page("named", taken), {"user_pk": "x"}).status_code == 200
    lead.post(page("unname", taken), {"user_pk": bjorn.pk})
    assert protecting.named(taken) == [amina]
    assert lead.post(page("unprotect", taken), {}).status_code == 200
    assert lead.post(page("unprotect", taken), {"reason": "ended"}).status_code == 302
    assert not HelpRequest.objects.get().is_protected


def test_marking_it_shuts_whoever_opened_it_in_an_emergency(taken, amina, bjorn, lena):
    breaking_glass.break_glass(reference=taken.reference, reason="life", by=bjorn)
    assert reaches(bjorn)
    protecting.protect(taken.pk, by=amina)
    assert not reaches(bjorn)
    assert taken.received_at <= timezone.now()


def test_whoever_marks_it_in_an_emergency_is_told_so_and_lands_on_a_page(taken, at, bjorn, lena):
    breaking_glass.break_glass(reference=taken.reference, reason="life", by=bjorn)
    colleague = at(bjorn)
    page = reverse("desk:protect", args=[taken.pk])
    assert "only you" not in colleague.get(page).content.decode()
    answer = colleague.post(page, follow=True)
    assert (answer.status_code, answer.redirect_chain[0][0]) == (200, reverse("desk:queue"))
    assert not reaches(bjorn)
