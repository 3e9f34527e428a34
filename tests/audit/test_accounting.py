import pytest
from django.template import Context, Template

from audit import deeds, trail, vault
from audit.services import accounting
from intake.models import HelpRequest


@trail.act
def read(help_request, by):
    vault.unseal(help_request, "story", by=by, purpose="triage")
    trail.record(by, "helprequest.take", help_request)
    trail.record(by, "outbox.post", help_request, notice="intake.RECEIVED")


def test_the_person_is_told_who_opened_it_for_whom_and_why(help_request, amina, house):
    read(help_request, by=amina)
    taken, opened, came = accounting.what_happened(help_request.subject)
    assert (came.deed, came.role) == ("helprequest.submit", "anybody")
    assert (opened.deed, opened.role, opened.purpose) == (
        "helprequest.opened", "social_worker", "triage",
    )  # fmt: skip
    assert opened.organisation == str(house.pk)
    assert opened.is_read
    assert not taken.is_read


def test_what_is_not_told_is_counted(help_request, amina):
    before = accounting.count_withheld(help_request.subject)
    read(help_request, by=amina)
    assert accounting.count_withheld(help_request.subject) == before + 1


def test_nobody_elses_lines_are_among_them(help_request, amina):
    read(help_request, by=amina)
    assert not accounting.what_happened(HelpRequest().subject)


def test_no_name_and_no_account_is_in_a_line(help_request, amina):
    read(help_request, by=amina)
    told = repr(accounting.what_happened(help_request.subject))
    assert "user/" not in told
    assert "amina" not in told.lower()


@pytest.mark.parametrize("deed", sorted(deeds.WORDS))
def test_every_deed_that_has_words_fits_its_column(deed):
    assert len(deed) <= 60


def test_an_unknown_deed_is_shown_as_its_code(db):
    page = Template("{% load trail_words %}{{ 'a.b'|deed_words }}")
    assert page.render(Context()) == "a.b"


@trail.act
def ask(help_request, by, partner):
    trail.record(by, "referral.send", help_request, partner=partner.pk)


def test_the_person_is_told_which_partner_was_asked(help_request, amina, youth_centre):
    ask(help_request, by=amina, partner=youth_centre)
    assert accounting.what_happened(help_request.subject)[0].to == str(youth_centre.pk)
