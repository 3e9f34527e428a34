"""What is made public: whole quarters, five people or more in every number, once and for all."""

import csv
from datetime import datetime, time, timedelta
from io import StringIO
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from audit.actors import CLOCK
from audit.guard import OutOfReach, Refused
from audit.models import Event
from intake.models import HelpRequest
from partners.services import directory
from referrals import open_figures, periods, safe_cells
from referrals.models import Publication, Referral
from referrals.services import publishing

LAST = periods.before(periods.quarter_of(timezone.localdate()))
DAY = datetime.combine(LAST.first + timedelta(days=10), time(12), ZoneInfo("Europe/Stockholm"))
# How many were declined, why and where: nine and six are enough by themselves, two are not.
SOME = {("capacity", "north"): 9, ("capacity", "south"): 6, ("language", "north"): 2}
ENOUGH = {("capacity", "north"): 11, ("capacity", "south"): 6}


def decline(draft, areas, cells, *, who=None) -> None:
    """Each about somebody of their own, or all about one."""
    Referral.objects.bulk_create([
        Referral(
            help_request_id=draft.help_request_id, subject=who or uuid4(), unit_id=draft.unit_id,
            reference=uuid4().hex[:12], to_id=draft.to_id, service_id=draft.service_id,
            basis_id=draft.basis_id, author_id=draft.author_id, area=areas[area],
            age_band=draft.age_band, status="declined", sent_at=DAY, ended_at=DAY,
            decline_reason=why,
        )
        for (why, area), many in cells.items() for _n in range(many)
    ])  # fmt: skip


@pytest.fixture
def ended(draft, areas):
    decline(draft, areas, SOME)


@pytest.fixture
def made(ended, adam) -> Publication:
    return publishing.publish(quarter=LAST.code, by=adam)


@pytest.fixture
def several(draft, areas, adam) -> Publication:
    decline(draft, areas, ENOUGH)
    return publishing.publish(quarter=LAST.code, by=adam)


def numbers(made: Publication) -> list[int]:
    return sorted(made.blocks.values())


def test_only_blocks_of_five_people_leave_the_house(made):
    """Two had no language in common: they go with the others, where nobody tells them apart."""
    assert sum(numbers(made)) == 17
    assert numbers(made) == [17]
    assert list(made.blocks) == [("", "", "", "")]


def test_what_is_enough_by_itself_stands_by_itself(several, draft, areas):
    north, south = (str(areas[name].pk) for name in ("north", "south"))
    service = str(draft.service_id)
    assert several.blocks == {
        ("capacity", "youth_centre", service, north): 11,
        ("capacity", "youth_centre", service, south): 6,
    }


def test_one_person_asked_for_many_times_is_one(draft, areas, adam):
    decline(draft, areas, ENOUGH, who=uuid4())
    assert publishing.publish(quarter=LAST.code, by=adam).blocks == {}


def test_a_protected_identity_is_in_no_number(ended, adam, help_request):
    HelpRequest.objects.filter(pk=help_request.pk).update(is_protected=True)
    assert publishing.publish(quarter=LAST.code, by=adam).blocks == {}


def test_it_is_never_counted_anew(made, draft, areas, adam):
    decline(draft, areas, ENOUGH)
    with pytest.raises(ValidationError):
        publishing.publish(quarter=LAST.code, by=adam)
    publishing.hide(made.pk, by=adam)
    assert publishing.show(made.pk, by=adam).blocks == made.blocks


@pytest.mark.parametrize("quarter", ["", "2026", "year", "this one"])
def test_only_a_quarter_that_has_ended_is_made_public(ended, adam, quarter):
    if quarter == "this one":
        quarter = periods.quarter_of(timezone.localdate()).code
    with pytest.raises(ValidationError):
        publishing.publish(quarter=quarter, by=adam)
    assert not Publication.objects.exists()


def test_only_whoever_may_does_and_each_leaves_its_line(made, lena, amina, adam):
    for who in (lena, amina):
        with pytest.raises(Refused):
            publishing.publish(quarter=periods.before(LAST).code, by=who)
        with pytest.raises(Refused):
            publishing.hide(made.pk, by=who)
    publishing.hide(made.pk, by=adam)
    publishing.show(made.pk, by=adam)
    with pytest.raises(OutOfReach):
        publishing.hide(0, by=adam)
    deeds = Event.objects.filter(deed__startswith="publication.").order_by("pk")
    assert list(deeds.values_list("deed", flat=True)) == [
        "publication.make", "publication.hide", "publication.show",
    ]  # fmt: skip


# --- For anybody ---------------------------------------------------------------------------------


def test_anybody_sees_it_without_a_cookie(client, several):
    page = client.get(reverse("public:figures"))
    assert (page.context["together"], page.context["whole"]) == (17, 17)
    assert not page.cookies


def test_every_filter_is_a_sum_of_whole_blocks_and_no_difference_is_smaller(client, several, areas):
    """The page itself is attacked: each answer is taken from each."""
    url, answers = reverse("public:figures"), set()
    for ending in ("", "capacity", "language", "nonsense"):
        for area in ("", str(areas["north"].pk), str(areas["south"].pk), "none"):
            page = client.get(url, {"ending": ending, "area": area})
            answers.add(page.context["together"])
    assert answers == {0, 6, 11, 17}
    assert all(
        abs(one - other) not in range(1, safe_cells.SMALL) for one in answers for other in answers
    )


def test_each_ending_stands_with_its_parts_and_its_sum(client, several):
    endings = client.get(reverse("public:figures")).context["endings"]
    assert sum(one.many for one in endings) == sum(numbers(several))
    assert all(sum(many for _what, many in one.parts) in (0, one.many) for one in endings)


def test_what_is_not_told_apart_is_called_the_others():
    called = open_figures.Names({"a": "A"}, {"k": "Kind"}, {"1": "Help"}, {"2": "North"})
    keys = [("a", "k", "1", "2"), ("a", "k", "1", ""), ("a", "k", "", ""), ("a", "", "", "")]
    told = [called.what_and_where(key) for key in keys]
    assert told == ["Help – North", "Help – Övriga", "Kind – Övriga", "Övriga"]


def test_the_most_frequent_ending_comes_first_and_the_rest_last():
    found = [
        open_figures.Line((how, *rest), [how] * 4, many, "x")
        for how, rest, many in (
            ("", ("", "", ""), 30), ("a", ("", "", ""), 7), ("a", ("k", "1", "2"), 6),
            ("b", ("", "", ""), 9),
        )
    ]  # fmt: skip
    shown = [(one.name, [many for _, many in one.parts]) for one in open_figures.by_ending(found)]
    assert shown == [("a", [6, 7]), ("b", []), ("", [])]


def test_paper_says_what_the_numbers_are_of(client, several, areas):
    asked = {"ending": "capacity", "area": str(areas["north"].pk), "service": "nonsense"}
    form = client.get(reverse("public:figures"), asked).context["form"]
    assert len(form.in_words()) == 3
    assert "capacity" not in str(form.in_words())


def test_the_file_has_the_same_numbers(client, several):
    text = client.get(reverse("public:figures_csv", args=[LAST.code])).content.decode("utf-8-sig")
    rows = list(csv.DictReader(StringIO(text), delimiter=";"))
    assert tuple(rows[0]) == open_figures.COLUMNS
    assert sorted(int(row["number"]) for row in rows) == numbers(several)
    assert {row["quarter"] for row in rows} == {LAST.code}


def test_what_is_hidden_or_never_made_is_not_there(client, several, adam):
    publishing.hide(several.pk, by=adam)
    assert "whole" not in client.get(reverse("public:figures")).context
    for quarter in (LAST.code, "2020-1", "x"):
        assert client.get(reverse("public:figures_csv", args=[quarter])).status_code == 404


def test_a_service_that_stands_in_no_number_is_named_to_nobody(client, several, draft):
    """What came in a file yesterday and is not in use, say; or a shelter."""
    shelter = directory.add_organisation(
        by=CLOCK, name="Kvinnojouren", kind="civil_society", secrecy="private", is_active=False
    )
    directory.add_service(shelter, by=CLOCK, name={"sv": "Skyddat boende"}, is_active=False)
    page = client.get(reverse("public:figures"))
    assert "Skyddat boende" not in page.content.decode()
    codes = [code for code, _name in page.context["form"].fields["service"].choices]
    assert codes == ["", str(draft.service_id)]


def test_no_name_becomes_a_formula():
    assert open_figures._harmless("=1+1") == "'=1+1"


# --- Whoever makes it public ---------------------------------------------------------------------


def test_they_look_at_it_first_and_nothing_is_kept(at, ended, adam):
    client = at(adam)
    assert client.get(reverse("desk:publications")).status_code == 200
    page = client.get(reverse("desk:publication", args=[LAST.code]))
    assert (page.context["total"], page.context["made"]) == (17, None)
    assert not Publication.objects.exists()
    assert client.post(reverse("desk:publish", args=[LAST.code])).status_code == 302
    again = client.post(reverse("desk:publish", args=[LAST.code]))
    assert again.context["form"].non_field_errors()
    pk = Publication.objects.get().pk
    for name, is_shown in (("publication_hide", False), ("publication_show", True)):
        assert client.post(reverse(f"desk:{name}", args=[pk])).status_code == 302
        assert Publication.objects.get().is_shown == is_shown
    assert client.get(reverse("desk:publication", args=["weather"])).status_code == 404


@pytest.mark.parametrize("is_far", [False, True])
def test_what_is_under_way_is_not_even_looked_at(at, ended, adam, is_far):
    """One more each day would be one person each day."""
    code = "9999-4" if is_far else periods.quarter_of(timezone.localdate()).code
    assert at(adam).get(reverse("desk:publication", args=[code])).status_code == 404
    assert at(adam).post(reverse("desk:publish", args=[code])).status_code == 404
    assert not Publication.objects.exists()


def test_what_leaves_is_made_by_the_blocks_alone(made):
    assert all(many >= safe_cells.SMALL for many in made.blocks.values())
