from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class PutOffReason(TextChoices):
    """What is waited for while a request is put off."""

    PERSON = "person", _("The person wants to come back later")
    CALL = "call", _("A call or a meeting is agreed for then")
    OTHERS = "others", _("Somebody else is to answer first")
    FOLLOW_UP = "follow_up", _("To see then how it went")
