"""The short, empty-handed messages that leave this room: log in and look, never what about.

The one to the person names neither us nor the matter: others may see the screen it lights up.
"""

from django.utils.translation import gettext_lazy as _

from audit.outbox import Notice

ANSWERED = Notice(
    subject=_("You have a message"),
    body=_("You have a message. Read it with your code: {link}\n\nYou cannot reply to this."),
    link="/mailbox/",
)

NEW_REQUEST = Notice(
    subject=_("A new request is waiting"),
    body=_("A new request is waiting in your team's queue. Sign in to see it: {link}"),
    link="/desk/queue/",
)

PERSON_WROTE = Notice(
    subject=_("There is a new message in a request"),
    body=_("Somebody has written in a request that you have. Sign in to read it: {link}"),
    link="/desk/mine/",
)

NEW_CONCERN = Notice(
    subject=_("A new concern report is waiting"),
    body=_("A new concern report is waiting. Sign in at once to see it: {link}"),
    link="/desk/concerns/",
)
