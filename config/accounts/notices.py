"""What we write to people who work here. Each says “come and look”, never what about."""

from django.utils.translation import gettext_lazy as _

from audit.outbox import Notice

INVITED = Notice(
    _("You are invited"),
    _(
        "Hello,\n\n"
        "You have been invited to Lotsen. Choose a password here; the link works for a week:\n\n"
        "{link}\n\n"
        "If you do not know what this is about, you need not do anything."
    ),
    "/accounts/login/",  # replaced by the invitation's own
)
RESET = Notice(
    _("A new password"),
    _(
        "Hello,\n\n"
        "Somebody, probably you, asked for a new password for Lotsen. "
        "Choose it here; the link works for a few hours:\n\n"
        "{link}\n\n"
        "If it was not you, you need not do anything. Your password is as before."
    ),
    "/accounts/login/",  # replaced by the account's own
)
ENDED = Notice(
    _("Your access has ended"),
    _(
        "Hello,\n\n"
        "You can no longer sign in to Lotsen. If you think that this is a mistake, "
        "talk to whoever leads where you work."
    ),
    "/accounts/login/",
)
CHANGED = Notice(
    _("Your sign-in has changed"),
    _(
        "Hello,\n\n"
        "How you sign in to Lotsen was changed just now. If it was not you, "
        "tell your administrator at once. You see what is set up here:\n\n"
        "{link}"
    ),
    "/accounts/factors/",
)
