"""Two requests that have to do with one another: seen by whoever may open both, by nobody else."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from audit import trail
from audit.guard import OutOfReach
from audit.models import Event
from intake.models import LinkReason, RequestLink
from intake.services import conflicting, erasing, linking, protecting, triaging


def _reason(**more):
    told = {
        "code": "same_family", "title": {"sv": "Samma familj", "en": "The same family"},
        "valid_from": timezone.localdate() - timedelta(days=9),
    } | more  # fmt: skip
    return LinkReason.objects.create(**told)


@pytest.fixture
def reason(db):
    return _reason()


@pytest.fixture
def other(tell, areas):
    return tell(area=areas["north"]).help_request


@pytest.fixture
def linked(taken, other, reason, amina):
    return linking.link(taken.pk, reference=other.reference, reason=reason, by=amina)


def seen_by(user, row):
    return [(one.row.pk, one.how) for one in linking.relatives(row, by=user)]


def test_both_pages_show_the_other_and_why(at, page, linked, taken, other, amina, reason):
    assert seen_by(amina, taken) == [(other.pk, str(reason))]
    assert seen_by(amina, other) == [(taken.pk, str(reason))]
    client = at(amina)
    for row, beside in ((taken, other), (other, taken)):
        assert beside.reference in client.get(page("request", row)).content.decode()


def test_whoever_may_not_open_the_other_sees_no_link(at, page, linked, taken, other, amina, lena):
    conflicting.declare(other.pk, by=lena)
    assert seen_by(lena, taken) == []
    text = at(lena).get(page("request", taken)).content.decode()
    assert other.reference not in text
    assert str(linked.pk) not in text
    told = Event.objects.filter(deed="helprequest.link", about=trail.name_of(taken))
    assert told.exists()  # the log knows; the page's own history does not say it
    assert "Linked the request" not in text
    assert "Länkade" not in text


def test_a_protected_identity_is_not_betrayed_by_a_link(linked, taken, other, amina, lena):
    protecting.protect(other.pk, by=amina)
    assert seen_by(lena, taken) == []
    assert seen_by(amina, taken) == [(other.pk, str(linked.reason))]


def test_another_teams_number_is_answered_as_one_that_does_not_exist(
    tell, areas, south, taken, reason, amina
):
    theirs = tell(area=areas["south"]).help_request
    for reference in (theirs.reference, "A2B-3C4"):
        with pytest.raises(ValidationError) as refusal:
            linking.link(taken.pk, reference=reference, reason=reason, by=amina)
        assert refusal.value.error_dict["reference"][0].code == "no_such_request"


@pytest.mark.parametrize("turned", [False, True])
def test_two_are_linked_once_whichever_comes_first(linked, taken, other, reason, amina, turned):
    one, two = (other, taken) if turned else (taken, other)
    with pytest.raises(ValidationError) as refusal:
        linking.link(one.pk, reference=two.reference, reason=reason, by=amina)
    assert refusal.value.error_dict["reference"][0].code == "linked_already"


def test_the_reasons_are_the_municipalitys_and_the_newest_in_force(reason):
    newer = _reason(version=2, title={"sv": "Syskon", "en": "Siblings"})
    over = timezone.localdate() - timedelta(days=1)
    _reason(code="old", valid_until=over)
    _reason(code="later", valid_from=timezone.localdate() + timedelta(days=1))
    assert LinkReason.in_force() == [newer]


def test_a_reason_that_is_over_is_refused(taken, other, amina):
    over = _reason(valid_until=timezone.localdate() - timedelta(days=1))
    with pytest.raises(ValidationError) as refusal:
        linking.link(taken.pk, reference=other.reference, reason=over, by=amina)
    assert refusal.value.error_dict["reason"][0].code == "no_reason"


def test_whoever_reaches_both_takes_it_away_and_nobody_else(linked, taken, other, amina, lena):
    conflicting.declare(other.pk, by=lena)
    with pytest.raises(OutOfReach):
        linking.unlink(taken.pk, link_pk=linked.pk, by=lena)
    linking.unlink(taken.pk, link_pk=linked.pk, by=amina)
    assert seen_by(amina, taken) == []
    assert Event.objects.filter(deed="helprequest.unlink").count() == 2


def test_it_goes_when_the_words_of_either_are_erased(linked, other, amina):
    triaging.take(other.pk, by=amina)
    row = triaging.close(other.pk, reason="advised", children="none", by=amina)
    trail.act(lambda: erasing.clear(row, by=amina))()
    assert not RequestLink.objects.exists()


def test_the_page_links_and_unlinks(at, page, taken, other, reason, amina):
    client = at(amina)
    wrong = client.post(page("link", taken), {"reference": "fel", "reason": reason.pk})
    assert wrong.context["form"].has_error("reference")
    sent = {"reference": other.reference, "reason": reason.pk}
    assert client.post(page("link", taken), sent).url == page("request", taken)
    made = RequestLink.objects.get()
    assert client.post(page("unlink", taken), {"link_pk": made.pk}).url == page("request", taken)
    assert client.post(page("unlink", taken), {"link_pk": made.pk}).status_code == 404
    assert client.post(page("unlink", taken), {"link_pk": "nej"}).status_code == 404
