"""What is begun about a referral is kept for its author: ours, and a partner's while it reads."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from audit.guard import OutOfReach, Refused
from audit.models import Event, Letter
from audit.moves import MoveNotAllowed
from audit.trail import name_of
from intake.models import Consent, Draft
from intake.services import saving_drafts, triaging
from intake.views.drafts import keeps_draft
from partners.models import Organisation
from referrals import drafts
from referrals.lifecycle import WRITE
from referrals.models import PartnerMessage, Referral
from referrals.services import (
    answering,
    conversing,
    erasing,
    following_up,
    going_on,
    pausing,
    reporting,
    sending,
    withdrawing,
)
from tests.referrals.conftest import a_day, results_of
from tests.stage import cast

pytestmark = pytest.mark.django_db

TEXT = "Hon kan på tisdagar, men"
MORE = TEXT + " inte före tio."


def begin(row, by, writing, text=TEXT, instead_of=""):
    texts = dict.fromkeys(writing.fields, text)
    return saving_drafts.save(row.pk, writing=writing, texts=texts, instead_of=instead_of, by=by)


def words_of(row, by, writing):
    found = saving_drafts.read(row.pk, writing=writing, by=by)
    return found and next(iter(found.texts.values()))


def is_gone(draft) -> bool:
    return not (Draft.objects.filter(pk=draft.pk) or Letter.objects.filter(about=name_of(draft)))


def page(writing, row) -> str:
    return writing.address(row.pk)


def kept(client, writing, row, text=TEXT, **more):
    told = {**dict.fromkeys(writing.fields, text), "draft": "", "save_draft": "", **more}
    return client.post(page(writing, row), told)


@cast
def agreed(active):
    """Under way, with a partner whose agreement says that we write to each other."""
    Organisation.objects.filter(pk=active.to_id).update(takes_messages=True)
    return Referral.objects.get(pk=active.pk)


# --- Begun, and gone on with ----------------------------------------------------------------------


def test_each_page_keeps_what_is_begun_for_its_author_alone(at, agreed, amina, lena, clara, carl):
    for writing, who, other in (
        (drafts.TO_PARTNER, amina, lena), (drafts.TO_US, clara, carl),
    ):  # fmt: skip
        assert kept(at(who), writing, agreed).url == page(writing, agreed)
        shown = at(who).get(page(writing, agreed))
        assert shown.context["form"]["text"].value() == TEXT
        assert "data-saves" in shown.content.decode()
        assert at(other).get(page(writing, agreed)).context["form"]["text"].value() is None
    assert not PartnerMessage.objects.exists()
    for draft in Draft.objects.all():
        assert TEXT.encode() not in bytes(draft.text)
        assert Letter.objects.filter(about=name_of(draft)).count() == 1


def test_an_answer_to_a_question_is_kept_until_it_is_sent(at, asked, amina, lena):
    client = at(amina)
    kept(client, drafts.ANSWER, asked)
    shown = client.get(page(drafts.ANSWER, asked)).context
    assert shown["form"]["text"].value() == TEXT
    assert at(lena).get(page(drafts.ANSWER, asked)).context["form"]["text"].value() is None
    client.post(page(drafts.ANSWER, asked), {"text": MORE, "draft": shown["draft_pk"]})
    assert is_gone(shown["draft"].draft)
    assert asked.questions.get().answered_at


def test_sending_a_message_erases_what_was_begun_and_nothing_else(agreed, amina, lena, clara):
    ours, colleagues = (begin(agreed, who, drafts.TO_PARTNER) for who in (amina, lena))
    theirs = begin(agreed, clara, drafts.TO_US)
    conversing.write_to_partner(agreed.pk, text=MORE, by=amina)
    assert [is_gone(one) for one in (ours, colleagues, theirs)] == [True, False, False]
    conversing.write_to_us(agreed.pk, text=MORE, by=clara)
    assert is_gone(theirs)


def test_it_is_listed_where_its_author_begins_the_day_without_a_word(at, agreed, amina, clara):
    begin(agreed, amina, drafts.TO_PARTNER)
    begin(agreed, clara, drafts.TO_US)
    ours, theirs = reverse("desk:mine"), reverse("portal:inbox") + "?tab=ours"
    for who, door, writing in ((amina, ours, drafts.TO_PARTNER), (clara, theirs, drafts.TO_US)):
        shown = at(who).get(door)
        [(draft, url)] = shown.context["drafts"]
        assert (draft.reference, url) == (agreed.reference, page(writing, agreed))
        assert url in shown.content.decode()
        assert TEXT not in shown.content.decode()


def test_the_log_of_the_referral_says_once_that_it_was_begun(agreed, clara):
    first = begin(agreed, clara, drafts.TO_US)
    begin(agreed, clara, drafts.TO_US, MORE, instead_of=str(first.pk))
    line = Event.objects.get(deed__startswith="draft.")
    assert (line.deed, line.about, line.subject) == (
        "draft.begin", name_of(agreed), agreed.subject,
    )  # fmt: skip


# --- A partner's draft is shut with its access ----------------------------------------------------

ENDS = {
    "returned": lambda row, who: following_up.give_back(row.pk, reason="capacity", by=who.carl),
    "recalled": lambda row, who: sending.recall(row.pk, reason="changed", by=who.amina),
    "withdrawn": lambda row, who: withdrawing.record_wish(row.basis.consent_id, by=who.amina),
    "closed": lambda row, who: following_up.acknowledge(row.pk, by=who.amina),
}


@pytest.mark.parametrize("end", ENDS)
def test_it_goes_in_the_moment_in_which_the_referral_ends(end, agreed, story):
    if end == "closed":
        reporting.report(agreed.pk, results=results_of(agreed), by=story.clara)
    theirs = [begin(agreed, who, drafts.TO_US) for who in (story.clara, story.carl)]
    ours = begin(agreed, story.amina, drafts.TO_PARTNER)
    ENDS[end](agreed, story)
    assert all(map(is_gone, theirs))
    assert not is_gone(ours)
    for deed in (words_of, begin):
        with pytest.raises(OutOfReach):
            deed(agreed, story.clara, drafts.TO_US)


def test_it_stays_if_the_referral_does_not_end_after_all(agreed, amina, clara, monkeypatch):
    theirs = begin(agreed, clara, drafts.TO_US)

    def breaks(*_args, **_told):
        raise RuntimeError

    monkeypatch.setattr(going_on, "begin", breaks)
    with pytest.raises(RuntimeError):
        sending.recall(agreed.pk, reason="changed", by=amina)
    assert not is_gone(theirs)
    assert words_of(agreed, clara, drafts.TO_US) == TEXT


def test_what_was_begun_while_it_ended_is_shown_to_be_copied_and_not_kept(at, agreed, amina, clara):
    sending.recall(agreed.pk, reason="changed", by=amina)
    gone = kept(at(clara), drafts.TO_US, agreed)
    assert gone.status_code == 404
    assert TEXT in gone.content.decode()
    assert not Draft.objects.exists()


def test_we_never_read_what_a_partner_has_begun_nor_they_what_we_have(agreed, amina, lena, clara):
    begin(agreed, clara, drafts.TO_US)
    for who in (amina, lena):
        with pytest.raises(Refused):
            words_of(agreed, who, drafts.TO_US)
        assert words_of(agreed, who, drafts.TO_PARTNER) is None
    begin(agreed, amina, drafts.TO_PARTNER)
    with pytest.raises(Refused):
        words_of(agreed, clara, drafts.TO_PARTNER)


def test_another_partner_keeps_nothing_there(agreed, dag):
    with pytest.raises(OutOfReach):
        begin(agreed, dag, drafts.TO_US)


# --- Where nothing may be written -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("why", "shut"),
    [
        ("not agreed", lambda row: Organisation.objects.update(takes_messages=False)),
        ("run out", lambda row: Consent.objects.update(valid_until=a_day(-1))),
        ("police", lambda row: Organisation.objects.filter(pk=row.to_id).update(kind="police")),
    ],
)
def test_nothing_is_kept_where_nothing_may_be_written(why, shut, agreed, amina, clara):
    shut(agreed)
    for writing, who in ((drafts.TO_PARTNER, amina), (drafts.TO_US, clara)):
        with pytest.raises(ValidationError):
            begin(agreed, who, writing)
    assert not Draft.objects.exists()


@pytest.mark.parametrize("state", ["sent", "opened", "asked"])
def test_before_the_yes_a_partner_keeps_no_word(state, draft, story, clara):
    Organisation.objects.update(takes_messages=True)
    row = story.bring(draft, state)
    with pytest.raises(ValidationError):
        begin(row, clara, drafts.TO_US)


def test_while_it_rests_what_a_partner_has_begun_stands_there_to_be_read_or_thrown_away(
    at, agreed, clara
):
    theirs, client = begin(agreed, clara, drafts.TO_US), at(clara)
    pausing.pause(agreed.pk, reason="away", review_at=a_day(9), by=clara)
    shown = client.get(page(drafts.TO_US, agreed))
    assert shown.context["shut"]
    assert TEXT in shown.content.decode()
    client.post(page(drafts.TO_US, agreed), {"throw_draft": "", "draft": str(theirs.pk)})
    assert is_gone(theirs)


def test_what_we_had_begun_when_it_ended_is_there_to_be_copied(at, agreed, amina):
    ours, client = begin(agreed, amina, drafts.TO_PARTNER), at(amina)
    sending.recall(agreed.pk, reason="changed", by=amina)
    assert TEXT in client.get(page(drafts.TO_PARTNER, agreed)).content.decode()
    client.post(page(drafts.TO_PARTNER, agreed), {"throw_draft": "", "draft": str(ours.pk)})
    assert is_gone(ours)


def test_an_answer_that_a_colleague_was_quicker_with_is_there_to_be_copied(at, asked, amina, lena):
    ours, client = begin(asked, amina, drafts.ANSWER), at(amina)
    question = asked.questions.get()
    answering.answer(asked.pk, question_pk=question.pk, text=MORE, by=lena)
    left = client.get(page(drafts.ANSWER, asked))
    assert left.status_code == 409
    assert TEXT in left.content.decode()
    late = client.post(page(drafts.ANSWER, asked), {"text": "Skrivet för sent."})
    assert late.status_code == 409
    assert "Skrivet för sent." in late.content.decode()
    done = client.post(page(drafts.ANSWER, asked), {"throw_draft": "mine", "draft": str(ours.pk)})
    assert done.url == reverse("desk:mine")
    assert is_gone(ours)
    assert 'data-test="left"' not in client.get(page(drafts.ANSWER, asked)).content.decode()


def test_a_window_that_is_behind_takes_nothing_from_the_partner_s_newer_one(at, agreed, clara):
    client = at(clara)
    kept(client, drafts.TO_US, agreed)
    refused = kept(client, drafts.TO_US, agreed, MORE)
    assert refused.status_code == 409
    assert MORE in refused.content.decode()
    assert "base_portal.html" in {one.name for one in refused.templates}
    assert words_of(agreed, clara, drafts.TO_US) == TEXT


def test_what_a_partner_cannot_send_any_more_stands_under_the_partner_s_name(rf, agreed, clara):
    @keeps_draft(drafts.TO_US)
    def shut(_request, _pk):
        raise MoveNotAllowed(WRITE, agreed)

    request = rf.post("/", {"text": TEXT})
    request.user = clara
    left = shut(request, agreed.pk)
    assert left.status_code == 409
    shown = left.content.decode()
    assert TEXT in shown
    assert f"· {clara.organisation.name}</span>" in shown


# --- When words are erased ------------------------------------------------------------------------


def test_it_goes_with_the_words_of_the_request(agreed, story, right, lena, adam):
    ours = begin(agreed, story.amina, drafts.TO_PARTNER)
    ENDS["recalled"](agreed, story)
    assert not is_gone(ours)
    triaging.take(agreed.help_request_id, by=story.amina)
    triaging.close(agreed.help_request_id, reason="advised", children="none", by=story.amina)
    proposed = erasing.propose(agreed.help_request_id, ground_pk=right.pk, by=lena)
    done = erasing.erase(proposed.pk, by=adam)
    assert done.counts["drafts"] == 1
    assert is_gone(ours)
