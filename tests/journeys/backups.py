"""Runs in a process of its own (houses.py): a house whose people write, change, and are erased.

fill N         N people write and are answered
change N       the Nth changes how they may be reached: that row is sealed anew
erase N …      two people erase the Nth request
open           tries every text of every request; says which open, are erased, or are broken
manage …       a command
rows           how many rows there are in each table
go_on          somebody writes again, and the log is followed
spoil          tries to change a line of the log
… then …       one after the other, in the same process
"""

import json
import sys
from io import StringIO

import django

django.setup()

from django.core.management import CommandError, call_command  # noqa: E402 – after set-up
from django.db import DatabaseError, connection, transaction  # noqa: E402
from django.utils import timezone  # noqa: E402

from audit import trail, vault  # noqa: E402
from audit.actors import ANYBODY, CLOCK, CONSOLE  # noqa: E402
from audit.models import ErasureGround, Event  # noqa: E402
from audit.services import exporting  # noqa: E402
from audit.trail import name_of  # noqa: E402
from audit.vault import box, keys, receipts  # noqa: E402
from config.backups import taking  # noqa: E402
from config.demo import town  # noqa: E402
from config.stack import roomy  # noqa: E402
from intake.models import About, Channel, HelpRequest, Way  # noqa: E402
from intake.services import answering, noting, reaching, reading, receiving, triaging  # noqa: E402
from partners.models import Area  # noqa: E402
from referrals.services import erasing  # noqa: E402

STORY = "Jag kan inte betala hyran. Nummer"


def fill(number: str) -> dict:
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    keys.make()
    town.build()
    for n in range(int(number)):
        _told(n)
    return {"requests": HelpRequest.objects.count()}


def _told(n: int) -> None:
    amina = town.person("amina")
    told = receiving.submit(
        by=ANYBODY, ticket=receipts.new_ticket(), story=f"{STORY} {n}.", about=About.SELF,
        channel=Channel.WEB, language="sv", area=Area.objects.get(code="norrstrand"),
        contact={"way": Way.EMAIL, "email": f"k{n}@post.example", "name": f"Kim Nummer{n}"},
    )  # fmt: skip
    pk = told.help_request.pk
    triaging.take(pk, by=amina)
    reading.begin(pk, by=amina, purpose="triage")
    answering.answer(pk, text=f"Svar {n}.", by=amina)
    noting.note(pk, text=f"Anteckning {n}.", by=amina)
    triaging.close(pk, reason="advised", children="none", by=amina)


def change(n: str) -> dict:
    _change(_rows()[int(n)])
    return {}


@trail.act
def _change(row) -> None:
    contact = {"way": Way.EMAIL, "email": "ny@post.example", "name": "Kim Ny"}
    sealed = reaching.seal_contact(row, contact, row=row.safe_contact)
    trail.record(CLOCK, "safecontact.change", sealed)


def erase(*numbers: str) -> dict:
    rows = _rows()
    ground = ErasureGround.objects.get(code="persons_right")
    for n in numbers:
        found = erasing.propose(rows[int(n)].pk, ground_pk=ground.pk, by=town.person("lena"))
        erasing.confirm(found.pk, by=town.person("adam"))
    return {"erased": [rows[int(n)].reference for n in numbers]}


def open_() -> dict:
    found = {"open": [], "erased": [], "broken": []}
    for row in _rows():
        for place in _places(row):
            found[_try(*place)].append(row.reference)
    return {how: sorted(which) for how, which in found.items()}


def _rows() -> list[HelpRequest]:
    return list(HelpRequest.objects.order_by("received_at").select_related("safe_contact"))


def _places(row):
    yield row, "story"
    yield from ((row.safe_contact, field) for field in ("email", "name"))
    yield from ((one, "text") for one in (*row.messages.all(), *row.notes.all()))


@trail.act
def _try(row, field: str) -> str:
    try:
        text = vault.unseal(row, field, by=CONSOLE, purpose="test")
    except vault.Erased:
        return "erased"
    except box.DoesNotOpen:
        return "broken"
    assert text
    return "open"


def manage(*told: str) -> dict:
    said = StringIO()
    try:
        call_command(*told, stdout=said)
    except CommandError as refusal:
        return {"refused": str(refusal)}
    return {"said": said.getvalue()}


def rows() -> dict:
    with connection.cursor() as cursor:
        found = {}
        for table in taking.tables():
            cursor.execute(f"SELECT count(*) FROM {table}")
            found[table] = cursor.fetchone()[0]
    return found


def go_on() -> dict:
    _told(1000)
    report = exporting.check()
    said = Event.objects.filter(deed="trail.restore").values_list("facts", flat=True)
    return {"number": report.number, "restores": list(said), "at": timezone.now().isoformat()}


def spoil() -> dict:
    """Do the triggers stand?"""
    refused = []
    for statement in ("UPDATE audit_event SET actor = 'x'", "DELETE FROM audit_link"):
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement)
        except DatabaseError:
            refused.append(statement.split()[0])
    return {"refused": refused}


def letters_of(reference: str) -> dict:
    """Under which names the letters of a request lie."""
    row = HelpRequest.objects.select_related("safe_contact").get(reference=reference)
    return {"names": [name_of(row), name_of(row.safe_contact)]}


def in_turn(told: list[str]) -> list[list[str]]:
    """One act, or several with THEN between them."""
    acts = [[]]
    for word in told:
        acts.append([]) if word == "then" else acts[-1].append(word)
    return acts


if __name__ == "__main__":
    acts = {
        "fill": fill, "change": change, "erase": erase, "open": open_, "manage": manage,
        "rows": rows, "go_on": go_on, "spoil": spoil, "letters_of": letters_of,
    }  # fmt: skip
    said = [roomy(acts[act])(*told) for act, *told in in_turn(sys.argv[1:])]
    sys.stdout.write("\n" + json.dumps(said[0] if len(said) == 1 else said) + "\n")
