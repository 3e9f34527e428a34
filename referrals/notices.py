"""The short, empty-handed messages we send: log in and look. Never what about, or about whom."""

from django.utils.translation import gettext_lazy as _

from audit.outbox import Notice

_TO_PARTNER = _("Sign in to read it: {link}")
_TO_US = _("Sign in to see it: {link}")

INBOX, DESK, CAME_BACK = "/portal/", "/desk/referrals/", "/desk/referrals/came-back/"
TO_ONE = "/portal/inbox/{pk}/"  # for whoever has no inbox

# To the partner
ASKED = Notice(_("There is something new in your inbox"), _TO_PARTNER, INBOX, TO_ONE)
ANSWERED = Notice(_("There is an answer in your inbox"), _TO_PARTNER, INBOX, TO_ONE)
ENDED = Notice(_("Something in your inbox has ended"), _TO_PARTNER, INBOX, TO_ONE)
WAITING = Notice(_("Something waits for you in your inbox"), _TO_PARTNER, INBOX, TO_ONE)
NEWS_FOR_PARTNER = Notice(_("Something in your inbox has changed"), _TO_PARTNER, INBOX, TO_ONE)
NEW_RULES = Notice(
    _("Somebody has changed how they may be reached"),
    _("Sign in and read the new rules before you make contact: {link}"), INBOX, TO_ONE,
)  # fmt: skip
UNREAD_BY_PARTNER = Notice(
    _("There is something to read in your inbox"),
    _("Messages that nobody of you has read yet: {count}. Sign in to read them: {link}"),
    "/portal/inbox/?tab=ours",
)
LOOK_AGAIN = Notice(_("Please look at a report again"), _TO_PARTNER, INBOX, TO_ONE)
RELATED = Notice(_("A colleague stands aside"), _TO_PARTNER, INBOX, TO_ONE)
GIVEN = Notice(_("You have been given something to take care of"), _TO_PARTNER, INBOX, TO_ONE)
STEP_IN = Notice(_("You step in for a colleague"), _TO_PARTNER, "/portal/away/")
WITH_NOBODY = Notice(
    _("Somebody must go on with what a colleague had"),
    _("A colleague is not with you any more. Sign in and choose who goes on: {link}"),
    "/portal/inbox/?tab=ours",
)  # fmt: skip

# To a partner that answers without an account: the code is never in the same message
_BY_LINK = _(
    "Answer here, with the code from your app: {link}\n\n"
    "The link works once, for five days, and only for you: do not pass it on. "
    "You can also sign in as usual."
)
ASKED_BY_LINK = Notice(_("There is something new in your inbox"), _BY_LINK, INBOX)
ANSWERED_BY_LINK = Notice(_("There is an answer in your inbox"), _BY_LINK, INBOX)
WAITING_BY_LINK = Notice(_("Something waits for you in your inbox"), _BY_LINK, INBOX)
AGAIN_BY_LINK = Notice(_("Here is a new link"), _BY_LINK, INBOX)

# To our team
LINK_LOCKED = Notice(_("A link to a partner is locked: call them"), _TO_US, DESK)
NEWS = Notice(_("A referral has news"), _TO_US, DESK)
QUESTION = Notice(_("A partner has asked you something"), _TO_US, DESK)
BACK = Notice(_("A referral has come back to you"), _TO_US, DESK)
NOT_REACHED = Notice(_("A partner does not reach somebody"), _TO_US, DESK)
MOVED = Notice(_("A partner has moved a day"), _TO_US, DESK)
VIEWS_DIFFER = Notice(_("Somebody sees it otherwise"), _TO_US, "/desk/referrals/differing/")
LOOK = Notice(_("It is time to look at a referral"), _TO_US, DESK)
BASIS_SOON = Notice(_("A consent or ground runs out in 14 days"), _TO_US, DESK)
BASIS_OVER = Notice(_("A consent or ground has run out"), _TO_US, DESK)
NEXT_SENT = Notice(_("The next partner has been asked, as agreed"), _TO_US, DESK)
NOT_SENT = Notice(_("The next partner was not asked"), _TO_US, DESK)
WAITING_FOR_US = Notice(_("A referral waits for you"), _TO_US, DESK)

ARRIVAL_DUE = Notice(_("It is time to ask whether somebody got there"), _TO_US, "/desk/mine/")
NOT_ARRIVED = Notice(_("Somebody did not get where you showed the way"), _TO_US, "/desk/ways/")
UNREAD_BY_US = Notice(
    _("There is something to read from partners"),
    _("Messages from partners that you have not read yet: {count}. Sign in to read them: {link}"),
    DESK,
)

# To our team leads
TO_APPROVE = Notice(_("A referral waits for a second person"), _TO_US, DESK)
LATE = Notice(_("A referral is late"), _TO_US, DESK)
STEP_LATE = Notice(_("Nobody has decided what happens next"), _TO_US, CAME_BACK)
MANY_TIMES = Notice(_("Something has come back more than twice"), _TO_US, CAME_BACK)
WITH_LEAD = Notice(_("A referral is now with you"), _TO_US, DESK)

AGREEMENT_ENDS = Notice(_("An agreement with a partner ends within 14 days"), _TO_US, DESK)

# To our administrators
AGREEMENT_TO_RENEW = Notice(
    _("An agreement with a partner ends within 14 days"), _TO_US, "/desk/settings/organisations/"
)

# To whoever holds one after its request has ended
YOURS = Notice(_("You now hold a referral"), _TO_US, DESK)

# To whoever wrote a draft
DRAFT_ENDS = Notice(_("A draft of yours is thrown away in 14 days"), _TO_US, DESK)
DRAFT_GONE = Notice(_("A draft of yours has been thrown away"), _TO_US, DESK)
