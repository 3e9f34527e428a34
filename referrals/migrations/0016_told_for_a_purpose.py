from django.db import migrations, models

from referrals import finality


def install(apps, schema_editor):
    finality.install(schema_editor.connection)


def remove(apps, schema_editor):
    """SQLite makes a new table, which the old one's triggers would not know."""
    finality.remove(schema_editor.connection)


class Migration(migrations.Migration):

    dependencies = [
        ("referrals", "0015_links_to_answer_by"),
    ]

    operations = [
        migrations.RunPython(remove, install),
        migrations.AddField(
            model_name="referral",
            name="purpose",
            field=models.CharField(blank=True, max_length=40, verbose_name="purpose"),
        ),
        migrations.RunPython(install, remove),
    ]
