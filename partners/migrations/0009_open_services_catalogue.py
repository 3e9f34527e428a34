import audit.models.words
import django.db.models.deletion
from django.db import migrations, models

from partners import assessed


def install(apps, schema_editor):
    assessed.install(schema_editor.connection)


def remove(apps, schema_editor):
    assessed.remove(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [
        ("partners", "0008_concern_form"),
    ]

    operations = [
        migrations.CreateModel(
            name="ServiceKind",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.SlugField(max_length=40, verbose_name="code")),
                (
                    "version",
                    models.PositiveIntegerField(default=1, editable=False, verbose_name="version"),
                ),
                ("title", audit.models.words.LocalText(default=dict, verbose_name="title")),
                (
                    "always_assessed",
                    models.BooleanField(default=False, verbose_name="always takes an assessment"),
                ),
                ("paragraph", models.CharField(max_length=60, verbose_name="paragraph")),
                (
                    "text",
                    audit.models.words.LocalText(
                        blank=True, default=dict, verbose_name="explanation"
                    ),
                ),
                ("valid_from", models.DateField(verbose_name="in force from")),
                (
                    "valid_until",
                    models.DateField(blank=True, null=True, verbose_name="in force until"),
                ),
            ],
            options={
                "verbose_name": "kind of open service",
                "verbose_name_plural": "kinds of open services",
                "ordering": ["always_assessed", "code", "-version"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("code", "version"), name="service_kind_one_per_version"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_until__isnull", True),
                            ("valid_until__gte", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="service_kind_ends_after_it_begins",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OpenService",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=40, verbose_name="kind")),
                ("name", audit.models.words.LocalText(default=dict, verbose_name="name")),
                (
                    "description",
                    audit.models.words.LocalText(
                        blank=True, default=dict, verbose_name="description"
                    ),
                ),
                (
                    "audience",
                    audit.models.words.LocalText(blank=True, default=dict, verbose_name="for whom"),
                ),
                ("from_age", models.PositiveSmallIntegerField(default=0, verbose_name="from age")),
                ("to_age", models.PositiveSmallIntegerField(default=120, verbose_name="to age")),
                (
                    "talks",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="At most so many. Leave it empty if there is no limit.",
                        null=True,
                        verbose_name="number of talks",
                    ),
                ),
                (
                    "mode",
                    models.CharField(
                        choices=[
                            ("advice", "Advice: only that it took place (SoL 14:4)"),
                            ("identity_exempt", "What happened, but never who it was (SoL 14:5)"),
                            ("full", "In full (SoL 14:3)"),
                        ],
                        help_text="As the board has decided. While a service runs it can only become more.",
                        max_length=15,
                        verbose_name="documentation",
                    ),
                ),
                (
                    "decision_number",
                    models.CharField(
                        blank=True, max_length=40, verbose_name="number of the board’s decision"
                    ),
                ),
                ("decided_on", models.DateField(blank=True, null=True, verbose_name="decided")),
                (
                    "valid_from",
                    models.DateField(blank=True, null=True, verbose_name="in force from"),
                ),
                (
                    "valid_until",
                    models.DateField(blank=True, null=True, verbose_name="in force until"),
                ),
                (
                    "withdrawn_from",
                    models.DateField(editable=False, null=True, verbose_name="withdrawn from"),
                ),
                (
                    "withdrawal_number",
                    models.CharField(
                        blank=True,
                        editable=False,
                        max_length=40,
                        verbose_name="number of the withdrawal",
                    ),
                ),
                (
                    "provider",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="open_services",
                        to="partners.organisation",
                        verbose_name="provider",
                    ),
                ),
            ],
            options={
                "verbose_name": "open service",
                "verbose_name_plural": "open services",
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_from__isnull", True),
                            models.Q(
                                ("decided_on__isnull", False),
                                models.Q(("decision_number", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="open_service_in_force_is_decided",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_until__isnull", True),
                            models.Q(
                                ("valid_from__isnull", False),
                                ("valid_until__gte", models.F("valid_from")),
                            ),
                            _connector="OR",
                        ),
                        name="open_service_ends_after_it_begins",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("withdrawal_number", ""), ("withdrawn_from__isnull", True)),
                            models.Q(
                                ("withdrawn_from__isnull", False),
                                models.Q(("withdrawal_number", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="open_service_is_withdrawn_by_a_decision",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("to_age__gte", models.F("from_age"))),
                        name="open_service_ages_are_in_order",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("talks__isnull", True), ("talks__gte", 1), _connector="OR"
                        ),
                        name="open_service_has_at_least_a_talk",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("mode__in", ["advice", "identity_exempt", "full"])),
                        name="open_service_mode_is_known",
                    ),
                ],
            },
        ),
        migrations.RunPython(install, remove),
    ]
