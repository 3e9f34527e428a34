import audit.vault.fields
import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

from intake import only_up


def install(apps, schema_editor):
    only_up.install(schema_editor.connection)


def remove(apps, schema_editor):
    only_up.remove(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [
        ("intake", "0022_nobody_waits_unread"),
        ("partners", "0009_open_services_catalogue"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ServiceStart",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "started_mode",
                    models.CharField(
                        choices=[
                            ("advice", "Advice: only that it took place (SoL 14:4)"),
                            ("identity_exempt", "What happened, but never who it was (SoL 14:5)"),
                            ("full", "In full (SoL 14:3)"),
                        ],
                        editable=False,
                        max_length=15,
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
                        max_length=15,
                        verbose_name="documentation",
                    ),
                ),
                (
                    "age_band",
                    models.CharField(
                        choices=[
                            ("unknown", "Do not want to say"),
                            ("under_12", "Under 12"),
                            ("12_14", "12–14"),
                            ("15_17", "15–17"),
                            ("18_24", "18–24"),
                            ("25_64", "25–64"),
                            ("65_plus", "65 or older"),
                        ],
                        max_length=10,
                        verbose_name="age",
                    ),
                ),
                ("age_confirmed_on", models.DateField(verbose_name="age confirmed")),
                (
                    "decision_number",
                    models.CharField(max_length=40, verbose_name="number of the board’s decision"),
                ),
                ("decided_on", models.DateField(verbose_name="decided")),
                ("decision_from", models.DateField(verbose_name="in force from")),
                ("decision_until", models.DateField(null=True, verbose_name="in force until")),
                ("started_on", models.DateField(verbose_name="started")),
                (
                    "planned_talks",
                    models.PositiveSmallIntegerField(null=True, verbose_name="planned talks"),
                ),
                (
                    "apply_version",
                    models.PositiveIntegerField(null=True, verbose_name="version of the text"),
                ),
                (
                    "informed_at",
                    models.DateTimeField(null=True, verbose_name="told that more is written down"),
                ),
                ("ended_at", models.DateTimeField(null=True, verbose_name="ended")),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("completed", "It was carried through"),
                            ("stopped", "The person did not want to go on"),
                            ("applied", "The person applied for help that is assessed"),
                            ("referred", "Went on to a partner"),
                            ("not_begun", "It never came about"),
                            ("no_decision", "The board’s decision no longer holds"),
                        ],
                        max_length=12,
                        verbose_name="how it ended",
                    ),
                ),
                ("name", audit.vault.fields.SealedTextField(null=True, verbose_name="name")),
                (
                    "personal_number",
                    audit.vault.fields.SealedTextField(null=True, verbose_name="personal number"),
                ),
                ("phone", audit.vault.fields.SealedTextField(null=True, verbose_name="phone")),
                (
                    "help_request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="service_starts",
                        to="intake.helprequest",
                    ),
                ),
                (
                    "open_service",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="starts",
                        to="partners.openservice",
                        verbose_name="open service",
                    ),
                ),
                (
                    "started_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "started open service",
                "verbose_name_plural": "started open services",
                "ordering": ["started_on", "pk"],
            },
        ),
        migrations.CreateModel(
            name="ServiceTalk",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
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
                        editable=False,
                        max_length=15,
                    ),
                ),
                ("held_on", models.DateField(verbose_name="day")),
                (
                    "note",
                    audit.vault.fields.SealedTextField(null=True, verbose_name="what happened"),
                ),
                (
                    "counted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "start",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="talks",
                        to="intake.servicestart",
                    ),
                ),
            ],
            options={
                "verbose_name": "talk",
                "verbose_name_plural": "talks",
                "ordering": ["held_on", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Agreement",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "who",
                    models.CharField(
                        choices=[
                            ("first", "One of two guardians"),
                            ("second", "The other guardian"),
                            ("only", "The only guardian"),
                            ("young", "The young person, who is 15 or older"),
                        ],
                        max_length=6,
                        verbose_name="who",
                    ),
                ),
                ("says_yes", models.BooleanField(verbose_name="says yes")),
                (
                    "given_how",
                    models.CharField(
                        choices=[
                            ("oral", "By word of mouth"),
                            ("written", "In writing"),
                            ("message", "In the conversation"),
                        ],
                        max_length=10,
                        verbose_name="given how",
                    ),
                ),
                ("said_on", models.DateField(verbose_name="day it was said")),
                ("recorded_at", models.DateTimeField(verbose_name="noted")),
                ("note", audit.vault.fields.SealedTextField(null=True, verbose_name="note")),
                (
                    "help_request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="agreements",
                        to="intake.helprequest",
                    ),
                ),
                (
                    "open_service",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="partners.openservice",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "yes or no to an open service",
                "verbose_name_plural": "yes and no to open services",
                "ordering": ["recorded_at"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("given_how", "oral"), _negated=True),
                            ("note__isnull", False),
                            _connector="OR",
                        ),
                        name="agreement_by_word_of_mouth_has_a_note",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("says_yes", True), ("who", "young"), _negated=True),
                            ("note__isnull", False),
                            _connector="OR",
                        ),
                        name="agreement_of_the_young_says_why_it_is_suitable",
                    ),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="servicestart",
            index=models.Index(
                fields=["open_service", "ended_at"], name="intake_serv_open_se_489dc7_idx"
            ),
        ),
        migrations.AddConstraint(
            model_name="servicestart",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at__isnull", True)),
                fields=("help_request", "open_service"),
                name="service_start_runs_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="servicestart",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("mode", "full"),
                    models.Q(
                        ("name__isnull", True),
                        ("personal_number__isnull", True),
                        ("phone__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="service_start_knows_nobody_unless_in_full",
            ),
        ),
        migrations.AddConstraint(
            model_name="servicestart",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("mode", models.F("started_mode")),
                    ("informed_at__isnull", False),
                    _connector="OR",
                ),
                name="service_start_writes_more_only_when_told",
            ),
        ),
        migrations.AddConstraint(
            model_name="servicestart",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("decided_on__lte", models.F("started_on")),
                    ("decision_from__lte", models.F("started_on")),
                    models.Q(
                        ("decision_until__isnull", True),
                        ("decision_until__gte", models.F("started_on")),
                        _connector="OR",
                    ),
                    models.Q(("decision_number", ""), _negated=True),
                ),
                name="service_start_rests_on_a_decision",
            ),
        ),
        migrations.AddConstraint(
            model_name="servicestart",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_at__isnull", True), ("outcome", "")),
                    models.Q(
                        ("ended_at__isnull", False),
                        (
                            "outcome__in",
                            [
                                "completed",
                                "stopped",
                                "applied",
                                "referred",
                                "not_begun",
                                "no_decision",
                            ],
                        ),
                    ),
                    _connector="OR",
                ),
                name="service_start_ends_with_an_outcome",
            ),
        ),
        migrations.AddConstraint(
            model_name="servicetalk",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("mode", "advice"), _negated=True),
                    ("note__isnull", True),
                    _connector="OR",
                ),
                name="service_talk_of_advice_is_only_counted",
            ),
        ),
        migrations.RunPython(install, remove),
    ]
