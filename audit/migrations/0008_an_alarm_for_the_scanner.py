from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0007_pieces_of_files"),
    ]

    operations = [
        migrations.AlterField(
            model_name="alarm",
            name="code",
            field=models.CharField(
                choices=[
                    ("changed", "The log was changed after it was sealed. Nothing is sealed now."),
                    ("shrunk", "The log has become shorter. Nothing is sealed now."),
                    ("lost", "The sealer’s memory does not fit its key. Nothing is sealed now."),
                    ("clock", "The clock has gone backwards."),
                    ("stale", "The log has not been sealed for a while."),
                    ("unwitnessed", "A witness of the log has not been reached for a while."),
                    (
                        "scanner",
                        "The virus scanner does not answer. What is attached waits for it.",
                    ),
                ],
                max_length=12,
            ),
        ),
    ]
