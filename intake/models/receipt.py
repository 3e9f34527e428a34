import uuid

from django.db import models

from intake.models.help_request import HelpRequest


class Receipt(models.Model):
    """The way back: a public locator and the sender's public key. Never the code.

    One that belongs to no request opens nothing yet: it waits to replace a lost one (new_code.py).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    help_request = models.OneToOneField(
        HelpRequest, models.CASCADE, null=True, related_name="receipt"
    )
    locator = models.CharField(max_length=5, unique=True)
    salt = models.BinaryField()
    public = models.BinaryField()
    created_at = models.DateTimeField()

    def __str__(self):
        return f"receipt {self.pk}"
