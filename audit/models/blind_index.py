from django.db import models


class BlindIndex(models.Model):
    """A keyed digest of a name or a personal number, so that exactly that can be looked for.

    Without the key, which only staff's processes have, it says nothing; and the same value
    gives another digest in another organisation. *about* names the row the value stands in.
    """

    class Kind(models.TextChoices):
        NAME = "name"
        NUMBER = "number"

    organisation = models.CharField(max_length=60)
    kind = models.CharField(max_length=10, choices=Kind)
    digest = models.BinaryField(max_length=32)
    about = models.CharField(max_length=120, db_index=True)

    class Meta:
        indexes = [models.Index(fields=["digest", "kind", "organisation"])]
        constraints = [
            models.UniqueConstraint(
                fields=["about", "kind", "digest"], name="blind_index_once_per_row"
            ),
        ]

    def __str__(self):
        return f"{self.kind} {self.about}"
