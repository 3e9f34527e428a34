import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from intake.models.help_request import HelpRequest


def _answer(label):
    return models.PositiveSmallIntegerField(label, null=True)


class Feedback(models.Model):
    """Somebody's answers to the five questions, 4 the best and 1 the worst; none is a must.

    They lead to no request: the row says the month and nothing more exact, and there is no line
    about it in the log. Only if the person ticked it is it tied to theirs.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    month = models.DateField(_("month"))
    ticket = models.BinaryField(editable=False)
    help_request = models.ForeignKey(
        HelpRequest, models.SET_NULL, null=True, related_name="feedback"
    )
    contact = _answer(_("getting in contact"))
    information = _answer(_("the information"))
    understanding = _answer(_("understanding"))
    influence = _answer(_("influence"))
    overall = _answer(_("overall"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ticket"], name="feedback_sent_once"),
        ]

    def __str__(self):
        return f"feedback {self.pk}"
