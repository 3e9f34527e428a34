"""Finding a person again: exactly, within reach, traced without the words – and nothing else."""

import hmac
from hashlib import sha256

import pytest
from django.urls import reverse

from audit import guard
from audit.actors import ANYBODY, Resident
from audit.models import BlindIndex, Event, Letter
from audit.vault import NoPrivateKey, blind, keys
from intake.models import HelpRequest, Receipt, SafeContact
from intake.services import (
    admitting,
    raising_concern,
    reaching,
    reading,
    receiving,
    registering,
    searching,
)

pytestmark = pytest.mark.django_db

CHILD = "201501319808"  # invented; its check digit fits


@pytest.fixture
def read(help_request, amina):
    """Amina has said why she reads: from now on the name finds it."""
    reading.begin(help_request.pk, by=amina, purpose="triage")
    return help_request


def by_name(name, by, purpose="caller"):
    return [row.pk for row in searching.by_name(name, purpose=purpose, by=by).requests]


def test_a_request_is_found_by_name_once_it_is_read(help_request, amina):
    assert by_name("Kim Exempel", amina) == []
    reading.begin(help_request.pk, by=amina, purpose="triage")
    assert by_name("Kim Exempel", amina) == [help_request.pk]


@pytest.mark.parametrize("name", ["kim exempel", "  KIM\t EXEMPEL ", "Kim\u00a0Exempel"])
def test_capitals_and_spaces_do_not_matter(read, amina, name):
    assert by_name(name, amina) == [read.pk]


@pytest.mark.parametrize(
    "name", ["Kim", "Exempel", "Kim Exempel Exempel", "Kim Exempél", "%", "Kim_Exempel"]
)
def test_part_of_a_name_and_another_spelling_find_nothing(read, amina, name):
    assert by_name(name, amina) == []


def test_swedish_letters_are_letters_of_their_own():
    assert searching.normal_name("ÅSA  Öberg") == "åsa öberg"
    assert searching.normal_name("A\u030asa") == "åsa"  # the same letter in two signs
    assert searching.normal_name("Asa Oberg") != searching.normal_name("Åsa Öberg")


def test_what_staff_register_is_found_at_once(amina, stina, areas, north):
    told = {"story": "Hej.", "about": "self", "contact": {"name": "Åsa Öberg"}, "ticket": "t" * 32}
    row = registering.record(by=amina, channel="phone_note", area=areas["north"], **told)
    assert by_name("åsa öberg", amina) == [row.help_request.pk]
    told |= {"contact": {"name": "Bo Ek"}, "ticket": "u" * 32}
    row = registering.register(
        by=stina, with_person=True, no_suspicion=True, area=areas["north"], **told
    )
    assert by_name("Bo Ek", amina) == [row.help_request.pk]


def test_a_changed_name_is_no_longer_found_until_it_is_read_again(read, told, amina):
    reaching.change(admitting.admit(told.code), way="none", name="Robin Ny")
    assert by_name("Kim Exempel", amina) == by_name("Robin Ny", amina) == []
    reading.begin(read.pk, by=amina, purpose="triage")
    assert by_name("Robin Ny", amina) == [read.pk]


# --- Within reach --------------------------------------------------------------------------------


def test_another_teams_request_is_as_if_it_were_not_there(read, amina, bjorn):
    assert by_name("Kim Exempel", bjorn) == []
    assert by_name("Kim Exempel", amina)


@pytest.mark.parametrize("who", ["clara", "stina", "loke", "adam", "sofia"])
def test_only_staff_search(read, who, request):
    with pytest.raises(guard.Refused):
        by_name("Kim Exempel", request.getfixturevalue(who))


def test_who_is_related_does_not_find_it(read, amina):
    read.conflicts.create(user=amina)
    assert by_name("Kim Exempel", amina) == []


# --- Personal numbers ----------------------------------------------------------------------------


@pytest.fixture
def report(stina, reception):
    return raising_concern.report(
        ticket="t" * 32, concern="Oro.", by=stina, child="Lo, 20150131-9808, går i 4B"
    )


WAYS = ["20150131-9808", "150131-9808", "1501319808", "201501319808", " 2015 01 31 9808 ",
        "150131–9808"]  # fmt: skip


@pytest.mark.parametrize("number", WAYS)
def test_a_report_is_found_by_the_childs_number_however_it_is_written(report, rut, number):
    found = searching.by_number(number, purpose="same_person", by=rut)
    assert [row.pk for row in found.reports] == [report.pk]


@pytest.mark.parametrize("number", ["20150131-9811", "19150131-9808", "20150131", "9808", ""])
def test_another_number_finds_nothing(report, rut, number):
    assert len(searching.by_number(number, purpose="same_person", by=rut)) == 0


def test_only_the_reception_finds_a_report(report, amina):
    assert len(searching.by_number(CHILD, purpose="same_person", by=amina)) == 0


# --- The index -----------------------------------------------------------------------------------


def test_equal_values_in_two_organisations_have_different_digests(db):
    ours = blind.digest("name", "kim exempel", organisation=1)
    assert blind.digest("name", "kim exempel", organisation=1) == ours
    assert blind.digest("name", "kim exempel", organisation=2) != ours
    assert blind.digest("number", "kim exempel", organisation=1) != ours


def test_the_row_holds_no_plain_hash_of_the_name(read):
    row = BlindIndex.objects.get()
    guesses = {sha256(one.encode()).digest() for one in ("kim exempel", "Kim Exempel")}
    guesses |= {hmac.digest(b"", one.encode(), sha256) for one in ("kim exempel", "Kim Exempel")}
    assert bytes(row.digest) not in guesses
    assert len(bytes(row.digest)) == 32


def test_a_public_process_cannot_compute_it(read, settings, amina):
    settings.LOTSEN_ROLE = "public"
    with pytest.raises(NoPrivateKey):
        blind.digest("name", "kim exempel", organisation=amina.organisation_id)


def test_a_public_process_does_not_make_the_secret_either(db, settings):
    settings.LOTSEN_ROLE = "public"
    with pytest.raises(NoPrivateKey):
        blind.digest("name", "kim exempel", organisation=1)
    assert not Letter.objects.filter(about=blind.PLACE).exists()


def test_a_public_process_takes_a_changed_name_out(read, told, settings):
    resident = admitting.admit(told.code)
    settings.LOTSEN_ROLE = "public"
    reaching.change(resident, way="none", name="Robin Ny")
    assert not BlindIndex.objects.exists()


def test_a_public_form_makes_no_index(help_request):
    assert not BlindIndex.objects.exists()


def test_a_new_key_breaks_nothing(read, amina):
    """The secret lies under a letter like any other: it is found with the older key."""
    keys.make()
    assert by_name("Kim Exempel", amina) == [read.pk]


def test_the_index_is_made_once(read, amina):
    reading.begin(read.pk, by=amina, purpose="answer")
    assert BlindIndex.objects.count() == 1
    assert Event.objects.filter(deed="safecontact.indexed").count() == 1


def test_no_name_no_index(north, amina):
    row = receiving.submit(
        by=ANYBODY, ticket="v" * 32, story="Hej.", about="self", channel="web_form"
    ).help_request
    reading.begin(row.pk, by=amina, purpose="triage")
    assert not BlindIndex.objects.exists()
    assert by_name("", amina) == []


def test_a_lookup_by_locator_is_not_touched(read, told):
    assert isinstance(admitting.admit(told.code), Resident)
    assert Receipt.objects.count() == SafeContact.objects.count() == 1


# --- The trace -----------------------------------------------------------------------------------


def test_each_search_leaves_its_purpose_and_its_rate_never_its_words(read, amina):
    by_name("Kim Exempel", amina, purpose="access")
    by_name("Somebody Else", amina)
    first, second = Event.objects.filter(deed="helprequest.search").order_by("pk")
    assert (first.purpose, first.facts) == ("access", {"by": "name", "found": 1, "today": 1})
    assert (second.purpose, second.facts) == ("caller", {"by": "name", "found": 0, "today": 2})
    assert "kim" not in str(list(Event.objects.values("facts", "about", "purpose"))).lower()


# --- The page ------------------------------------------------------------------------------------


@pytest.fixture
def find():
    return reverse("desk:find")


def test_the_page_shows_what_is_found_and_no_name(at, read, amina, find):
    page = at(amina).post(find, {"sought": "Kim Exempel", "purpose": "caller"})
    text = page.content.decode()
    assert reverse("desk:request", args=[read.pk]) in text
    assert page.context["found"].requests == [HelpRequest.objects.get()]
    assert "Kim" not in text


def test_without_a_purpose_nothing_is_searched_and_nothing_typed_is_lost(at, read, amina, find):
    page = at(amina).post(find, {"sought": "Kim Exempel"})
    assert page.context["person_form"].errors.keys() == {"purpose"}
    assert 'value="Kim Exempel"' in page.content.decode()
    assert not Event.objects.filter(deed="helprequest.search").exists()


def test_what_looks_like_a_number_must_be_one(at, read, amina, find):
    page = at(amina).post(find, {"sought": "20150131-9811", "purpose": "caller"})
    assert page.context["person_form"].errors.keys() == {"sought"}


def test_nothing_found_is_said(at, bjorn, read, find):
    page = at(bjorn).post(find, {"sought": "Kim Exempel", "purpose": "caller"})
    assert page.status_code == 200
    assert len(page.context["found"]) == 0
    assert 'value="Kim Exempel"' in page.content.decode()


def test_a_reference_leads_straight_to_it_and_is_noted(at, read, amina, find):
    page = at(amina).post(find, {"reference": read.reference.lower()})
    assert page.url == reverse("desk:request", args=[read.pk])
    line = Event.objects.get(deed="helprequest.search")
    assert (line.purpose, line.facts["by"], line.facts["found"]) == ("reference", "reference", 1)
    assert at(amina).post(find, {"reference": "A2B-3C4"}).status_code == 404
    assert Event.objects.filter(deed="helprequest.search").count() == 2
