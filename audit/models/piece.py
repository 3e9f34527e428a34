from django.db import models


class Piece(models.Model):
    """A piece of a sealed file. Its key is among the letters of the row it is *about*."""

    about = models.CharField(max_length=120)
    number = models.PositiveIntegerField()
    sealed = models.BinaryField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["about", "number"], name="piece_stands_once"),
        ]

    def __str__(self):
        return f"{self.about} {self.number}"
