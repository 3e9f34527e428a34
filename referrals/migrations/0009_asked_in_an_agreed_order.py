import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from referrals import finality


def install(apps, schema_editor):
    finality.install(schema_editor.connection)


def remove(apps, schema_editor):
    """SQLite makes a new table, which the old one's triggers would not know."""
    finality.remove(schema_editor.connection)


class Migration(migrations.Migration):

    dependencies = [
        ("referrals", "0008_who_looks_and_when_they_met"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunPython(remove, install),
        migrations.AddField(
            model_name="referral",
            name="after",
            field=models.OneToOneField(
                null=True, on_delete=django.db.models.deletion.PROTECT,
                related_name="next_in_line", to="referrals.referral",
            ),
        ),
        migrations.AddField(
            model_name="referral",
            name="agreed_digest",
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.AddField(
            model_name="referral",
            name="agreed_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.RunPython(install, remove),
    ]
