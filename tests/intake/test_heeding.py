"""What sounds like danger raises a request and shows numbers. It stops and lowers nothing."""

import pytest
from django.urls import reverse
from django.utils import timezone

from audit.actors import ANYBODY
from audit.models import Event
from intake import tickets
from intake.models import ConcernReport, HelpRequest, OwnPhrase, Suspicion, Urgency
from intake.services import admitting, conversing, greeting, heeding, raising_concern, receiving
from partners.models import PhoneNumber

HITS = "Min man slog mig förra veckan."
WANTS_TO_DIE = "Jag vill inte leva längre."
CALM = "Jag vill ha råd om sömn."


@pytest.fixture
def lines(house):
    for about, number in [("life", "08-465 004 31"), ("violence", "08-465 004 32")]:
        PhoneNumber.objects.create(
            label={"sv": f"Linje {about}", "en": about}, number=number, when="always", about=about
        )
    greeting.forget()


def told(story, **fields):
    codes = {"about": "self", "age_band": "unknown", "channel": "web_form"} | fields
    return receiving.submit(by=ANYBODY, ticket=tickets.new(), story=story, **codes)


@pytest.mark.parametrize(
    ("story", "urgency", "signs"),
    [(CALM, "normal", []), (HITS, "same_day", ["violence"]), (WANTS_TO_DIE, "emergency", ["life"])],
)
def test_a_request_comes_in_as_urgent_as_it_sounds(north, story, urgency, signs):
    row = told(story).help_request
    assert (row.urgency, row.signs) == (urgency, signs)


def test_it_never_lowers_what_somebody_chose(north):
    assert told(HITS, urgency=Urgency.NOW).help_request.urgency == Urgency.NOW


def test_it_is_promised_sooner(north):
    calm, urgent = told(CALM).help_request, told(WANTS_TO_DIE).help_request
    assert urgent.promised_at <= calm.promised_at
    assert urgent.urgency_rank < calm.urgency_rank


def test_the_log_has_the_class_and_never_the_words(north):
    row = told(HITS).help_request
    event = Event.objects.get(deed="helprequest.heed", about=f"intake.helprequest/{row.pk}")
    assert event.facts["signs"] == "violence"
    assert "slog" not in str(event.facts)
    told(CALM)
    assert Event.objects.filter(deed="helprequest.heed").count() == 1


def test_a_new_message_raises_the_request_and_a_calm_one_changes_nothing(north):
    receipt = told(CALM)
    resident = admitting.admit(receipt.code, bucket="here")
    for text, urgency in [(HITS, "same_day"), (WANTS_TO_DIE, "emergency"), (CALM, "emergency")]:
        conversing.write(resident, text=text, ticket=tickets.new())
        row = HelpRequest.objects.get()
        assert row.urgency == urgency
    assert row.signs == ["life", "violence"]


def test_what_was_set_aside_and_sounds_urgent_waits_behind_nothing(north, amina):
    """Set aside as if a machine had sent it; then its sender writes what cannot wait."""
    receipt = told(CALM, suspicion=Suspicion.FLOOD)
    resident = admitting.admit(receipt.code, bucket="here")
    for text, is_there in [(CALM, False), (HITS, True)]:
        conversing.write(resident, text=text, ticket=tickets.new())
        waits = HelpRequest.objects.waiting().visible_to(amina)
        assert waits.exists() is is_there


def test_a_message_promises_sooner_until_somebody_has_read_and_never_later(
    north, amina, time_machine
):
    time_machine.move_to("2026-11-23 09:00+01:00")  # a Monday
    receipt = told(CALM)
    resident, before = admitting.admit(receipt.code, bucket="here"), receipt.help_request
    conversing.write(resident, text=WANTS_TO_DIE, ticket=tickets.new())
    sooner = HelpRequest.objects.get()
    assert sooner.promised_at < before.promised_at
    HelpRequest.objects.update(urgency="normal", urgency_rank=3, first_read_at=timezone.now())
    conversing.write(resident, text=WANTS_TO_DIE, ticket=tickets.new())
    assert HelpRequest.objects.get().promised_at == sooner.promised_at


def test_each_message_leaves_its_own_line_of_what_was_heard_in_it(north):
    receipt = told(HITS)
    resident = admitting.admit(receipt.code, bucket="here")
    conversing.write(resident, text=WANTS_TO_DIE, ticket=tickets.new())
    heard = Event.objects.filter(deed="helprequest.heed").order_by("pk")
    assert [line.facts["signs"] for line in heard] == ["violence", "life"]


def test_a_concern_report_is_heard_too(reception, clara):
    told_by = {"ticket": tickets.new(), "concern": "Pojken har blåmärken på ryggen.", "by": clara}
    raising_concern.report(**told_by)
    assert ConcernReport.objects.get().signs == ["child"]


def test_the_municipalitys_own_phrase_counts(north):
    OwnPhrase.objects.create(language="sv", kind="violence", phrase="gömd+på Ekhyddan")
    greeting.forget()
    assert told("Vi är gömda, gömd på Ekhyddan.").help_request.signs == ["violence"]


def test_a_broken_phrase_stops_no_letter(north):
    OwnPhrase.objects.create(language="sv", kind="violence", phrase="{nobody}")
    greeting.forget()
    assert told(HITS).help_request.signs == ["violence"]


def test_each_class_that_is_shown_has_its_own_numbers_and_says_why(lines):
    shown = heeding.warnings({"life", "violence", "home"})
    assert [warning.kind for warning in shown] == ["life", "violence"]
    assert [[phone.number for phone in one.phones] for one in shown] == [
        ["08-465 004 31"], ["08-465 004 32"],
    ]  # fmt: skip
    assert all("sounds" in str(one.why) or "låter" in str(one.why) for one in shown)


def test_the_numbers_stand_there_after_sending_and_in_the_mailbox(north, lines, visit, client):
    page = visit.send(WANTS_TO_DIE)
    assert page.status_code == 200
    assert "08-465 004 31" in page.content.decode()
    assert 'data-test="heard"' in page.content.decode()
    client.post(reverse("mailbox:enter"), {"code": visit.code(page)})
    assert "08-465 004 31" in client.get(reverse("mailbox:thread")).content.decode()
    assert HelpRequest.objects.count() == 1


def test_they_stand_there_before_sending_and_stop_nobody(north, lines, visit, time_machine):
    time_machine.move_to("2026-11-20 23:00+01:00")
    before = visit.send(WANTS_TO_DIE, screen="questions").content.decode()
    assert "08-465 004 31" in before
    assert 'data-test="send"' in before
    assert not HelpRequest.objects.exists()
    after = visit.send(WANTS_TO_DIE).content.decode()
    read_by = "måndag 23 november klockan 08.00"
    assert read_by in before
    assert read_by in after


def test_a_calm_letter_shows_no_warning(north, lines, visit):
    assert 'data-test="heard"' not in visit.send(CALM).content.decode()


def test_staff_see_the_class_beside_the_facts(client, amina, north, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    row = told(HITS).help_request
    client.force_login(amina)
    page = client.get(reverse("desk:request", args=[row.pk])).content.decode()
    assert "låter som våld eller hot" in page.lower()


def test_every_word_of_the_promise_stays_a_moment_that_is_open(north, time_machine):
    time_machine.move_to("2026-12-24 23:50+01:00")
    row = told(WANTS_TO_DIE).help_request
    assert timezone.localtime(row.promised_at).isoformat().startswith("2026-12-28T08:00")
