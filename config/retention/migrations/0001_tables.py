import audit.models.words
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [
        ('retention', '0001_rules_and_disposals'), ('retention', '0002_export_before_disposal'),
        ('retention', '0003_kinds_of_our_own'), ('retention', '0004_what_goes_by_itself'),
    ]

    initial = True

    dependencies = [
        ('audit', '0001_tables'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='RetentionPlan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('county', models.CharField(blank=True, choices=[('AB', 'Stockholm'), ('C', 'Uppsala'), ('D', 'Södermanland'), ('E', 'Östergötland'), ('F', 'Jönköping'), ('G', 'Kronoberg'), ('H', 'Kalmar'), ('I', 'Gotland'), ('K', 'Blekinge'), ('M', 'Skåne'), ('N', 'Halland'), ('GBG', 'Gothenburg (the city)'), ('O', 'Västra Götaland'), ('S', 'Värmland'), ('T', 'Örebro'), ('U', 'Västmanland'), ('W', 'Dalarna'), ('X', 'Gävleborg'), ('Y', 'Västernorrland'), ('Z', 'Jämtland'), ('AC', 'Västerbotten'), ('BD', 'Norrbotten')], help_text='Until it is said, nothing of what may be kept for research is disposed of.', max_length=4, verbose_name='county')),
                ('days_between', models.PositiveSmallIntegerField(default=7, help_text='In that time a request can be reopened, or held.', validators=[django.core.validators.MaxValueValidator(90)], verbose_name='days between the second yes and the disposal')),
            ],
            options={
                'verbose_name': 'plan of retention',
                'verbose_name_plural': 'plan of retention',
            },
        ),
        migrations.CreateModel(
            name='Disposal',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('status', models.CharField(choices=[('proposed', 'Waits for a first person'), ('prepared', 'Waits for a second person'), ('approved', 'Approved, and waits for its day'), ('done', 'Disposed of'), ('declined', 'Turned down')], default='proposed', max_length=8, verbose_name='status')),
                ('day', models.DateField(verbose_name='as of')),
                ('digest', models.CharField(blank=True, max_length=64)),
                ('proposed_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='proposed')),
                ('prepared_at', models.DateTimeField(null=True, verbose_name='gone through')),
                ('prepared_as', models.CharField(blank=True, max_length=30)),
                ('approved_at', models.DateTimeField(null=True, verbose_name='approved')),
                ('approved_as', models.CharField(blank=True, max_length=30)),
                ('runs_on', models.DateField(null=True, verbose_name='disposed of on')),
                ('finished_at', models.DateTimeField(null=True, verbose_name='finished')),
                ('approved_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('ground', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='audit.erasureground', verbose_name='ground')),
                ('prepared_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'disposal',
                'verbose_name_plural': 'disposals',
                'ordering': ['-proposed_at'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('status__in', ['proposed', 'prepared'])), fields=('ground',), name='disposal_one_proposal_at_a_time'), models.CheckConstraint(condition=models.Q(models.Q(('status__in', ['approved', 'done']), _negated=True), models.Q(('approved_by__isnull', False), ('prepared_by__isnull', False), models.Q(('approved_by', models.F('prepared_by')), _negated=True)), _connector='OR'), name='disposal_takes_two_people')],
            },
        ),
        migrations.CreateModel(
            name='Delivery',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('status', models.CharField(choices=[('made', 'Waits for the archive’s receipt'), ('received', 'Receipted'), ('dropped', 'Thrown away')], default='made', max_length=8, verbose_name='status')),
                ('digest', models.CharField(max_length=64, verbose_name='digest of the file')),
                ('size', models.PositiveBigIntegerField(verbose_name='size')),
                ('rows', models.PositiveIntegerField(verbose_name='rows')),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='made')),
                ('received_at', models.DateTimeField(null=True, verbose_name='receipted')),
                ('received_by', models.CharField(blank=True, max_length=80, verbose_name='taken over by')),
                ('receipt_number', models.CharField(blank=True, max_length=40, verbose_name='the archive’s number')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('noted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('disposal', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='deliveries', to='retention.disposal')),
            ],
            options={
                'verbose_name': 'delivery',
                'verbose_name_plural': 'deliveries',
                'ordering': ['-made_at'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('status', 'received'), _negated=True), models.Q(('noted_by__isnull', False), ('received_at__isnull', False), models.Q(('received_by', ''), _negated=True), models.Q(('receipt_number', ''), _negated=True)), _connector='OR'), name='delivery_is_receipted_by_somebody')],
            },
        ),
        migrations.CreateModel(
            name='LegalHold',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('about', models.CharField(db_index=True, max_length=120)),
                ('reason', models.CharField(choices=[('court', 'A case in court'), ('oversight', 'An authority’s supervision, or a complaint to it'), ('damages', 'A claim for damages'), ('disclosure', 'Somebody has asked for what it says'), ('crime', 'A crime is investigated'), ('other', 'Another decision in our own file')], max_length=12, verbose_name='why')),
                ('until', models.DateField(verbose_name='to and including')),
                ('given_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='given')),
                ('lifted_at', models.DateTimeField(null=True, verbose_name='lifted')),
                ('given_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('lifted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'hold',
                'verbose_name_plural': 'holds',
                'ordering': ['-given_at'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('lifted_at__isnull', True), ('lifted_by__isnull', True)), models.Q(('lifted_at__isnull', False), ('lifted_by__isnull', False)), _connector='OR'), name='legal_hold_lifted_by_somebody')],
            },
        ),
        migrations.CreateModel(
            name='RetentionRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('file', 'Request'), ('minor', 'Request that was not for us, or came twice'), ('no_request', 'Was no request'), ('not_opened', 'Concern report, inquiry not opened'), ('inquiry', 'Concern report, inquiry about a child'), ('deviation', 'Deviation'), ('incident', 'Incident'), ('threat', 'Threat against staff'), ('contact', 'An authority’s request for contact details'), ('notice', 'Notice that was sent, and call to another system'), ('link', 'Link to answer by'), ('proposal', 'Partner’s proposal that was decided on'), ('check', 'Check that found no breach'), ('invitation', 'Invitation of somebody who works here or at a partner')], max_length=12, verbose_name='what')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('paragraph', models.CharField(max_length=80, verbose_name='paragraph')),
                ('title', audit.models.words.LocalText(default=dict, verbose_name='title')),
                ('text', audit.models.words.LocalText(default=dict, verbose_name='in plain words')),
                ('months', models.PositiveSmallIntegerField(help_text='Five years are 60 months.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(1200)], verbose_name='months after the last note')),
                ('until_age', models.PositiveSmallIntegerField(blank=True, help_text='Counted to the end of the year in which the person turns that.', null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(120)], verbose_name='and not before this age')),
                ('for_research', models.BooleanField(default=True, help_text='Counties that keep everything, and births on the 5th, 15th and 25th.', verbose_name='what is kept for research is kept')),
                ('export_first', models.BooleanField(default=False, help_text='Then nothing is erased before the archive has receipted it.', verbose_name='is handed over to the archive first')),
                ('ground', models.SlugField(max_length=40, verbose_name='code of the ground for erasing')),
                ('valid_from', models.DateField(verbose_name='in force from')),
                ('valid_until', models.DateField(blank=True, null=True, verbose_name='in force until')),
            ],
            options={
                'verbose_name': 'rule of retention',
                'verbose_name_plural': 'rules of retention',
                'ordering': ['kind', '-version'],
                'constraints': [models.UniqueConstraint(fields=('kind', 'version'), name='retention_rule_one_per_version')],
            },
        ),
        migrations.CreateModel(
            name='DisposalItem',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('about', models.CharField(max_length=120)),
                ('reference', models.CharField(max_length=12, verbose_name='reference')),
                ('day', models.DateField(verbose_name='may go from')),
                ('latest', models.DateField(verbose_name='at the latest')),
                ('state', models.CharField(choices=[('waiting', 'Waits'), ('done', 'Disposed of'), ('dropped', 'Dropped out')], default='waiting', max_length=7, verbose_name='state')),
                ('dropped_for', models.CharField(blank=True, choices=[('not_due', 'It is not due any more: reopened, held, or known better'), ('in_the_way', 'Something about it still runs'), ('gone', 'It was erased before')], max_length=12, verbose_name='why')),
                ('delivery', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='items', to='retention.delivery', verbose_name='delivery')),
                ('disposal', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='items', to='retention.disposal')),
                ('rule', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='retention.retentionrule', verbose_name='rule')),
            ],
            options={
                'ordering': ['day', 'reference'],
                'constraints': [models.UniqueConstraint(fields=('disposal', 'about'), name='disposal_item_once'), models.UniqueConstraint(condition=models.Q(('state', 'waiting')), fields=('about',), name='disposal_item_in_one_list')],
            },
        ),
        migrations.CreateModel(
            name='Tidied',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(verbose_name='day')),
                ('count', models.PositiveIntegerField(verbose_name='how many')),
                ('rule', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='retention.retentionrule', verbose_name='rule')),
            ],
            options={
                'verbose_name': 'what went by itself',
                'verbose_name_plural': 'what went by itself',
                'ordering': ['-day', '-pk'],
                'constraints': [models.UniqueConstraint(fields=('rule', 'day'), name='tidied_once_a_day')],
            },
        ),
    ]
