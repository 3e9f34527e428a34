"""What we write about threats. Each says “come and look”, never what happened or to whom."""

from django.utils.translation import gettext_lazy as _

from audit.outbox import Notice

_LOOK = _("Sign in to see it: {link}")
LIST = "/desk/threats/"

REPORTED = Notice(_("A threat against staff was reported"), _LOOK, LIST)
LOOK_AGAIN = Notice(_("A threat against staff is to be looked at again"), _LOOK, LIST)
