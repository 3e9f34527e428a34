"""What we often write: in the person's language, seen in one's own, put below what is written."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from config.starter import loading
from intake.models import HelpRequest, Message, StandardAnswer
from intake.services import suggesting, triaging
from partners.models import Topic

TODAY = timezone.localdate
BODY = {"sv": "Vi läser.", "en": "We are reading.", "ar": "نحن نقرأ."}


def written(code="thanks", version=1, **fields):
    fields = {"title": {"sv": f"{code} {version}"}, "body": BODY, "valid_from": TODAY()} | fields
    return StandardAnswer.objects.create(code=code, version=version, **fields)


@pytest.fixture
def arabic(tell, amina):
    row = tell(language="ar").help_request
    return triaging.take(row.pk, by=amina)


def use(client, page, row, standard, text=""):
    told = {"use": "1", "standard": standard.pk, "text": text, "ticket": "t" * 32}
    return client.post(page("answer", row), told)


def test_it_comes_in_the_persons_language_and_beside_it_in_ones_own(at, page, arabic, amina):
    said = use(at(amina), page, arabic, written()).content.decode()
    assert "نحن نقرأ." in said
    assert "Vi läser." in said
    assert "Arabiska" in said
    assert not Message.objects.exists()


def test_nothing_that_was_written_is_lost(at, page, arabic, amina):
    answer = use(at(amina), page, arabic, written(), text="Hej Kim!")
    assert answer.context["form"]["text"].value() == "Hej Kim!\n\nنحن نقرأ."
    gone = at(amina).post(
        page("answer", arabic), {"use": "1", "standard": "99999", "text": "Hej Kim!"}
    )
    assert gone.context["form"]["text"].value() == "Hej Kim!"


def test_files_that_a_page_shown_anew_has_lost_are_named(at, page, arabic, amina):
    told = {"use": "1", "standard": written().pk, "text": "Hej!", "ticket": "t" * 32}
    files = {"files": SimpleUploadedFile("blankett.pdf", b"%PDF-1.7", "application/pdf")}
    put_in = at(amina).post(page("answer", arabic), told | files)
    assert put_in.context["chosen"] == ["blankett.pdf"]
    assert 'data-test="chosen"' in put_in.text
    assert 'data-test="chosen"' not in use(at(amina), page, arabic, written(version=2)).text


def test_where_their_language_is_missing_it_is_said(at, page, arabic, amina):
    said = use(at(amina), page, arabic, written(body={"sv": "Vi läser."})).content.decode()
    assert 'data-test="not-theirs"' in said


def test_easy_swedish_falls_back_on_swedish(db):
    assert written().text_in("sv-simple") == ("Vi läser.", "sv")
    assert written("other").text_in("fi") == ("Vi läser.", "sv")


def test_the_newest_that_is_in_force_is_offered_and_the_topic_s_come_first(help_request):
    yesterday, tomorrow = TODAY() - timedelta(days=1), TODAY() + timedelta(days=1)
    economy, parenting = Topic.objects.get(code="economy"), Topic.objects.get(code="parenting")
    written("a", 1, valid_from=yesterday)
    written("a", 2, valid_from=yesterday)
    written("a", 3, valid_from=tomorrow)
    written("ended", 1, valid_from=date(2020, 1, 1), valid_until=yesterday)
    written("ended_again", 1, valid_from=date(2020, 1, 1))
    written("ended_again", 2, valid_from=date(2020, 1, 2), valid_until=yesterday)
    written("money", 1, topic=economy)
    written("children", 1, topic=parenting)
    HelpRequest.objects.update(topic=economy)
    offered = suggesting.standard_answers(HelpRequest.objects.get())
    assert [(one.code, one.version) for one in offered] == [("money", 1), ("a", 2)]


def test_the_language_is_shown_where_one_answers(at, page, arabic, amina):
    assert "Arabiska" in at(amina).get(page("answer", arabic)).content.decode()


def test_a_new_house_begins_with_some_in_both_languages(db):
    for one in loading.read("standard_answers"):
        assert set(one) == {"code", "topic", "title", "body"}
        assert {"sv", "en"} <= set(one["title"]) & set(one["body"])
