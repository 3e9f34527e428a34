from django.db import models


class Run(models.Model):
    """When one job of the timetable was last begun, and whether it went well."""

    job = models.CharField(max_length=40, primary_key=True)
    begun_at = models.DateTimeField(null=True)
    has_failed = models.BooleanField(default=False)

    def __str__(self):
        return self.job
