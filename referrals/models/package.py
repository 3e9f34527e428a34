import json
import uuid
from hashlib import sha256

from django.db import models
from django.utils.translation import gettext_lazy as _

from audit.vault import SealedTextField
from intake.models import Item
from referrals.models.codes import Progress, QuestionCode, Result, ResultReason
from referrals.models.referral import Referral


class Package(models.Model):
    """What one partner may know: a copy of its own, under a key of its own.

    *items* names what was chosen; what was not chosen is not in here at all. *rules* are the
    person's own conditions for being reached; they follow every way of reaching them.

    *contact_revision* says which telling of theirs was copied, *told_revision* of which later
    one the partner has heard.
    """

    SEALED = ("situation", "name", "phone", "email", "wishes")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    referral = models.OneToOneField(Referral, models.CASCADE, related_name="package")
    items = models.JSONField(default=list)
    rules = models.JSONField(default=dict)
    contact_revision = models.PositiveIntegerField(default=0, editable=False)
    told_revision = models.PositiveIntegerField(default=0, editable=False)
    situation = SealedTextField(_("what the help is about"), null=True)
    name = SealedTextField(_("name"), null=True)
    phone = SealedTextField(_("phone number"), null=True)
    email = SealedTextField(_("e-mail address"), null=True)
    wishes = SealedTextField(_("how to make contact safely"), null=True)

    def __str__(self):
        return f"package {self.pk}"

    def digest(self) -> str:
        """Of the sealed bytes and the codes beside them: what was previewed, approved, sent
        and served is one thing, to one recipient, on one basis.

        It says “the same text” without being a hash that a guess at the text could confirm.
        """
        whole = sha256(json.dumps([*self._codes(), *self._files()], sort_keys=True).encode())
        sealed = [getattr(self, field) for field in self.SEALED]
        goals = self.referral.goals.order_by("position").values_list("text", flat=True)
        for part in [*sealed, *goals]:
            part = bytes(part or b"")
            whole.update(len(part).to_bytes(8, "big") + part)
        return whole.hexdigest()

    def _codes(self) -> list:
        told = self.referral
        return [
            str(told.to_id), told.service_id, str(told.basis_id), told.urgency, told.area_id,
            told.age_band, told.language, sorted(told.access), sorted(self.items), self.rules,
            *([told.purpose] if told.purpose else []),
        ]  # fmt: skip

    def _files(self) -> list:
        if Item.ATTACHMENTS not in self.items:
            return []
        return sorted(self.enclosures.values_list("digest", "kind", "size"))


class Goal(models.Model):
    """What the help is for, how far it has come and how it went: a result per goal."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    referral = models.ForeignKey(Referral, models.CASCADE, related_name="goals")
    position = models.PositiveSmallIntegerField()
    progress = models.CharField(_("progress"), max_length=10, choices=Progress, blank=True)
    result = models.CharField(_("result"), max_length=10, choices=Result, blank=True)
    reason = models.CharField(_("reason"), max_length=15, choices=ResultReason, blank=True)
    text = SealedTextField(_("goal"))

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["referral", "position"], name="goal_one_per_position"),
        ]

    def __str__(self):
        return f"goal {self.pk}"


class Report(models.Model):
    """What the partner has reported, each version of it. The goals carry the newest.

    *results* are codes: [goal, result, reason] each.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    referral = models.ForeignKey(Referral, models.CASCADE, related_name="reports")
    version = models.PositiveSmallIntegerField(_("version"))
    reported_at = models.DateTimeField(_("reported"))
    not_reached = models.BooleanField(default=False)
    results = models.JSONField(default=list)

    class Meta:
        ordering = ["version"]
        constraints = [
            models.UniqueConstraint(fields=["referral", "version"], name="report_one_per_version"),
        ]

    def __str__(self):
        return f"report {self.pk}"


class Question(models.Model):
    """A coded question from the partner, and our answer. Words go forward only."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    referral = models.ForeignKey(Referral, models.CASCADE, related_name="questions")
    code = models.CharField(_("question"), max_length=15, choices=QuestionCode)
    asked_at = models.DateTimeField(_("asked"))
    answered_at = models.DateTimeField(_("answered"), null=True)
    answer = SealedTextField(_("answer"), null=True)

    class Meta:
        ordering = ["asked_at"]

    def __str__(self):
        return f"question {self.pk}"
