"""What we write to those who watch over the log. Each says “come and look”, never what about."""

from django.utils.translation import gettext_lazy as _

from audit.outbox import Notice

ALARM = Notice(
    _("The log needs somebody to look at it"),
    _(
        "Hello,\n\n"
        "Something is not as it should be with the log of Lotsen or with its seals. "
        "What it is stands at the top of every page when you have signed in:\n\n"
        "{link}"
    ),
    "/desk/log/",
)
