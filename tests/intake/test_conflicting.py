"""“I am related to this”: what it is about no longer exists for them, until a lead says so."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from audit import guard
from audit.models import Event, Outgoing
from audit.trail import name_of
from config.accounts.roles import Role
from intake import statistics
from intake.models import Absence, ConcernReport, HelpRequest, HelpRequestConflict
from intake.services import (
    assigning,
    conflicting,
    joining,
    raising_concern,
    reading,
    triaging,
)
from intake.services.assigning import colleagues
from referrals.models import Referral
from tests.conftest import _person
from tests.referrals.conftest import a_draft


def reaches(user, model=HelpRequest) -> bool:
    return model.objects.visible_to(user).exists()


def test_it_is_gone_at_once_from_list_count_page_and_search(at, page, help_request, amina, lena):
    client = at(amina)
    answer = client.post(page("related", help_request))
    assert answer.url == page("queue")
    assert not reaches(amina)
    assert help_request.reference not in client.get(page("queue")).content.decode()
    assert statistics.pulse(guard.place_of(amina)).waiting == 0
    for name in ("request", "open", "related", "weigh", "close", "request_referrals"):
        assert client.get(page(name, help_request)).status_code == 404, name
    found = client.post(reverse("desk:find"), {"reference": help_request.reference})
    assert found.status_code == 404
    assert reaches(lena)


def test_the_page_asks_first_and_changes_nothing(at, page, help_request, amina):
    assert at(amina).get(page("related", help_request)).status_code == 200
    assert not HelpRequestConflict.objects.exists()


def test_it_is_kept_with_who_and_when_and_no_word_of_why(help_request, amina):
    conflicting.declare(help_request.pk, by=amina)
    kept = HelpRequestConflict.objects.get()
    assert (kept.user, kept.content_object) == (amina, help_request)
    event = Event.objects.get(deed="guard.stand_aside")
    assert (event.actor, event.facts) == (f"user/{amina.pk}", {})
    assert kept.declared_at <= event.at


def test_what_they_had_taken_goes_back_to_the_queue(taken, amina, lena):
    conflicting.declare(taken.pk, by=amina)
    taken.refresh_from_db()
    assert (taken.status, taken.assigned_to) == ("new", None)
    assert triaging.take(taken.pk, by=lena).assigned_to == lena


def test_what_they_have_that_leads_another_goes_back_as_well(taken, tell, areas, amina, lena):
    other = tell(area=areas["north"]).help_request
    reading.read(other.pk, by=lena, purpose="triage")
    joining.join(other.pk, reference=taken.reference, by=lena)
    conflicting.declare(other.pk, by=amina)
    taken.refresh_from_db()
    assert (taken.status, taken.assigned_to) == ("new", None)
    assert Event.objects.filter(deed="helprequest.release", about=name_of(taken)).exists()


def test_what_a_colleague_has_taken_stays_theirs(taken, amina, lena):
    conflicting.declare(taken.pk, by=lena)
    taken.refresh_from_db()
    assert taken.assigned_to == amina


def test_the_lead_is_told_to_look_and_not_who_or_what(help_request, amina, lena):
    conflicting.declare(help_request.pk, by=amina)
    told = Outgoing.objects.get(notice="intake.RELATED")
    assert told.to == f"accounts.user/{lena.pk}"


def test_without_another_lead_the_team_is_told(help_request, north, lena):
    conflicting.declare(help_request.pk, by=lena)
    assert Outgoing.objects.get(notice="intake.RELATED").to == f"partners.team/{north.pk}"


@pytest.mark.parametrize("who", ["amina", "liv"])
def test_while_a_lead_is_away_the_one_who_steps_in_is_told_but_never_of_themselves(
    help_request, house, north, amina, lena, who
):
    liv, today = _person("liv", Role.TEAM_LEAD, house, [north]), timezone.localdate()
    Absence.objects.create(user=lena, substitute=liv, first=today, last=today)
    conflicting.declare(help_request.pk, by={"amina": amina, "liv": liv}[who])
    told = {"amina": f"accounts.user/{liv.pk}", "liv": f"partners.team/{north.pk}"}[who]
    assert Outgoing.objects.get(notice="intake.RELATED").to == told


def test_only_a_lead_lets_somebody_back_and_it_is_traced(help_request, amina, bjorn, lena):
    conflicting.declare(help_request.pk, by=amina)
    for who, refusal in [(amina, guard.Refused), (bjorn, guard.Refused)]:
        with pytest.raises(refusal):
            conflicting.lift(help_request.pk, user_pk=amina.pk, by=who)
    conflicting.lift(help_request.pk, user_pk=amina.pk, by=lena)
    assert reaches(amina)
    event = Event.objects.get(deed="guard.let_back")
    assert (event.actor, event.facts) == (f"user/{lena.pk}", {"user": amina.pk})


def test_a_lead_does_not_let_themselves_back(help_request, lena):
    conflicting.declare(help_request.pk, by=lena)
    with pytest.raises(guard.OutOfReach):
        conflicting.lift(help_request.pk, user_pk=lena.pk, by=lena)
    assert not reaches(lena)


def test_letting_back_somebody_who_never_stood_aside_does_nothing(help_request, amina, lena):
    conflicting.lift(help_request.pk, user_pk=amina.pk, by=lena)
    assert not Event.objects.filter(deed="guard.let_back").exists()


def test_the_lead_sees_who_stands_aside_and_a_colleague_does_not(
    at, page, help_request, amina, lena, north, house
):
    conflicting.declare(help_request.pk, by=lena)
    assert 'id="aside"' not in at(amina).get(page("request", help_request)).content.decode()
    conflicting.declare(help_request.pk, by=amina)
    HelpRequestConflict.objects.filter(user=lena).delete()
    seen = at(lena).get(page("request", help_request)).content.decode()
    assert 'id="aside"' in seen
    answer = at(lena).post(page("let_back", help_request), {"user_pk": amina.pk})
    assert answer.status_code == 302
    assert reaches(amina)


def test_what_happened_does_not_tell_colleagues_who_is_related(at, page, taken, amina, lena):
    conflicting.declare(taken.pk, by=lena)
    titles = [one.title for one in at(amina).get(page("request", taken)).context["timeline"]]
    assert len(titles) == Event.objects.filter(
        about=f"intake.helprequest/{taken.pk}",
        deed__in=["helprequest.submit", "helprequest.heed", "helprequest.take"],
    ).count()  # fmt: skip


def test_nobody_is_given_what_they_stand_aside_from(help_request, amina, lena):
    conflicting.declare(help_request.pk, by=amina)
    assert amina not in colleagues(help_request)
    with pytest.raises(ValidationError):
        assigning.give_to(help_request.pk, colleague=amina, by=lena)


def test_a_grant_does_not_help(help_request, south, amina, bjorn):
    conflicting.declare(help_request.pk, by=amina)
    amina.groups.add(south.group)
    from_south = HelpRequest.objects.filter(pk=help_request.pk)
    from_south.update(unit=south.group)
    assert not reaches(amina)
    assert reaches(bjorn)


def test_the_referrals_and_the_concern_report_are_about_the_same_person(
    help_request, youth_centre, amina, lena, reception
):
    a_draft(help_request, youth_centre, lena)
    amina.groups.add(reception.group)
    assert reaches(amina, Referral)
    conflicting.declare(help_request.pk, by=amina)
    assert not reaches(amina, Referral)
    drafts = {str(draft.pk): "discard" for draft in Referral.objects.all()}
    raising_concern.hand_over(help_request.pk, concern="Oro.", by=lena, decisions=drafts)
    assert not reaches(amina, ConcernReport)


def test_from_a_concern_report_the_request_is_shut_too(taken, amina, rut, reception):
    report = raising_concern.hand_over(taken.pk, concern="Oro.", by=amina)
    assert reaches(rut)
    conflicting.declare_concern(report.pk, by=rut)
    assert not reaches(rut)
    assert not reaches(rut, ConcernReport)


def test_a_lead_lets_somebody_back_to_report_and_request(at, taken, amina, rut, lena, reception):
    report = raising_concern.hand_over(taken.pk, concern="Oro.", by=amina)
    lena.groups.add(reception.group)
    at(rut).post(reverse("desk:related_concern", args=[report.pk]))
    seen = at(lena).get(reverse("desk:concern", args=[report.pk]))
    assert [one.user for one in seen.context["aside"]] == [rut]
    at(lena).post(reverse("desk:let_back_concern", args=[report.pk]), {"user_pk": rut.pk})
    assert reaches(rut)
    assert reaches(rut, ConcernReport)


def test_a_report_that_came_directly_is_shut_as_well(rut, stina, reception):
    told = {"concern": "Oro.", "ticket": "t" * 40}
    report = ConcernReport.objects.filter(reporter=stina).first()
    assert report is None
    report = raising_concern.report(by=stina, **told)
    conflicting.declare_concern(report.pk, by=rut)
    assert not reaches(rut, ConcernReport)


def test_saying_it_twice_is_once(help_request, amina, lena):
    conflicting.declare(help_request.pk, by=amina)
    with pytest.raises(guard.OutOfReach):
        conflicting.declare(help_request.pk, by=amina)
    assert HelpRequestConflict.objects.count() == 1
