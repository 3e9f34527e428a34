"""A register extract: everything that is held, nobody else's identity, and a trace of each look."""

import json
from datetime import date, timedelta
from hashlib import sha256

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from audit import chain
from audit.actors import ANYBODY
from audit.guard import OutOfReach, Refused
from audit.models import Event
from audit.services import accounting
from audit.vault import receipts
from config.starter import loading
from intake import redacting
from intake.lifecycle import Status
from intake.models import AgeBand, Extract, Item, WithholdingGround
from intake.services import (
    answering,
    conflicting,
    joining,
    noting,
    reading,
    receiving,
    triaging,
)
from referrals.services import choosing, drafting, extracting, sending
from referrals.services import erasing as for_good
from referrals.services.choosing import LOG, NOTHING, PARTS, WHOLE, Choice
from tests.audit.erasing import a_ground
from tests.referrals.conftest import a_draft, consent_to, send
from tests.stage import cast

pytestmark = pytest.mark.django_db

OTHER_CHILD, REPORTER = "Tindra Exempelsson", "grannen Runolf"
STORY = f"Jag är orolig. Min dotters vän {OTHER_CHILD} slår henne, sa {REPORTER}."
NOTE = f"Amina ringde. Barnet {OTHER_CHILD} går i samma klass."
SITUATION = f"Behöver samtal, kanske tillsammans med {OTHER_CHILD}."
PLANTED = ("Tindra", "Exempelsson", "Runolf", "Amina", "Lena", "Clara")


@cast
def grounds(db):
    read = loading.read("withholding_grounds")
    return [WithholdingGround.objects.create(**ground) for ground in read]


@cast
def asked(north, areas, amina, youth_centre, grounds):
    """Somebody has written, been answered and been helped on; now they ask what we hold."""
    told = receiving.submit(
        by=ANYBODY, ticket=receipts.new_ticket(), story=STORY, about="family",
        age_band="25_64", area=areas["north"], language="sv", channel="web_form",
        contact={"way": "email", "email": "kim@example.org", "name": "Kim Exempel"},
    )  # fmt: skip
    row = triaging.take(told.help_request.pk, by=amina)
    noting.note(row.pk, text=NOTE, by=amina)
    answering.answer(row.pk, text="Tack för att du skrev.", by=amina)
    consent = consent_to(youth_centre, row, amina, [Item.SITUATION, Item.NAME])
    draft = a_draft(row, youth_centre, amina, situation=SITUATION, items=[Item.NAME])
    drafting.set_consent_basis(draft.pk, consent_pk=consent.pk, by=amina)
    send(draft, amina)
    return row


def begun(row, by, claimant="sender") -> Extract:
    return extracting.begin(
        row.pk, claimant=claimant, shown_by="identity", asked_on=timezone.localdate(), by=by
    )


def carefully(part) -> Choice:
    """As a careful clerk: whoever else is named is marked, the rest is given."""
    gone = redacting.naming(part.text, [OTHER_CHILD, REPORTER, "Amina"])
    return Choice(PARTS, gone, "other_person") if gone else Choice(WHOLE, [], "")


def checked(row, by, claimant="sender", choose=carefully, **more) -> Extract:
    extract = begun(row, by, claimant)
    _row, parts, _lines = extracting.check(extract.pk, by=by)
    choices = {part.place: choose(part) for part in parts if not part.fixed} | more
    return extracting.submit(extract.pk, choices=choices, seen=choosing.fingerprint(parts), by=by)


def released(row, by, second, **told) -> Extract:
    extract = checked(row, by, **told)
    seen = extracting.look_again(extract.pk, by=second)[2]
    return extracting.release(extract.pk, seen=seen, by=second)


def whole_database() -> bytes:
    rows = b""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')
            for row in cursor.fetchall():
                rows += b"\n".join(
                    bytes(one) if isinstance(one, bytes | memoryview) else str(one).encode()
                    for one in row
                )
    return rows


def at(user, settings) -> Client:
    settings.SECOND_FACTOR_REQUIRED = False
    client = Client()
    client.force_login(user)
    return client


def test_everything_is_there_and_nobody_else_is(asked, amina, lena, clara, settings):
    loading.fill_in("Tallsunda", by=ANYBODY)
    extract = released(asked, amina, lena)
    _row, content = extracting.open_package(extract.pk, by=lena)
    text = json.dumps(content, ensure_ascii=False)
    for said in ("Jag är orolig", "kim@example.org", "Kim Exempel", "Tack för att du", "samma",
                 "Behöver samtal", "Bryggan", "GDPR", "IMY", "fem år"):  # fmt: skip
        assert said in text, said
    urls = [reverse(f"desk:extract_{name}", args=[extract.pk]) for name in ("paper", "file")]
    pages = [at(lena, settings).get(url).content.decode() for url in urls]
    for page in (text, *pages):
        assert not [name for name in PLANTED if name in page]
    assert {one["code"] for one in content["information"]} >= {"data_rights", "data_complaint"}
    assert {one["code"]: one["value"] for one in content["facts"]}["language"] == "Svenska"
    left_out = {one["provision"]: one["count"] for one in content["left_out"]}
    assert left_out == {"OSL 26 kap. 1 § och GDPR artikel 15.4": 3}


def test_an_age_that_is_not_known_puts_no_words_in_the_persons_mouth(asked, amina, lena):
    asked.age_band = AgeBand.UNKNOWN
    asked.save()
    _row, content = extracting.open_package(released(asked, amina, lena).pk, by=lena)
    assert {one["code"]: one["value"] for one in content["facts"]}["age"] == "Okänt"


def test_a_joined_request_says_nothing_of_the_one_that_leads(asked, areas, amina, lena):
    told = receiving.submit(
        by=ANYBODY, ticket=receipts.new_ticket(), story="Samma sak.", about="self",
        age_band="25_64", area=areas["north"], channel="web_form",
    )  # fmt: skip
    reading.read(told.help_request.pk, by=amina, purpose="triage")
    row = joining.join(told.help_request.pk, reference=asked.reference, by=amina)
    _row, content = extracting.open_package(released(row, amina, lena).pk, by=lena)
    text = json.dumps(content, ensure_ascii=False)
    for said in (asked.reference, str(Status.JOINED.label), "Slog ihop"):
        assert said not in text, said
    codes = {one["code"]: one["value"] for one in content["facts"]}
    assert codes["state"] == str(Status.OPEN.label)
    assert "closed" not in codes


def test_who_has_looked_is_told_by_role_and_purpose_and_is_complete(asked, amina, lena):
    extract = released(asked, amina, lena)
    content = extracting.open_package(extract.pk, by=amina)[1]
    looked = [one for one in content["log"] if one["deed"] == "helprequest.opened"]
    assert looked[0]["purpose"] == "För att berätta för personen vad vi har om hen"
    assert {one["role"] for one in looked} == {"social_worker"}
    assert content["log_is_complete"] is True
    told = accounting.count_withheld(asked.subject)
    assert 0 < content["log_not_listed"] <= told


def test_a_draft_holds_choices_and_no_words_and_the_package_is_sealed(asked, amina, lena):
    extract = released(asked, amina, lena)
    lies = whole_database()
    for word in (*PLANTED[:3], "Jag är orolig", "samma klass", "kim@example.org"):
        assert word.encode() not in lies, word
    kept = json.dumps(extract.choices)
    assert '"gone": [' in kept
    assert "Tindra" not in kept


def test_the_digest_is_of_the_file_and_confirms_no_guess(asked, amina, lena, settings):
    extract = released(asked, amina, lena)
    client = at(amina, settings)
    file = json.loads(client.get(reverse("desk:extract_file", args=[extract.pk])).content)
    assert sha256(chain.canonical(file["content"])).hexdigest() == file["sha256"] == extract.digest
    guess = {key: value for key, value in file["content"].items() if key != "number"}
    assert sha256(chain.canonical(guess)).hexdigest() != extract.digest
    paper = client.get(reverse("desk:extract_paper", args=[extract.pk])).content.decode()
    assert extract.digest in paper.replace("<wbr>", "")


def test_every_opening_and_the_handing_over_is_on_the_persons_own_list(asked, amina, lena):
    extract = released(asked, amina, lena)
    extracting.open_package(extract.pk, by=amina)
    extracting.hand_over(extract.pk, how="in_person", by=amina)
    told = [line.deed for line in accounting.what_happened(asked.subject)]
    assert told.count("extract.opened") == 1
    assert {"extract.release", "extract.hand_over"} <= set(told)
    reads = Event.objects.filter(purpose="extract", deed="helprequest.opened")
    assert reads.count() == 3  # checked, looked at again, released
    assert accounting.prove(asked.subject).is_complete


def test_whoever_prepared_it_never_releases_it(asked, lena, amina):
    extract = checked(asked, lena)
    seen = extracting.look_again(extract.pk, by=lena)[2]
    for deed in (lambda: extracting.release(extract.pk, seen=seen, by=lena),
                 lambda: extracting.send_back(extract.pk, by=lena)):  # fmt: skip
        with pytest.raises(ValidationError) as refusal:
            deed()
        assert refusal.value.code == "own_work"
    with pytest.raises(Refused):
        extracting.release(extract.pk, seen=seen, by=amina)
    with pytest.raises(IntegrityError), transaction.atomic():
        Extract.objects.filter(pk=extract.pk).update(released_by=lena)


def test_what_is_released_is_what_was_seen(asked, amina, lena):
    extract = checked(asked, amina)
    seen = extracting.look_again(extract.pk, by=lena)[2]
    noting.note(asked.pk, text="Något nytt.", by=amina)
    with pytest.raises(ValidationError) as refusal:
        extracting.release(extract.pk, seen=seen, by=lena)
    assert refusal.value.code == "changed"
    extracting.send_back(extract.pk, by=lena)
    _row, parts, _lines = extracting.check(extract.pk, by=amina)
    assert len(parts) > len(extract.choices["of"])


def test_a_text_that_nobody_decided_about_stops_it(asked, amina, grounds):
    extract = begun(asked, amina)
    _row, parts, _lines = extracting.check(extract.pk, by=amina)
    seen = choosing.fingerprint(parts)
    wrong = {
        "undecided": {},
        "no_ground": {part.place: Choice(NOTHING, [], "") for part in parts},
        "no_word": {part.place: Choice(PARTS, [], "child") for part in parts},
    }
    for code, choices in wrong.items():
        with pytest.raises(ValidationError) as refusal:
            extracting.submit(extract.pk, choices=choices, seen=seen, by=amina)
        assert refusal.value.code == code
    WithholdingGround.objects.filter(code="child").update(valid_until=date(2020, 1, 1))
    ended = {part.place: Choice(NOTHING, [], "child") for part in parts}
    with pytest.raises(ValidationError) as refusal:
        extracting.submit(extract.pk, choices=ended, seen=seen, by=amina)
    assert refusal.value.code == "no_ground"


def test_whoever_did_not_write_is_not_told_who_did(asked, amina, lena):
    """How the one who wrote is reached stays shut, and is counted."""
    extract = released(asked, amina, lena, claimant="about")
    content = extracting.open_package(extract.pk, by=lena)[1]
    text = json.dumps(content, ensure_ascii=False)
    assert "kim@example.org" not in text
    assert "Kim Exempel" not in text
    assert "contact" not in {one["section"] for one in content["texts"]}
    assert sum(one["count"] for one in content["left_out"]) == 3 + 3  # name, e-mail; told name
    opened = Event.objects.filter(purpose="extract", deed="helprequest.opened").last()
    assert not [place for place in opened.facts["opened"] if "safecontact" in place]


def test_a_withheld_text_and_a_withheld_line_are_counted_with_the_provision(asked, amina, lena):
    number = Event.objects.filter(deed="helprequest.take").values_list("link__number", flat=True)[0]
    extract = released(
        asked, amina, lena, choose=lambda part: Choice(NOTHING, [], "secrecy"),
        **{LOG: Choice(PARTS, [number], "child")},
    )  # fmt: skip
    content = extracting.open_package(extract.pk, by=lena)[1]
    assert all(one["text"] == [] for one in content["texts"])
    assert "helprequest.take" not in {one["deed"] for one in content["log"]}
    counted = {one["provision"]: one["count"] for one in content["left_out"]}
    assert counted == {"Dataskyddslagen 5 kap. 1 §": len(content["texts"]), "OSL 12 kap. 3 §": 1}


def test_what_is_only_a_draft_is_counted(asked, amina, lena, debt_advice):
    a_draft(asked, debt_advice, amina, situation="Inte skickat än.", items=[])
    content = extracting.open_package(released(asked, amina, lena).pk, by=lena)[1]
    assert "Inte skickat" not in json.dumps(content, ensure_ascii=False)
    assert ("Dataskyddslagen 5 kap. 2 §", 1) in {
        (one["provision"], one["count"]) for one in content["left_out"]
    }


def test_only_within_reach_and_never_for_a_relation(asked, amina, bjorn, loke, lena):
    extract = checked(asked, amina)
    with pytest.raises(OutOfReach):
        begun(asked, bjorn)
    with pytest.raises(Refused):
        begun(asked, loke)
    conflicting.declare(asked.pk, by=lena)
    with pytest.raises(OutOfReach):
        extracting.look_again(extract.pk, by=lena)


def test_one_at_a_time_and_a_new_one_when_it_has_ended(asked, amina):
    first = begun(asked, amina)
    with pytest.raises(ValidationError) as refusal:
        begun(asked, amina)
    assert refusal.value.code == "running"
    extracting.drop(first.pk, by=amina)
    assert begun(asked, amina).pk != first.pk


def test_an_erasure_waits_for_it_and_then_takes_it_along(asked, amina, lena, adam):
    extract = checked(asked, amina)
    assert any("extract" in one or "utdrag" in one for one in for_good.in_the_way(asked))
    seen = extracting.look_again(extract.pk, by=lena)[2]
    extracting.release(extract.pk, seen=seen, by=lena)
    for referral in asked.referrals.all():
        from_us(referral, amina)
    triaging.close(asked.pk, reason="advised", children="none", by=amina)
    erasure = for_good.propose(asked.pk, ground_pk=a_ground().pk, by=lena)
    assert for_good.confirm(erasure.pk, by=adam).counts["extracts"] == 1
    extract.refresh_from_db()
    assert bytes(extract.package) == b""
    assert extract.choices == {}


def from_us(referral, by):
    sending.recall(referral.pk, reason="changed", by=by)


def test_the_page_marks_names_at_work_and_says_what_is_missing(asked, amina, settings):
    extract, client = begun(asked, amina), at(amina, settings)
    url = reverse("desk:extract_check", args=[extract.pk])
    page = client.get(url).content.decode()
    assert "Amina" in page
    assert page.count(" checked") >= 3  # the person's own texts, and a colleague's name
    answer = client.post(url, {"seen": "x"})
    assert answer.status_code == 200
    assert "ds-error-summary" in answer.content.decode() or "error" in answer.content.decode()
    many = [str(number) for number in range(5000)]  # a long text of which most is left out
    assert client.post(url, {"seen": "x", "gone_0": many}).status_code == 200
    extract.refresh_from_db()
    assert extract.choices == {}


def test_the_whole_way_through_the_pages(asked, amina, lena, settings):
    client = at(amina, settings)
    told = {"claimant": "sender", "shown_by": "code", "asked_on": timezone.localdate().isoformat()}
    url = client.post(reverse("desk:extract_begin", args=[asked.pk]), told).url
    extract = Extract.objects.get()
    form = client.get(url).context["form"]
    told = {"seen": form["seen"].value()}
    for number, _part in enumerate(form.parts):
        told |= {f"give_{number}": "parts", f"gone_{number}": ["0"], f"ground_{number}": "secrecy"}
    assert client.post(url, told).url == reverse("desk:extract", args=[extract.pk])
    second = at(lena, settings)
    page = second.get(reverse("desk:extract_look", args=[extract.pk]))
    seen = page.context["seen"]
    second.post(reverse("desk:extract_release", args=[extract.pk]), {"seen": seen})
    url = reverse("desk:extract_hand_over", args=[extract.pk])
    assert client.post(url, {}).status_code == 200
    assert client.post(url, {"how": "post"}).status_code == 302
    extract.refresh_from_db()
    assert extract.status == "handed_over"


def test_a_month_later_is_the_same_day_or_the_last():
    due = {"2026-01-31": "2026-02-28", "2026-12-15": "2027-01-15", "2028-01-30": "2028-02-29"}
    for asked_on, day in due.items():
        assert Extract(asked_on=date.fromisoformat(asked_on)).due_on.isoformat() == day


def test_a_day_that_has_not_come_is_refused(asked, amina):
    with pytest.raises(ValidationError):
        extracting.begin(
            asked.pk, claimant="sender", shown_by="code", by=amina,
            asked_on=timezone.localdate() + timedelta(days=1),
        )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "gone", "left"),
    [
        ("a b c", {1}, ["a", None, " c"]),
        ("a b c", {0, 1, 2}, [None]),
        ("a\n\n b ", {1}, ["a", None, " "]),
        ("", set(), []),
        ("a b", {9}, ["a b"]),
    ],
)
def test_what_is_left_out_is_not_there(text, gone, left):
    assert redacting.without(text, gone) == left


def test_a_name_is_found_in_the_genitive_and_beside_a_mark():
    words = redacting.words_of("Kalla (Åsas) mamma, Åsa-Lena; inte åsar.")
    found = redacting.naming("Kalla (Åsas) mamma, Åsa-Lena; inte åsar.", ["Åsa Lenasdotter"])
    assert [words[at].strip() for at in found] == ["(Åsas)", "Åsa-Lena;"]
