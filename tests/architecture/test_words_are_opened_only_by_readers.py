"""Few modules open what is sealed; everybody else would have to ask them. Read from the source."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("audit", "partners", "intake", "referrals", "config")

# Who may open words, and for whom. One more reader is one more line here, and a reason.
READERS = {
    "intake/services/reading.py": "staff read a request, its notes, or a concern report",
    "intake/services/taking_back_answers.py": "what was sent and taken back is a draft again",
    "intake/services/saving_drafts.py": "whoever has begun to write goes on with it",
    "intake/services/sending_drafts.py": "is all that was begun in what its author sends?",
    "intake/services/reading_services.py": "staff read what is written about an open service",
    "intake/services/reading_children.py": "staff read talks with a child, and about guardians",
    "intake/services/viewing.py": "staff look at a picture or a PDF; the person at their own",
    "intake/services/scanning.py": "the virus scanner, before anybody else",
    "intake/services/calling.py": "the number and the code word, for whoever calls",
    "intake/services/reissuing.py": "the code word, before somebody gets digits for a new code",
    "intake/services/conversing.py": "the person reads their own thread",
    "intake/services/reaching.py": "the person's own details; the address when a notice leaves",
    "intake/services/receiving.py": "the same form sent twice: with the sender's own key",
    "intake/services/remarking.py": "a team lead reads what somebody could not use",
    "intake/services/raising_concern.py": "handing over copies the words to the reception",
    "referrals/services/reading.py": "a partner reads its package; we read what we told",
    "config/deviations/services/keeping.py": "a lead reads what went wrong in the work",
    "config/police/services/answering.py": "what an authority asked, and what it is given",
    "config/threats/services/keeping.py": "a threat against staff is read by those it concerns",
    "config/threats/services/opening.py": "the entrusted open the evidence of a threat",
    "config/incidents/services/keeping.py": "whoever keeps the register reads what happened",
    "config/retention/services/packing.py": "the archive takes over what is to be erased",
    "referrals/services/conversing.py": "we and a partner read what both have written",
    "referrals/services/extracting.py": "a person is told what we hold about them",
    "referrals/services/adding_files.py": "a copy for a partner of what the person has attached",
    "referrals/services/drafting.py": "copying the chosen details into a package",
    "referrals/services/weighing.py": "the second person, and whoever prints it, reads the reasons",
}
OPENS = {"unseal", "unseal_all", "unseal_file"}
HANDED_ON = (  # what was opened or made elsewhere, on its way to where it is sealed or shown once
    "referrals/services/packing.py", "config/api/issuing.py",
    "config/webhooks/services/connecting.py",
)  # fmt: skip
VAULT = "audit/vault/"
KEYS_AND_CIPHER = {"decrypt", "take", "take_out", "private"}  # of audit.vault.box and .keys
LOCKERS = {
    "intake/views/door.py": "the ticket in the mailbox's cookie",
    "referrals/views/link.py": "the ticket in the cookie of who answers by link",
    "partners/models/code_app.py": "the seed of an organisation's app for codes",
    "config/accounts/adapters.py": "the seeds of second factors",
    "config/webhooks/services/reaching.py": "what signs a call to another system",
}

SOURCES = {
    str(path.relative_to(ROOT)): ast.parse(path.read_text())
    for room in ROOMS
    for path in sorted((ROOT / room).rglob("*.py"))
}


def names_used(tree) -> set[str]:
    """Every name a module imports, reads off something, or says in a text handed to getattr."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            found.add(node.attr)
        elif isinstance(node, ast.alias):
            found.add(node.name.rsplit(".", 1)[-1])
        elif isinstance(node, ast.Name):
            found.add(node.id)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            found.add(node.value)
    return found


def calls_of(tree, module: str) -> set[str]:
    """What is read off *module*: {"drop"} for box.drop(…)."""
    return {
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == module
    }


def imports_from(tree, module: str) -> set[str]:
    return {
        alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == module
        for alias in node.names
    }


def test_only_readers_open_words():
    opening = {path for path, tree in SOURCES.items() if OPENS & names_used(tree)}
    assert {path for path in opening if not path.startswith(VAULT)} == set(READERS)


@pytest.mark.parametrize("path", READERS)
def test_a_reader_is_a_use_case_not_a_page(path):
    assert "/services/" in path


def test_nobody_but_the_vault_touches_the_cipher_or_the_keys():
    wrong = set()
    for path, tree in SOURCES.items():
        if path.startswith(VAULT):
            continue
        used = calls_of(tree, "box") | calls_of(tree, "keys")
        used |= imports_from(tree, "audit.vault.box") | imports_from(tree, "audit.vault.keys")
        if KEYS_AND_CIPHER & used and path not in MAY_ASK_FOR_THE_KEY:
            wrong.add(path)
    assert not wrong


def test_only_the_clock_lets_a_thread_open_to_another_code():
    """No page calls it: whoever could, would take a thread from its sender."""
    calling = {path for path, tree in SOURCES.items() if "readdress" in names_used(tree)}
    assert calling == {"intake/services/replacing.py"}
    pages = {path for path, tree in SOURCES.items() if "replacing" in names_used(tree)}
    assert not pages


# It says yes or no to “is the key here?” and opens nothing.
MAY_ASK_FOR_THE_KEY = {"config/overview/health.py"}


# They sign and check, and open nothing; the last is a program for outsiders.
SIGN = (VAULT, "audit/sealing/", "audit/seals.py", "audit/certificate.py")
TOWN = "config/demo/certificate.py"  # of the invented town's other system; no words go through it


def test_only_the_vault_imports_a_cipher():
    importing = {
        path
        for path, tree in SOURCES.items()
        for node in ast.walk(tree)
        if (isinstance(node, ast.ImportFrom) and (node.module or "").startswith("cryptography"))
        or (
            isinstance(node, ast.Import)
            and any(one.name.startswith("cryptography") for one in node.names)
        )
    }
    assert all(path.startswith((*SIGN, TOWN)) for path in importing), importing


def test_the_house_s_own_locker_holds_no_words():
    unlocking = set()
    for path, tree in SOURCES.items():
        used = calls_of(tree, "locker") | imports_from(tree, "audit.vault.locker")
        if {"lock", "unlock"} & used:
            unlocking.add(path)
    assert {path for path in unlocking if not path.startswith(VAULT)} == set(LOCKERS)
    assert not set(LOCKERS) & set(READERS)


def test_opening_names_who_and_why():
    """by= and purpose= stand at every call: nobody opens in nobody's name."""
    for path in READERS:
        calls = [
            node
            for node in ast.walk(SOURCES[path])
            if isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in OPENS
        ]
        assert calls, path
        for call in calls:
            assert {"by", "purpose"} <= {word.arg for word in call.keywords}, path


def test_what_is_opened_is_not_shown_by_accident():
    """A dataclass that carries words keeps them out of its repr(), and so out of every log."""
    carries = {
        "text", "texts", "story", "situation", "goals", "questions", "contact", "messages", "notes",
        "code", "key", "details", "contents", "package", "whom", "who", "secret",
    }  # fmt: skip
    for path in (*READERS, *HANDED_ON):
        for node in ast.walk(SOURCES[path]):
            if isinstance(node, ast.ClassDef) and _is_dataclass(node):
                shown = {
                    field.target.id
                    for field in node.body
                    if isinstance(field, ast.AnnAssign) and "repr=False" not in ast.unparse(field)
                }
                assert not shown & carries, f"{path}: {node.name}"


def _is_dataclass(node) -> bool:
    return any("dataclass" in ast.unparse(one) for one in node.decorator_list)
