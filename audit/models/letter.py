from django.db import models


class Letter(models.Model):
    """One row's data key, sealed to one public key. Destroying a row's letters erases its words."""

    about = models.CharField(max_length=120)
    key_id = models.CharField(max_length=32)
    sealed = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["about", "key_id"], name="letter_one_per_row_and_key"),
        ]

    def __str__(self):
        return f"{self.about} {self.key_id}"


class RetiredKey(models.Model):
    """A key whose private half is destroyed. The database refuses a letter to it (retired.py)."""

    key_id = models.CharField(max_length=32, primary_key=True)
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self):
        return self.key_id
