"""Walks the resolver and knocks: one request at a time, each taken back before the next."""

import re
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.cookies import SimpleCookie

from django.db import connection, transaction
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse

from audit.guard import right_of

WRITES = re.compile(r'^\s*(?:INSERT\s+INTO|UPDATE|DELETE\s+FROM|REPLACE\s+INTO)\s+"?(\w+)', re.I)

BROWSER = Client(raise_request_exception=False)  # one for all: starting one reads every middleware


def views(patterns=None, namespace="") -> list[tuple]:
    """Every address of this process: its name, as reverse() takes it, and its view."""
    found = []
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLResolver):
            inside = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            found += views(pattern.url_patterns, inside)
        else:
            found.append((f"{namespace}{pattern.name}", pattern.callback))
    return found


def declared(view) -> str | None:
    """The right a view declares; an endpoint for machines may have one of its own per deed."""
    return getattr(view, "initkwargs", {}).get("right") or right_of(view)


@dataclass(frozen=True)
class Answer:
    """What came back, and which tables were written to."""

    status: int
    text: str
    location: str
    wrote: frozenset[str]
    error: str = ""


@dataclass
class Visitor:
    """Somebody at the door, with what they carry: cookies, or a machine's key."""

    name: str
    cookies: dict[str, str] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)

    def knock(self, method: str, url: str, body: dict | None = None) -> Answer:
        """Ask, look what was written, and take everything back."""
        BROWSER.cookies = SimpleCookie(self.cookies)
        told = {"content_type": "application/json"} if url.startswith("/api/") else {}
        wrote: set[str] = set()
        with taken_back(), connection.execute_wrapper(_note_writes(wrote)):
            if method == "POST":
                response = BROWSER.post(url, body or {}, headers=self.headers, **told)
            else:
                response = BROWSER.get(url, headers=self.headers)
        failure = getattr(response, "exc_info", None)
        return Answer(
            response.status_code, response.content.decode(errors="replace"),
            response.headers.get("Location", ""), frozenset(wrote),
            failure[0].__name__ if failure else "",
        )  # fmt: skip


@contextmanager
def taken_back():
    """Whatever happens inside never happened: also the use cases' own transactions."""
    block = transaction.atomic()
    block._from_testcase = True  # as Django's own test cases: durable blocks may begin inside
    with block:
        yield
        transaction.set_rollback(True)


def _note_writes(wrote: set[str]):
    """Remember each table in which a statement changed at least one row."""

    def note(execute, sql, params, many, context):
        result = execute(sql, params, many, context)
        found = WRITES.match(sql)
        if found and context["cursor"].rowcount != 0:
            wrote.add(found[1])
        return result

    return note


def address(name: str, /, **kwargs) -> str:
    return reverse(name, kwargs=kwargs)


def linked(text: str, name: str, pks, **fixed) -> set[str]:
    """Which of *pks* a page or an answer for machines leads to, by their addresses or keys."""
    found = set()
    for pk in pks:
        url = address(name, pk=pk, **fixed)
        if f'="{url}"' in text or (url.startswith("/api/") and f'"{pk}"' in text):
            found.add(str(pk))
    return found
