"""Where long texts about an authority's request are written: each can be kept as a draft."""

from django.utils.translation import gettext_lazy as _

from config.police import rights
from config.police.models import ContactRequest
from intake.drafts import Writing

RECEIVE = Writing(
    "desk:contact_request_new", _("A request for contact details"), None, rights.HANDLE,
    ("who", "whom"),
)  # fmt: skip
DECIDE = Writing(
    "desk:contact_request_decide", _("Reasons for the decision"), ContactRequest, rights.HANDLE,
    ("reasons",), shown_on="desk:contact_request",
)  # fmt: skip

WRITINGS = {one.page: one for one in (RECEIVE, DECIDE)}
