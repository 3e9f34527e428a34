import uuid
from datetime import timedelta

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.utils import timezone

import audit.vault.fields

LATE_FROM, DAYS = 15, timedelta(days=14)
BOUND = ("school", "youth_centre", "police", "health_care", "fire_service")


def count_from_receipt(apps, schema_editor):
    """The clocks of what has come already; what was taken over is in the case system."""
    reports = apps.get_model("intake", "ConcernReport").objects
    for row in reports.defer("child", "concern", "reached_at").iterator():
        local = timezone.localtime(row.received_at)
        row.assess_on = local.date() + timedelta(days=int(local.hour >= LATE_FROM))
        row.decide_on = local.date() + DAYS
        if row.status == "acknowledged":
            row.status = "handed_over"
        else:
            row.due_on = row.assess_on
        row.save(update_fields=["assess_on", "decide_on", "due_on", "status"])
    registered = apps.get_model("intake", "Registration").objects.filter(is_concern=True)
    registered.filter(registered_by__organisation__kind__in=BOUND).update(may_ask=True)


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("intake", "0019_concern_told_by_anybody"),
        ("partners", "0008_concern_form"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ConcernLimit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "code",
                    models.CharField(
                        choices=[
                            (
                                "late_from",
                                "A report counts as late in the day from this hour (0–23)",
                            ),
                            ("decision", "Days to the decision on an inquiry"),
                            ("remind", "Days before the decision is due that we remind"),
                            ("extension", "Days that a decision may be put off at a time"),
                            ("feedback", "Days from the decision until who asked has been told"),
                        ],
                        max_length=10,
                        verbose_name="what is counted",
                    ),
                ),
                (
                    "version",
                    models.PositiveIntegerField(default=1, editable=False, verbose_name="version"),
                ),
                ("paragraph", models.CharField(max_length=60, verbose_name="paragraph")),
                ("amount", models.PositiveSmallIntegerField(verbose_name="how much")),
                ("valid_from", models.DateField(verbose_name="in force from")),
            ],
            options={
                "verbose_name": "time limit for concern reports",
                "verbose_name_plural": "time limits for concern reports",
                "ordering": ["code", "-version"],
            },
        ),
        migrations.CreateModel(
            name="Judgement",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("protection", "Assessment of the need of protection at once"),
                            ("decision", "Decision whether to open an inquiry"),
                            ("extension", "More time for the decision"),
                            ("not_told", "Why who reported it is not told"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("at_once", "The child needs protection at once"),
                            ("not_at_once", "The child does not need protection at once"),
                        ],
                        max_length=11,
                    ),
                ),
                ("made_at", models.DateTimeField()),
                ("reasons", audit.vault.fields.SealedTextField()),
            ],
            options={
                "ordering": ["made_at"],
            },
        ),
        migrations.CreateModel(
            name="Qualification",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("socionom", "Swedish degree in social work (socionomexamen)"),
                            ("other", "Another relevant degree"),
                            ("transitional", "A transitional rule"),
                        ],
                        max_length=12,
                        verbose_name="kind of qualification",
                    ),
                ),
                ("from_on", models.DateField(verbose_name="from")),
                ("until_on", models.DateField(blank=True, null=True, verbose_name="until")),
                ("registered_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "verbose_name": "qualification",
                "verbose_name_plural": "qualifications",
                "ordering": ["user__name", "from_on"],
            },
        ),
        migrations.CreateModel(
            name="Telling",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("open", "Not asked for"),
                            ("asked", "Asked for"),
                            ("told", "They have been told"),
                            ("withheld", "Not told: unsuitable"),
                        ],
                        default="open",
                        max_length=8,
                    ),
                ),
                ("asked_at", models.DateTimeField(null=True)),
                ("due_on", models.DateField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "how",
                    models.CharField(
                        blank=True,
                        choices=[("portal", "In the portal"), ("phone", "By phone")],
                        max_length=6,
                    ),
                ),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="concernreport",
            name="concern_report_taken_over_by_somebody",
        ),
        migrations.RenameField(
            model_name="concernreport",
            old_name="acknowledged_by",
            new_name="handed_by",
        ),
        migrations.RenameField(
            model_name="concernreport",
            old_name="acknowledged_at",
            new_name="handed_at",
        ),
        migrations.AlterField(
            model_name="concernreport",
            name="handed_at",
            field=models.DateTimeField(null=True, verbose_name="handed over to the case system"),
        ),
        migrations.AddField(
            model_name="concernreport",
            name="assess_on",
            field=models.DateField(null=True, verbose_name="need of protection to be assessed on"),
        ),
        migrations.AddField(
            model_name="concernreport",
            name="case_number",
            field=models.CharField(
                blank=True, max_length=40, verbose_name="number in the case system"
            ),
        ),
        migrations.AddField(
            model_name="concernreport",
            name="decide_on",
            field=models.DateField(null=True, verbose_name="to be decided at the latest"),
        ),
        migrations.AddField(
            model_name="concernreport",
            name="decided_at",
            field=models.DateTimeField(null=True, verbose_name="decided"),
        ),
        migrations.AddField(
            model_name="concernreport",
            name="decision",
            field=models.CharField(
                blank=True,
                choices=[
                    ("opened", "Inquiry opened"),
                    ("not_opened", "Inquiry not opened"),
                    ("already_runs", "Inquiry already runs"),
                ],
                max_length=12,
                verbose_name="decision",
            ),
        ),
        migrations.AddField(
            model_name="concernreport",
            name="due_on",
            field=models.DateField(editable=False, null=True, verbose_name="due next"),
        ),
        migrations.AddField(
            model_name="concernreport",
            name="rung",
            field=models.JSONField(default=list, editable=False),
        ),
        migrations.AddField(
            model_name="registration",
            name="asked_at",
            field=models.DateTimeField(null=True, verbose_name="asked what was decided"),
        ),
        migrations.AddField(
            model_name="registration",
            name="may_ask",
            field=models.BooleanField(default=False, verbose_name="may ask what was decided"),
        ),
        migrations.AddField(
            model_name="registration",
            name="told",
            field=models.CharField(
                blank=True,
                choices=[
                    ("opened", "Inquiry opened"),
                    ("not_opened", "Inquiry not opened"),
                    ("already_runs", "Inquiry already runs"),
                ],
                max_length=12,
                verbose_name="told",
            ),
        ),
        migrations.AddField(
            model_name="registration",
            name="told_at",
            field=models.DateTimeField(null=True, verbose_name="told"),
        ),
        migrations.AlterField(
            model_name="concernreport",
            name="status",
            field=models.CharField(
                choices=[
                    ("received", "Received"),
                    ("assessed", "Need of protection assessed"),
                    ("opened", "Inquiry opened"),
                    ("not_opened", "Inquiry not opened"),
                    ("already_runs", "Inquiry already runs"),
                    ("handed_over", "In the case system"),
                ],
                default="received",
                max_length=12,
                verbose_name="status",
            ),
        ),
        migrations.AddConstraint(
            model_name="concernlimit",
            constraint=models.UniqueConstraint(
                fields=("code", "version"), name="concern_limit_one_per_version"
            ),
        ),
        migrations.AddField(
            model_name="judgement",
            name="made_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="judgement",
            name="report",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="judgements",
                to="intake.concernreport",
            ),
        ),
        migrations.AddField(
            model_name="qualification",
            name="ended_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="qualification",
            name="registered_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="qualification",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="qualifications",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="telling",
            name="ended_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="telling",
            name="report",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="telling",
                to="intake.concernreport",
            ),
        ),
        migrations.AddConstraint(
            model_name="judgement",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind__in", ["protection", "decision", "not_told"])),
                fields=("report", "kind"),
                name="judgement_made_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="judgement",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind", "protection"), ("outcome", ""), _negated=True),
                name="judgement_of_protection_says_which",
            ),
        ),
        migrations.AddConstraint(
            model_name="qualification",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("until_on__isnull", True),
                    ("until_on__gte", models.F("from_on")),
                    _connector="OR",
                ),
                name="qualification_ends_after_it_begins",
            ),
        ),
        migrations.AddConstraint(
            model_name="telling",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("ended_at__isnull", False),
                        ("ended_by__isnull", False),
                        ("status__in", ["told", "withheld"]),
                    ),
                    models.Q(
                        ("ended_at__isnull", True),
                        ("ended_by__isnull", True),
                        ("status__in", ["open", "asked"]),
                    ),
                    _connector="OR",
                ),
                name="telling_ends_by_somebody",
            ),
        ),
        migrations.RunPython(count_from_receipt, migrations.RunPython.noop),
    ]
