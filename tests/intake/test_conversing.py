import pytest
from django.core.exceptions import ValidationError

from audit import trail, vault
from audit.models import Event, Letter, Outgoing
from audit.vault import receipts
from intake import tickets
from intake.lifecycle import Status
from intake.models import HelpRequest, Message, Note
from intake.services import admitting, answering, conversing, raising_concern, triaging
from tests.conftest import STORY


@pytest.fixture
def resident(told):
    return admitting.admit(told.code)


@pytest.fixture
def taken(help_request, amina):
    return triaging.take(help_request.pk, by=amina)


@pytest.fixture
def answered(taken, amina):
    return answering.answer(taken.pk, text="Hej! Vi kan hjälpa dig.", by=amina)


def write(resident, text="Tack!", ticket=None):
    return conversing.write(resident, text=text, ticket=ticket or tickets.new())


def told_to():
    return list(Outgoing.objects.filter(notice="intake.PERSON_WROTE").values_list("to", flat=True))


def status_of(help_request):
    help_request.refresh_from_db()
    return help_request.status


def test_the_person_reads_their_own_words_first_and_ours_after(answered, resident):
    write(resident)
    said = conversing.read_thread(resident).said
    assert [one.text for one in said] == [STORY, "Hej! Vi kan hjälpa dig.", "Tack!"]
    assert [one.is_mine for one in said] == [True, False, True]


def test_the_public_process_opens_the_thread_with_the_persons_own_key(
    answered, resident, letter_box, settings
):
    settings.LOTSEN_ROLE = "public"
    for path in letter_box.glob("*.private"):
        path.unlink()
    write(resident)
    assert len(conversing.read_thread(resident).said) == 3


def test_one_reading_is_one_line_and_one_question_for_the_keys(
    answered, resident, django_assert_max_num_queries
):
    for number in range(5):
        write(resident, f"Rad {number}")
    before = Event.objects.filter(deed="helprequest.opened").count()
    with django_assert_max_num_queries(12) as asked:
        conversing.read_thread(resident)
    letters = [query for query in asked if "audit_letter" in query["sql"]]
    assert len(letters) == 1
    assert Event.objects.filter(deed="helprequest.opened").count() == before + 1
    event = Event.objects.filter(deed="helprequest.opened").last()
    assert (event.actor, event.purpose) == (resident.name, "own")


def test_notes_between_colleagues_are_not_in_the_thread(help_request, amina, resident):
    note = Note(help_request=help_request, author=amina, written_at=help_request.received_at)

    @trail.act
    def jot():
        vault.seal(note, text="Bara mellan oss.")
        note.save()

    jot()
    assert [one.text for one in conversing.read_thread(resident).said] == [STORY]
    assert Letter.objects.filter(about=trail.name_of(note)).count() == 1


def test_an_alias_is_shown_and_a_name_never(answered, amina, resident):
    assert conversing.read_thread(resident).said[1].alias == ""
    amina.alias = "Mina"
    amina.save()
    ours = conversing.read_thread(resident).said[1]
    assert (ours.alias, ours.who) == ("Mina", "Mina")


def test_the_same_message_sent_twice_counts_once(resident):
    ticket = tickets.new()
    assert write(resident, ticket=ticket).pk == write(resident, ticket=ticket).pk
    assert len(told_to()) == 1


def test_another_text_in_the_same_form_is_another_message(resident):
    ticket = tickets.new()
    write(resident, "Ett", ticket)
    write(resident, "Två", ticket)
    assert Message.objects.count() == 2


def test_writing_makes_a_waiting_request_ours_again(answered, amina, resident):
    assert status_of(answered) == Status.WAITING
    write(resident)
    assert status_of(answered) == Status.OPEN
    assert answered.assigned_to == amina
    assert told_to() == [f"accounts.user/{amina.pk}"]


def test_writing_opens_a_closed_request_again_with_a_new_promise(answered, amina, north, resident):
    closed = triaging.close(answered.pk, reason="advised", children="none", by=amina)
    HelpRequest.objects.update(promised_at=closed.received_at)
    write(resident)
    assert status_of(answered) == Status.NEW
    assert answered.assigned_to is None
    assert answered.promised_at > closed.received_at
    assert told_to() == [f"partners.team/{north.pk}"]


def test_writing_while_it_waits_in_the_queue_tells_the_team(help_request, north, resident):
    write(resident)
    assert status_of(help_request) == Status.NEW
    assert told_to() == [f"partners.team/{north.pk}"]


def test_after_a_hand_over_the_message_is_kept_and_reaches_the_reception(
    taken, amina, reception, resident
):
    raising_concern.hand_over(taken.pk, concern="Barnet är rädd.", by=amina)
    write(resident)
    assert status_of(taken) == Status.HANDED_OVER
    assert told_to() == [f"partners.team/{reception.pk}"]
    assert conversing.read_thread(resident).said[-1].text == "Tack!"


def test_what_we_wrote_counts_as_read_when_the_person_does_something(answered, told):
    ours = Message.objects.get()
    conversing.read_thread(admitting.recognise(*receipts.read(told.code)))
    ours.refresh_from_db()
    assert ours.read_at is None
    admitting.admit(told.code)
    ours.refresh_from_db()
    assert ours.read_at is not None


@pytest.mark.parametrize("text", ["", " \n", "x" * 20_001])
def test_nothing_and_endlessness_are_refused(resident, text):
    with pytest.raises(ValidationError):
        write(resident, text)
    assert not Message.objects.exists()


def test_one_code_opens_one_thread(told, resident, north):
    other = type(resident)(
        resident.name, "resident", request_id=resident.request_id, subject=resident.subject,
        key=bytes(31) + b"\x01",
    )  # fmt: skip
    with pytest.raises(vault.Erased):
        conversing.read_thread(other)
