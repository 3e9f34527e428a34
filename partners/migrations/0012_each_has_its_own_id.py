import uuid

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("partners", "0011_directory_exchange"),
    ]

    operations = [
        migrations.AlterField(
            model_name=name,
            name="hsds_id",
            field=models.UUIDField(
                default=uuid.uuid4,
                help_text="By which other directories know it. Leave it as it is if you know of no other.",
                unique=True,
                verbose_name="id in Open Referral",
            ),
        )
        for name in ("organisation", "service")
    ]
