"""The public register says a number and a day, to anybody, and nothing about anybody."""

import csv
import json
from datetime import timedelta
from io import StringIO

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from audit.actors import ANYBODY, CLOCK
from audit.models import Event
from audit.vault import receipts
from config.deviations.services import reporting as of_deviations
from config.police.services import receiving as of_police
from config.register.models import Marking, Provision, RegisterTitle
from config.register.services import listing, marking
from config.register.services.listing import Period
from config.retention.own import BY_MODEL
from config.starter import loading
from intake.models import About, AgeBand, Channel, HelpRequest, Way
from intake.services import raising_concern, receiving, triaging
from tests.audit.erasing import refused
from tests.stage import cast

pytestmark = pytest.mark.django_db

STORY, NAME = "Min man slår mig.", "Noor Exempel"


@cast
def titles(house):
    loading.fill_in("Tallsunda", by=CLOCK)


@cast
def written(titles, north, areas) -> HelpRequest:
    """By somebody with a name and a problem."""
    told = receiving.submit(
        by=ANYBODY, ticket=receipts.new_ticket(), story=STORY, about=About.SELF,
        age_band=AgeBand.FROM_25, area=areas["north"], language="sv", channel=Channel.WEB,
        contact={"way": Way.EMAIL, "email": "noor@example.org", "name": NAME},
    )  # fmt: skip
    return told.help_request


@pytest.fixture
def at(settings):
    settings.SECOND_FACTOR_REQUIRED = False

    def sign_in(user) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return sign_in


def today(**more) -> Period:
    return Period(timezone.localdate(), timezone.localdate(), **more)


def numbers(period=None) -> list[str]:
    return [entry.number for entry in listing.as_entries(listing.rows(period or today()))]


def say(kind: str, **changed) -> None:
    """The municipality adds a version of what the register says."""
    row = RegisterTitle.objects.get(kind=kind)
    row.pk, row.version = None, 2
    for name, value in changed.items():
        setattr(row, name, value)
    row.save()


# --- What stands in it ---------------------------------------------------------------------------


def test_what_has_come_in_stands_there_at_once(written):
    [entry] = listing.as_entries(listing.rows(today()))
    assert (entry.number, entry.day) == (written.reference, timezone.localdate())
    assert entry.title == "Förfrågan till första linjen"
    assert "utelämnas" in entry.party
    assert not entry.is_ours


def test_what_was_no_request_and_concern_reports_stand_there_only_if_the_municipality_says_so(
    written, amina, help_request, reception
):
    HelpRequest.objects.filter(pk=written.pk).update(close_reason="no_request")
    report = raising_concern.hand_over(help_request.pk, concern="Oro.", by=amina)
    assert numbers() == [help_request.reference]
    say("no_request", is_registered=True)
    say("concern", is_registered=True)
    assert set(numbers()) == {help_request.reference, report.reference, written.reference}
    assert numbers(today(kind="concern")) == [report.reference]


def test_a_kind_of_which_nothing_is_said_is_registered(written):
    RegisterTitle.objects.all().delete()
    assert numbers() == [written.reference]


def test_it_is_found_by_its_number_and_on_its_day_alone(written, help_request):
    assert numbers(today(number=written.reference.lower())) == [written.reference]
    yesterday = timezone.localdate() - timedelta(days=1)
    assert numbers(Period(yesterday, yesterday)) == []


def test_it_stays_when_the_words_are_gone(written, amina):
    triaging.take(written.pk, by=amina)
    triaging.close(written.pk, reason="advised", children="none", by=amina)
    HelpRequest.objects.filter(pk=written.pk).update(erased_at=timezone.now(), story=b"")
    assert numbers() == [written.reference]


def test_what_an_authority_asks_stands_on_the_day_it_came_and_says_not_about_whom(
    at, written, amina, bjorn
):
    """It may be written down later. Of its moment only the day is known."""
    yesterday = timezone.localdate() - timedelta(days=1)
    row = of_police.receive(
        authority="police", way="phone", asked=["phone"], received_on=yesterday, by=amina,
        who="Inspektör Ek", whom="Kim Exempel", their_number="5000-K77-26",
    )  # fmt: skip
    assert numbers() == [written.reference]
    assert numbers(Period(yesterday, yesterday)) == [row.reference]
    both = Period(yesterday, timezone.localdate())
    assert numbers(both) == [written.reference, row.reference]  # the newest first
    marking.mark_own(row.pk, own=BY_MODEL[type(row)], provision="social_services", by=amina)
    [entry] = listing.as_entries(listing.rows(Period(yesterday, yesterday, kind="contact")))
    assert (entry.day, entry.is_ours, len(entry.markings)) == (yesterday, False, 1)
    shown = at(bjorn).get(reverse("desk:register_csv"), {"first": yesterday.isoformat()})
    text = shown.content.decode("utf-8-sig")
    assert f"{row.reference};{yesterday.isoformat()};in;En myndighet" in text
    assert not [word for word in ("Ek", "Kim", "K77", "polis", "Polis") if word in text]


@pytest.mark.parametrize(("days", "code"), [(-1, "turned"), (366, "too_long")])
def test_a_period_makes_sense_and_is_at_most_a_year(titles, amina, days, code):
    first = timezone.localdate()
    refused(listing.take_out, Period(first, first + timedelta(days=days)), by=amina, code=code)


# --- The pages -----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["register", "register_paper", "register_csv", "register_json"])
def test_no_name_and_no_problem_stands_anywhere_and_the_log_says_it_was_shown(
    at, written, amina, bjorn, name
):
    """A colleague of another team may show it too: it is public."""
    marking.mark_request(written.pk, provision="social_services", by=amina)
    answer = at(bjorn).get(reverse(f"desk:{name}"))
    shown = answer.content.decode("utf-8-sig")
    assert written.reference in shown
    assert "OSL 26 kap. 1 §" in shown
    words = (STORY, NAME, "Noor", "noor@", str(written.pk), str(written.subject), "Ekonomi")
    assert not [word for word in words if word in shown]
    deed = "register.list" if name == "register" else "register.export"
    assert Event.objects.filter(deed=deed, actor=f"user/{bjorn.pk}").exists()


def test_who_may_not_show_it_is_refused(at, titles, clara, loke):
    for who in (clara, loke):
        assert at(who).get(reverse("desk:register")).status_code == 403


def test_a_period_that_makes_no_sense_is_said_and_this_month_is_shown(at, written, amina):
    url = reverse("desk:register")
    page = at(amina).get(url, {"first": "2026-03-02", "last": "2026-03-01"}).text
    assert "Den första dagen kommer efter den sista." in page
    assert written.reference in page


def test_the_files_say_the_same_for_a_spreadsheet_and_a_program(at, written, amina, house):
    marking.mark_request(written.pk, provision="whereabouts", by=amina)
    say("request", title={"sv": "=1+1", "en": "=1+1"})
    read = at(amina).get(reverse("desk:register_csv")).content.decode("utf-8-sig")
    [line] = csv.DictReader(StringIO(read), delimiter=";")
    assert line["title"] == "'=1+1"  # nothing that a spreadsheet would run
    day = timezone.localdate().isoformat()
    assert line["confidentiality"] == f"OSL 21 kap. 3 § {day} {house.name}"
    whole = json.loads(at(amina).get(reverse("desk:register_json")).content)
    assert (whole["format"], whole["version"], whole["authority"]) == (
        "lotsen.register", 1, "Tallsunda",
    )  # fmt: skip
    [entry] = whole["entries"]
    assert (entry["number"], entry["direction"]) == (written.reference, "in")


# --- Markings ------------------------------------------------------------------------------------


def test_a_marking_says_provision_day_and_authority(at, written, amina, house):
    url = reverse("desk:markings", args=[written.pk])
    answer = at(amina).post(url, {"provision": "social_services"})
    assert answer.url == reverse("desk:request", args=[written.pk])
    made = Marking.objects.get()
    assert (made.authority, made.made_by) == (house.name, amina)
    page = at(amina).get(answer.url).text
    assert "OSL 26 kap. 1 §" in page
    assert house.name in page
    [entry] = listing.as_entries(listing.rows(today()))
    assert entry.markings == (made,)


def test_the_same_provision_marks_it_once(written, amina):
    marking.mark_request(written.pk, provision="health", by=amina)
    refused(marking.mark_request, written.pk, provision="health", by=amina, code="twice")
    refused(marking.mark_request, written.pk, provision="no", by=amina, code="no_provision")
    with pytest.raises(IntegrityError), transaction.atomic():
        Marking.objects.create(
            about=f"intake.helprequest/{written.pk}", authority="Någon", made_by=amina,
            provision=Provision.objects.get(code="health"),
        )  # fmt: skip


def test_a_lifted_marking_stays_as_a_memory_and_leaves_the_register(at, written, amina):
    made = marking.mark_request(written.pk, provision="health", by=amina)
    url = reverse("desk:marking_lift", args=[written.pk])
    assert at(amina).post(url, {"marking_pk": str(made.pk)}).status_code == 302
    made.refresh_from_db()
    assert made.lifted_by == amina
    assert listing.as_entries(listing.rows(today()))[0].markings == ()
    assert "finns inte" in at(amina).post(url, {"marking_pk": str(made.pk)}).text
    assert marking.mark_request(written.pk, provision="health", by=amina).pk != made.pk


def test_only_the_reception_marks_a_concern_report(at, titles, help_request, amina, rut):
    report = raising_concern.hand_over(help_request.pk, concern="Oro.", by=amina)
    url = reverse("desk:concern_markings", args=[report.pk])
    assert at(amina).post(url, {"provision": "reporter"}).status_code == 404
    answer = at(rut).post(url, {"provision": "reporter"})
    assert "OSL 26 kap. 5 §" in at(rut).get(answer.url).text
    page = at(rut).get(url).text
    assert reverse("desk:concerns") in page
    assert reverse("desk:concern_marking_lift", args=[report.pk]) in page


# --- Records of our own ---------------------------------------------------------------------------


def test_a_deviation_is_marked_as_a_request_is_and_its_paper_says_so(at, titles, amina, lena):
    """The same mechanism serves every record of our own: whoever keeps it marks it."""
    row = of_deviations.report(
        what="En lapp låg framme.", kind="lost", happened_at=timezone.now(), by=amina
    )
    url = reverse("desk:deviation_markings", args=[row.pk])
    assert at(amina).post(url, {"provision": "social_services"}).status_code == 403
    shown = reverse("desk:deviation", args=[row.pk])
    assert url in at(lena).get(shown).text
    assert at(lena).post(url, {"provision": "social_services"}).url == shown
    assert at(lena).post(url, {"provision": "social_services"}).status_code == 200  # once
    for name in ("deviation", "deviation_paper"):
        page = at(lena).get(reverse(f"desk:{name}", args=[row.pk])).text
        assert "OSL 26 kap. 1 §" in page
    [entry] = listing.as_entries(listing.rows(today(kind="deviation")))
    assert [one.authority for one in entry.markings] == [lena.organisation.name]
    told = {"marking_pk": str(Marking.objects.get().pk)}
    assert at(lena).post(reverse("desk:deviation_markings_lift", args=[row.pk]), told).url == url
    page = at(lena).get(reverse("desk:deviation_paper", args=[row.pk])).text
    assert "OSL 26 kap. 1 §" not in page
