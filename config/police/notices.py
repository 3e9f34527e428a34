"""What we write to those who handle such requests: “come and look”, never about whom."""

from django.utils.translation import gettext_lazy as _

from audit.outbox import Notice

_LOOK, _LIST = _("Sign in to see it: {link}"), "/desk/contact-requests/"

TO_CONFIRM = Notice(_("A decision waits for a second person"), _LOOK, _LIST)
LOOKED_AT = Notice(_("A second person has looked at a decision"), _LOOK, _LIST)
