"""POST: the only way anything leaves the house."""

from audit.outbox.doors import Notice, Route, deliver, post
from audit.outbox.safe_contact import Wishes

__all__ = ["Notice", "Route", "Wishes", "deliver", "post"]
