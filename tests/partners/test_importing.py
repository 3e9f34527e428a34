"""A file comes in whole or not at all, and every error in it is listed."""

import json
import tracemalloc

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from audit.guard import Refused
from audit.models import Change, Event
from partners.hsds import reading, schema
from partners.models import IncomingFile, Organisation, Service
from partners.services import importing
from tests.partners.hsds import CHOSEN, EXAMPLE, file, service

MANY = 10_000
BY = service()["organization"]


def receive(by, *records, **chosen):
    return importing.receive(file=file(*records), by=by, **(CHOSEN | chosen))


def apply(waiting, by):
    return importing.apply(waiting.pk, seen=importing.plan_of(waiting).digest(), by=by)


def codes(waiting) -> list[str]:
    return [one["code"] for one in waiting.findings]


@pytest.fixture
def desk(client, adam, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    client.force_login(adam)
    return client


def test_only_an_administrator_takes_in(house, amina, adam):
    waiting = receive(adam, service())
    for deed in (
        lambda: receive(amina, service()),
        lambda: importing.apply(waiting.pk, seen="", by=amina),
        lambda: importing.drop(waiting.pk, by=amina),
    ):
        with pytest.raises(Refused):
            deed()


def test_nothing_changes_before_the_yes(house, adam):
    receive(adam, EXAMPLE)
    assert not Service.objects.filter(hsds_id=EXAMPLE["id"]).exists()
    assert Organisation.objects.count() == 1


def test_what_is_new_is_not_in_use_and_not_open_before_somebody_has_looked(house, adam):
    apply(receive(adam, EXAMPLE), adam)
    row = Service.objects.get(hsds_id=EXAMPLE["id"])
    assert (row.organisation.is_active, row.is_open) == (False, False)
    assert row.organisation.email == ""  # where notices go is never told by a file
    apply(receive(adam, service(1), opens=True), adam)
    assert Service.objects.get(name__sv="Tjänst 1").is_open


def test_the_same_file_once_more_changes_nothing_and_leaves_no_line(house, adam):
    apply(receive(adam, EXAMPLE, service(1)), adam)
    lines, differences = Event.objects.filter(deed="service.import").count(), Change.objects.count()
    counted = apply(receive(adam, EXAMPLE, service(1)), adam)
    assert counted == {"new": 0, "changed": 0, "same": 3}
    assert Event.objects.filter(deed="service.import").count() == lines == 2
    assert Change.objects.count() == differences


def test_a_change_is_a_line_of_the_log_with_its_difference(house, adam):
    apply(receive(adam, service(1)), adam)
    apply(receive(adam, service(1, name="Nytt namn")), adam)
    row = Service.objects.get()
    [line] = Event.objects.filter(deed="service.import").order_by("-pk")[:1]
    [change] = Change.objects.filter(pk=int(line.facts["changes"][0].split(":")[0]))
    assert line.about == f"partners.service/{row.pk}"
    assert "name" in change.changes_dict
    whole = Event.objects.filter(deed="directory.import").latest("pk")
    assert {key: whole.facts[key] for key in ("new", "changed", "same")} == {
        "new": 0, "changed": 1, "same": 1
    }  # fmt: skip


def test_what_the_file_does_not_mention_stays(house, adam):
    apply(receive(adam, EXAMPLE), adam)
    row = Service.objects.get()
    row.name["en"] = "Talks"
    row.save()
    apply(receive(adam, service(2, id=EXAMPLE["id"], name="Samtal")), adam)
    row.refresh_from_db()
    assert row.name == {"sv": "Samtal", "en": "Talks"}
    assert (row.phone, row.from_age) == ("070-174 06 05", 12)
    assert row.carried["cost_options"] == EXAMPLE["cost_options"]


def test_a_file_never_changes_who_may_be_asked_and_how_secrets_are_kept(house, adam, police):
    attributes = [
        {"id": EXAMPLE["id"], "link_type": f"lotsen:{what}", "value": value}
        for what, value in (("secrecy", "private"), ("kind", "school"), ("is_public", "yes"))
    ]
    told = {
        "id": str(police.hsds_id), "name": police.name, "description": "Vi finns här.",
        "email": "evil@example.org", "website": "https://example.org/", "attributes": attributes,
    }  # fmt: skip
    apply(receive(adam, told), adam)
    before = {name: getattr(police, name) for name in ("secrecy", "kind", "email", "is_public")}
    police.refresh_from_db()
    assert {name: getattr(police, name) for name in before} == before
    assert police.description == {"sv": "Vi finns här."}


def test_a_file_may_hide_an_address_and_never_uncovers_one(house, adam, youth_centre):
    row = youth_centre.services.get()

    def said(what, value):
        attribute = {"id": EXAMPLE["id"], "link_type": f"lotsen:{what}", "value": value}
        told = {"id": str(row.hsds_id), "name": "Vi", "status": "active"}
        apply(receive(adam, told | {"attributes": [attribute]}), adam)
        row.refresh_from_db()
        return row.address_is_hidden, row.is_open

    assert said("address_is_hidden", "yes") == (True, False)
    assert said("address_is_hidden", "no") == (True, False)
    assert said("is_open", "yes") == (True, False)


def test_languages_in_another_order_are_no_change(house, adam, youth_centre):
    row = youth_centre.services.get()
    spoken = [{"id": EXAMPLE["id"], "code": code} for code in ("so", "fi")]
    told = {"id": str(row.hsds_id), "name": str(row), "status": "active", "languages": spoken}
    apply(receive(adam, told), adam)
    Service.objects.filter(pk=row.pk).update(languages=["so", "fi"])  # as we once wrote them down
    assert apply(receive(adam, told), adam)["changed"] == 0


def test_a_partner_that_is_asked_already_is_known_by_its_id(house, adam, youth_centre):
    told = {
        "id": EXAMPLE["id"],
        "name": youth_centre.name,
        "description": "",
        "website": "https://a.example/",
    }
    assert codes(receive(adam, told)) == ["name_taken"]
    youth_centre.hsds_id = EXAMPLE["id"]
    youth_centre.save()
    assert apply(receive(adam, told), adam)["changed"] == 1


@pytest.mark.parametrize(
    ("records", "expected"),
    [
        ([service(1), service(1)], "twice"),
        ([service(1) | {"organization": None}], "type"),
        ([{"id": EXAMPLE["id"], "name": "Lös", "status": "active"}], "no_organisation"),
        ([service(1, minimum_age=12.5)], "age"), ([service(1, maximum_age=200)], "age"),
        ([service(1, minimum_age=30, maximum_age=20)], "ages"),
        ([service(1, assured_date="i går")], "day"), ([service(1, name="a" * 121)], "long"),
        ([service(1, name=" ")], "missing"), ([service(1, description="a\x00b")], "unfit"),
        ([service(1, description="\ud83d")], "unfit"), ([service(1, minimum_age=1e999)], "no_json"),
        ([service(1), service(2) | {"organization": BY | {"name": "Annat"}}], "two_names"),
        ([service(1) | {"organization": BY | {"website": "ftp://a.example"}}], "web"),
        ([service(1, phones=[{"id": EXAMPLE["id"], "number": "0" * 31}])], "long"),
        ([5], "type"), ([], "empty"),
        ([BY | {"description": "Ett"}, BY | {"description": "Två"}], "two_records"),
        ([service(1, translations={"en": {"name": "a" * 121}})], "long"),
        ([BY | {"translations": {"en": {"description": "a" * 6001}}}], "long"),
    ],
)  # fmt: skip
def test_what_cannot_be_taken_in_is_said(house, adam, records, expected):
    waiting = receive(adam, *records)
    assert expected in codes(waiting)
    with pytest.raises(ValidationError):
        importing.apply(waiting.pk, seen=importing.plan_of(waiting).digest(), by=adam)
    assert not Service.objects.exists()


@pytest.mark.parametrize(
    "raw", [b"", b"{", b"\xff\xfe\x00", b"[" * 100_000, b'{"services": 5}', b"null", b"[1e999]"]
)
def test_what_is_no_file_of_this_kind_is_said_and_breaks_nothing(house, adam, raw):
    waiting = importing.receive(file=raw, by=adam, **CHOSEN)
    assert waiting.findings
    with pytest.raises(ValidationError):
        importing.apply(waiting.pk, seen="", by=adam)


@pytest.mark.parametrize("name", ["a\x00b", "a\ud83d"])
def test_what_is_kept_of_a_name_that_cannot_be_kept_can_be_kept_and_shown(desk, adam, house, name):
    waiting = receive(adam, service(1, name=name))
    assert schema.is_fit(waiting.findings)
    for door in ("exchange_file", "exchange_errors"):
        answer = desk.get(reverse(f"desk:{door}", args=[waiting.pk]))
        assert "a\N{REPLACEMENT CHARACTER}" in answer.content.decode()


def test_a_file_in_another_encoding_is_told_from_one_that_is_no_json(house, adam):
    raw = json.dumps([service(1, name="Råd")], ensure_ascii=False)
    for encoding, due in (("latin-1", ["encoding"]), ("utf-8-sig", []), ("utf-16", [])):
        file = raw.encode(encoding)
        assert codes(importing.receive(file=file, by=adam, **CHOSEN)) == due


def test_an_age_in_the_file_fits_the_one_that_is_here(house, adam):
    apply(receive(adam, service(1, minimum_age=18)), adam)
    waiting = receive(adam, service(1, maximum_age=10))
    assert [one["where"] for one in waiting.findings] == ["[0].maximum_age"]
    assert codes(waiting) == ["ages"]
    assert codes(receive(adam, service(1, minimum_age=3, maximum_age=10))) == []


def test_what_our_own_files_say_in_other_languages_never_takes_the_first_ones_place(house, adam):
    others = {"sv": {"name": ""}, "en": {"name": " Talks ", "description": " "}}
    apply(receive(adam, service(1, name="Samtal", translations=others)), adam)
    row = Service.objects.get()
    assert (row.name, row.description) == ({"sv": "Samtal", "en": "Talks"}, {})


def test_a_service_is_not_moved_to_another_organisation(house, adam, youth_centre, debt_advice):
    row = youth_centre.services.get()
    told = {"id": str(row.hsds_id), "name": "Vårt nu", "status": "active",
            "organization_id": str(debt_advice.hsds_id)}  # fmt: skip
    assert codes(receive(adam, told)) == ["moved"]


def test_nothing_is_half_taken_in_when_something_breaks(house, adam, monkeypatch):
    waiting = receive(adam, service(1), service(2))
    seen, save = importing.plan_of(waiting).digest(), Service.save

    def breaks(row, *args, **kwargs):
        if row.name["sv"] == "Tjänst 2":
            raise RuntimeError("The power is gone.")
        save(row, *args, **kwargs)

    monkeypatch.setattr(Service, "save", breaks)
    with pytest.raises(RuntimeError):
        importing.apply(waiting.pk, seen=seen, by=adam)
    assert (Service.objects.count(), Organisation.objects.count()) == (0, 1)
    assert IncomingFile.objects.filter(pk=waiting.pk).exists()


def test_what_has_changed_since_one_looked_must_be_looked_at_again(house, adam):
    apply(receive(adam, service(1)), adam)
    waiting = receive(adam, service(1, name="Ur filen"))
    seen = importing.plan_of(waiting).digest()
    Service.objects.update(name={"sv": "Av någon annan"})
    with pytest.raises(ValidationError) as refused:
        importing.apply(waiting.pk, seen=seen, by=adam)
    assert refused.value.code == "changed"
    assert Service.objects.get().name == {"sv": "Av någon annan"}


def test_ten_thousand_broken_rows_are_all_listed_within_bounds(house, adam, desk):
    """Memory is measured while the file is read: what is kept of it must stay small."""
    broken = [{"id": f"nr-{number}", "name": f"Rad {number}"} for number in range(MANY)]
    raw = json.dumps({"services": broken}).encode()
    tracemalloc.start()
    found = reading.read(raw)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 100 * 1024 * 1024
    where = {one.where.partition(".")[0] for one in found.findings}
    assert where == {f"services[{number}]" for number in range(MANY)}
    waiting = importing.receive(file=raw, by=adam, **CHOSEN)
    assert len(waiting.findings) == len(found.findings) == 2 * MANY  # no status, and no UUID
    last = desk.get(reverse("desk:exchange_file", args=[waiting.pk]), {"page": 200})
    text = last.content.decode()
    assert "services[9999]" in text
    assert len(text) < 200_000
    every = desk.get(reverse("desk:exchange_errors", args=[waiting.pk])).json()["errors"]
    assert len(every) == 2 * MANY
    assert Service.objects.count() == 0


def test_an_endless_list_of_errors_has_an_end_and_says_so(monkeypatch):
    monkeypatch.setattr(reading, "MOST_FINDINGS", 30)
    found = reading.read(json.dumps({"services": [{}] * 100}).encode())
    assert found.findings[0].code == "many_more"
    assert len(found.findings) == 31
    monkeypatch.setattr(reading, "MOST_RECORDS", 10)
    [only] = reading.read(file(*[service(number) for number in range(11)])).findings
    assert only.code == "too_many"


def test_the_pages_lead_from_the_file_to_the_yes(desk, house):
    chosen = {"kind": "school", "secrecy": "strong"}
    sent = SimpleUploadedFile("a.json", file(service(1)), content_type="application/json")
    answer = desk.post(reverse("desk:exchange"), chosen | {"file": sent})
    page = desk.get(answer.url)
    assert "Tjänst 1" in page.content.decode()
    waiting = IncomingFile.objects.get()
    address = reverse("desk:exchange_apply", args=[waiting.pk])
    refused = desk.post(address, {"seen": "0" * 64})
    assert refused.status_code == 200
    assert desk.post(address, {"seen": page.context["seen"]}).status_code == 302
    assert Organisation.objects.get(is_ours=False).kind == "school"
    assert not IncomingFile.objects.exists()


def test_a_file_that_waits_can_be_put_away_and_a_new_one_replaces_it(desk, adam, house):
    first, second = receive(adam, service(1)), receive(adam, service(2))
    assert desk.get(reverse("desk:exchange_file", args=[first.pk])).status_code == 404
    assert desk.post(reverse("desk:exchange_drop", args=[second.pk])).status_code == 302
    assert not IncomingFile.objects.exists()


def test_a_file_without_end_is_refused_with_what_to_do(desk, house, monkeypatch):
    monkeypatch.setattr("partners.forms.exchange.MEGABYTES", 0)
    sent = SimpleUploadedFile("a.json", file(service(1)))
    page = desk.post(
        reverse("desk:exchange"), {"kind": "school", "secrecy": "strong", "file": sent}
    )
    assert page.context["form"].has_error("file", "too_large")


def test_pages_of_changes_can_be_narrowed_to_what_is_new(desk, adam, house):
    apply(receive(adam, service(1)), adam)
    waiting = receive(adam, service(1), service(2))
    page = desk.get(reverse("desk:exchange_file", args=[waiting.pk]), {"state": "new"})
    [shown] = page.context["listed"]
    assert (shown.name, shown.by) == ("Tjänst 2", "Exempelföreningen")


def test_what_one_says_yes_to_stands_on_the_page(desk, adam, house):
    """Also what the file does not say: of what kind a new organisation is, and who may come."""
    apply(receive(adam, service(1)), adam)
    waiting = receive(adam, service(1, name="Annat namn", program=EXAMPLE["program"]), service(2))
    page = desk.get(reverse("desk:exchange_file", args=[waiting.pk]))
    changed, new = page.context["listed"][1:]
    assert changed.differences == [
        ("Namn", "Tjänst 1", "Annat namn"),
        ("Bara sparat, och följer med i er egen fil", "", "program"),
    ]
    assert ("Invånare får komma själva", "", "Nej") in new.differences


def test_where_an_organisation_is_broken_its_services_are_not_called_homeless(house, adam):
    broken = {"id": BY["id"], "name": "Trasig", "website": "https://a.example/"}
    homeless = {"id": EXAMPLE["id"], "name": "Lös", "status": "active"}
    of_it = homeless | {"id": service(5)["id"], "organization_id": BY["id"]}
    assert codes(receive(adam, broken, of_it, homeless)) == ["missing", "no_organisation"]
