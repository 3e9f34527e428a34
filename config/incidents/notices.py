"""What we write to those who keep the register. Each says “come and look”, never what happened."""

from django.utils.translation import gettext_lazy as _

from audit.outbox import Notice

_LOOK = _("Sign in to see it: {link}")
REGISTER = "/desk/incidents/"

REPORTED = Notice(_("An incident was reported"), _LOOK, REGISTER)
NEARS = Notice(_("A report about an incident is due soon"), _LOOK, REGISTER)
TO_CHECK = Notice(_("Was it a breach? Please check within 72 hours"), _LOOK, REGISTER)
CHECK_NEARS = Notice(_("A check whether it was a breach is due soon"), _LOOK, REGISTER)
CHECK_LATE = Notice(_("A check whether it was a breach is late"), _LOOK, REGISTER)
LATE = Notice(_("A report about an incident is late"), _LOOK, REGISTER)
