from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class AccessOffered(TextChoices):
    """What a service is ready for: the same codes as what a person may need of a partner."""

    INTERPRETER = "interpreter", _("An interpreter can be booked")
    STEPS = "steps", _("No steps")
    TOILET = "toilet", _("A toilet for wheelchairs")
    HEARING = "hearing", _("Hearing support")
    EASY_READ = "easy_read", _("Easy words")
    HOME_VISIT = "home_visit", _("Comes home to you")
    REMOTE = "remote", _("By phone or video")
