"""Behind an adult's trouble a child may live: whoever closes it says so, and is then asked more."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from intake import tickets
from intake.forms.desk import CHILDREN
from intake.lifecycle import Status
from intake.models import About, AgeBand, HelpRequest, Message
from intake.services import admitting, conversing, triaging
from intake.views import facts

pytestmark = pytest.mark.django_db

LAST = "Ring Skuldhjälpen, de hjälper gratis."


@pytest.fixture
def adults(told, amina):
    """About an adult, and in Amina's hands."""
    HelpRequest.objects.filter(pk=told.help_request.pk).update(
        about=About.SELF, age_band=AgeBand.FROM_18
    )
    return triaging.take(told.help_request.pk, by=amina)


def test_what_is_about_an_adult_is_not_closed_before_somebody_has_said_it(adults, amina):
    for children in ("", "two"):
        with pytest.raises(ValidationError) as refusal:
            triaging.close(adults.pk, reason="advised", children=children, by=amina)
        assert list(refusal.value.error_dict) == ["children"]
    row = triaging.close(adults.pk, reason="advised", children="unknown", by=amina)
    assert (row.status, row.children, row.no_suspicion_by) == (Status.CLOSED, "unknown", None)


@pytest.mark.parametrize("children", ["under_6", "under_13", "under_18"])
def test_where_children_live_somebody_states_by_name_that_they_suspect_no_harm(
    children, adults, amina
):
    with pytest.raises(ValidationError) as refusal:
        triaging.close(adults.pk, reason="advised", children=children, by=amina)
    assert list(refusal.value.error_dict) == ["no_suspicion"]
    row = triaging.close(
        adults.pk, reason="advised", children=children, no_suspicion=True, by=amina
    )
    assert row.no_suspicion_by == amina
    shown = list(dict(facts.of(row)).values())
    assert {dict(CHILDREN)[children], amina.name} <= set(shown)


def test_the_database_refuses_silence_about_a_child(adults, amina):
    triaging.close(adults.pk, reason="advised", children="none", by=amina)
    row = HelpRequest.objects.filter(pk=adults.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        row.update(children="under_6")
    row.update(children="under_6", no_suspicion_by=amina)


def test_the_page_asks_and_loses_nothing_of_the_last_answer(at, page, adults, amina):
    client, url = at(amina), page("close", adults)
    typed = {"reason": "advised", "text": LAST}
    for answer, wrong in (({}, "children"), ({"children": "under_6"}, "no_suspicion")):
        refused = client.post(url, typed | answer)
        assert list(refused.context["form"].errors) == [wrong]
        assert LAST in refused.content.decode()
    assert not Message.objects.exists()
    client.post(url, typed | {"children": "under_6", "no_suspicion": "on"})
    assert HelpRequest.objects.get().status == Status.CLOSED


@pytest.mark.parametrize(
    ("codes", "is_asked"),
    [
        ({"about": About.SELF, "age_band": AgeBand.FROM_18}, True),
        ({"about": About.SELF, "age_band": AgeBand.UNKNOWN}, True),
        ({"about": About.SOMEBODY, "age_band": AgeBand.FROM_18}, True),
        ({"about": About.SOMEBODY, "age_band": AgeBand.UNKNOWN}, False),  # it may be a child
        ({"about": About.SELF, "age_band": AgeBand.FROM_12}, False),
        ({"about": About.PLACE, "age_band": AgeBand.UNKNOWN}, False),
    ],
)
def test_only_about_an_adult(codes, is_asked, at, page, told, amina):
    HelpRequest.objects.filter(pk=told.help_request.pk).update(**codes)
    row = triaging.take(told.help_request.pk, by=amina)
    fields = at(amina).get(page("close", row)).context["form"].fields
    assert ("children" in fields) is is_asked
    assert row.asks_about_children is is_asked


def test_closed_again_the_answer_is_proposed_and_can_be_changed(at, page, told, adults, amina):
    close = {"reason": "advised", "by": amina}
    triaging.close(adults.pk, children="under_13", no_suspicion=True, **close)
    resident = admitting.admit(told.code)
    conversing.write(resident, text="Det blev värre igen.", ticket=tickets.new())
    assert triaging.take(adults.pk, by=amina).no_suspicion_by is None
    form = at(amina).get(page("close", adults)).context["form"]
    assert form["children"].value() == "under_13"
    assert triaging.close(adults.pk, children="none", **close).children == "none"
