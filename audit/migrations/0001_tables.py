import audit.models.words
import audit.signs
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import uuid
from django.conf import settings
from django.db import migrations, models

from audit import append_only, retired


def install(apps, schema_editor):
    append_only.install(schema_editor.connection)
    retired.install(schema_editor.connection)


def remove(apps, schema_editor):
    retired.remove(schema_editor.connection)
    append_only.remove(schema_editor.connection)


class Migration(migrations.Migration):

    replaces = [
        ('audit', '0001_initial'), ('audit', '0002_only_ever_added_to'), ('audit', '0003_seals'),
        ('audit', '0004_review'), ('audit', '0005_erasures'), ('audit', '0006_retired_keys'),
        ('audit', '0007_pieces_of_files'), ('audit', '0008_an_alarm_for_the_scanner'),
        ('audit', '0009_archived_salts'), ('audit', '0010_erased_by_the_rules'),
        ('audit', '0011_notices_may_say_how_many'), ('audit', '0012_words_of_our_own_records'),
    ]

    initial = True

    dependencies = [
        ('contenttypes', '0002_remove_content_type_name'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ArchivedSalt',
            fields=[
                ('number', models.PositiveBigIntegerField(primary_key=True, serialize=False)),
                ('actor', models.CharField(max_length=60)),
                ('commitment', models.CharField(max_length=64)),
                ('salt', models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name='ArchivedUntil',
            fields=[
                ('number', models.PositiveBigIntegerField(primary_key=True, serialize=False)),
                ('digest', models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name='Certificate',
            fields=[
                ('key', models.CharField(max_length=64, primary_key=True, serialize=False)),
                ('begins_at', models.DateTimeField()),
                ('line', models.JSONField()),
            ],
        ),
        migrations.CreateModel(
            name='Head',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveBigIntegerField(default=0)),
                ('digest', models.BinaryField(default=b'\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00')),
            ],
        ),
        migrations.CreateModel(
            name='Neighbour',
            fields=[
                ('account', models.PositiveBigIntegerField(primary_key=True, serialize=False)),
                ('identity', models.CharField(max_length=64)),
                ('number', models.PositiveBigIntegerField(default=0)),
                ('digest', models.BinaryField(default=b'\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00')),
                ('cosigned', models.PositiveBigIntegerField(default=0)),
                ('cosigned_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='PersonHead',
            fields=[
                ('subject', models.UUIDField(primary_key=True, serialize=False)),
                ('number', models.PositiveBigIntegerField()),
                ('digest', models.BinaryField()),
                ('archived', models.PositiveBigIntegerField(default=0)),
                ('archived_digest', models.BinaryField(default=b'\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00')),
            ],
        ),
        migrations.CreateModel(
            name='RetiredKey',
            fields=[
                ('key_id', models.CharField(max_length=32, primary_key=True, serialize=False)),
                ('at', models.DateTimeField(auto_now_add=True)),
            ],
        ),
        migrations.CreateModel(
            name='Seal',
            fields=[
                ('number', models.PositiveBigIntegerField(primary_key=True, serialize=False)),
                ('at', models.DateTimeField(db_index=True, verbose_name='when')),
                ('line', models.JSONField()),
            ],
        ),
        migrations.CreateModel(
            name='Witness',
            fields=[
                ('place', models.CharField(max_length=200, primary_key=True, serialize=False)),
                ('number', models.PositiveBigIntegerField(default=0, verbose_name='up to line')),
                ('given_at', models.DateTimeField(null=True, verbose_name='when')),
                ('tried_at', models.DateTimeField(null=True)),
                ('since', models.DateTimeField(default=django.utils.timezone.now)),
                ('answer', models.JSONField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Alarm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(choices=[('changed', 'The log was changed after it was sealed. Nothing is sealed now.'), ('shrunk', 'The log has become shorter. Nothing is sealed now.'), ('lost', 'The sealer’s memory does not fit its key. Nothing is sealed now.'), ('clock', 'The clock has gone backwards.'), ('stale', 'The log has not been sealed for a while.'), ('unwitnessed', 'A witness of the log has not been reached for a while.'), ('scanner', 'The virus scanner does not answer. What is attached waits for it.')], max_length=12)),
                ('number', models.PositiveBigIntegerField(default=0)),
                ('place', models.CharField(blank=True, max_length=200)),
                ('begun_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('ended_at', models.DateTimeField(null=True)),
                ('is_told', models.BooleanField(default=False)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('code', 'place'), name='alarm_rings_once')],
            },
        ),
        migrations.CreateModel(
            name='BlindIndex',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('organisation', models.CharField(max_length=60)),
                ('kind', models.CharField(choices=[('name', 'Name'), ('number', 'Number')], max_length=10)),
                ('digest', models.BinaryField(max_length=32)),
                ('about', models.CharField(db_index=True, max_length=120)),
            ],
            options={
                'indexes': [models.Index(fields=['digest', 'kind', 'organisation'], name='audit_blind_digest_086c02_idx')],
                'constraints': [models.UniqueConstraint(fields=('about', 'kind', 'digest'), name='blind_index_once_per_row')],
            },
        ),
        migrations.CreateModel(
            name='Change',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('object_pk', models.CharField(db_index=True, max_length=255, verbose_name='object pk')),
                ('object_id', models.BigIntegerField(blank=True, db_index=True, null=True, verbose_name='object id')),
                ('object_repr', models.TextField(verbose_name='object representation')),
                ('serialized_data', models.JSONField(null=True)),
                ('action', models.PositiveSmallIntegerField(choices=[(0, 'create'), (1, 'update'), (2, 'delete'), (3, 'access')], db_index=True, verbose_name='action')),
                ('changes_text', models.TextField(blank=True, verbose_name='change message')),
                ('changes', models.JSONField(null=True, verbose_name='change message')),
                ('cid', models.CharField(blank=True, db_index=True, max_length=255, null=True, verbose_name='Correlation ID')),
                ('remote_addr', models.GenericIPAddressField(blank=True, null=True, verbose_name='remote address')),
                ('remote_port', models.PositiveIntegerField(blank=True, null=True, verbose_name='remote port')),
                ('timestamp', models.DateTimeField(db_index=True, default=django.utils.timezone.now, verbose_name='timestamp')),
                ('additional_data', models.JSONField(blank=True, null=True, verbose_name='additional data')),
                ('actor_email', models.CharField(blank=True, max_length=254, null=True, verbose_name='actor email')),
                ('actor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='actor')),
                ('content_type', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='contenttypes.contenttype', verbose_name='content type')),
            ],
            options={
                'verbose_name': 'change',
                'verbose_name_plural': 'log entries',
                'ordering': ['-timestamp'],
                'get_latest_by': 'timestamp',
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ErasureGround',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(max_length=40, verbose_name='code')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('paragraph', models.CharField(max_length=60, verbose_name='paragraph')),
                ('title', audit.models.words.LocalText(default=dict, verbose_name='title')),
                ('text', audit.models.words.LocalText(default=dict, verbose_name='in plain words')),
                ('covers', models.JSONField(default=list, verbose_name='what it may erase')),
                ('valid_from', models.DateField(verbose_name='in force from')),
                ('valid_until', models.DateField(blank=True, null=True, verbose_name='in force until')),
            ],
            options={
                'verbose_name': 'ground for erasing',
                'verbose_name_plural': 'grounds for erasing',
                'ordering': ['code', '-version'],
                'constraints': [models.UniqueConstraint(fields=('code', 'version'), name='erasure_ground_one_per_version')],
            },
        ),
        migrations.CreateModel(
            name='Event',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(verbose_name='when')),
                ('actor', models.CharField(max_length=60, verbose_name='who')),
                ('role', models.CharField(max_length=30, verbose_name='role')),
                ('organisation', models.CharField(blank=True, max_length=60, verbose_name='organisation')),
                ('deed', models.CharField(max_length=60, verbose_name='what')),
                ('about', models.CharField(max_length=120, verbose_name='about')),
                ('subject', models.UUIDField(null=True, verbose_name='person')),
                ('decision', models.CharField(choices=[('allowed', 'Allowed'), ('refused', 'Refused'), ('failed', 'Failed')], max_length=10, verbose_name='decision')),
                ('purpose', models.CharField(blank=True, max_length=40, verbose_name='purpose')),
                ('channel', models.CharField(max_length=10, verbose_name='door')),
                ('facts', models.JSONField(default=dict, verbose_name='facts')),
                ('salt', models.BinaryField()),
                ('header', models.BinaryField()),
            ],
            options={
                'indexes': [models.Index(fields=['subject', 'at'], name='audit_event_subject_8ec9d6_idx'), models.Index(fields=['about', 'at'], name='audit_event_about_fde2db_idx'), models.Index(fields=['actor', 'at'], name='audit_event_actor_c7b3d0_idx'), models.Index(fields=['at'], name='audit_event_at_34ce9a_idx'), models.Index(condition=models.Q(('deed', 'trail.erase')), fields=['deed'], name='trail_erasures'), models.Index(condition=models.Q(('deed', 'trail.archive')), fields=['deed'], name='trail_archives')],
            },
        ),
        migrations.CreateModel(
            name='Letter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('about', models.CharField(max_length=120)),
                ('key_id', models.CharField(max_length=32)),
                ('sealed', models.BinaryField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('about', 'key_id'), name='letter_one_per_row_and_key')],
            },
        ),
        migrations.CreateModel(
            name='Link',
            fields=[
                ('number', models.PositiveBigIntegerField(primary_key=True, serialize=False)),
                ('person', models.PositiveBigIntegerField(default=0)),
                ('before', models.BinaryField(default=b'\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00')),
                ('digest', models.BinaryField()),
                ('event', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='link', to='audit.event')),
            ],
        ),
        migrations.CreateModel(
            name='Outgoing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('to', models.CharField(max_length=120)),
                ('notice', models.CharField(max_length=60)),
                ('about', models.CharField(max_length=120)),
                ('count', models.PositiveIntegerField(null=True)),
                ('state', models.CharField(choices=[('queued', 'Waiting'), ('sent', 'Sent'), ('held', "Not allowed by the person's wishes"), ('failed', 'Could not be delivered')], default='queued', max_length=10)),
                ('reason', models.CharField(blank=True, max_length=40)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('queued_at', models.DateTimeField()),
                ('due_at', models.DateTimeField()),
                ('settled_at', models.DateTimeField(null=True)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('state', 'queued')), fields=['due_at'], name='outgoing_waiting')],
            },
        ),
        migrations.CreateModel(
            name='Piece',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('about', models.CharField(max_length=120)),
                ('number', models.PositiveIntegerField()),
                ('sealed', models.BinaryField()),
            ],
            options={
                'ordering': ['number'],
                'constraints': [models.UniqueConstraint(fields=('about', 'number'), name='piece_stands_once')],
            },
        ),
        migrations.CreateModel(
            name='ReviewPlan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('share', models.PositiveSmallIntegerField(default=20, help_text='Never below 20: what nobody suspects is looked at too.', validators=[django.core.validators.MinValueValidator(20), django.core.validators.MaxValueValidator(90)], verbose_name='drawn by chance, per cent')),
                ('size', models.PositiveSmallIntegerField(default=100, help_text='What must always be reviewed comes on top of it.', validators=[django.core.validators.MinValueValidator(10), django.core.validators.MaxValueValidator(500)], verbose_name='items in a round')),
            ],
            options={
                'verbose_name': 'log review',
                'verbose_name_plural': 'log review',
                'constraints': [models.CheckConstraint(condition=models.Q(('share__gte', 20), ('share__lte', 90)), name='review_plan_keeps_chance')],
            },
        ),
        migrations.CreateModel(
            name='Round',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('first', models.DateField(verbose_name='first day')),
                ('last', models.DateField(verbose_name='last day')),
                ('drawn_at', models.DateTimeField(verbose_name='drawn')),
                ('drawn_by', models.CharField(max_length=60, verbose_name='drawn by')),
                ('share', models.PositiveSmallIntegerField(verbose_name='drawn by chance, per cent')),
                ('candidates', models.PositiveIntegerField(verbose_name='could have been drawn')),
                ('weights', models.JSONField(default=dict)),
            ],
            options={
                'verbose_name': 'review round',
                'verbose_name_plural': 'review rounds',
                'ordering': ['-drawn_at'],
                'indexes': [models.Index(fields=['drawn_at'], name='audit_round_drawn_a_f85329_idx')],
                'constraints': [models.CheckConstraint(condition=models.Q(('last__gte', models.F('first'))), name='round_ends_after_it_begins')],
            },
        ),
        migrations.CreateModel(
            name='SignWeight',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(choices=audit.signs.labels, max_length=30, verbose_name='sign')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('weight', models.PositiveSmallIntegerField(default=1, help_text='0: it is noted, but moves nothing up in the queue.', validators=[django.core.validators.MaxValueValidator(20)], verbose_name='weight')),
                ('from_number', models.PositiveSmallIntegerField(blank=True, help_text='Only for signs that count something: how many, before it stands out.', null=True, validators=[django.core.validators.MinValueValidator(1)], verbose_name='counts from')),
                ('always', models.BooleanField(default=False, verbose_name='every one is reviewed')),
                ('valid_from', models.DateField(verbose_name='in force from')),
            ],
            options={
                'verbose_name': 'sign in the log',
                'verbose_name_plural': 'signs in the log',
                'ordering': ['code', '-version'],
                'constraints': [models.UniqueConstraint(fields=('code', 'version'), name='sign_weight_one_per_version')],
            },
        ),
        migrations.CreateModel(
            name='Erasure',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('request', 'All words of a request'), ('facts', 'Facts of lines in the log'), ('concern', 'All words of a concern report'), ('deviation', 'All words of a deviation'), ('incident', 'All words of an incident'), ('threat', 'All words and evidence of a threat'), ('contact', 'All words of an authority’s request'), ('disposal', 'What was on a list of disposal')], max_length=10, verbose_name='what')),
                ('status', models.CharField(choices=[('proposed', 'Waits for a second person'), ('done', 'Erased'), ('declined', 'Turned down'), ('taken_back', 'Taken back')], default='proposed', max_length=10, verbose_name='status')),
                ('about', models.CharField(max_length=120)),
                ('reference', models.CharField(blank=True, max_length=12, verbose_name='reference')),
                ('subject', models.UUIDField(editable=False, null=True)),
                ('numbers', models.JSONField(default=list, verbose_name='lines of the log')),
                ('proposed_at', models.DateTimeField(verbose_name='proposed')),
                ('proposed_as', models.CharField(max_length=30)),
                ('decided_at', models.DateTimeField(null=True, verbose_name='decided')),
                ('decided_as', models.CharField(blank=True, max_length=30)),
                ('counts', models.JSONField(default=dict)),
                ('commitments', models.JSONField(default=list)),
                ('certificate', models.TextField(blank=True, editable=False)),
                ('batch', models.UUIDField(db_index=True, editable=False, null=True)),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('proposed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('ground', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='audit.erasureground', verbose_name='ground')),
            ],
            options={
                'verbose_name': 'erasure',
                'verbose_name_plural': 'erasures',
                'ordering': ['-proposed_at'],
                'indexes': [models.Index(fields=['status', 'proposed_at'], name='audit_erasu_status_8a0797_idx')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('status__in', ['done', 'declined']), _negated=True), models.Q(('decided_by', models.F('proposed_by')), _negated=True), _connector='OR'), name='erasure_nobody_confirms_their_own'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('decided_by__isnull', True), ('status', 'proposed')), models.Q(models.Q(('status', 'proposed'), _negated=True), ('decided_at__isnull', False), ('decided_by__isnull', False)), _connector='OR'), name='erasure_decided_by_somebody_then'), models.UniqueConstraint(condition=models.Q(('kind', 'request'), ('status__in', ['proposed', 'done'])), fields=('about',), name='erasure_one_per_request')],
            },
        ),
        migrations.CreateModel(
            name='Item',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('position', models.PositiveIntegerField(verbose_name='place in the queue')),
                ('actor', models.CharField(max_length=60, verbose_name='who')),
                ('role', models.CharField(max_length=30, verbose_name='role')),
                ('organisation', models.CharField(blank=True, max_length=60, verbose_name='organisation')),
                ('deed', models.CharField(max_length=60, verbose_name='what')),
                ('about', models.CharField(max_length=120, verbose_name='about')),
                ('purpose', models.CharField(blank=True, max_length=40, verbose_name='purpose')),
                ('number', models.PositiveBigIntegerField(verbose_name='line')),
                ('at', models.DateTimeField(verbose_name='when')),
                ('day', models.DateField(verbose_name='day')),
                ('times', models.PositiveIntegerField(verbose_name='times that day')),
                ('signs', models.JSONField(default=list, verbose_name='signs')),
                ('weight', models.PositiveIntegerField(verbose_name='weight')),
                ('by_chance', models.BooleanField(verbose_name='by chance')),
                ('finding', models.CharField(blank=True, choices=[('explained', 'Explained'), ('talk', 'Needs a talk'), ('incident', 'Incident')], max_length=10, verbose_name='finding')),
                ('reason', models.CharField(blank=True, choices=[('task', 'It was their task'), ('cover', 'Stood in for a colleague'), ('leading', 'Leading or training'), ('slip', 'A slip: the wrong one, left at once'), ('emergency', 'An emergency'), ('no_task', 'No task that we can see'), ('related', 'Related to the person'), ('curious', 'Curiosity')], max_length=10, verbose_name='reason')),
                ('found_by', models.CharField(blank=True, max_length=60, verbose_name='found by')),
                ('found_at', models.DateTimeField(null=True, verbose_name='found')),
                ('first_found_at', models.DateTimeField(null=True)),
                ('turn', models.PositiveSmallIntegerField(default=0)),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='items', to='audit.round')),
            ],
            options={
                'verbose_name': 'item to review',
                'verbose_name_plural': 'items to review',
                'ordering': ['round', 'position'],
                'indexes': [models.Index(condition=models.Q(('finding', '')), fields=['round'], name='review_item_open')],
                'constraints': [models.UniqueConstraint(fields=('actor', 'about', 'day'), name='review_item_drawn_once'), models.UniqueConstraint(fields=('round', 'position'), name='review_item_one_place'), models.CheckConstraint(condition=models.Q(('found_by', models.F('actor')), _negated=True), name='review_item_is_not_found_by_the_reviewed'), models.CheckConstraint(condition=models.Q(models.Q(('finding', ''), ('found_at__isnull', True), ('found_by', '')), models.Q(models.Q(('finding', ''), _negated=True), models.Q(('found_by', ''), _negated=True), ('found_at__isnull', False)), _connector='OR'), name='review_item_found_by_somebody_at_some_time')],
            },
        ),
        migrations.RunPython(install, remove),
    ]
