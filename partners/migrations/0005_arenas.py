import audit.models.words
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("partners", "0004_helplines_and_open_services"),
    ]

    operations = [
        migrations.CreateModel(
            name="Arena",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "slug",
                    models.SlugField(
                        max_length=30,
                        unique=True,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[a-z0-9]+(-[a-z0-9]+)*\\Z",
                                "Only small letters a–z, digits and hyphens, as in an address.",
                            )
                        ],
                        verbose_name="end of the short link",
                    ),
                ),
                ("name", audit.models.words.LocalText(default=dict, verbose_name="name")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("school", "School"),
                            ("library", "Library"),
                            ("youth_centre", "Youth centre"),
                            ("event", "Event"),
                            ("other", "Another place"),
                        ],
                        max_length=15,
                        verbose_name="kind",
                    ),
                ),
                (
                    "opens_on",
                    models.DateField(
                        default=django.utils.timezone.localdate, verbose_name="open from"
                    ),
                ),
                ("closes_on", models.DateField(blank=True, null=True, verbose_name="closed from")),
                (
                    "area",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="arenas",
                        to="partners.area",
                        verbose_name="area",
                    ),
                ),
            ],
            options={
                "verbose_name": "arena",
                "verbose_name_plural": "arenas",
                "ordering": ["slug"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("closes_on__isnull", True),
                            ("closes_on__gte", models.F("opens_on")),
                            _connector="OR",
                        ),
                        name="arena_closes_after_it_opens",
                    )
                ],
            },
        ),
    ]
