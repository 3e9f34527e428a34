from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0008_an_alarm_for_the_scanner"),
    ]

    operations = [
        migrations.CreateModel(
            name="ArchivedSalt",
            fields=[
                ("number", models.PositiveBigIntegerField(primary_key=True, serialize=False)),
                ("actor", models.CharField(max_length=60)),
                ("commitment", models.CharField(max_length=64)),
                ("salt", models.BinaryField()),
            ],
        ),
    ]
