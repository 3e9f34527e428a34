from datetime import date, time

import pytest
from auditlog.registry import auditlog
from django.urls import reverse

from audit import changes
from audit.guard import Refused
from audit.models import Change, Event
from audit.services import exporting
from audit.vault import sealed_fields
from audit.verify import Broken
from config.overview.sections import SECTIONS
from intake.models import HelpRequest
from partners.models import (
    Area,
    ClosedDays,
    Municipality,
    OpeningHours,
    PublicText,
    Service,
    Team,
    Topic,
)
from partners.services import configuring, stating_capacity
from referrals.models import LegalGround

BY_SLUG = {section.slug: section for section in SECTIONS}


@pytest.fixture
def desk(client, adam, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    client.force_login(adam)
    return client


def send(desk, slug, data, pk=None):
    name = ("desk:setting", [slug, pk]) if pk else ("desk:setting_new", [slug])
    return desk.post(reverse(name[0], args=name[1]), data)


def test_a_slip_of_the_pen_does_not_close_somebody_for_eight_thousand_years(desk, house):
    """Each of these days is asked by every page of the public front."""
    closed = {"organisation": house.pk, "first": "2026-07-01"}
    page = send(desk, "closed", closed | {"last": "9999-12-31"})
    assert page.context["form"].errors["last"]
    assert not ClosedDays.objects.exists()
    assert send(desk, "closed", closed | {"last": "2026-07-31"}).status_code == 302


@pytest.mark.parametrize("slug", BY_SLUG)
def test_every_section_has_its_pages(desk, slug, debt_advice, north):
    assert desk.get(reverse("desk:settings")).status_code == 200
    assert desk.get(reverse("desk:settings_rows", args=[slug])).status_code in (200, 302)
    is_full = BY_SLUG[slug].is_one and BY_SLUG[slug].model.objects.exists()
    new = desk.get(reverse("desk:setting_new", args=[slug]))
    assert new.status_code == (404 if is_full else 200)
    row = BY_SLUG[slug].model.objects.first()
    if row is not None:
        assert desk.get(reverse("desk:setting", args=[slug, row.pk])).status_code == 200


@pytest.mark.parametrize("slug", BY_SLUG)
def test_an_empty_form_comes_back_and_changes_nothing(desk, slug, house):
    if not BY_SLUG[slug].is_one:
        before = BY_SLUG[slug].model.objects.count()
        assert send(desk, slug, {}).status_code == 200
        assert BY_SLUG[slug].model.objects.count() == before


def test_a_text_is_written_once_a_language(desk, house):
    send(desk, "topics", {"label_sv": "Skola", "label_en": "School", "code": "school",
                          "position": 3, "is_active": "on"})  # fmt: skip
    assert Topic.objects.get(code="school").label == {"sv": "Skola", "en": "School"}


def test_a_language_may_wait_but_the_first_may_not(desk, house):
    given = {"label_sv": "", "label_en": "School", "code": "school", "position": 3}
    send(desk, "topics", given)
    assert not Topic.objects.filter(code="school").exists()
    send(desk, "topics", given | {"label_sv": "Skola", "label_en": ""})
    assert Topic.objects.get(code="school").label == {"sv": "Skola"}


def test_what_was_typed_comes_back_with_the_refusal(desk, house):
    page = send(desk, "topics", {"label_sv": "Skolfrågor", "code": "two words", "position": 1})
    assert "Skolfrågor" in page.content.decode()


def test_a_change_is_a_line_of_the_log_with_its_difference(desk, adam, house):
    town = Municipality.objects.get()
    told = {"name": "Tallsunda", "promise_days": 2, "new_code_hours": 24, "draft_days": 30,
            "arrival_days": 14, "takes_concerns": "on", "exit_url": town.exit_url}  # fmt: skip
    send(desk, "municipality", told, town.pk)
    event = Event.objects.get(deed="settings.change")
    [said] = event.facts["changes"]
    change = Change.objects.get(pk=said.split(":")[0])
    assert (event.actor, event.about) == (f"user/{adam.pk}", f"partners.municipality/{town.pk}")
    assert change.changes_dict == {"promise_days": ["1", "2"]}
    assert said.split(":")[1] == changes.digest_of(change)


def test_the_house_bears_its_new_name_at_once(desk, client, house):
    town, asked = Municipality.objects.get(), reverse("desk:settings")
    assert "Tallsunda" in desk.get(asked).content.decode()
    told = {"name": "Granvik", "promise_days": 1, "new_code_hours": 24, "draft_days": 30,
            "arrival_days": 14, "takes_concerns": "on", "exit_url": town.exit_url}  # fmt: skip
    send(desk, "municipality", told, town.pk)
    for address in (asked, "/"):
        seen = client.get(address).content.decode()
        assert ("Granvik" in seen, "Tallsunda<" in seen) == (True, False)


def test_a_difference_that_is_altered_later_is_found(desk, house):
    town = Municipality.objects.get()
    told = {"name": "Tallsunda", "promise_days": 2, "new_code_hours": 24, "draft_days": 30,
            "arrival_days": 14, "takes_concerns": "on", "exit_url": town.exit_url}  # fmt: skip
    send(desk, "municipality", told, town.pk)
    assert list(changes.altered()) == []
    event = Event.objects.get(deed="settings.change")
    pk = event.facts["changes"][0].split(":")[0]
    Change.objects.filter(pk=pk).update(changes={"name": ["a", "b"]})
    assert list(changes.altered()) == [event.link.number]
    with pytest.raises(Broken):
        exporting.check()


def test_a_public_text_gets_versions_and_loses_none(desk, house):
    first = PublicText.objects.create(
        key="limits", body={"sv": "Förr"}, valid_from=date(2026, 1, 1)
    )
    given = {"key": "limits", "body_sv": "Nu", "body_en": "Now", "valid_from": "2026-02-01"}
    assert send(desk, "texts", given, first.pk).status_code == 302
    texts = PublicText.objects.filter(key="limits").order_by("version")
    assert [(text.version, text.body["sv"]) for text in texts] == [(1, "Förr"), (2, "Nu")]
    page = desk.get(reverse("desk:setting", args=["texts", first.pk])).content.decode()
    assert reverse("desk:setting", args=["texts", texts[1].pk]) in page


def test_a_legal_ground_gets_versions_too(desk, house):
    given = {
        "code": "osl-10-2", "paragraph": "10:2 OSL", "title_sv": "Nödvändigt", "text_sv": "Därför.",
        "recipients": ["police", "school"], "needs_approval": "on", "valid_from": "2026-01-01",
        "may_tell": ["area", "name"], "conditions_sv": "Ett.\nTvå.", "conditions_en": "One.",
    }  # fmt: skip
    uneven = send(desk, "grounds", given)
    assert uneven.context["form"].errors["conditions_en"]
    given["conditions_en"] = "One.\n\nTwo."
    assert send(desk, "grounds", given).status_code == 302
    ground = LegalGround.objects.get()
    assert (ground.recipients, ground.may_tell) == (["police", "school"], ["area", "name"])
    assert ground.asks() == ["Ett.", "Två."]
    assert send(desk, "grounds", given | {"paragraph": "10:2"}, ground.pk).status_code == 302
    assert sorted(LegalGround.objects.values_list("version", flat=True)) == [1, 2]


def test_a_new_team_has_a_group_and_its_areas(desk, areas, house):
    send(desk, "teams", {"name": "Väst", "kind": "area", "areas": [areas["north"].pk]})
    team = Team.objects.get(name="Väst")
    assert team.group.team == team
    assert list(team.areas.all()) == [areas["north"]]


def test_a_new_organisation_can_be_added(desk, house):
    given = {"name": "Ny", "kind": "school", "secrecy": "strong", "language": "sv"}
    assert send(desk, "organisations", given).status_code == 302
    assert Event.objects.filter(deed="organisation.add", about__isnull=False).exists()


def test_hours_end_after_they_begin(desk, house):
    given = {"organisation": house.pk, "weekday": 5, "opens": "12:00", "closes": "10:00"}
    assert send(desk, "hours", given).status_code == 200
    assert not OpeningHours.objects.filter(weekday=5).exists()
    assert send(desk, "hours", given | {"closes": "15:00"}).status_code == 302
    assert OpeningHours.objects.get(weekday=5).closes == time(15)


def test_what_is_in_use_is_not_taken_away(desk, help_request, areas):
    used, free = areas["north"], areas["south"]
    for area in (used, free):
        answer = desk.post(reverse("desk:setting_remove", args=["areas", area.pk]))
        assert answer.status_code == (409 if area == used else 302)
    assert list(Area.objects.all()) == [used]
    assert Event.objects.get(deed="settings.remove").about == f"partners.area/{free.pk}"


@pytest.mark.parametrize("model", [Service, Team])
def test_an_area_that_somebody_is_for_is_not_taken_away(model, desk, youth_centre, south, areas):
    """Without its only area a service would be for the whole municipality, unasked."""
    Team.objects.get(pk=south.pk).areas.clear()
    row = {Service: youth_centre.services.first(), Team: south}[model]
    row.areas.set([areas["south"]])
    away = reverse("desk:setting_remove", args=["areas", areas["south"].pk])
    assert desk.post(away).status_code == 409
    assert list(row.areas.all()) == [areas["south"]]
    row.areas.clear()
    assert desk.post(away).status_code == 302


def test_what_may_only_be_put_out_of_use_has_no_door_for_removing(desk, house):
    topic = Topic.objects.first()
    away = reverse("desk:setting_remove", args=["topics", topic.pk])
    assert desk.post(away).status_code == 404


@pytest.mark.parametrize("pk", ["0", "x", "9" * 40, "00000000-0000-0000-0000-000000000000"])
def test_a_row_that_is_not_there_is_404(desk, house, pk):
    for slug in ("topics", "organisations", "no-such"):
        assert desk.get(reverse("desk:setting", args=[slug, pk])).status_code == 404


def test_only_an_administrator_configures(client, amina, loke, carl, sofia, house, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    for somebody in (amina, loke, carl, sofia):
        client.force_login(somebody)
        assert client.get(reverse("desk:settings")).status_code == 403
        with pytest.raises(Refused):
            configuring.remove(Topic.objects.first(), by=somebody, right="partners.configure")


def test_no_sealed_field_is_ever_kept_as_a_difference():
    for model in auditlog.get_models():
        kept = auditlog.get_model_fields(model)["include_fields"]
        assert kept
        assert not set(kept) & set(sealed_fields(model))
    with pytest.raises(TypeError):
        changes.watch(HelpRequest, ["story"])


def test_only_configuration_is_watched():
    assert {model.__name__ for model in auditlog.get_models()} == {
        "Municipality", "PhoneNumber", "PublicText", "Area", "Team", "Topic", "Organisation",
        "Service", "OpeningHours", "ClosedDays", "LegalGround", "User", "GroupRule",
        "ErasureGround", "SignWeight", "ReviewPlan", "AccessPolicy", "ShortDay", "OwnPhrase",
        "StandardAnswer", "LinkReason", "Reason", "GreyZone", "GuardTime", "TeamManager",
        "ConcernLimit", "OpenService", "ServiceKind", "WithholdingGround", "Deadline",
        "RetentionRule", "RetentionPlan", "ThreatPolicy",
        "RegisterTitle", "Provision",
        "LoadWeight", "HandingReason", "SuggestionRule", "NextStepRule",
        "AgreedPurpose", "AgreementTerm",
        "RefusalReason",
    }  # fmt: skip


def opened(desk, slug, pk) -> dict:
    """The form as a browser would send it back, with what it carries about what was seen."""
    page = desk.get(reverse("desk:setting", args=[slug, pk]))
    given = {name: page.context["form"][name].value() for name in page.context["form"].fields}
    return {name: value for name, value in given.items() if value is not None} | {
        "seen": page.context["seen"]
    }


def test_two_who_open_the_same_page_do_not_overwrite_one_another_unseen(desk, house):
    """The second is told what it says now, keeps what was typed, and may then say it knowingly."""
    town = Municipality.objects.get()
    first, second = (opened(desk, "municipality", town.pk) for _one in range(2))
    assert send(desk, "municipality", first | {"promise_days": 2}, town.pk).status_code == 302
    late = send(desk, "municipality", second | {"promise_days": 3, "name": "Nyköp"}, town.pk)
    (refusal,) = late.context["form"].non_field_errors().as_data()
    assert refusal.code == "changed"
    assert late.context["form"]["name"].value() == "Nyköp"
    theirs = dict(late.context["theirs"])
    assert list(theirs.values()) == ["Tallsunda", 2]
    town.refresh_from_db()
    assert (town.name, town.promise_days) == ("Tallsunda", 2)
    again = second | {"promise_days": 3, "name": "Nyköp", "seen": late.context["seen"]}
    assert send(desk, "municipality", again, town.pk).status_code == 302
    town.refresh_from_db()
    assert (town.name, town.promise_days) == ("Nyköp", 3)


def test_a_version_that_somebody_added_meanwhile_is_noticed(desk, house):
    text = PublicText.objects.create(key="limits", body={"sv": "Ett"}, valid_from=date(2026, 1, 1))
    page, other = (opened(desk, "texts", text.pk) for _one in range(2))
    first = send(desk, "texts", page | {"body_sv": "Två"}, text.pk)
    assert first.status_code == 302, first.context["form"].errors
    late = send(desk, "texts", other | {"body_sv": "Tre"}, text.pk)
    assert late.context["form"].has_error("__all__", "changed")
    assert PublicText.objects.filter(key="limits").count() == 2


def test_areas_of_a_team_are_part_of_what_was_seen(desk, north, areas):
    first, second = (opened(desk, "teams", north.pk) for _one in range(2))
    assert send(desk, "teams", first | {"areas": [areas["south"].pk]}, north.pk).status_code == 302
    late = send(desk, "teams", second, north.pk)
    assert late.context["form"].has_error("__all__", "changed")


def test_what_the_page_does_not_ask_for_is_left_as_it_is_by_now(desk, youth_centre, carl):
    """The partner says that it is full, while an administrator mends the service's name."""
    service = youth_centre.services.get()
    page = opened(desk, "services", service.pk)
    stating_capacity.state(service.pk, capacity="full", by=carl)
    assert send(desk, "services", page | {"name_sv": "Nytt namn"}, service.pk).status_code == 302
    service.refresh_from_db()
    assert (service.name["sv"], service.capacity) == ("Nytt namn", "full")
