"""Nothing leaves the house but through the outbox: read from the source, name by name."""

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("audit", "partners", "intake", "referrals", "config")
CARRIER = "audit/outbox/carriers.py"
POSTMEN = {
    "audit/outbox/doors.py": "asks for the wishes of whoever it is for, and writes the line",
    "audit/sealing/witnesses/mail.py": "a signed line of numbers to a witness, about nobody",
}
SENDS = {
    "EmailMessage", "EmailMultiAlternatives", "smtplib", "send_mass_mail", "mail_admins",
    "mail_managers", "SMTP", "SMTP_SSL", "email_user", "AdminEmailHandler",
}  # fmt: skip
MAIL = ("django.core.mail", "smtplib", "aiosmtplib")


def modules_of(node) -> set[str]:
    if isinstance(node, ast.ImportFrom):
        return {node.module or ""} | {f"{node.module}.{one.name}" for one in node.names}
    if isinstance(node, ast.Import):
        return {one.name for one in node.names}
    return set()


def names_of(node) -> set[str]:
    """A name, or a text that could be handed to getattr or a settings path."""
    if isinstance(node, ast.Attribute):
        return {node.attr}
    if isinstance(node, ast.Name):
        return {node.id}
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return set(node.value.split("."))
    return set()


def sends(tree) -> bool:
    for node in ast.walk(tree):
        if any(name.startswith(MAIL) for name in modules_of(node)) or names_of(node) & SENDS:
            return True
    return False


def sources():
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            if "node_modules" not in path.parts:
                yield str(path.relative_to(ROOT)), ast.parse(path.read_text())


def test_only_the_carrier_can_send():
    assert {path for path, tree in sources() if sends(tree)} == {CARRIER}


def test_only_the_postmen_call_the_carrier():
    calling = {
        path
        for path, tree in sources()
        for node in ast.walk(tree)
        if "audit.outbox.carriers" in modules_of(node)
        or (isinstance(node, ast.Name) and node.id == "carriers")
    }
    assert calling == set(POSTMEN)


def test_a_mail_in_a_use_case_would_be_seen():
    for code in (
        "from django.core.mail import send_mail",
        "from django.core import mail",
        "import smtplib",
        "import django.core.mail as post",
        "user.email_user('Hej', 'Hej')",
    ):
        assert sends(ast.parse(code)), code
