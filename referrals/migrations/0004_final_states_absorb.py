from django.db import migrations

from referrals import finality


def install(apps, schema_editor):
    finality.install(schema_editor.connection)


def remove(apps, schema_editor):
    finality.remove(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("referrals", "0003_language_may_be_easy")]

    operations = [migrations.RunPython(install, remove)]
