"""Triage takes few steps: at most six interactions beside reading and writing, eight fields."""

from intake.forms.desk import WeighForm
from intake.models import HelpRequest, Urgency
from partners.models import Topic

FEW, FIELDS = 6, 8


class Colleague:
    """Somebody at a page. Each link followed, each choice and each press is an interaction."""

    def __init__(self, client):
        self.client, self.interactions = client, 0

    def follow(self, page, address):
        self.interactions += 1
        assert f'href="{address}"' in page.content.decode()
        return self.client.get(address)

    def press(self, page, address, form=None, **chosen):
        """What stands in the form already goes along; only what is changed costs a step.

        Without an *address* the form posts to its own page.
        """
        assert not address or f'action="{address}"' in page.content.decode()
        self.interactions += 1 + len(chosen)
        filled = {one.name: one.value() for one in form or ()}
        sent = {name: value for name, value in filled.items() if value is not None}
        to = address or page.request["PATH_INFO"]
        return self.client.post(to, sent | chosen, follow=True)


def read_and_weigh(colleague, page, row, **purpose):
    """Open, weigh, topic, urgency, save."""
    facts = colleague.client.get(page("request", row))
    words = colleague.press(facts, page("open", row), facts.context["purpose_form"], **purpose)
    assert words.context["opened"].story
    weigh = colleague.follow(words, page("weigh", row))
    chosen = {"topic": Topic.objects.first().pk, "urgency": Urgency.PRIORITY}
    return colleague.press(weigh, "", weigh.context["form"], **chosen)


def test_the_first_of_the_day_is_read_and_weighed_in_six(at, page, help_request, amina):
    """From its page on, with the choice of why it is opened, which nobody makes for them."""
    colleague = Colleague(at(amina))
    read_and_weigh(colleague, page, help_request, purpose="triage")
    row = HelpRequest.objects.get()
    assert (row.topic, row.urgency) == (Topic.objects.first(), Urgency.PRIORITY)
    assert row.first_read_at is not None
    assert colleague.interactions <= FEW


def test_the_next_one_is_taken_too_in_six(at, page, tell, amina):
    """Why the last one was opened is offered first from then on."""
    first, second = tell().help_request, tell().help_request
    colleague = Colleague(at(amina))
    read_and_weigh(colleague, page, first, purpose="triage")
    colleague.interactions = 0
    weighed = read_and_weigh(colleague, page, second)
    colleague.press(weighed, page("take", second))
    row = HelpRequest.objects.get(pk=second.pk)
    assert (row.urgency, row.assigned_to) == (Urgency.PRIORITY, amina)
    assert colleague.interactions <= FEW


def test_a_triage_has_at_most_eight_fields(help_request):
    assert len(WeighForm(help_request=help_request).visible_fields()) <= FIELDS
