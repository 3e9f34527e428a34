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

SET_ASIDE = Notice(
    subject=_("Something is set aside for you to look at"),
    body=_("Something came in that may have been sent by a machine. Sign in to look: {link}"),
    link="/desk/set-aside/",
)

PERSON_WROTE = Notice(
    subject=_("There is a new message in a request"),
    body=_("Somebody has written in a request that you have. Sign in to read it: {link}"),
    link="/desk/mine/",
)

WITHDRAWN = Notice(
    subject=_("A request was taken back"),
    body=_("Somebody has taken back a request that you have. Sign in to see it: {link}"),
    link="/desk/mine/",
)

RELATED = Notice(
    subject=_("A colleague stands aside"),
    body=_(
        "Somebody in your team has said that they are related to something in the queue. "
        "Sign in to see that it is in good hands: {link}"
    ),
    link="/desk/queue/",
)

OFFERED = Notice(
    subject=_("You are asked to take something over"),
    body=_("A colleague asks you or your team to take a request over. Sign in to answer: {link}"),
    link="/desk/mine/",
)

OFFER_ANSWERED = Notice(
    subject=_("Your question has an answer"),
    body=_("Somebody has answered whether they take a request over. Sign in to see it: {link}"),
    link="/desk/mine/",
)

OFFER_WAITS = Notice(
    subject=_("A question in your team has no answer"),
    body=_("Somebody was asked to take a request over, and has not answered. Sign in: {link}"),
    link="/desk/mine/",
)

GIVEN = Notice(
    subject=_("Your team lead has given you something"),
    body=_("Your team lead has given you one or more requests. Sign in to see them: {link}"),
    link="/desk/mine/",
)

STEP_IN = Notice(
    subject=_("You step in for a colleague"),
    body=_("It is noted that you step in for a colleague. Sign in to see when: {link}"),
    link="/desk/absences/",
)

LEFT_BEHIND = Notice(
    subject=_("Somebody must take over from a colleague"),
    body=_("A colleague cannot go on with what they have. Sign in and hand it out: {link}"),
    link="/desk/workload/",
)

BACK_AGAIN = Notice(
    subject=_("A request is back"),
    body=_("A request that was put off until today is back on your list. Sign in: {link}"),
    link="/desk/mine/",
)

NEW_CONCERN = Notice(
    subject=_("A new concern report is waiting"),
    body=_("A new concern report is waiting. Sign in at once to see it: {link}"),
    link="/desk/concerns/",
)

CONCERN_TODAY = Notice(
    subject=_("Something must be assessed today"),
    body=_("Something at the reception must be assessed before the day is over. Sign in: {link}"),
    link="/desk/concerns/",
)

CONCERN_DUE = Notice(
    subject=_("Something at the reception is due soon"),
    body=_("Something at the reception is due in a few days. Sign in to see it: {link}"),
    link="/desk/concerns/",
)

CONCERN_LATE = Notice(
    subject=_("Something at the reception is late"),
    body=_("Something at the reception should have been done by now. Sign in at once: {link}"),
    link="/desk/concerns/",
)

PROTECTED = Notice(
    subject=_("Somebody must be named"),
    body=_("Something waits in your team that only those you name may open. Sign in: {link}"),
    link="/desk/protected/",
)

NAMED = Notice(
    subject=_("You have been named"),
    body=_("Your team lead has named you for something in the queue. Sign in to see it: {link}"),
    link="/desk/queue/",
)

UNPROTECTED = Notice(
    subject=_("Something changed in the queue"),
    body=_("Something that you were named for is open to its team again. Sign in: {link}"),
    link="/desk/queue/",
)

GLASS_BROKEN = Notice(
    subject=_("An emergency opening in your team"),
    body=_("Something of your team's was opened in an emergency. Sign in to see by whom: {link}"),
    link="/desk/emergency/openings/",
)

GLASS_ASKED = Notice(
    subject=_("Somebody needs your yes at once"),
    body=_("A colleague asks for your yes to an emergency opening. Sign in: {link}"),
    link="/desk/emergency/openings/",
)

GLASS_TO_REVIEW = Notice(
    subject=_("An emergency opening to review"),
    body=_("Somebody has opened something in an emergency. It is to be reviewed: {link}"),
    link="/desk/emergency/openings/",
)

UNREAD_LEAD = Notice(
    subject=_("Something has waited unread too long"),
    body=_("Nobody has read it in time. Sign in to see what waits, and read it: {link}"),
    link="/desk/unread/",
)

UNREAD_MANAGER = Notice(
    subject=_("Something still waits unread"),
    body=_("The team lead has been told, and nobody has read it. Sign in to see: {link}"),
    link="/desk/unread/",
)

REMARK = Notice(
    subject=_("A remark on accessibility"),
    body=_("Somebody could not use the public pages as they should. Sign in to read it: {link}"),
    link="/desk/remarks/",
)

NEW_CODE = Notice(
    subject=_("You have a message"),
    body=_(
        "Something was asked for in your name. If it was not you, see here what to do: {link}\n\n"
        "You cannot reply to this."
    ),
    link="/mailbox/new-code/",
)

NEW_CODE_ASKED = Notice(
    subject=_("Somebody needs your yes"),
    body=_("A colleague asks for your yes to a new receipt code. Sign in to look: {link}"),
    link="/desk/protected/",
)

NEW_CODE_NEWS = Notice(
    subject=_("News about a new receipt code"),
    body=_("Something has happened with a new receipt code. Sign in to see what: {link}"),
    link="/desk/mine/",
)
