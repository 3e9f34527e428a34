import audit.models.words
import audit.vault.fields
import django.db.models.deletion
import django.utils.timezone
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [
        ('incidents', '0001_register_of_incidents'), ('incidents', '0002_was_it_a_breach'),
        ('incidents', '0003_when_it_was_erased'),
    ]

    initial = True

    dependencies = [
        ('partners', '0001_tables'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Deadline',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(max_length=40, verbose_name='code')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('covers', models.CharField(choices=[('breach', 'Personal-data breach'), ('cyber', 'Cybersecurity incident')], max_length=10, verbose_name='what it covers')),
                ('recipient', models.CharField(choices=[('imy', 'IMY, the authority for privacy protection'), ('csirt', 'CSIRT, the authority for civil defence'), ('persons', 'Those whom the data is about'), ('police', 'The police'), ('partner', 'A partner'), ('officer', 'Our data protection officer'), ('management', 'The management and the board')], max_length=12, verbose_name='to whom')),
                ('paragraph', models.CharField(max_length=60, verbose_name='paragraph')),
                ('title', audit.models.words.LocalText(default=dict, verbose_name='title')),
                ('amount', models.PositiveSmallIntegerField(verbose_name='how long')),
                ('unit', models.CharField(choices=[('hours', 'hours'), ('months', 'months')], default='hours', max_length=6, verbose_name='hours or months')),
                ('after', models.SlugField(blank=True, max_length=40, verbose_name='counts from the report')),
                ('warn_hours', models.PositiveSmallIntegerField(default=12, verbose_name='warn this many hours before')),
                ('valid_from', models.DateField(verbose_name='in force from')),
                ('valid_until', models.DateField(blank=True, null=True, verbose_name='in force until')),
            ],
            options={
                'verbose_name': 'deadline for reporting',
                'verbose_name_plural': 'deadlines for reporting',
                'ordering': ['code', '-version'],
                'constraints': [models.UniqueConstraint(fields=('code', 'version'), name='deadline_one_per_version')],
            },
        ),
        migrations.CreateModel(
            name='Incident',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('reference', models.CharField(max_length=12, unique=True, verbose_name='reference')),
                ('status', models.CharField(choices=[('open', 'Under way'), ('closed', 'Ended')], default='open', max_length=8, verbose_name='status')),
                ('is_breach', models.BooleanField(default=False, verbose_name='personal-data breach')),
                ('is_cyber', models.BooleanField(default=False, verbose_name='cybersecurity incident')),
                ('source', models.CharField(choices=[('seen', 'Somebody noticed it'), ('finding', 'A finding of the log review'), ('recall', 'A referral that was sent in error')], default='seen', max_length=10, verbose_name='source')),
                ('about', models.CharField(blank=True, max_length=120)),
                ('noticed_at', models.DateTimeField(verbose_name='noticed')),
                ('reported_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='reported')),
                ('risk', models.CharField(choices=[('unknown', 'Not judged yet'), ('unlikely', 'A risk is unlikely'), ('risk', 'A risk'), ('high', 'A high risk: those concerned must be told')], default='unknown', max_length=10, verbose_name='risk')),
                ('affected', models.PositiveIntegerField(blank=True, null=True, verbose_name='how many people')),
                ('closed_at', models.DateTimeField(null=True, verbose_name='ended')),
                ('erased_at', models.DateTimeField(editable=False, null=True, verbose_name='erased')),
                ('what', audit.vault.fields.SealedTextField(verbose_name='what happened')),
                ('reported_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'incident',
                'verbose_name_plural': 'incidents',
                'ordering': ['-noticed_at'],
                'constraints': [models.CheckConstraint(condition=models.Q(('is_breach', True), ('is_cyber', True), _connector='OR'), name='incident_is_one_or_the_other'), models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', False), ('status', 'closed')), models.Q(('closed_at__isnull', True), ('status', 'open')), _connector='OR'), name='incident_ended_has_a_time'), models.UniqueConstraint(condition=models.Q(('about', ''), _negated=True), fields=('about',), name='incident_one_per_source')],
            },
        ),
        migrations.CreateModel(
            name='Clock',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('due_at', models.DateTimeField(null=True, verbose_name='due')),
                ('met_at', models.DateTimeField(null=True, verbose_name='reported')),
                ('late_reason', models.CharField(blank=True, choices=[('found_out', 'It took time to find out what had happened'), ('underrated', 'It was judged to be less than it was'), ('nobody', 'Nobody was there to report it'), ('system', 'The recipient’s own system was out of order')], max_length=12)),
                ('why_not', models.CharField(blank=True, choices=[('no_risk', 'A risk for anybody is unlikely (GDPR 33.1)'), ('not_serious', 'It is not a serious incident'), ('not_one', 'It turned out to be no incident')], max_length=12)),
                ('warned_at', models.DateTimeField(null=True)),
                ('rung_at', models.DateTimeField(null=True)),
                ('met_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('deadline', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='incidents.deadline')),
                ('incident', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='clocks', to='incidents.incident')),
            ],
            options={
                'ordering': [models.OrderBy(models.F('due_at'), nulls_last=True), 'pk'],
                'constraints': [models.UniqueConstraint(fields=('incident', 'deadline'), name='clock_one_per_deadline'), models.CheckConstraint(condition=models.Q(('met_at__isnull', True), ('met_at__lte', models.F('due_at')), models.Q(('late_reason', ''), _negated=True), _connector='OR'), name='clock_late_says_why')],
            },
        ),
        migrations.CreateModel(
            name='BreachCheck',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('about', models.CharField(max_length=120, unique=True)),
                ('reference', models.CharField(max_length=12, verbose_name='reference')),
                ('was_read', models.BooleanField(verbose_name='read there')),
                ('noticed_at', models.DateTimeField(verbose_name='recalled')),
                ('due_at', models.DateTimeField(verbose_name='due')),
                ('outcome', models.CharField(blank=True, choices=[('incident', 'It is reported as an incident'), ('not_read', 'Nobody there read it, and it is deleted'), ('nobody', 'It told nothing about any person'), ('known', 'The partner was allowed to know it')], max_length=15, verbose_name='outcome')),
                ('decided_at', models.DateTimeField(null=True)),
                ('warned_at', models.DateTimeField(null=True)),
                ('rung_at', models.DateTimeField(null=True)),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('partner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='partners.organisation', verbose_name='partner')),
                ('incident', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='checks', to='incidents.incident')),
            ],
            options={
                'verbose_name': 'check whether it was a breach',
                'verbose_name_plural': 'checks whether it was a breach',
                'ordering': ['due_at'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(models.Q(('outcome', '')), ('decided_at__isnull', True), ('decided_by__isnull', True)), models.Q(models.Q(('outcome', ''), _negated=True), ('decided_at__isnull', False), ('decided_by__isnull', False)), _connector='OR'), name='breach_check_decided_by_somebody'), models.CheckConstraint(condition=models.Q(models.Q(('incident__isnull', False), ('outcome', 'incident')), models.Q(models.Q(('outcome', 'incident'), _negated=True), ('incident__isnull', True)), _connector='OR'), name='breach_check_that_led_to_an_incident_names_it')],
            },
        ),
        migrations.CreateModel(
            name='Measure',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('text', audit.vault.fields.SealedTextField(verbose_name='what was done')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('incident', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='measures', to='incidents.incident')),
            ],
            options={
                'ordering': ['at'],
            },
        ),
        migrations.CreateModel(
            name='Told',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('recipient', models.CharField(choices=[('imy', 'IMY, the authority for privacy protection'), ('csirt', 'CSIRT, the authority for civil defence'), ('persons', 'Those whom the data is about'), ('police', 'The police'), ('partner', 'A partner'), ('officer', 'Our data protection officer'), ('management', 'The management and the board')], max_length=12, verbose_name='who was told')),
                ('at', models.DateTimeField(verbose_name='when')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('incident', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='told', to='incidents.incident')),
            ],
            options={
                'ordering': ['at', 'pk'],
            },
        ),
    ]
