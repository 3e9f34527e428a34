from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0006_retired_keys"),
    ]

    operations = [
        migrations.CreateModel(
            name="Piece",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("about", models.CharField(max_length=120)),
                ("number", models.PositiveIntegerField()),
                ("sealed", models.BinaryField()),
            ],
            options={
                "ordering": ["number"],
                "constraints": [
                    models.UniqueConstraint(fields=("about", "number"), name="piece_stands_once")
                ],
            },
        ),
    ]
