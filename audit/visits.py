"""Through which door an act came. The request id is ours; no header is believed."""

import uuid
from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(frozen=True)
class Visit:
    channel: str
    request_id: str


NONE = Visit("command", "")
current: ContextVar[Visit] = ContextVar("visit", default=NONE)

CHANNELS = {"mailbox", "desk", "portal", "link", "api", "accounts"}


class VisitMiddleware:
    """Remember the door for as long as the answer takes."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        first = request.path.strip("/").split("/")[0]
        channel = first if first in CHANNELS else "public"
        token = current.set(Visit(channel, uuid.uuid4().hex))
        try:
            return self.get_response(request)
        finally:
            current.reset(token)
