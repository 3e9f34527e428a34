"""What we write to those who answer for access. Each says “come and look”, never about whom."""

from django.utils.translation import gettext_lazy as _

from audit.outbox import Notice

_LOOK = _("Sign in to see it: {link}")
REVIEWS, DIFFERENCES = "/desk/access/reviews/", "/desk/access/differences/"

DIFFERS = Notice(_("Access is not as it should be"), _LOOK, DIFFERENCES)
REVIEW_BEGINS = Notice(_("Time to go through who has access"), _LOOK, REVIEWS)
REVIEW_DUE = Notice(_("A week left to go through who has access"), _LOOK, REVIEWS)
REVIEW_LATE = Notice(_("Nobody has gone through who has access"), _LOOK, REVIEWS)
ENDS_SOON = Notice(_("An account ends in two weeks"), _LOOK, "/desk/people/")
