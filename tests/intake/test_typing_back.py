"""The end of the code, typed back: the receipt comes again, nothing is kept."""

from django.urls import reverse

from audit.models import Event
from intake import tickets
from intake.models import HelpRequest
from tests.intake.visitor import Visit


def sent(client):
    ticket = tickets.new()
    told = {"story": "Hej.", "about": "self", "way": "none", "ticket": ticket}
    page = client.post(reverse("public:request"), told)
    return ticket, Visit.code(page)


def type_back(client, ticket, last):
    return client.post(reverse("public:type_back"), {"ticket": ticket, "last": last})


def test_the_right_end_is_said_to_be_right_however_it_is_typed(client, north):
    ticket, code = sent(client)
    for typed in (code[-4:], code[-4:].lower(), f" {code[-4:-2]} {code[-2:]} "):
        page = type_back(client, ticket, typed).content.decode()
        assert "Rätt." in page
        assert code[:5] in page


def test_a_wrong_end_shows_the_code_once_more(client, north):
    ticket, code = sent(client)
    wrong = "2222" if code[-4:] != "2222" else "3333"
    page = type_back(client, ticket, wrong).content.decode()
    assert "Rätt." not in page
    assert 'value="' + wrong in page
    assert code[-6:] in page


def test_nothing_is_kept_or_counted(client, north):
    ticket, code = sent(client)
    before = Event.objects.count()
    type_back(client, ticket, code[-4:])
    assert Event.objects.count() == before
    assert HelpRequest.objects.count() == 1
    assert not client.cookies


def test_it_can_be_skipped_and_says_so(client, north):
    told = {"story": "Hej.", "about": "self", "way": "none", "ticket": tickets.new()}
    page = client.post(reverse("public:request"), told).content.decode()
    assert "hoppa över" in page
    assert reverse("mailbox:enter") in page


def test_without_the_form_s_own_ticket_there_is_no_receipt(client, north):
    sent(client)
    for ticket in (tickets.new(), "", "x"):
        assert type_back(client, ticket, "2222").status_code == 404
