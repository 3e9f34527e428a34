"""With the log unwritable nothing is opened and nothing is done; what somebody wrote comes back.

Every door once more, with a log that refuses each line: by the events, by the links of the
chain, by its head.
"""

from contextlib import contextmanager
from datetime import timedelta
from html import unescape

import pytest
from django.db import connection
from django.test import Client, override_settings
from django.utils import timezone

from audit import trail, vault
from audit.actors import CONSOLE
from audit.models import ErasureGround, Link
from audit.vault import sealed_fields
from config.accounts.models import User
from intake import tickets
from intake.models import SafeContact
from intake.services import noting, reissuing
from partners.models import Organisation
from tests.architecture.answers import CODE, DOORS
from tests.architecture.doors import address, taken_back
from tests.architecture.standing import here, town_
from tests.architecture.test_every_role_at_every_door import API, may, rows_for, url_of
from tests.architecture.test_no_text_in_the_clear import MODELS
from tests.architecture.town import INSIDE, MACHINES, POLICE, RESIDENTS
from tests.stage import scenery

pytestmark = pytest.mark.django_db
__all__ = ["here", "town_"]

REFUSING = {"audit_event": "INSERT", "audit_link": "INSERT", "audit_head": "UPDATE"}

# Every page, and every answer to a machine, with somebody's words on it.
WITH_WORDS = [
    ("GET", "desk:words"), ("GET", "desk:notes"), ("GET", "desk:concern_words"),
    ("GET", "desk:children_words"),
    ("GET", "desk:concern_paper"), ("GET", "desk:concern_package"),
    ("GET", "desk:referral_told"), ("GET", "desk:referral_package"),
    ("GET", "desk:referral_preview"), ("GET", "desk:approval"),
    ("GET", "portal:package"), ("GET", "portal:report"),
    ("GET", "desk:referral_conversation"), ("GET", "portal:conversation"),
    ("GET", "mailbox:thread"), ("GET", "mailbox:contact"), ("POST", "referral-package"),
    ("POST", "referral-conversation"),
    ("POST", "desk:referral_begin"),
]  # fmt: skip

# What is answered without a line in the log, because nothing about anybody is shown or done.
NO_LINE = {
    "GET": {
        "account_begun",
        "desk:home", "desk:record", "desk:outreach", "desk:directory", "desk:find", "desk:roles",
        "desk:erase_facts",
        "desk:people", "desk:invite", "desk:person", "desk:end_access", "desk:remove_factors",
        "desk:revoke_invitation", "desk:tokens", "desk:token-issue", "desk:settings",
        "desk:settings_rows", "desk:setting_new", "desk:setting", "desk:review",
        "desk:review_figures", "desk:log_whole", "desk:request_referrals", "desk:referral_new",
        "desk:referral_begin", "desk:rules",  # no change of them is coming
        "desk:referral", "desk:referral_basis", "desk:referral_discard", "desk:referral_answer",
        "desk:referral_recall", "desk:referral_withdraw", "desk:referral_acknowledge",
        "desk:referral_next", "desk:referral_line", "desk:referral_step", "desk:look_into",
        "mailbox:own_view",
        "desk:publications", "desk:publication",
        "desk:consent_take_back",
        "portal:register", "portal:register_unsure", "portal:register_concern",
        "portal:register_request", "portal:home", "portal:ask", "portal:accept", "portal:decline",
        "portal:start", "portal:give_back", "portal:assign", "portal:tombstone", "portal:capacity",
        "fhir-task-list", "fhir-task", "fhir-request-list",
        "desk:receivers", "desk:receiver_new", "desk:receiver", "desk:receiver_disconnect",
        "referral-list", "mailbox:attachment", "mailbox:who", "mailbox:shared", "mailbox:take_back",
        "desk:contact_request_new", "desk:told_to_police",
        "desk:incident_report", "desk:deviation_report", "desk:threat_report", "desk:entrusted",
        "desk:absences", "desk:duty", "desk:qualifications",
        "desk:emergency", "desk:differences", "desk:access_reviews", "desk:access_review",
        "desk:access_end", "portal:related", "desk:arena_poster",
        "mailbox:correct", "mailbox:so_far", "mailbox:feedback", "mailbox:withdraw",
        "desk:feedback", "desk:referral_together", "desk:referral_pause", "desk:referral_resume",
        "desk:referral_contest", "portal:reschedule", "portal:pause", "desk:offer_decline",
        "desk:open_service_withdraw", "desk:signpost", "desk:introduce", "desk:arrival",
        "mailbox:way",
        "portal:members", "portal:member_invite", "portal:member_remove", "portal:member_revoke",
        "desk:exchange", "desk:exchange_file", "desk:exchange_errors",
        "desk:code_apps", "desk:code_app",
        "portal:absences", "portal:services", "portal:service_propose", "portal:hours_propose",
        "portal:service_new", "portal:service_new_change",
        "portal:proposal", "desk:proposals", "desk:proposal",
    },
    "POST": {
        "desk:bring_back",  # none of them is put off
        "desk:receiver_new",
        "desk:exchange",  # no file is sent
        "desk:answer_take_back",  # no answer waits there
        "desk:code_app",  # no code is given
        "desk:qualifications",
        "desk:absences", "portal:absences",
        "desk:duty", "desk:incident_close",  # nothing is said; a report is still due
        "desk:deviation_close", "desk:threat_close",  # nothing is said of it yet
        "desk:entrusted",
        "desk:review", "desk:home", "desk:roles", "desk:people",
        "desk:person", "desk:erase_facts", "desk:differences", "desk:access_reviews",
        "desk:invite", "desk:tokens", "desk:token-issue", "desk:request_referrals",
        "desk:referral_new", "desk:referral", "portal:register", "portal:register_unsure",
        "portal:home", "portal:tombstone", "mailbox:shared", "desk:feedback",
        "mailbox:stop_new_code",  # none runs; below, one does
        "mailbox:feedback",  # no line ever: whose it is would show beside the line of the visit
    },
}  # fmt: skip


def _on_duty(here):
    days = [f"{timezone.localdate() + timedelta(days=days)}T12:00" for days in (5, 6)]
    lena = here.actors["lena"].removeprefix("user/")
    return {"begins_at": days[0], "ends_at": days[1], "user_pk": lena}


def _away(here):
    day = (timezone.localdate() + timedelta(days=60)).isoformat()
    amina = here.actors["amina"].removeprefix("user/")
    return {"user_pk": amina, "first": day, "last": day}


def _away_there(here):
    clara = here.actors["clara"].removeprefix("user/")
    return _away(here) | {"user_pk": clara}


def _qualified(here):
    amina = here.actors["amina"].removeprefix("user/")
    return {"user_pk": amina, "kind": "socionom", "from_on": timezone.localdate().isoformat()}


def _entrusted(here):
    amina = here.actors["amina"].removeprefix("user/")
    return {"user_pk": amina, "task": "safety", "from_on": timezone.localdate().isoformat()}


def _facts(here):
    lines = Link.objects.filter(event__deed="helprequest.opened").exclude(event__salt=b"")
    ground = ErasureGround.in_force("facts", timezone.localdate())[0]
    return {"numbers": str(lines.first().pk), "ground_pk": str(ground.pk)}


def _invited(here):
    ours = Organisation.objects.get(is_ours=True)
    return {"email": "vera@tallsunda.example", "name": "Vera", "role": "social_worker",
            "organisation": str(ours.pk), "language": "sv"}  # fmt: skip


def _moved(here):
    polisen = Organisation.objects.get(name=POLICE)
    return {"role": "registrar", "organisation": str(polisen.pk)}


def _key(here):
    return {"name": "E-tjänsten", "role": "e_service", "scopes": ["intake.submit_by_machine"],
            "days": "9"}  # fmt: skip


def _connected(here):
    partner = Organisation.objects.filter(is_ours=False).exclude(kind="police").first()
    return {"organisation": str(partner.pk), "url": "https://journal.example/"}


# Doors whose form, sent empty, does nothing and so leaves no line: here each is filled in.
FILLED_IN = {
    "desk:absences": _away, "desk:qualifications": _qualified, "desk:entrusted": _entrusted,
    "portal:absences": _away_there,
    "desk:duty": _on_duty, "desk:erase_facts": _facts, "desk:invite": _invited,
    "desk:person": _moved, "desk:token-issue": _key, "desk:receiver_new": _connected,
}  # fmt: skip

LOGIN = {"login": "newcomer@tallsunda.example", "password": "a long password for tests"}
NOTE = "En anteckning som bara kolleger ser."
STORY = "Min berättelse, som tog en timme att skriva."


@scenery
def words(here) -> list[str]:
    """Everything that stands in the town, and a note about each of two."""
    built, folder = here
    with override_settings(VAULT_KEYS=folder, SEALER_KEYS=f"{folder}-sealer"):
        for who in ("kim", "robin"):
            by = built.actors["amina" if who == "kim" else "bjorn"].removeprefix("user/")
            noting.note(built.told[who].help_request.pk, text=NOTE, by=User.objects.get(pk=by))
        return every_word()


@trail.act
def every_word() -> list[str]:
    """Everything that lies sealed in the town, in the clear."""
    places = [
        (row, name)
        for model in MODELS
        for row in (model._default_manager.all() if sealed_fields(model) else [])
        for name in sealed_fields(model)
    ]
    opened = vault.unseal_all(places[0][0], places, by=CONSOLE, purpose="test")
    return sorted({text for text in opened if len(text) > 5})


@contextmanager
def refusing(table: str):
    """The table takes no more, as with a full disk; undone afterwards."""
    verb = REFUSING[table]
    with taken_back(), connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                f"CREATE TRIGGER no_more BEFORE {verb} ON {table} "
                "BEGIN SELECT RAISE(ABORT, 'disk full'); END"
            )
        else:
            cursor.execute(
                "CREATE FUNCTION no_more() RETURNS trigger LANGUAGE plpgsql AS "
                "$$ BEGIN RAISE EXCEPTION 'disk full'; END $$"
            )
            cursor.execute(
                f"CREATE TRIGGER no_more BEFORE {verb} ON {table} "
                "FOR EACH ROW EXECUTE FUNCTION no_more()"
            )
        yield


@pytest.fixture(params=REFUSING)
def unwritable(town_, request):
    with refusing(request.param):
        yield town_


def shown(words: list[str], page: str) -> list[str]:
    """Which of the words stand on a page; of a long text its beginning is enough."""
    text = unescape(page)
    return [word for word in words if word[:60] in text]


def openers(here, name: str):
    """Somebody who may, with a row of theirs in the fitting state."""
    crowd = MACHINES if name in API else RESIDENTS if DOORS[name].right == CODE else INSIDE
    for who in crowd:
        if may(who, name) and who != "ended_system":
            for row, instance, pk in rows_for(here, who, name):
                if row in ("none", "own"):
                    return here.visitors[who], instance, pk
    raise LookupError(name)


def tries(here):
    """Each door of staff, partners, machines and residents once, by somebody who may."""
    for name, door in DOORS.items():
        if name.startswith(("desk:", "portal:", "mailbox:", "referral-", "enclosure-")):
            if door.right == "open to all":
                continue
            visitor, instance, pk = openers(here, name)
            for method in ("GET", "POST"):
                if door.answers(method) != {405}:
                    body = door.body(here, instance) if method == "POST" else None
                    yield name, method, visitor, url_of(name, pk), body


def test_the_words_are_there_while_the_log_is_well(town_, words):
    """Else the tests below would look for something that is never shown."""
    for method, name in WITH_WORDS:
        visitor, instance, pk = openers(town_, name)
        body = {
            **DOORS[name].body(town_, instance),
            **({"show_words": "1"} if "begin" in name else {}),
        }
        answer = visitor.knock(method, url_of(name, pk), body)
        assert answer.status == 200, name
        assert shown(words, answer.text), name


def test_every_page_with_words_answers_503_and_shows_none(unwritable, words):
    for method, name in WITH_WORDS:
        visitor, instance, pk = openers(unwritable, name)
        body = {
            **DOORS[name].body(unwritable, instance),
            **({"show_words": "1"} if "begin" in name else {}),
        }
        answer = visitor.knock(method, url_of(name, pk), body)
        assert answer.status == 503, (name, answer.status)
        assert not shown(words, answer.text), name


def test_nothing_is_done_or_shown_at_any_door(unwritable, words):
    wrong = []
    for name, method, visitor, url, body in tries(unwritable):
        answer = visitor.knock(method, url, body)
        if shown(words, answer.text):
            wrong.append(f"{method} {name} shows words")
        is_refused = answer.status == 503
        if is_refused == (name in NO_LINE[method]):
            wrong.append(f"{method} {name}: {answer.status} {answer.error}")
    assert not wrong, "\n".join(["", *wrong])


@pytest.mark.parametrize("name", FILLED_IN)
def test_what_is_filled_in_is_done_while_the_log_is_well_and_only_then(town_, name):
    visitor, _instance, pk = openers(town_, name)
    told = FILLED_IN[name](town_)
    answer = visitor.knock("POST", url_of(name, pk), told)
    assert answer.status in (200, 302)
    assert "audit_link" in answer.wrote, "it found nothing to do"
    for table in REFUSING:
        with refusing(table):
            assert visitor.knock("POST", url_of(name, pk), told).status == 503, table


def test_a_new_code_that_runs_is_stopped_only_while_the_log_is_well(town_):
    kim = town_.told["kim"].help_request
    amina = User.objects.get(email__startswith="amina@")
    url = address("mailbox:stop_new_code")
    with taken_back():
        revision = SafeContact.objects.get(help_request=kim).revision
        reissuing.give_digits(kim.pk, revision=revision, checked="known", by=amina)
        assert "audit_link" in town_.visitors["kim"].knock("POST", url).wrote
        for table in REFUSING:
            with refusing(table):
                assert town_.visitors["kim"].knock("POST", url).status == 503, table


def test_a_refusal_that_cannot_be_noted_is_a_503_too(unwritable):
    for who in ("clara", "sofia", "amina"):
        answer = unwritable.visitors[who].knock("GET", address("desk:log"))
        assert answer.status == 503


def test_nobody_signs_in(unwritable):
    with taken_back():
        client = Client(raise_request_exception=False)
        answer = client.post("/accounts/login/", LOGIN)
        assert answer.status_code == 503
        assert client.get("/accounts/profile/").status_code == 302


def test_somebody_signs_in_while_the_log_is_well(town_):
    with taken_back():
        client = Client()
        assert client.post("/accounts/login/", LOGIN).status_code == 302
        assert client.get("/accounts/profile/").url == "/accounts/factors/"


def test_no_machine_gets_in(unwritable):
    for who in ("system", "e_service"):
        name = "referral-detail" if who == "system" else "api-requests"
        visitor = unwritable.visitors[who]
        visitor.headers["Idempotency-Key"] = tickets.new()
        _row, instance, pk = next(iter(rows_for(unwritable, who, name)))
        method = "GET" if who == "system" else "POST"
        answer = visitor.knock(method, url_of(name, pk), DOORS[name].body(unwritable, instance))
        assert answer.status == 503


def test_the_first_page_is_open_all_the_same(unwritable):
    for url in ("/", "/request/", "/child/report/", "/mailbox/", "/your-data/", "/accessibility/"):
        assert unwritable.visitors["nobody"].knock("GET", url).status == 200


def test_a_request_that_cannot_be_kept_comes_back_with_whom_to_call(unwritable):
    told = {
        "story": STORY,
        "way": "phone",
        "phone": "070-174 06 77",
        "name": "Kim",
        "ticket": tickets.new(),
    }
    answer = unwritable.visitors["nobody"].knock("POST", "/request/", told)
    assert answer.status == 503
    page = unescape(answer.text)
    assert STORY in page
    assert told["phone"] in page
    assert told["ticket"] in page
    assert "tel:112" in page
    assert "tel:+4684650040" in page.replace(" ", "") or "08-465" in page


def test_a_concern_that_cannot_be_kept_comes_back_with_whom_to_call(unwritable):
    told = {"concern": STORY, "child": "Lo, 6 år", "who": "private", "ticket": tickets.new()}
    answer = unwritable.visitors["nobody"].knock("POST", "/child/report/", told)
    assert answer.status == 503
    page = unescape(answer.text)
    assert all(told[name] in page for name in ("concern", "child", "ticket"))
    assert "tel:112" in page


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("/mailbox/thread/", {"text": STORY}),
        ("/mailbox/contact/", {"way": "phone", "phone": "070-174 06 77", "wishes": STORY}),
    ],
)
def test_what_the_person_writes_in_the_mailbox_comes_back(unwritable, url, told):
    answer = unwritable.visitors["kim"].knock("POST", url, {"ticket": tickets.new(), **told})
    assert answer.status == 503
    assert STORY in unescape(answer.text)


@pytest.mark.parametrize(
    ("who", "name", "field"),
    [
        ("amina", "desk:answer", "text"),
        ("amina", "desk:notes", "text"),
        ("amina", "desk:close", "text"),
        ("amina", "desk:hand_over", "concern"),
        ("amina", "desk:split", "story"),
        ("amina", "desk:join", "text"),
        ("amina", "desk:record", "story"),
        ("amina", "desk:outreach", "story"),
        ("amina", "desk:referral_begin", "situation"),
        ("amina", "desk:referral_answer", "text"),
        ("amina", "desk:referral_conversation", "text"),
        ("clara", "portal:conversation", "text"),
        ("rut", "desk:assess_concern", "reasons"),
        ("rut", "desk:decide_concern", "reasons"),
        ("stina", "portal:register_concern", "concern"),
        ("stina", "portal:register_request", "story"),
    ],
)
def test_what_staff_and_partners_write_comes_back(unwritable, who, name, field):
    """A teacher's concern for a child is not lost because our disk is full."""
    _row, instance, pk = next(iter(rows_for(unwritable, who, name)))
    told = {**DOORS[name].body(unwritable, instance), field: STORY}
    answer = unwritable.visitors[who].knock("POST", url_of(name, pk), told)
    assert answer.status == 503
    assert STORY in unescape(answer.text)
