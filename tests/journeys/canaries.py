"""Runs in a process of its own (houses.py): one town's whole story through its pages, with a
word of its own in every field that a person can write in – and then a walk through every page.

    tell FOLDER      tells the story; leaves in FOLDER what was said, who saw it, and a dump
"""

import json
import logging
import os
import pickle
import re
import secrets
import sys
from base64 import b64decode
from collections import Counter
from datetime import timedelta
from html import unescape
from importlib import import_module
from pathlib import Path
from time import time

import django

django.setup()

import time_machine  # noqa: E402 – after set-up
from django.conf import settings  # noqa: E402
from django.contrib.sessions.models import Session  # noqa: E402
from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import reverse  # noqa: E402
from django.utils import timezone  # noqa: E402

from audit.models import Outgoing  # noqa: E402
from audit.vault import keys  # noqa: E402
from config.accounts.models import User  # noqa: E402
from config.accounts.second_factor import PASSED  # noqa: E402
from config.api import issuing  # noqa: E402
from config.clock import worker  # noqa: E402
from config.demo import town  # noqa: E402
from config.logs import LineFormatter  # noqa: E402
from config.stack import roomy  # noqa: E402
from intake import tickets  # noqa: E402
from intake.models import ConcernReport, Consent, HelpRequest  # noqa: E402
from partners.models import Organisation, Topic  # noqa: E402
from referrals.models import LegalGround, Package, Referral, Tombstone  # noqa: E402
from tests.intake.papers import telling  # noqa: E402

MONDAY = "2027-03-01 10:00+01:00"
STAFF = ("amina", "bjorn", "rut", "lena")
PARTNERS = ("clara", "carl", "dag", "ylva", "hanna", "petra", "stina", "ebba")
OTHERS = ("loke", "adam", "sofia")
HREF = re.compile(r'href="(/[^"#]*)')
SHAPE = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|\d+")
NOT_WALKED = re.compile(r"^/(static|accounts/logout|accounts/factors/codes/file)")


class Words:
    """A word for each field, made when it is first asked for. No two are alike."""

    def __init__(self):
        self.said: dict[str, str] = {}

    def __getitem__(self, name: str) -> str:
        if name not in self.said:
            made = f"zq{secrets.token_hex(9)}"
            if name.startswith("phone"):
                made = f"070-174 06 {40 + len(self.said) % 50}"
            elif name.startswith("email"):
                made = f"{made}@post.example"
            self.said[name] = made
        return self.said[name]

    def on(self, page: str) -> set[str]:
        """Which words stand on a page, whatever it looks like there."""
        text = unescape(page)
        return {
            name for name, word in self.said.items() if any(one in text for one in forms_of(word))
        }


def forms_of(word: str) -> list[str]:
    """A phone number is the same number with another writing."""
    if not word.startswith("070-"):
        return [word]
    digits = "".join(sign for sign in word if sign.isdigit())
    return [
        word,
        digits,
        f"+46{digits[1:]}",
        f"{digits[:3]}-{digits[3:6]} {digits[6:8]} {digits[8:]}",
    ]


W = Words()


class Person:
    """Somebody with a browser. Addresses and headers are looked at each time."""

    leaks: list[str] = []

    def __init__(self, name: str = "nobody"):
        self.name, self.client = name, Client(raise_request_exception=False)
        if name != "nobody":
            self.client.force_login(User.objects.get(email__startswith=f"{name}@"))
            session = self.client.session
            session[PASSED] = int(session["_auth_user_id"])
            session.save()

    def get(self, url: str):
        return self._look(url, self.client.get(url, secure=True))

    def post(self, url: str, *, right=(302,), **told):
        response = self._look(url, self.client.post(url, told, secure=True))
        assert response.status_code in right, (
            f"{self.name} {url} {response.status_code} {_errors(response)}"
        )
        return response

    def fill(self, url: str, *, right=(302,), **told):
        """Open the form, and send it with what it carries."""
        page = self.get(url).content.decode()
        carried = dict(
            re.findall(
                r'<input type="hidden" name="(ticket|previewed|digest)"\s+value="([^"]+)"', page
            )
        )
        return self.post(url, right=right, **{**carried, **told})

    def go(self, name: str, pk=None, **kwargs):
        return reverse(name, kwargs={**({"pk": pk} if pk else {}), **kwargs})

    def _look(self, url: str, response):
        headers = " ".join(f"{key}: {value}" for key, value in response.headers.items())
        headers += " ".join(morsel.OutputString() for morsel in response.cookies.values())
        Person.leaks += [f"{url}: {name}" for name in W.on(f"{url} {headers}")]
        return response


def _errors(response) -> str:
    return " ".join(re.findall(r'class="[^"]*error[^"]*"[^>]*>([^<]+)', response.content.decode()))[
        :300
    ]


def code_on(response) -> str:
    groups = re.search(r"<output.*?</output>", response.content.decode(), re.S)[0]
    return "-".join(re.findall(r"<span>(\w+)</span>", groups))


# --- The house ----------------------------------------------------------------------------------


def _open_house() -> None:
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    keys.make()
    town.build()
    User.objects.create_superuser("sofia@tallsunda.example", None, name="Sofia")
    _log_everything()


def _log_everything() -> None:
    """Every logger at its most talkative: once as the house writes, once in full.

    Only django.template is left out of the full one: at DEBUG it prints the whole context of a
    page for every variable that is not there. The house's own formatter drops that.
    """
    as_the_house, in_full = (logging.StreamHandler(sys.stderr) for _ in range(2))
    as_the_house.setFormatter(LineFormatter())
    in_full.setFormatter(
        logging.Formatter("%(asctime)s %(name)s %(levelname)s %(message)s %(args)s")
    )
    in_full.addFilter(lambda record: record.name != "django.template")
    logging.root.handlers = [as_the_house, in_full]
    logging.root.setLevel(logging.DEBUG)
    for name in list(logging.root.manager.loggerDict):
        one = logging.getLogger(name)
        one.handlers, one.propagate, one.disabled = [], True, False
        one.setLevel(logging.DEBUG)


# --- The story ----------------------------------------------------------------------------------


class Story:
    def __init__(self):
        self.people = {name: Person(name) for name in (*STAFF, *PARTNERS, *OTHERS)}
        self.seen: dict[str, dict[str, list[str]]] = {}

    def __getattr__(self, name: str) -> Person:
        return self.people[name]

    def write(self, who: str, **more) -> tuple[HelpRequest, Person]:
        """Somebody writes on the public form, and comes back with the code."""
        person = Person()
        told = person.fill(
            "/request/", right=(200,), story=W[f"story_{who}"], about="self", age_band="25_64",
            area="norrstrand", way="email", email=W[f"email_{who}"], name=W[f"name_{who}"],
            wishes=W[f"wishes_{who}"], hours="any", **more,
        )  # fmt: skip
        person.post("/mailbox/", code=code_on(told))
        return HelpRequest.objects.order_by("received_at").last(), person

    def unhurried(self) -> Person:
        """Somebody who writes no faster than people do."""
        settings.QUICKEST_SECONDS = 0
        return Person()

    def in_hand(self, row: HelpRequest) -> None:
        amina = self.amina
        amina.post(amina.go("desk:take", row.pk))
        amina.fill(amina.go("desk:open", row.pk), purpose="triage")
        amina.get(amina.go("desk:words", row.pk))
        amina.fill(
            amina.go("desk:weigh", row.pk), urgency="normal", area=row.area_id,
            topic=Topic.objects.first().pk,
        )  # fmt: skip

    def refer(self, row: HelpRequest, to: str, number: int, items, **told) -> Referral:
        """Words and chosen details, on a consent that covers them."""
        amina, service = self.amina, town.service_of(to)
        amina.fill(
            amina.go("desk:consents", row.pk), organisation=str(service.organisation_id),
            items=["situation", *items], given_by="person", given_how="oral",
            valid_until=(timezone.localdate() + timedelta(days=60)).isoformat(),
        )  # fmt: skip
        referral = self.draft(row, to, number, items=items, **told)
        consent = Consent.objects.filter(organisation=service.organisation).latest("given_at")
        amina.fill(
            amina.go("desk:referral_basis", referral.pk), by_consent="1", consent_pk=str(consent.pk)
        )
        amina.fill(amina.go("desk:referral_preview", referral.pk))
        return referral

    def draft(self, row: HelpRequest, to: str, number: int, items=(), words=True) -> Referral:
        service = town.service_of(to)
        told = {"urgency": "normal", "items": list(items)}
        if words:
            told |= {f"goal_{n}": W[f"goal_{number}_{n}"] for n in (1, 2, 3)}
            told["situation"] = W[f"situation_{number}"]
        self.amina.fill(self.amina.go("desk:referral_begin", row.pk, service_pk=service.pk), **told)
        return Referral.objects.get(to=service.organisation, status="draft")

    def tell(self) -> None:
        row, kim = self._a_conversation()
        first, second, third = self._asked(row)
        self._handed_over()
        self._told_by_others(row)
        self._what_fails(row)
        worker.run_due()
        self.look_around("under way", kim)
        self._ended(row, kim, first, second, third)
        worker.run_due()
        self.look_around("ended", kim)

    def _a_conversation(self) -> tuple[HelpRequest, Person]:
        row, kim = self.write("a")
        picture = SimpleUploadedFile(f"{W['file']}.jpg", telling(), "image/jpeg")
        kim.fill("/mailbox/thread/", text=W["message_1"], files=picture)
        shown = kim.go("mailbox:attachment_file", row.attachments.get().pk)
        self.attached = kim.get(shown).content
        self.in_hand(row)
        amina = self.amina
        amina.fill(amina.go("desk:notes", row.pk), text=W["note"])
        amina.fill(
            amina.go("desk:child_talk", row.pk), held_on="2027-02-26", form="meeting",
            place="school", present=["relative"], interpreted="not_needed", told=["why"],
            understood="yes", said=W["talk"], why_not_alone=W["alone"],
        )  # fmt: skip
        amina.fill(
            amina.go("desk:guardian", row.pk), guardian="only", decides="yes", harm="none",
            heard="agrees", shown=["story"], reasons=W["weighed"],
        )  # fmt: skip
        amina.fill(amina.go("desk:answer", row.pk), text=W["answer"])
        amina.fill(amina.go("desk:notes", row.pk), text=W["begun"], save_draft="")
        worker.run_due()
        kim.get("/mailbox/thread/")
        kim.fill("/mailbox/thread/", text=W["message_2"])
        kim.fill("/mailbox/correct/", text=W["message_3"])
        kim.fill("/mailbox/feedback/", right=(200,), overall="4")
        kim.fill(
            "/mailbox/contact/", way="phone", phone=W["phone_new"], name=W["name_new"],
            wishes=W["wishes_new"], code_word=W["code_new"], hours="any",
        )  # fmt: skip
        amina.fill(amina.go("desk:open", row.pk), purpose="follow_up")
        self._split_and_joined(row)
        return row, kim

    def _split_and_joined(self, row) -> None:
        """A sibling gets a request of its own, and comes back to the first."""
        amina = self.amina
        amina.get(amina.go("desk:words", row.pk))  # only what is read can be split
        amina.fill(
            amina.go("desk:split", row.pk), right=(200,), story=W["story_split"],
            name=W["name_split"], about="self", age_band="18_24", urgency="normal",
            with_code="own",
        )  # fmt: skip
        part = row.parts.get()
        amina.fill(amina.go("desk:join", part.pk), reference=row.reference, text=W["answer_split"])

    def _asked(self, row) -> list[Referral]:
        """The youth centre with everything, a private one with little, the police on the law."""
        amina, clara, dag = self.amina, self.clara, self.dag
        first = self.refer(row, "Fritidsgården Bryggan", 1, ["name", "phone", "wishes"])
        clara.post(clara.go("portal:open", first.pk))
        clara.fill(clara.go("portal:ask", first.pk), code="scope")
        amina.fill(amina.go("desk:referral_answer", first.pk), text=W["answer_to_partner"])
        clara.fill(clara.go("portal:accept", first.pk))
        today = timezone.localdate().isoformat()
        clara.fill(clara.go("portal:start", first.pk), first_contact=today)
        amina.fill(amina.go("desk:referral_conversation", first.pk), text=W["to_partner"])
        clara.fill(clara.go("portal:conversation", first.pk), text=W["from_partner"])
        begun = {"save_draft": "", "draft": ""}
        amina.fill(
            amina.go("desk:referral_conversation", first.pk), text=W["begun_to_partner"], **begun
        )
        clara.fill(clara.go("portal:conversation", first.pk), text=W["begun_to_us"], **begun)
        second = self.refer(row, "Föreningen Fikabänken", 2, ["name"])
        dag.fill(dag.go("portal:accept", second.pk), reservation="on")
        third = self.draft(row, "Polisen i Tallsunda", 3, ["name"], words=False)
        found = LegalGround.objects.order_by("pk")
        ground = next(
            one for one in found if one.fits("police") and one.holds_on(timezone.localdate())
        )
        amina.fill(
            amina.go("desk:referral_basis", third.pk), by_ground="1", ground_pk=str(ground.pk),
            reasons=W["reasons"],
            **{f"condition_{nth}": "met" for nth in range(1, len(ground.asks()) + 1)},
        )  # fmt: skip
        seen = Package.objects.get(referral=third).digest()
        amina.post(amina.go("desk:referral_submit", third.pk), previewed=seen)
        fourth = self.draft(row, "Tallsunda vårdcentral", 4, ["wishes"])
        amina.fill(
            amina.go("desk:referral_package", fourth.pk), situation=W["begun_package"], **begun
        )
        return [first, second, third]

    def _handed_over(self) -> None:
        """Two people write; the first turns out to be a concern, the second never is read."""
        row, robin = self.write("b")
        robin.fill("/mailbox/thread/", text=W["message_b"])
        self.in_hand(row)
        self.amina.fill(
            self.amina.go("desk:hand_over", row.pk), child=W["child_b"], concern=W["concern_b"]
        )
        rut, report = self.rut, ConcernReport.objects.get()
        rut.post(rut.go("desk:open_concern", report.pk), purpose="concern")
        rut.get(rut.go("desk:concern_words", report.pk))
        rut.fill(
            rut.go("desk:assess_concern", report.pk), outcome="not_at_once",
            reasons=W["assessed_b"],
        )  # fmt: skip
        rut.fill(
            rut.go("desk:decide_concern", report.pk), decision="opened", reasons=W["decided_b"]
        )
        rut.get(rut.go("desk:concern_paper", report.pk))
        rut.fill(rut.go("desk:file_concern", report.pk), case_number="IFO-2026-0017")

    def _told_by_others(self, row) -> None:
        """A school, a colleague on the telephone, another e-service; a remark on the pages."""
        Person().fill("/accessibility/", right=(200,), text=W["remark"], reply_to=W["email_remark"])
        told = {
            "about": "somebody",
            "age_band": "25_64",
            "area": row.area_id,
            "way": "email",
            "hours": "any",
        }
        self.stina.fill(
            "/portal/register/request/?harm=no", right=(200,), with_person="yes", no_suspicion="on",
            story=W["story_c"], name=W["name_c"], email=W["email_c"], wishes=W["wishes_c"], **told,
        )  # fmt: skip
        self.unhurried().fill(
            "/child/report/", right=(200,), who="private", child=W["child_g"],
            concern=W["concern_g"], reached_at=W["reached_g"],
        )  # fmt: skip
        self.stina.fill(
            "/portal/register/concern/", right=(200,), child=W["child_c"], concern=W["concern_c"],
            reached_at=W["reached_c"],
        )  # fmt: skip
        self.amina.fill(
            "/desk/requests/record/", right=(200,), channel="phone_note", story=W["story_d"],
            name=W["name_d"], email=W["email_d"], wishes=W["wishes_d"], **told,
        )  # fmt: skip
        self.amina.fill(
            "/desk/outreach/", right=(200,), story=W["story_f"], name=W["name_f"], way="phone",
            phone="070-174 06 05", arena="ekbacksskolan",
        )  # fmt: skip
        issued = issuing.issue(
            by=User.objects.get(email__startswith="adam@"), name="E", role="e_service",
            scopes=["intake.submit_by_machine"], days=9,
        )  # fmt: skip
        contact = {
            "way": "email",
            "email": W["email_e"],
            "name": W["name_e"],
            "wishes": W["wishes_e"],
        }
        answer = Client().post(
            "/api/v1/requests/", content_type="application/json", secure=True,
            data={"story": W["story_e"], "about": "self", "area": "norrstrand", "contact": contact},
            headers={
                "Authorization": f"Bearer {issued.key}", "Idempotency-Key": secrets.token_hex(16),
            },
        )  # fmt: skip
        assert answer.status_code == 201

    def _what_fails(self, row) -> None:
        """Forms with mistakes, without a session, with a full disk, with a wrong password."""
        nobody = Person()
        nobody.post(
            "/request/", right=(200,), story=W["fails_story"], name="19121212-1212", way="none"
        )
        nobody.post("/request/", right=(200,), story=W["fails_long"] + "x" * 20_001, way="none")
        nobody.post("/mailbox/thread/", right=(403,), text=W["fails_mailbox"])
        nobody.post(f"/desk/requests/{row.pk}/answer/", right=(401,), text=W["fails_signed_out"])
        nobody.post(
            "/accounts/login/", right=(200,), login="x@y.example", password=W["fails_password"]
        )
        self.bjorn.post(f"/desk/requests/{row.pk}/answer/", right=(404,), text=W["fails_foreign"])
        self.amina.post("/desk/find/", right=(200, 404), reference=W["fails_search"])
        self.clara.post(f"/desk/requests/{row.pk}/notes/", right=(403,), text=W["fails_forbidden"])
        with a_full_disk():
            nobody.post(
                "/request/", right=(503,), story=W["fails_disk"], ticket=tickets.new(), way="none"
            )
            self.amina.post(f"/desk/requests/{row.pk}/notes/", right=(503,), text=W["fails_note"])
            self.unhurried().post(
                "/child/report/", right=(503,), who="private", concern=W["fails_report"],
                ticket=tickets.new(),
            )  # fmt: skip
            self.stina.post(
                "/portal/register/concern/", right=(503,), concern=W["fails_concern"],
                reached_at="x", ticket=tickets.new(),
            )  # fmt: skip

    def _ended(self, row, kim, first, second, third) -> None:
        """Told to the police, and recalled; reported; taken back; thrown away; closed."""
        amina, lena, petra, clara = self.amina, self.lena, self.petra, self.clara
        lena.fill(lena.go("desk:approval", third.pk), approve="1")
        amina.fill(amina.go("desk:referral_preview", third.pk))
        petra.fill(petra.go("portal:accept", third.pk))
        self.look_around("told to the police", kim, only=("petra", "clara", "dag"))
        amina.fill(amina.go("desk:referral_recall", third.pk), reason="sent_in_error")
        goals = {f"result_{n}": "met" for n in (1, 2, 3)}
        clara.fill(clara.go("portal:report", first.pk), reached="yes", **goals)
        amina.fill(amina.go("desk:referral_acknowledge", first.pk))
        second.refresh_from_db()
        kim.fill(f"/mailbox/shared/{second.basis.consent_id}/take-back/")
        for draft in Referral.objects.filter(status="draft"):
            amina.fill(amina.go("desk:referral_discard", draft.pk))
        told = {"reason": "referred", "children": "none", "text": W["last_answer"]}
        amina.fill(amina.go("desk:close", row.pk), **told)

    def look_around(self, when: str, kim: Person, only=()) -> None:
        """Everybody walks through all they can open, with every purpose stated."""
        crowd = {**self.people, "kim": kim, "nobody": Person()}
        self.seen[when] = {
            name: sorted(walk(person)) for name, person in crowd.items() if not only or name in only
        }


class a_full_disk:
    """The log refuses every line for a while."""

    def __enter__(self):
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.execute(
                    "CREATE TRIGGER no_more BEFORE INSERT ON audit_event "
                    "BEGIN SELECT RAISE(ABORT, 'disk full'); END"
                )
                return
            cursor.execute(
                "CREATE OR REPLACE FUNCTION no_more() RETURNS trigger LANGUAGE plpgsql AS "
                "$$ BEGIN RAISE EXCEPTION 'disk full'; END $$"
            )
            cursor.execute(
                "CREATE TRIGGER no_more BEFORE INSERT ON audit_event "
                "FOR EACH ROW EXECUTE FUNCTION no_more()"
            )

    def __exit__(self, *_failure):
        on = " ON audit_event" if connection.vendor == "postgresql" else ""
        with connection.cursor() as cursor:
            cursor.execute(f"DROP TRIGGER no_more{on}")


# --- The walk -----------------------------------------------------------------------------------

ABOUT_A_ROW = {
    HelpRequest: (
        "desk:request", "desk:words", "desk:notes", "desk:consents", "desk:request_referrals",
        "desk:children_words",
    ),
    ConcernReport: ("desk:concern", "desk:concern_words", "desk:concern_paper"),
    Referral: (
        "desk:referral", "desk:referral_told", "desk:referral_package", "desk:referral_preview",
        "desk:approval", "portal:referral", "portal:package", "portal:report",
        "desk:referral_conversation", "portal:conversation",
    ),
    Tombstone: ("portal:tombstone",),
}  # fmt: skip


def walk(person: Person) -> set[str]:
    """Follow every link from every first page, and try every row by its address. What was read?"""
    if person.name != "nobody":
        session, soon = person.client.session, time() + 1800
        rows = [*HelpRequest.objects.only("pk"), *ConcernReport.objects.only("pk")]
        session["purposes"] = {str(row.pk): ["follow_up", soon] for row in rows}
        session.save()
    waiting = [
        "/",
        "/mailbox/thread/",
        "/mailbox/contact/",
        "/mailbox/shared/",
        "/mailbox/who/",
        "/mailbox/so-far/",
        "/mailbox/correct/",
        "/mailbox/feedback/",
        "/desk/",
        "/portal/",
    ]
    waiting += [
        reverse(name, args=[row.pk])
        for model, names in ABOUT_A_ROW.items()
        for row in model.objects.only("pk")
        for name in names
    ]
    known, alike, read = set(waiting), Counter(), set()
    while waiting:
        response = person.get(waiting.pop())
        page = response.content.decode(errors="replace")
        read |= W.on(page)
        found = [unescape(url) for url in HREF.findall(page)] + [
            response.headers.get("Location", "")
        ]
        for url in found:
            plain, shape = url.split("?")[0], SHAPE.sub("#", url)
            is_new = url.startswith("/") and plain not in known and not NOT_WALKED.match(url)
            if is_new and alike[shape] < 6:  # of a hundred lines of the log, a few
                known.add(plain)
                alike[shape] += 1
                waiting.append(url)
    return read


# --- The dump -----------------------------------------------------------------------------------


def dump(folder: Path) -> None:
    """Every column of every table as it stands; sessions and cache also as they are understood."""
    with open(folder / "dump", "wb") as file, connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')
            for row in cursor.fetchall():
                for value in row:
                    is_bytes = isinstance(value, bytes | memoryview)
                    file.write((bytes(value) if is_bytes else str(value).encode()) + b"\n")
        for session in Session.objects.all():
            store = import_module(settings.SESSION_ENGINE).SessionStore
            file.write(repr(store().decode(session.session_data)).encode() + b"\n")
        cursor.execute("SELECT value FROM cache")
        for (value,) in cursor.fetchall():
            file.write(repr(pickle.loads(b64decode(value))).encode() + b"\n")  # noqa: S301 – our own


def tell(folder: str) -> None:
    told, story = Path(folder), None
    _open_house()
    with time_machine.travel(MONDAY):
        story = Story()
        story.tell()
        dump(told)
    result = {
        "attached": story.attached.hex(), "said": W.said, "seen": story.seen, "leaks": Person.leaks,
        "outgoing": dict(Outgoing.objects.values_list("pk", "state")),
        "requests": HelpRequest.objects.count(), "organisations": Organisation.objects.count(),
    }  # fmt: skip
    (told / "told.json").write_text(json.dumps(result))
    sys.stdout.write("{}\n")
    sys.stdout.flush()
    os._exit(0)  # without a last checkpoint: what lies in the write-ahead log is looked at, too


if __name__ == "__main__":
    assert not transaction.get_connection().in_atomic_block
    roomy(tell)(sys.argv[2])
