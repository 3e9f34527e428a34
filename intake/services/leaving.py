"""What runs elsewhere because of a request. Nothing of it is forgotten when the request ends.

Imports go down: this room cannot know what is built on it. config names the module of the room
above that does (settings.RUNS_ELSEWHERE); it lists what runs, and carries out what was decided.
"""

from dataclasses import dataclass
from importlib import import_module

from django.conf import settings

from intake.models import HelpRequest
from intake.services import following


@dataclass(frozen=True)
class Running:
    """One thing that runs: its key, what a page asks about it, and the possible answers."""

    key: str
    question: str
    choices: list[tuple[str, str]]


def running(help_request: HelpRequest, *, by) -> list[Running]:
    """What must be decided about before the request may end."""
    return _elsewhere().running(help_request, by=by)


def settle(help_request: HelpRequest, decisions: dict[str, str] | None, *, by) -> None:
    """Step: as decided, {key: answer}. What is undecided refuses the whole."""
    _elsewhere().settle(help_request, decisions or {}, by=by)


def follow(help_request: HelpRequest, *, by) -> None:
    """Step: the request has another team; so has what is joined to it, or runs because of it."""
    following.follow(help_request)
    _elsewhere().follow(help_request, by=by)


def _elsewhere():
    return import_module(settings.RUNS_ELSEWHERE)
