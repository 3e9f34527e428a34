from django.db import migrations, models

from audit import retired


def install(apps, schema_editor):
    retired.install(schema_editor.connection)


def remove(apps, schema_editor):
    retired.remove(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("audit", "0005_erasures")]

    operations = [
        migrations.CreateModel(
            name="RetiredKey",
            fields=[
                ("key_id", models.CharField(max_length=32, primary_key=True, serialize=False)),
                ("at", models.DateTimeField(auto_now_add=True)),
            ],
        ),
        migrations.RunPython(install, remove),
    ]
