import audit.vault.fields
import django.db.models.deletion
import django.utils.timezone
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('deviations', '0001_deviations'), ('deviations', '0002_when_it_was_erased')]

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Deviation',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('reference', models.CharField(max_length=12, unique=True, verbose_name='reference')),
                ('kind', models.CharField(choices=[('unread', 'Unread longer than its guard time'), ('clock', 'A time limit of the law was missed'), ('recipient', 'Told to the wrong recipient'), ('lost', 'Something was lost'), ('other', 'Something else')], max_length=10, verbose_name='what went wrong')),
                ('about', models.CharField(blank=True, max_length=160)),
                ('status', models.CharField(choices=[('open', 'Under way'), ('closed', 'Ended')], default='open', max_length=8, verbose_name='status')),
                ('happened_at', models.DateTimeField(verbose_name='happened')),
                ('reported_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='reported')),
                ('causes', models.JSONField(default=list, verbose_name='why it could happen')),
                ('follow_up_on', models.DateField(null=True, verbose_name='looked at again on')),
                ('sarah', models.CharField(blank=True, choices=[('', 'Not decided yet'), ('no', 'Neither misconduct nor a tangible risk of it'), ('risk', 'A tangible risk of misconduct'), ('misconduct', 'Misconduct')], max_length=10, verbose_name='lex Sarah')),
                ('sarah_at', models.DateTimeField(null=True, verbose_name='decided on')),
                ('closed_at', models.DateTimeField(null=True, verbose_name='ended')),
                ('erased_at', models.DateTimeField(editable=False, null=True, verbose_name='erased')),
                ('what', audit.vault.fields.SealedTextField(null=True, verbose_name='what happened')),
                ('closed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('reported_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('sarah_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='auth.group')),
            ],
            options={
                'verbose_name': 'deviation',
                'verbose_name_plural': 'deviations',
                'ordering': ['-happened_at'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('about', ''), _negated=True), fields=('about',), name='deviation_one_per_source'), models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', False), ('closed_by__isnull', False), ('status', 'closed')), models.Q(('closed_at__isnull', True), ('closed_by__isnull', True), ('status', 'open')), _connector='OR'), name='deviation_ended_by_somebody'), models.CheckConstraint(condition=models.Q(models.Q(('sarah', ''), ('sarah_at__isnull', True), ('sarah_by__isnull', True)), models.Q(models.Q(('sarah', ''), _negated=True), ('sarah_at__isnull', False), ('sarah_by__isnull', False)), _connector='OR'), name='deviation_lex_sarah_is_decided_by_somebody')],
            },
        ),
        migrations.CreateModel(
            name='Step',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('text', audit.vault.fields.SealedTextField(verbose_name='what was done')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('deviation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='deviations.deviation')),
            ],
            options={
                'ordering': ['at'],
            },
        ),
    ]
