from django.db import models


class Row(models.Model):
    """What a bare form leaves behind: one row, in the clear."""

    story = models.TextField()
    about = models.CharField(max_length=10)
    age_band = models.CharField(max_length=10)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        app_label = "bare"

    def __str__(self):
        return str(self.pk)
