import audit.vault.fields
import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("intake", "0010_register_extracts"),
    ]

    operations = [
        migrations.AlterField(
            model_name="message",
            name="text",
            field=audit.vault.fields.SealedTextField(null=True),
        ),
        migrations.CreateModel(
            name="Attachment",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("added_at", models.DateTimeField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("jpeg", "Picture (JPEG)"),
                            ("png", "Picture (PNG)"),
                            ("webp", "Picture (WebP)"),
                            ("pdf", "Document (PDF)"),
                        ],
                        max_length=5,
                    ),
                ),
                ("size", models.PositiveIntegerField()),
                (
                    "scan",
                    models.CharField(
                        choices=[
                            ("waiting", "Waits for the virus scanner"),
                            ("clean", "No virus found"),
                            ("refused", "Stopped by the virus scanner"),
                            ("not_scanned", "Not scanned: there is no virus scanner here"),
                        ],
                        default="waiting",
                        max_length=12,
                    ),
                ),
                ("name", audit.vault.fields.SealedTextField(null=True)),
                (
                    "help_request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attachments",
                        to="intake.helprequest",
                    ),
                ),
                (
                    "message",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attachments",
                        to="intake.message",
                    ),
                ),
                (
                    "note",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attachments",
                        to="intake.note",
                    ),
                ),
            ],
            options={
                "ordering": ["added_at"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("scan", "waiting")),
                        fields=["added_at"],
                        name="attachment_waiting",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("message__isnull", False), ("note__isnull", True)),
                            models.Q(("message__isnull", True), ("note__isnull", False)),
                            _connector="OR",
                        ),
                        name="attachment_hangs_on_one_thing",
                    )
                ],
            },
        ),
    ]
