"""“Who has read it”: one line for each person and day, every reading counted, none left out."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from audit.actors import ANYBODY
from audit.models import Event
from audit.services import accounting
from config.accounts.roles import Role
from intake.cleaning import File, clean
from intake.models import Attachment
from intake.services import admitting, conversing, reading, receiving, scanning, viewing
from intake.tickets import new
from intake.views.openings import openings, together
from tests.conftest import STORY, _person
from tests.intake.papers import picture


@pytest.fixture
def axel(house, north):
    """Amina's colleague, of the same role in the same team."""
    return _person("axel", Role.SOCIAL_WORKER, house, [north])


@pytest.fixture
def pictures(told):
    resident = admitting.admit(told.code)
    files = [File(f"bild{n}.png", clean(picture("PNG"))) for n in range(3)]
    conversing.write(resident, text="Se bilderna.", ticket=new(), files=files)
    scanning.sweep()
    return list(Attachment.objects.all())


def look_through(help_request, pictures, by):
    reading.begin(help_request.pk, by=by, purpose="triage")
    reading.read(help_request.pk, by=by, purpose="triage")
    for row in pictures:
        viewing.view(row.pk, by=by, purpose="triage")


def ours(lines):
    return [(one.times, one.files) for one in openings(lines) if one.role == Role.SOCIAL_WORKER]


def test_a_page_with_pictures_is_one_line_that_counts_them(help_request, pictures, amina):
    look_through(help_request, pictures, amina)
    assert ours(accounting.what_happened(help_request.subject)) == [(4, 3)]


def test_another_person_day_purpose_or_an_emergency_is_a_line_of_its_own(
    help_request, pictures, amina, axel
):
    look_through(help_request, pictures, amina)
    look_through(help_request, pictures[:1], axel)
    reading.read(help_request.pk, by=amina, purpose="follow_up")
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        reading.read(help_request.pk, by=amina, purpose="triage")
    lines = accounting.what_happened(help_request.subject)
    assert ours(lines) == [(1, 0), (1, 0), (2, 1), (4, 3)]


def test_no_line_is_left_out_of_any_count(help_request, pictures, amina, axel):
    look_through(help_request, pictures, amina)
    look_through(help_request, pictures, axel)
    lines = accounting.what_happened(help_request.subject)
    reads = [line for line in lines if line.is_read and line.decision == "allowed"]
    assert sum(one.times for one in openings(lines)) == len(reads)
    rows = list(together(lines))
    assert sum(row.times for row in rows) == len(lines)
    assert len(rows) < len(lines)
    assert [row.line.at for row in rows] == sorted((row.line.at for row in rows), reverse=True)
    written = Event.objects.filter(subject=help_request.subject, deed="helprequest.opened")
    assert written.count() == len(reads)


def test_the_page_tells_nobody_s_name(help_request, pictures, amina, axel, inside):
    look_through(help_request, pictures, amina)
    look_through(help_request, pictures, axel)
    page = inside.get("/mailbox/who/").content.decode()
    assert page.count('data-role="social_worker"') == 2
    assert page.count("Bilder och filer bland dem: 3") == 2
    for secret in ("Amina", "Axel", f"user/{amina.pk}", f"user/{axel.pk}"):
        assert secret not in page


def test_whatever_the_person_opened_themselves_is_one_line(north):
    form = {"ticket": new(), "story": STORY, "by": ANYBODY}
    receiving.submit(**form)
    told = receiving.submit(**form)
    conversing.read_thread(admitting.admit(told.code))
    lines = accounting.what_happened(told.help_request.subject)
    assert {line.purpose for line in lines if line.is_read} == {"sent_again", "own"}
    assert [one.role for one in openings(lines)] == ["resident"]
