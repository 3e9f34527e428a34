from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("intake", "0020_concern_clocks"),
    ]

    operations = [
        migrations.AlterField(
            model_name="concernreport",
            name="assess_on",
            field=models.DateField(verbose_name="need of protection to be assessed on"),
        ),
        migrations.AlterField(
            model_name="concernreport",
            name="decide_on",
            field=models.DateField(verbose_name="to be decided at the latest"),
        ),
        migrations.AddIndex(
            model_name="concernreport",
            index=models.Index(fields=["unit", "due_on"], name="concern_report_due"),
        ),
        migrations.AddConstraint(
            model_name="concernreport",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decided_at__isnull", True), ("decision", "")),
                    models.Q(
                        ("decided_at__isnull", False),
                        ("decision__in", ["opened", "not_opened", "already_runs"]),
                    ),
                    _connector="OR",
                ),
                name="concern_report_decision_has_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="concernreport",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decision", ""), ("status__in", ["received", "assessed"])),
                    models.Q(
                        ("status", models.F("decision")),
                        ("status__in", ["opened", "not_opened", "already_runs"]),
                    ),
                    ("status", "handed_over"),
                    _connector="OR",
                ),
                name="concern_report_is_as_decided",
            ),
        ),
        migrations.AddConstraint(
            model_name="concernreport",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("handed_at__isnull", False),
                        ("handed_by__isnull", False),
                        ("status", "handed_over"),
                    ),
                    models.Q(
                        models.Q(("status", "handed_over"), _negated=True),
                        ("case_number", ""),
                        ("handed_at__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="concern_report_handed_over_by_somebody",
            ),
        ),
    ]
