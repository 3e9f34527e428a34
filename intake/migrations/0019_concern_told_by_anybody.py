from django.db import migrations, models
from django.db.models import OuterRef, Subquery


def as_the_request_came(apps, schema_editor):
    """What was handed over came as its request did; everything else came from the portal."""
    reports = apps.get_model("intake", "ConcernReport").objects.filter(from_request__isnull=False)
    theirs = apps.get_model("intake", "HelpRequest").objects.filter(pk=OuterRef("from_request_id"))
    reports.update(
        channel=Subquery(theirs.values("channel")[:1]),
        language=Subquery(theirs.values("language")[:1]),
    )


class Migration(migrations.Migration):
    dependencies = [
        ("intake", "0018_new_codes"),
    ]

    operations = [
        migrations.AddField(
            model_name="concernreport",
            name="channel",
            field=models.CharField(
                choices=[
                    ("web_form", "Web form"),
                    ("partner_portal", "Portal"),
                    ("phone_note", "Phone call"),
                    ("walk_in_note", "Visit"),
                    ("outreach_note", "Outreach"),
                    ("sdk_message", "Secure message"),
                    ("email", "E-mail"),
                    ("e_service", "E-service"),
                ],
                default="partner_portal",
                max_length=15,
                verbose_name="came by",
            ),
        ),
        migrations.AddField(
            model_name="concernreport",
            name="language",
            field=models.CharField(default="sv", max_length=10, verbose_name="language"),
        ),
        migrations.RunPython(as_the_request_came, migrations.RunPython.noop),
    ]
