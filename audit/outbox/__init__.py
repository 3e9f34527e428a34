"""POST: the only way anything leaves the house."""

from audit.outbox.calls import call, deliver_calls
from audit.outbox.doors import Notice, Route, call_back, deliver, post
from audit.outbox.safe_contact import Wishes

__all__ = ["Notice", "Route", "Wishes", "call", "call_back", "deliver", "deliver_calls", "post"]
