
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('partners', '0013_who_writes_to_whom'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='CodeApp',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('secret', models.CharField(editable=False, max_length=200)),
                ('registered_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='registered')),
                ('confirmed_at', models.DateTimeField(null=True, verbose_name='tried out')),
                ('last_turn', models.BigIntegerField(default=0)),
                ('wrong_in_a_row', models.PositiveSmallIntegerField(default=0)),
                ('stopped_at', models.DateTimeField(null=True, verbose_name='stopped')),
                ('organisation', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='code_app', to='partners.organisation', verbose_name='organisation')),
                ('registered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='registered by')),
            ],
            options={
                'verbose_name': 'app for codes',
                'verbose_name_plural': 'apps for codes',
            },
        ),
    ]
