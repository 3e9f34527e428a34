from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("partners", "0005_arenas"),
    ]

    operations = [
        migrations.AddField(
            model_name="organisation",
            name="agreement_announced",
            field=models.DateField(editable=False, null=True),
        ),
    ]
