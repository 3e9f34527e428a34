import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("intake", "0015_set_aside"),
        ("partners", "0005_arenas"),
    ]

    operations = [
        migrations.AddField(
            model_name="helprequest",
            name="arena",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                to="partners.arena",
                verbose_name="arena",
            ),
        ),
    ]
