"""Nothing that is being written gets lost; and nobody but its author ever reads it."""

from datetime import timedelta
from itertools import chain

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.utils import timezone

from audit import trail
from audit.actors import CLOCK
from audit.guard import OutOfReach, Refused
from audit.models import Event, Letter
from audit.trail import name_of
from audit.vault import keys, shredding
from intake import drafts
from intake.models import Draft, HelpRequest, Message, Note
from intake.services import (
    answering,
    assessing,
    noting,
    raising_concern,
    saving_drafts,
    sending_drafts,
    triaging,
)
from intake.services.erasing import destroy_report
from partners.models import Municipality
from referrals.services.erasing import destroy
from referrals.services.erasing import words_of as words_of_request

TEXT = "Hej Kim!\nVi har läst din"
MORE = TEXT + " fråga."
OTHER = "Ring oss hellre i morgon."


def begin(row, by, text=TEXT, writing=drafts.ANSWER, instead_of=""):
    return saving_drafts.save(
        row.pk, writing=writing, texts={"text": text}, instead_of=instead_of, by=by
    )


def words_of(row, by, writing=drafts.ANSWER):
    found = saving_drafts.read(row.pk, writing=writing, by=by)
    return found and found.texts["text"]


@trail.act
def in_an_act(step, row, *, by):
    return step(row, by=by)


def is_gone(draft) -> bool:
    return not (Draft.objects.filter(pk=draft.pk) or Letter.objects.filter(about=name_of(draft)))


def test_it_lies_sealed_under_a_key_that_the_receipt_code_does_not_open(told, taken, amina):
    draft = begin(taken, amina)
    assert TEXT.encode() not in bytes(Draft.objects.get().text)
    [letter] = Letter.objects.filter(about=name_of(draft))
    assert letter.key_id == keys.shelf.current()
    assert words_of(taken, amina) == TEXT


def test_only_its_author_goes_on_with_it(taken, amina, lena, bjorn, stina):
    begin(taken, amina)
    assert words_of(taken, lena) is None
    for who, refusal in ((bjorn, OutOfReach), (stina, Refused)):
        with pytest.raises(refusal):
            words_of(taken, who)
        with pytest.raises(refusal):
            begin(taken, who)
    assert Draft.objects.count() == 1


def test_the_log_says_once_that_it_was_begun_and_nothing_of_how_it_grew(taken, amina):
    first = begin(taken, amina)
    second = begin(taken, amina, MORE, instead_of=str(first.pk))
    begin(taken, amina, MORE + ".", instead_of=str(second.pk))
    line = Event.objects.get(deed__startswith="draft.")
    assert (line.deed, line.about) == ("draft.begin", name_of(taken))
    assert is_gone(first)
    assert is_gone(second)


def test_a_newer_draft_in_another_window_is_not_written_over(taken, amina):
    first = begin(taken, amina)
    begin(taken, amina, MORE, instead_of=str(first.pk))
    for stale in ("", str(first.pk)):
        with pytest.raises(ValidationError) as refusal:
            begin(taken, amina, "Hej", instead_of=stale)
        assert refusal.value.code == "newer"
    assert words_of(taken, amina) == MORE


def test_what_was_sent_in_another_window_does_not_come_back(taken, amina):
    draft = begin(taken, amina)
    answering.answer(taken.pk, text=MORE, by=amina)
    with pytest.raises(ValidationError) as refusal:
        begin(taken, amina, instead_of=str(draft.pk))
    assert refusal.value.code == "sent"


def test_sending_erases_it_and_nothing_else(taken, amina, lena):
    answer, note = begin(taken, amina), begin(taken, amina, writing=drafts.NOTE)
    others = begin(taken, lena)
    answering.answer(taken.pk, text=MORE, by=amina)
    assert is_gone(answer)
    noting.note(taken.pk, text=MORE, by=amina)
    assert is_gone(note)
    assert words_of(taken, lena) == TEXT
    assert not is_gone(others)


def test_a_text_that_says_something_else_is_not_dropped_by_sending_an_older_one(taken, amina):
    first = begin(taken, amina)
    second = begin(taken, amina, OTHER, instead_of=str(first.pk))
    for stale in ("", str(first.pk)):
        with sending_drafts.sent_from(stale) as window:
            answering.answer(taken.pk, text=MORE, by=amina)
        assert window.left.pk == second.pk
        assert words_of(taken, amina) == OTHER
    with sending_drafts.sent_from(str(second.pk)) as window:
        answering.answer(taken.pk, text="Något helt annat.", by=amina)
    assert window.left is None
    assert is_gone(second)


def test_what_was_saved_at_the_last_moment_goes_if_all_of_it_was_sent(taken, amina):
    """The page sends before it has heard that its last words were saved."""
    first = begin(taken, amina)
    last = begin(taken, amina, f"  {MORE}\n", instead_of=str(first.pk))
    with sending_drafts.sent_from(str(first.pk)) as window:
        answering.answer(taken.pk, text=f"{MORE}\r\nHej!", by=amina)
    assert window.left is None
    assert is_gone(last)


def test_one_whose_key_did_not_come_back_with_a_backup_stands_in_nobodys_way(taken, amina):
    draft = begin(taken, amina)
    shredding.shred([name_of(draft)])
    answering.answer(taken.pk, text=OTHER, by=amina)
    assert is_gone(draft)
    assert Message.objects.get().author == amina


def test_nothing_is_handed_over_while_another_text_would_be_out_of_reach(taken, reception, amina):
    texts = {"child": "", "concern": OTHER}
    told = {"writing": drafts.HAND_OVER, "instead_of": "", "by": amina}
    draft = saving_drafts.save(taken.pk, texts=texts, **told)
    with pytest.raises(ValidationError) as refusal:
        raising_concern.hand_over(taken.pk, concern=TEXT, by=amina)
    assert refusal.value.code == "another_draft"
    assert not is_gone(draft)
    raising_concern.hand_over(taken.pk, concern=f"{TEXT} {OTHER}", by=amina)
    assert is_gone(draft)


def test_a_refused_answer_keeps_it(taken, amina):
    begin(taken, amina)
    with pytest.raises(ValidationError):
        answering.answer(taken.pk, text=" ", by=amina)
    assert words_of(taken, amina) == TEXT


@pytest.mark.parametrize(
    ("writing", "send"),
    [
        (drafts.CLOSE, lambda pk, by: triaging.close(pk, reason="advised", children="none", by=by)),
        (drafts.HAND_OVER, lambda pk, by: raising_concern.hand_over(pk, concern="Oro.", by=by)),
    ],
)
def test_ending_a_request_erases_what_was_begun_for_it(taken, reception, amina, writing, send):
    texts = dict.fromkeys(writing.fields, TEXT)
    draft = saving_drafts.save(taken.pk, writing=writing, texts=texts, instead_of="", by=amina)
    assert saving_drafts.read(taken.pk, writing=writing, by=amina).texts == texts
    with sending_drafts.sent_from(str(draft.pk)):
        send(taken.pk, amina)
    assert is_gone(draft)


def test_reasons_about_a_concern_are_kept_until_it_is_assessed(help_request, amina, rut):
    report = raising_concern.hand_over(help_request.pk, concern="Oro.", by=amina)
    told = {"texts": {"reasons": TEXT}, "instead_of": "", "by": rut}
    drafted = [
        saving_drafts.save(report.pk, writing=one, **told) for one in (drafts.ASSESS, drafts.DECIDE)
    ]
    assessing.assess(report.pk, outcome="not_at_once", reasons=MORE, by=rut)
    assert [is_gone(one) for one in drafted] == [True, False]
    assessing.decide(report.pk, decision="opened", reasons=MORE, by=rut)
    assert is_gone(drafted[1])
    with pytest.raises(OutOfReach):
        saving_drafts.read(report.pk, writing=drafts.DECIDE, by=amina)


def test_an_emptied_or_unwanted_one_is_gone_with_its_key(taken, amina):
    first = begin(taken, amina)
    assert begin(taken, amina, " \n", instead_of=str(first.pk)) is None
    second = begin(taken, amina)
    saving_drafts.throw_away(taken.pk, writing=drafts.ANSWER, draft=str(second.pk), by=amina)
    assert is_gone(first)
    assert is_gone(second)
    assert Event.objects.filter(deed="draft.throw_away").count() == 2


def test_nothing_is_too_long_to_be_kept_that_can_still_be_cut(taken, amina):
    assert begin(taken, amina, "å" * 30_000)
    with pytest.raises(ValidationError):
        begin(taken, amina, "å" * 100_001, writing=drafts.NOTE)


def test_what_nobody_touches_is_erased_after_the_days_that_are_set(taken, amina):
    Municipality.objects.update(draft_days=10)
    draft, now = begin(taken, amina), timezone.now()
    assert saving_drafts.sweep(now + timedelta(days=9)) == 0
    assert words_of(taken, amina) == TEXT
    assert [saving_drafts.sweep(now + timedelta(days=11)) for _again in range(2)] == [1, 0]
    assert is_gone(draft)
    assert Event.objects.get(deed="draft.expire").about == name_of(draft)


def test_touching_it_lets_it_live_on(taken, amina):
    Municipality.objects.update(draft_days=10)
    draft = begin(taken, amina)
    with time_machine.travel(timezone.now() + timedelta(days=9), tick=False):
        begin(taken, amina, MORE, instead_of=str(draft.pk))
        assert saving_drafts.sweep(timezone.now() + timedelta(days=9)) == 0


# --- On the page --------------------------------------------------------------------------------


def test_the_page_begins_with_it_in_a_new_session_too(at, page, taken, amina, lena):
    saved = at(amina).post(page("answer", taken), {"text": TEXT, "draft": "", "save_draft": ""})
    assert saved.url == page("answer", taken)
    assert not Message.objects.exists()
    form = at(amina).get(page("answer", taken)).context["form"]
    assert form["text"].value() == TEXT
    assert at(lena).get(page("answer", taken)).context["form"]["text"].value() is None


def test_it_stands_beside_the_conversation_and_one_comes_back_there(at, page, taken, amina):
    client = at(amina)
    client.post(page("open", taken), {"purpose": "answer"})
    saved = client.post(page("answer", taken), {"text": TEXT, "draft": "", "save_draft": "words"})
    assert saved.url == page("words", taken)
    shown = client.get(saved.url)
    assert shown.context["answer_form"]["text"].value() == TEXT
    elsewhere = {"text": MORE, "draft": str(Draft.objects.get().pk), "save_draft": "//evil.example"}
    assert client.post(page("answer", taken), elsewhere).url == page("answer", taken)


def test_what_the_script_saves_goes_on_from_where_it_was(at, page, taken, amina):
    client = at(amina)
    told = {"text": TEXT, "draft": "", "save_draft": "", "quiet": "1"}
    first = client.post(page("notes", taken), told).json()
    assert first["draft"] == str(Draft.objects.get().pk)
    again = client.post(page("notes", taken), told | {"text": MORE, "draft": first["draft"]})
    assert again.json()["draft"] == str(Draft.objects.get().pk)
    late = client.post(page("notes", taken), told)
    assert late.status_code == 409
    assert late.json()["says"]
    assert words_of(taken, amina, drafts.NOTE) == MORE
    assert not Note.objects.exists()


def test_two_windows_lose_nothing_and_their_author_chooses(at, page, taken, amina):
    client, draft = at(amina), begin(taken, amina)
    told = {"text": MORE, "draft": "", "save_draft": ""}
    refused = client.post(page("answer", taken), told)
    assert refused.status_code == 409
    assert MORE in refused.content.decode()
    assert words_of(taken, amina) == TEXT
    client.post(page("answer", taken), told | {"draft": str(draft.pk)})
    assert words_of(taken, amina) == MORE


def test_who_sends_from_an_older_window_is_told_of_the_text_that_stays(at, page, taken, amina):
    client, draft = at(amina), begin(taken, amina, OTHER)
    client.post(page("open", taken), {"purpose": "answer"})
    sent = client.post(page("answer", taken), {"text": MORE, "draft": ""}, follow=True)
    assert sent.context["answer_form"]["text"].value() == OTHER
    [told] = [str(one) for one in sent.context["messages"] if one.level_tag == "warning"]
    assert str(drafts.ANSWER.label) in told
    assert OTHER not in told
    now = {"text": OTHER, "draft": str(draft.pk)}
    again = client.post(page("answer", taken), now, follow=True)
    assert [one.level_tag for one in again.context["messages"]] == ["success"]
    assert not Draft.objects.exists()


def test_what_was_sent_with_a_mistake_is_shown_again_and_its_draft_still_known(
    at, page, taken, amina
):
    draft = begin(taken, amina, writing=drafts.CLOSE)
    told = {"text": MORE, "draft": str(draft.pk)}
    again = at(amina).post(page("close", taken), told)
    assert again.context["form"].errors
    assert again.context["form"]["text"].value() == MORE
    assert again.context["draft_pk"] == str(draft.pk)


def test_it_is_thrown_away_with_a_button(at, page, taken, amina):
    shown = {"text": TEXT, "draft": str(begin(taken, amina).pk)}
    thrown = at(amina).post(page("answer", taken), shown | {"throw_draft": ""})
    assert thrown.url == page("answer", taken)
    assert not Draft.objects.exists()


def test_an_older_window_throws_nothing_away_that_it_never_showed(at, page, taken, amina):
    first = begin(taken, amina)
    begin(taken, amina, OTHER, instead_of=str(first.pk))
    for stale in ("", str(first.pk)):
        thrown = {"text": TEXT, "draft": stale, "throw_draft": ""}
        shown = at(amina).post(page("answer", taken), thrown, follow=True)
        assert shown.context["form"]["text"].value() == OTHER
        assert [str(one) for one in shown.context["messages"]] == [str(saving_drafts.NEWER)]


def test_what_passed_to_another_team_meanwhile_is_shown_to_be_copied(
    at, page, taken, amina, areas, south
):
    triaging.weigh(taken.pk, urgency="normal", area=areas["south"], pass_on=True, by=amina)
    gone = at(amina).post(page("answer", taken), {"text": TEXT, "draft": "", "save_draft": ""})
    assert gone.status_code == 404
    assert TEXT.splitlines()[0] in gone.content.decode()


def test_my_day_lists_what_one_has_begun_and_still_reaches_without_a_word(
    at, page, taken, tell, amina, areas, south
):
    begin(taken, amina, writing=drafts.NOTE)
    other = triaging.take(tell(area=areas["north"]).help_request.pk, by=amina)
    begin(other, amina)
    triaging.weigh(other.pk, urgency="normal", area=areas["south"], pass_on=True, by=amina)
    shown = at(amina).get(page("mine"))
    [(draft, url)] = shown.context["drafts"]
    assert (draft.reference, url) == (taken.reference, page("notes", taken))
    assert TEXT.splitlines()[0] not in shown.content.decode()


# --- When what it is about is erased --------------------------------------------------------------


def test_it_goes_with_the_words_of_the_request_and_is_never_handed_over_with_them(
    taken, amina, lena
):
    drafted = [begin(taken, amina), begin(taken, lena, writing=drafts.NOTE)]
    row = triaging.close(taken.pk, reason="advised", children="none", by=amina)
    assert not {name_of(one) for one in drafted} & set(chain(*words_of_request(row).values()))
    counts, commitments = in_an_act(destroy, HelpRequest.objects.get(pk=row.pk), by=CLOCK)
    assert counts["drafts"] == 2
    assert len(commitments) >= 4  # the request, the contact, and both drafts
    assert all(map(is_gone, drafted))
    with pytest.raises(ValidationError):
        begin(row, amina)


def test_it_goes_with_the_words_of_a_concern_report(help_request, amina, rut):
    report = raising_concern.hand_over(help_request.pk, concern="Oro.", by=amina)
    texts = {"reasons": TEXT}
    draft = saving_drafts.save(report.pk, writing=drafts.ASSESS, texts=texts, instead_of="", by=rut)
    counts, _commitments = in_an_act(destroy_report, report, by=CLOCK)
    assert counts["drafts"] == 1
    assert is_gone(draft)
