"""What is registered or taken down is kept while it is being written, before there is a row."""

import pytest
from django.urls import reverse

from audit.guard import Refused
from audit.models import Event
from intake import drafts, tickets
from intake.models import Channel, ConcernReport, Draft, HelpRequest
from intake.services import raising_concern, registering, saving_drafts

pytestmark = pytest.mark.django_db

CALL = "Hon ringde om hyran och vill bli uppringd."
CHILD = "En pojke, 9 år."

DOORS = [
    ("amina", drafts.RECORD, {"story": CALL, "name": "Kim"}),
    ("stina", drafts.REGISTER, {"story": CALL}),
    ("stina", drafts.REPORT, {"concern": CALL, "child": CHILD}),
]


@pytest.fixture
def people(amina, stina):
    return {"amina": amina, "stina": stina}


@pytest.mark.parametrize(("who", "writing", "texts"), DOORS)
def test_a_button_keeps_it_and_the_page_begins_with_it(who, writing, texts, people, at):
    client, url = at(people[who]), writing.address(None)
    saved = client.post(url, texts | {"save_draft": "", "draft": ""})
    assert saved.url == url
    form = client.get(url).context["form"]
    assert {name: form[name].value() for name in texts} == texts
    draft = Draft.objects.get()
    assert (draft.author, draft.page) == (people[who], writing.page)
    assert not HelpRequest.objects.exists()
    assert not ConcernReport.objects.exists()
    assert list(Event.objects.filter(deed="draft.begin").values_list("about", flat=True)) == [
        f"accounts.user/{people[who].pk}"
    ]


@pytest.mark.parametrize(("who", "writing", "texts"), DOORS)
def test_it_is_listed_where_its_author_begins_and_can_be_thrown_away(
    who, writing, texts, people, at
):
    client, url = at(people[who]), writing.address(None)
    client.post(url, texts | {"save_draft": "", "draft": ""})
    begin = client.get(reverse("desk:mine" if who == "amina" else "portal:register"))
    assert [address for _one, address in begin.context["drafts"]] == [url]
    assert CALL not in begin.content.decode()
    client.post(url, {"throw_draft": "", "draft": str(Draft.objects.get().pk)})
    assert not Draft.objects.exists()


def test_nobody_else_has_it(people, at, bjorn):
    client = at(people["amina"])
    client.post(drafts.RECORD.address(None), {"story": CALL, "save_draft": "", "draft": ""})
    theirs = at(bjorn).get(drafts.RECORD.address(None))
    assert CALL not in theirs.content.decode()
    assert saving_drafts.begun_by(bjorn) == []


def test_whoever_may_not_write_there_keeps_nothing_there(stina):
    with pytest.raises(Refused):
        saving_drafts.save(
            stina.pk, writing=drafts.RECORD, texts={"story": CALL}, instead_of="", by=stina
        )
    with pytest.raises(Refused):
        saving_drafts.read(stina.pk, writing=drafts.RECORD, by=stina)


def test_of_two_windows_the_older_takes_nothing_from_the_newer(people, at):
    client, url = at(people["amina"]), drafts.RECORD.address(None)
    client.post(url, {"story": CALL, "save_draft": "", "draft": ""})
    refused = client.post(url, {"story": "Ett annat samtal.", "save_draft": "", "draft": ""})
    assert refused.status_code == 409
    assert "Ett annat samtal." in refused.content.decode()
    assert client.get(url).context["form"]["story"].value() == CALL


def keep(writing, texts, by):
    return saving_drafts.save(by.pk, writing=writing, texts=texts, instead_of="", by=by)


def test_sent_it_is_no_draft_any_more(people, areas, reception):
    amina, stina = people["amina"], people["stina"]
    told = {"about": "self", "age_band": "25_64", "area": areas["north"], "contact": {}}
    keep(drafts.RECORD, {"story": CALL}, amina)
    registering.record(by=amina, channel=Channel.OUTREACH, ticket=tickets.new(), story=CALL, **told)
    assert Draft.objects.get().page == drafts.RECORD.page
    registering.record(by=amina, channel=Channel.PHONE, ticket=tickets.new(), story=CALL, **told)
    assert not Draft.objects.exists()
    keep(drafts.REGISTER, {"story": CALL}, stina)
    registering.register(
        by=stina, with_person=False, no_suspicion=True, ticket=tickets.new(), story=CALL, **told
    )
    keep(drafts.REPORT, {"concern": CALL}, stina)
    raising_concern.report(by=stina, ticket=tickets.new(), concern=CALL, reached_at="Expeditionen")
    assert not Draft.objects.exists()


def test_keeping_nothing_is_not_called_a_success(people, at):
    client, url = at(people["stina"]), drafts.REPORT.address(None)
    page = client.post(url, {"concern": "", "save_draft": "", "draft": ""}, follow=True)
    assert [one.level_tag for one in page.context["messages"]] == ["info"]
    assert not Draft.objects.exists()
