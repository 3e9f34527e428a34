from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("partners", "0007_hours_until_a_new_code"),
    ]

    operations = [
        migrations.AddField(
            model_name="municipality",
            name="takes_concerns",
            field=models.BooleanField(
                default=True,
                help_text="Else the page only says whom to call: the numbers for “Concern for a child”.",
                verbose_name="concern for a child can be reported on the public pages",
            ),
        ),
    ]
