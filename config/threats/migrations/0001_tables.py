import audit.vault.fields
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('threats', '0001_threats_against_staff'), ('threats', '0002_when_it_was_erased')]

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ThreatPolicy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('shields_at_once', models.BooleanField(default=True, help_text='Otherwise only when whoever leads the team says so.', verbose_name='the threatened person’s name is hidden from residents at once')),
                ('days_to_follow_up', models.PositiveSmallIntegerField(default=7, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(60)], verbose_name='days until it is looked at again')),
            ],
            options={
                'verbose_name': 'threats against staff',
                'verbose_name_plural': 'threats against staff',
            },
        ),
        migrations.CreateModel(
            name='Threat',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('reference', models.CharField(max_length=12, unique=True, verbose_name='reference')),
                ('kind', models.CharField(choices=[('threat', 'Threat of violence'), ('violence', 'Violence'), ('harassment', 'Harassment, or somebody was followed'), ('exposed', 'Name, picture or home spread to others'), ('family', 'Threat against somebody’s family'), ('damage', 'Damage to belongings or premises'), ('other', 'Something else that frightens')], max_length=12, verbose_name='what happened')),
                ('way', models.CharField(choices=[('written', 'In a message to us'), ('phone', 'By phone'), ('meeting', 'At a meeting or in our premises'), ('online', 'On the internet'), ('outside', 'At home, or outside work')], max_length=10, verbose_name='how it came')),
                ('about', models.CharField(blank=True, max_length=160)),
                ('status', models.CharField(choices=[('open', 'Under way'), ('closed', 'Ended')], default='open', max_length=8, verbose_name='status')),
                ('happened_at', models.DateTimeField(verbose_name='happened')),
                ('reported_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='reported')),
                ('risk', models.CharField(blank=True, choices=[('', 'Not judged yet'), ('low', 'Low'), ('raised', 'Raised'), ('high', 'High')], max_length=8, verbose_name='risk')),
                ('measures', models.JSONField(default=list, verbose_name='measures')),
                ('police', models.CharField(blank=True, choices=[('', 'Not decided yet'), ('reported', 'Reported to the police'), ('not', 'Not reported, after a talk with whoever was threatened')], max_length=10, verbose_name='police')),
                ('police_on', models.DateField(null=True, verbose_name='reported to the police on')),
                ('police_number', models.CharField(blank=True, max_length=40, verbose_name='the police’s number')),
                ('follow_up_on', models.DateField(verbose_name='looked at again on')),
                ('reminded_for', models.DateField(null=True)),
                ('closed_at', models.DateTimeField(null=True, verbose_name='ended')),
                ('erased_at', models.DateTimeField(editable=False, null=True, verbose_name='erased')),
                ('what', audit.vault.fields.SealedTextField(verbose_name='what happened')),
                ('against', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('closed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('reported_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='auth.group')),
            ],
            options={
                'verbose_name': 'threat against staff',
                'verbose_name_plural': 'threats against staff',
                'ordering': ['-happened_at'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', False), ('closed_by__isnull', False), ('status', 'closed')), models.Q(('closed_at__isnull', True), ('closed_by__isnull', True), ('status', 'open')), _connector='OR'), name='threat_ended_by_somebody'), models.CheckConstraint(condition=models.Q(models.Q(('police', 'reported'), ('police_on__isnull', False)), models.Q(models.Q(('police', 'reported'), _negated=True), ('police_number', ''), ('police_on__isnull', True)), _connector='OR'), name='threat_known_to_the_police_has_a_day')],
            },
        ),
        migrations.CreateModel(
            name='Step',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('text', audit.vault.fields.SealedTextField(verbose_name='what was done')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('threat', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='threats.threat')),
            ],
            options={
                'ordering': ['at'],
            },
        ),
        migrations.CreateModel(
            name='Evidence',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('added_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='added')),
                ('kind', models.CharField(blank=True, choices=[('jpeg', 'Picture (JPEG)'), ('png', 'Picture (PNG)'), ('webp', 'Picture (WebP)'), ('pdf', 'Document (PDF)')], max_length=5, verbose_name='kind')),
                ('size', models.PositiveIntegerField(default=0)),
                ('destroyed_at', models.DateTimeField(null=True, verbose_name='destroyed')),
                ('why', models.CharField(blank=True, choices=[('handed_over', 'The police have it, and it is no longer needed here'), ('not_needed', 'It is no longer needed'), ('mistake', 'It did not belong here')], max_length=12, verbose_name='why')),
                ('text', audit.vault.fields.SealedTextField(null=True, verbose_name='the exact words')),
                ('name', audit.vault.fields.SealedTextField(null=True, verbose_name='what it is called')),
                ('added_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('destroyed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('threat', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='evidence', to='threats.threat')),
            ],
            options={
                'verbose_name': 'piece of evidence',
                'verbose_name_plural': 'pieces of evidence',
                'ordering': ['added_at', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('destroyed_at__isnull', True), ('destroyed_by__isnull', True), ('why', '')), models.Q(('destroyed_at__isnull', False), ('destroyed_by__isnull', False), models.Q(('why', ''), _negated=True)), _connector='OR'), name='evidence_is_destroyed_by_somebody_for_a_reason')],
            },
        ),
        migrations.CreateModel(
            name='Entrusted',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('task', models.CharField(choices=[('safety', 'Safety representative'), ('lead', 'Leads the work against threats'), ('security', 'The municipality’s security function')], max_length=10, verbose_name='as what')),
                ('from_on', models.DateField(default=django.utils.timezone.localdate, verbose_name='from')),
                ('ended_at', models.DateTimeField(null=True, verbose_name='ended')),
                ('appointed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('ended_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'entrusted with threats',
                'verbose_name_plural': 'entrusted with threats',
                'ordering': ['user__name', 'from_on'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('user',), name='entrusted_once_at_a_time'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', True), ('ended_by__isnull', True)), models.Q(('ended_at__isnull', False), ('ended_by__isnull', False)), _connector='OR'), name='entrusted_is_ended_by_somebody')],
            },
        ),
    ]
