"""What a partner's lead wants the directory to say is proposed, and answered by us."""

from datetime import date, time, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from audit import changes, moves
from audit.guard import OutOfReach, Refused
from audit.models import Event, Outgoing
from audit.trail import name_of
from config.accounts.roles import Role
from partners.lifecycle import ProposalState
from partners.models import (
    ClosedDays,
    OpeningHours,
    Proposal,
    RefusalReason,
    Service,
    ShortDay,
    calendar_of,
)
from partners.services import as_told, deciding, proposing
from tests.conftest import _person
from tests.stage import cast

WEEK = [[day, "09:00", "16:00"] for day in range(4)]


@cast
def service(youth_centre):
    return youth_centre.services.get()


@cast
def unclear(db):
    return RefusalReason.objects.create(
        code="unclear", title={"sv": "Det går inte att förstå", "en": "It cannot be understood"},
        valid_from=date(2026, 1, 1),
    )  # fmt: skip


@cast
def ylva(debt_advice):
    return _person("ylva", Role.PARTNER_LEAD, debt_advice)


@cast
def proposal(service, carl, adam):
    return propose(service, carl, name={"sv": "Nytt namn"}, from_age=13)


def propose(service, by, **told) -> Proposal:
    return proposing.propose_service(service.pk, by=by, **as_told.of_service(service) | told)


def approve(row, by) -> Proposal:
    return deciding.approve(row.pk, seen=as_told.digest(deciding.rows().get(pk=row.pk)), by=by)


def fresh(row):
    return type(row)._default_manager.get(pk=row.pk)


def told(who) -> list[str]:
    return list(Outgoing.objects.filter(to=name_of(who)).values_list("notice", flat=True))


# --- A service ------------------------------------------------------------------------------------


def test_what_is_proposed_is_kept_beside_and_the_directory_says_what_it_said(
    proposal, service, adam
):
    assert fresh(service).name == service.name
    assert proposal.values == {"name": {"sv": "Nytt namn"}, "from_age": 13}
    assert proposal.before == {"name": service.name, "from_age": 0}
    assert told(adam) == ["partners.PROPOSED"]
    assert Event.objects.get(deed="proposal.propose").facts["fields"] == ["from_age", "name"]


def test_a_yes_is_in_force_at_once_and_both_are_told(proposal, service, carl, adam, youth_centre):
    approve(proposal, adam)
    assert (fresh(service).name, fresh(service).from_age) == ({"sv": "Nytt namn"}, 13)
    assert fresh(proposal).status == ProposalState.APPROVED
    assert told(carl) == told(youth_centre) == ["partners.ANSWERED"]
    event = Event.objects.get(deed="service.change")
    assert (event.actor, event.about) == (f"user/{adam.pk}", name_of(service))
    assert event.facts["changes"]
    assert list(changes.altered()) == []


def test_areas_come_and_go_with_it(service, carl, adam, areas):
    approve(propose(service, carl, areas=[areas["north"].pk]), adam)
    assert list(fresh(service).areas.all()) == [areas["north"]]
    approve(propose(service, carl, areas=[]), adam)
    assert not fresh(service).areas.exists()


def test_languages_in_another_order_are_not_proposed(service, carl):
    """The form gives them in the order of the list: nobody meant to change them."""
    Service.objects.filter(pk=service.pk).update(languages=["so", "sv"])
    row = propose(fresh(service), carl, languages=["sv", "so"], from_age=13)
    assert set(row.values) == {"from_age"}


def test_a_no_has_a_reason_from_the_list_and_changes_nothing(
    proposal, service, adam, carl, unclear
):
    for reason in ("", "because"):
        with pytest.raises(ValidationError):
            deciding.refuse(proposal.pk, reason=reason, by=adam)
    deciding.refuse(proposal.pk, reason="unclear", by=adam)
    assert fresh(service).name == service.name
    assert (fresh(proposal).status, fresh(proposal).reason_words) == (
        ProposalState.REFUSED, str(unclear),
    )  # fmt: skip
    assert told(carl) == ["partners.ANSWERED"]


def test_the_database_refuses_a_no_without_a_reason(proposal):
    with pytest.raises(IntegrityError), transaction.atomic():
        Proposal.objects.filter(pk=proposal.pk).update(status=ProposalState.REFUSED)


def test_what_is_decided_is_decided_once(proposal, adam, carl, unclear):
    approve(proposal, adam)
    with pytest.raises(moves.MoveNotAllowed):
        deciding.refuse(proposal.pk, reason="unclear", by=adam)
    with pytest.raises(moves.MoveNotAllowed):
        proposing.take_back(proposal.pk, by=carl)


def test_a_yes_is_to_what_was_seen(proposal, service, carl, adam):
    """The partner changes its mind, or somebody of ours changes the service, meanwhile."""
    seen = as_told.digest(proposal)
    propose(service, carl, name={"sv": "Ett annat namn"})
    with pytest.raises(ValidationError) as refusal:
        deciding.approve(proposal.pk, seen=seen, by=adam)
    assert refusal.value.code == "changed"
    seen = as_told.digest(deciding.rows().get(pk=proposal.pk))
    Service.objects.filter(pk=service.pk).update(name={"sv": "Vårt namn"})
    with pytest.raises(ValidationError):
        deciding.approve(proposal.pk, seen=seen, by=adam)
    assert fresh(service).name == {"sv": "Vårt namn"}


def test_what_nobody_proposed_stays_as_it_is_by_now(proposal, service, adam):
    Service.objects.filter(pk=service.pk).update(phone="08-465 004 55", capacity="full")
    approve(proposal, adam)
    assert (fresh(service).phone, fresh(service).capacity) == ("08-465 004 55", "full")


def test_one_proposal_waits_for_each_service(proposal, service, carl):
    again = propose(service, carl, to_age=19)
    assert (again.pk, again.values) == (proposal.pk, {"to_age": 19})
    assert Outgoing.objects.filter(notice="partners.PROPOSED").count() == 1


def test_a_lead_thinks_better_of_it_and_may_propose_anew(proposal, service, carl):
    proposing.take_back(proposal.pk, by=carl)
    assert fresh(proposal).status == ProposalState.TAKEN_BACK
    assert propose(service, carl, to_age=19).pk != proposal.pk


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"name": {"en": "Only English"}},
        {"from_age": 20, "to_age": 10},
        {"languages": ["tlh"]},
        {"areas": [999_999]},
    ],
)
def test_what_makes_no_sense_is_refused_and_leaves_nothing(wrong, service, carl):
    with pytest.raises(ValidationError):
        propose(service, carl, **wrong)
    assert not Proposal.objects.exists()


def test_only_the_own_lead_proposes_and_only_an_administrator_decides(
    proposal, service, carl, clara, ylva, amina, adam
):
    for somebody in (clara, amina, adam):
        with pytest.raises(Refused):
            propose(service, somebody, to_age=9)
    with pytest.raises(OutOfReach):
        propose(service, ylva, to_age=9)
    with pytest.raises(OutOfReach):
        proposing.take_back(proposal.pk, by=ylva)
    for somebody in (carl, amina):
        with pytest.raises(Refused):
            deciding.approve(proposal.pk, seen="", by=somebody)


# --- The opening hours ----------------------------------------------------------------------------


def hours(by, weekly=WEEK, closed=()):
    return proposing.propose_hours(by=by, weekly=list(weekly), closed=[list(one) for one in closed])


def in_days(number: int) -> str:
    return (timezone.localdate() + timedelta(days=number)).isoformat()


def test_deadlines_count_the_new_hours_when_we_have_said_yes(carl, adam, youth_centre):
    ShortDay.objects.create(organisation=youth_centre, day=date(2027, 3, 1), closes=time(12))
    row = hours(carl, closed=[(in_days(30), in_days(40))])
    assert not youth_centre.opening_hours.exists()
    approve(row, adam)
    calendar = calendar_of(fresh(youth_centre))
    assert calendar.hours == tuple((day, time(9), time(16)) for day in range(4))
    assert len(calendar.closed) == 11
    assert calendar.early
    assert Event.objects.filter(deed="organisation.hours").count() == 5


def test_only_what_differs_is_written_and_days_that_are_over_stay(carl, adam, youth_centre):
    kept = OpeningHours.objects.create(
        organisation=youth_centre, weekday=0, opens=time(9), closes=time(16)
    )
    gone = OpeningHours.objects.create(
        organisation=youth_centre, weekday=5, opens=time(9), closes=time(16)
    )
    over = ClosedDays.objects.create(
        organisation=youth_centre, first=date(2020, 1, 1), last=date(2020, 1, 9)
    )
    coming = ClosedDays.objects.create(organisation=youth_centre, first=in_days(3), last=in_days(4))
    approve(hours(carl), adam)
    assert OpeningHours.objects.filter(pk=kept.pk).exists()
    assert not OpeningHours.objects.filter(pk=gone.pk).exists()
    assert list(ClosedDays.objects.all()) == [over]
    assert name_of(coming) in Event.objects.filter(deed="organisation.hours").values_list(
        "about", flat=True
    )


@pytest.mark.parametrize(
    ("weekly", "closed"),
    [
        ([], []),
        ([[0, "16:00", "09:00"]], []),
        ([[0, "09:00", "12:00"], [0, "11:00", "16:00"]], []),
        (WEEK, [("2027-03-02", "2027-03-01")]),
        (WEEK, [("2027-01-01", "9999-12-31")]),
        (WEEK, [("2020-01-01", "2021-12-01"), ("2021-12-02", "2023-11-01"),
                ("2023-11-02", "2025-10-01"), ("2025-10-02", "2027-09-01"),
                ("2027-09-02", "2029-08-01"), ("2029-08-02", "2031-07-01")]),
    ],
)  # fmt: skip
def test_hours_that_nobody_can_count_in_are_refused(weekly, closed, carl):
    with pytest.raises(ValidationError):
        hours(carl, weekly, closed)
    assert not Proposal.objects.exists()


def test_we_are_nobodys_to_propose_about(carl, house):
    carl.organisation = house
    with pytest.raises(OutOfReach):
        hours(carl)


# --- The pages ------------------------------------------------------------------------------------


@pytest.fixture
def browser(client, settings):
    settings.SECOND_FACTOR_REQUIRED = False

    def of(user):
        client.force_login(user)
        return client

    return of


def filled_in(page) -> dict:
    form = page.context["form"]
    given = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in given.items() if value is not None}


def test_from_the_form_to_the_directory(browser, service, carl, adam):
    portal, door = browser(carl), reverse("portal:service_propose", args=[service.pk])
    given = filled_in(portal.get(door))
    wrong = portal.post(door, given | {"name_sv": "", "description_sv": "En lång text."})
    assert wrong.context["form"].errors["name_sv"]
    assert wrong.context["form"]["description_sv"].value() == "En lång text."
    assert portal.post(door, given).context["form"].non_field_errors()  # nothing was changed
    told = given | {"description_sv": "Kom som du är.", "languages": ["sv", "so"]}
    assert portal.post(door, told).url == reverse("portal:services")
    assert 'data-test="waiting"' in portal.get(reverse("portal:services")).content.decode()
    row = Proposal.objects.get()
    assert set(row.values) == {"description", "languages"}
    desk, page = browser(adam), reverse("desk:proposal", args=[row.pk])
    assert (
        reverse("desk:proposal", args=[row.pk])
        in desk.get(reverse("desk:proposals")).content.decode()
    )
    shown = desk.get(page)
    assert "Kom som du är." in shown.content.decode()
    seen = {"seen": shown.context["seen"]}
    approving = reverse("desk:proposal_approve", args=[row.pk])
    assert desk.post(approving, {"seen": "x"}).status_code == 200
    assert desk.post(approving, seen).status_code == 302
    assert fresh(service).description == {"sv": "Kom som du är."}
    assert (
        "Kom som du är."
        in browser(carl).get(reverse("portal:proposal", args=[row.pk])).content.decode()
    )


def test_refusing_through_the_page_says_why_to_the_partner(browser, proposal, carl, adam, unclear):
    door = reverse("desk:proposal_refuse", args=[proposal.pk])
    assert browser(adam).post(door, {}).status_code == 200
    assert browser(adam).post(door, {"reason": "unclear"}).status_code == 302
    assert str(unclear) in browser(carl).get(reverse("portal:services")).content.decode()


def test_the_page_says_that_somebody_has_changed_it_meanwhile(browser, proposal, service, adam):
    page = reverse("desk:proposal", args=[proposal.pk])
    assert not browser(adam).get(page).context["has_moved_on"]
    Service.objects.filter(pk=service.pk).update(name={"sv": "Vårt namn"})
    shown = browser(adam).get(page)
    assert shown.context["has_moved_on"]
    assert "Vårt namn" in shown.content.decode()


def test_hours_through_the_form(browser, carl, youth_centre):
    OpeningHours.objects.create(
        organisation=youth_centre, weekday=0, opens=time(9), closes=time(12)
    )
    portal, door = browser(carl), reverse("portal:hours_propose")
    given = filled_in(portal.get(door))
    assert given["day0_0_opens"] == "09:00"
    half = portal.post(door, given | {"day1_0_opens": "09:00"})
    assert half.context["form"].errors["day1_0_closes"]
    told = given | {
        "day0_1_opens": "13:00", "day0_1_closes": "16:30", "closed0_first": in_days(9),
        "closed0_last": in_days(9),
    }  # fmt: skip
    assert portal.post(door, told).status_code == 302
    assert Proposal.objects.get().values == {
        "weekly": [[0, "09:00", "12:00"], [0, "13:00", "16:30"]],
        "closed": [[in_days(9), in_days(9)]],
    }


def test_a_day_with_three_times_keeps_all_of_them(browser, carl, youth_centre):
    """The settings have room for them: whoever only closes a day must not lose one."""
    for opens in (8, 11, 14):
        OpeningHours.objects.create(
            organisation=youth_centre, weekday=0, opens=time(opens), closes=time(opens + 2)
        )
    portal, door = browser(carl), reverse("portal:hours_propose")
    given = filled_in(portal.get(door))
    closed = {"closed0_first": in_days(9), "closed0_last": in_days(9)}
    assert portal.post(door, given | closed).status_code == 302
    assert list(Proposal.objects.get().values) == ["closed"]


def test_what_nobody_touched_in_the_form_is_not_proposed(browser, carl, service):
    """Lines end otherwise in a browser, and a text may be as long as the settings let it be."""
    hours = {"sv": "Måndag 9–12\nTisdag 13–16 "}
    Service.objects.filter(pk=service.pk).update(description={"sv": "Hej. " * 1000}, hours=hours)
    portal, door = browser(carl), reverse("portal:service_propose", args=[service.pk])
    page = portal.get(door)
    assert "Tisdag 13–16 </textarea>" in page.content.decode()  # in one line a browser joins them
    given = filled_in(page)
    given |= {"hours_sv": given["hours_sv"].replace("\n", "\r\n"), "phone": "070-174 06 05"}
    assert portal.post(door, given).status_code == 302
    assert Proposal.objects.get().values == {"phone": "070-174 06 05"}


def test_another_partners_proposal_is_not_there(browser, proposal, service, ylva):
    portal = browser(ylva)
    for name, pk in (("proposal", proposal.pk), ("service_propose", service.pk)):
        assert portal.get(reverse(f"portal:{name}", args=[pk])).status_code == 404
    assert portal.post(reverse("portal:proposal_take_back", args=[proposal.pk])).status_code == 404
