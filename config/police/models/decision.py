import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit.vault import SealedTextField
from config.police.codes import Asked, HandBack, Outcome, Refusal
from config.police.models.contact_request import ContactRequest
from referrals.models import Answer, LegalGround


class ContactDecision(models.Model):
    """What somebody proposes to answer, and what a second person said to that. Each is kept.

    *items* is exactly what is given, *revision* which telling of the person's it was weighed on.
    *tells_person*: the person may see that it was answered.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    contact_request = models.ForeignKey(ContactRequest, models.PROTECT, related_name="decisions")
    outcome = models.CharField(_("decision"), max_length=10, choices=Outcome)
    refusal = models.CharField(_("refused because"), max_length=12, choices=Refusal, blank=True)
    items = models.JSONField(_("what is given"), default=list)
    revision = models.PositiveIntegerField(null=True, editable=False)
    ground = models.ForeignKey(LegalGround, models.PROTECT, null=True, related_name="+")
    answers = models.JSONField(default=list)
    tells_person = models.BooleanField(_("the person may see it"), default=False)
    decided_at = models.DateTimeField(_("proposed"), default=timezone.now)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(_("decided"), null=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    handed_back_for = models.CharField(
        _("handed back because"), max_length=12, choices=HandBack, blank=True
    )
    reasons = SealedTextField(_("reasons"))

    class Meta:
        ordering = ["decided_at"]
        constraints = [
            models.CheckConstraint(
                name="contact_decision_is_made_by_two",
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("decided_by")),
            ),
            models.CheckConstraint(
                name="contact_decision_gives_on_a_ground",
                condition=Q(outcome=Outcome.GIVE, ground__isnull=False, revision__isnull=False)
                | Q(outcome=Outcome.NOTHING, ground__isnull=True)
                | (Q(outcome=Outcome.REFUSE, ground__isnull=True) & ~Q(refusal="")),
            ),
        ]

    def __str__(self):
        return f"decision {self.pk}"

    def given(self) -> list[str]:
        return [str(Asked(item).label) for item in self.items]

    def conditions(self) -> list[tuple]:
        """Each condition of its ground, and how it was answered."""
        asks = self.ground.asks() if self.ground else []
        pairs = zip(asks, self.answers, strict=False)
        return [(condition, Answer(answer).label) for condition, answer in pairs]
