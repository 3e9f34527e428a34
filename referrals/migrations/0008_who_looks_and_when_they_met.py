from django.db import migrations, models
from django.db.models import F, Q

from referrals import finality


def install(apps, schema_editor):
    finality.install(schema_editor.connection)


def remove(apps, schema_editor):
    """SQLite makes a new table, which the old one's triggers would not know."""
    finality.remove(schema_editor.connection)


def keep_what_waits(apps, schema_editor):
    """Drafts that a second person has been told of: they count as asked since then."""
    drafts = apps.get_model("referrals", "Referral").objects.filter(
        status="draft", basis__isnull=False, approved_digest="", hand_back_reason=""
    )
    needed = Q(basis__ground__needs_approval=True) | Q(to__kind="police")
    needed |= Q(help_request__is_protected=True)
    found = list(drafts.filter(needed).values_list("pk", flat=True))
    drafts.filter(pk__in=found).update(submitted_at=F("holder_since"))


class Migration(migrations.Migration):

    dependencies = [
        ("referrals", "0007_partners_end"),
    ]

    operations = [
        migrations.RunPython(remove, install),
        migrations.AddField(
            model_name="referral",
            name="submitted_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="referral",
            name="accepted_at",
            field=models.DateTimeField(null=True, verbose_name="accepted"),
        ),
        migrations.AddField(
            model_name="referral",
            name="first_contact_on",
            field=models.DateField(null=True, verbose_name="first contact"),
        ),
        migrations.RunPython(keep_what_waits, migrations.RunPython.noop),
        migrations.RunPython(install, remove),
    ]
