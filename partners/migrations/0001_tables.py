import audit.models.words
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import uuid
from django.conf import settings
from django.db import migrations, models

from partners import assessed


def install(apps, schema_editor):
    assessed.install(schema_editor.connection)


def remove(apps, schema_editor):
    assessed.remove(schema_editor.connection)


class Migration(migrations.Migration):

    replaces = [
        ('partners', '0001_initial'), ('partners', '0002_text_before_writing'),
        ('partners', '0003_extract_texts'), ('partners', '0004_helplines_and_open_services'),
        ('partners', '0005_arenas'), ('partners', '0006_agreements_are_announced'),
        ('partners', '0007_hours_until_a_new_code'), ('partners', '0008_concern_form'),
        ('partners', '0009_open_services_catalogue'),
        ('partners', '0010_days_that_a_draft_is_kept'), ('partners', '0011_directory_exchange'),
        ('partners', '0012_each_has_its_own_id'), ('partners', '0013_who_writes_to_whom'),
        ('partners', '0014_apps_for_codes'), ('partners', '0015_what_agreements_let_us_tell'),
        ('partners', '0016_days_until_arrival_is_asked'),
        ('partners', '0017_what_partners_propose'),
        ('partners', '0018_a_new_service_is_proposed'),
    ]

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Area',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(max_length=30, unique=True, verbose_name='code')),
                ('name', models.CharField(max_length=60, verbose_name='name')),
            ],
            options={
                'verbose_name': 'area',
                'verbose_name_plural': 'areas',
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='IncomingFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('content', models.BinaryField()),
                ('digest', models.CharField(max_length=64)),
                ('findings', models.JSONField(default=list)),
                ('kind', models.CharField(choices=[('social_services', 'Social services'), ('school', 'School'), ('youth_centre', 'Youth centre'), ('police', 'Police'), ('civil_society', 'Civil society'), ('health_care', 'Health care'), ('fire_service', 'Fire service'), ('housing', 'Housing company')], max_length=20)),
                ('secrecy', models.CharField(choices=[('strong', 'Authority with strong secrecy'), ('weak', 'Authority where what we tell is weakly protected'), ('private', 'Private: only bound by a reservation')], max_length=10)),
                ('opens', models.BooleanField()),
                ('keeps_people', models.BooleanField()),
                ('received_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'verbose_name': 'file that waits',
                'verbose_name_plural': 'files that wait',
            },
        ),
        migrations.CreateModel(
            name='Municipality',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, verbose_name='name')),
                ('exit_url', models.URLField(default='https://www.smhi.se/', verbose_name='where “leave this page” goes')),
                ('promise_days', models.PositiveSmallIntegerField(default=1, validators=[django.core.validators.MinValueValidator(1)], verbose_name='working days until a human has read')),
                ('new_code_hours', models.PositiveSmallIntegerField(default=24, help_text='In that time whoever has the old code can stop the new one.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(168)], verbose_name='hours until a new receipt code opens')),
                ('draft_days', models.PositiveSmallIntegerField(default=30, help_text='A text that one of us has begun and not sent. Only its author can read it.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(90)], verbose_name='days that a draft is kept which nobody touches')),
                ('arrival_days', models.PositiveSmallIntegerField(default=14, help_text='After somebody was shown the way, or introduced to a partner. Another day can be chosen each time.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(90)], verbose_name='days until we ask whether somebody got there')),
                ('takes_concerns', models.BooleanField(default=True, help_text='Else the page only says whom to call: the numbers for “Concern for a child”.', verbose_name='concern for a child can be reported on the public pages')),
                ('county', models.CharField(blank=True, max_length=40, verbose_name='county, as in an address')),
                ('publishes_directory', models.BooleanField(default=False, help_text='What residents may come to, and organisations marked as public.', verbose_name='the directory is published as open data')),
            ],
            options={
                'verbose_name': 'municipality',
                'verbose_name_plural': 'municipality',
            },
        ),
        migrations.CreateModel(
            name='PhoneNumber',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('label', audit.models.words.LocalText(default=dict, verbose_name='label')),
                ('number', models.CharField(max_length=30, verbose_name='number')),
                ('when', models.CharField(choices=[('acute', 'Danger now'), ('always', 'Around the clock'), ('closed', 'When we are closed'), ('open', 'When we are open')], max_length=10, verbose_name='shown')),
                ('about', models.CharField(choices=[('anything', 'Anything'), ('life', 'Thoughts of taking one’s life'), ('violence', 'Violence and threats'), ('children', 'For children and young people'), ('harmed_child', 'Concern for a child'), ('honour', 'Honour: when the family decides over your life'), ('own_violence', 'For you who hurt somebody, or are afraid to'), ('addiction', 'Alcohol, drugs and gambling'), ('elderly', 'For older people'), ('crime', 'Victims of crime')], default='anything', max_length=15, verbose_name='about')),
                ('audience', audit.models.words.LocalText(blank=True, default=dict, verbose_name='for whom')),
                ('hours', audit.models.words.LocalText(blank=True, default=dict, verbose_name='when it answers')),
                ('languages', models.JSONField(blank=True, default=list, verbose_name='languages')),
                ('link', models.URLField(blank=True, verbose_name='address on the web')),
                ('link_text', audit.models.words.LocalText(blank=True, default=dict, verbose_name='text of the link')),
                ('checked_on', models.DateField(blank=True, null=True, verbose_name='checked on')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='order')),
            ],
            options={
                'verbose_name': 'phone number',
                'verbose_name_plural': 'phone numbers',
                'ordering': ['position', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Topic',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(max_length=40, unique=True, verbose_name='code')),
                ('label', audit.models.words.LocalText(default=dict, verbose_name='label')),
                ('is_active', models.BooleanField(default=True, verbose_name='in use')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='order')),
            ],
            options={
                'verbose_name': 'topic',
                'verbose_name_plural': 'topics',
                'ordering': ['position', 'code'],
            },
        ),
        migrations.CreateModel(
            name='AgreedPurpose',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(max_length=40, verbose_name='code')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('title', audit.models.words.LocalText(default=dict, verbose_name='title')),
                ('text', audit.models.words.LocalText(blank=True, default=dict, verbose_name='in plain words')),
                ('valid_from', models.DateField(verbose_name='in force from')),
                ('valid_until', models.DateField(blank=True, null=True, verbose_name='in force until')),
            ],
            options={
                'verbose_name': 'purpose of telling',
                'verbose_name_plural': 'purposes of telling',
                'ordering': ['code', '-version'],
                'constraints': [models.UniqueConstraint(fields=('code', 'version'), name='agreed_purpose_one_per_version'), models.CheckConstraint(condition=models.Q(('valid_until__isnull', True), ('valid_until__gte', models.F('valid_from')), _connector='OR'), name='agreed_purpose_ends_after_it_begins')],
            },
        ),
        migrations.CreateModel(
            name='Organisation',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=80, unique=True, verbose_name='name')),
                ('kind', models.CharField(choices=[('social_services', 'Social services'), ('school', 'School'), ('youth_centre', 'Youth centre'), ('police', 'Police'), ('civil_society', 'Civil society'), ('health_care', 'Health care'), ('fire_service', 'Fire service'), ('housing', 'Housing company')], max_length=20, verbose_name='kind')),
                ('secrecy', models.CharField(choices=[('strong', 'Authority with strong secrecy'), ('weak', 'Authority where what we tell is weakly protected'), ('private', 'Private: only bound by a reservation')], max_length=10, verbose_name='secrecy there')),
                ('is_ours', models.BooleanField(default=False, editable=False, verbose_name='is our own')),
                ('is_active', models.BooleanField(default=True, verbose_name='in use')),
                ('agreement_until', models.DateField(blank=True, null=True, verbose_name='agreement until')),
                ('agreement_announced', models.DateField(editable=False, null=True)),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='functional mailbox')),
                ('language', models.CharField(default='sv', max_length=5, verbose_name='language of notices')),
                ('description', audit.models.words.LocalText(blank=True, default=dict, verbose_name='what it is')),
                ('website', models.URLField(blank=True, verbose_name='address on the web')),
                ('is_public', models.BooleanField(default=False, help_text='With all that it offers, also what takes a referral.', verbose_name='shown in the open data')),
                ('hsds_id', models.UUIDField(default=uuid.uuid4, help_text='By which other directories know it. Leave it as it is if you know of no other.', unique=True, verbose_name='id in Open Referral')),
                ('carried', models.JSONField(default=dict, editable=False, verbose_name='kept for the exchange')),
                ('takes_messages', models.BooleanField(default=False, help_text='Only if the agreement says so. The police get and give codes alone.', verbose_name='we write to each other about a referral')),
                ('digests_on_days_off', models.BooleanField(default=False, help_text='On Saturdays, Sundays and holidays, because the partner has asked for it.', verbose_name='also told of unread messages on days off')),
                ('group', models.OneToOneField(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='organisation', to='auth.group', verbose_name='group')),
            ],
            options={
                'verbose_name': 'organisation',
                'verbose_name_plural': 'organisations',
                'ordering': ['name'],
            },
        ),
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
                ('registered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='registered by')),
                ('organisation', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='code_app', to='partners.organisation', verbose_name='organisation')),
            ],
            options={
                'verbose_name': 'app for codes',
                'verbose_name_plural': 'apps for codes',
            },
        ),
        migrations.CreateModel(
            name='PublicText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(choices=[('before', 'Before you write'), ('what_happens', 'What happens when you write'), ('what_does_not', 'What does not happen'), ('limits', 'Where the limit goes'), ('apply', 'The right to apply for assessed help'), ('your_data', 'Your data'), ('accessibility', 'Accessibility statement'), ('data_purposes', 'Extract: why we have the data'), ('data_categories', 'Extract: kinds of data'), ('data_recipients', 'Extract: who gets the data'), ('data_retention', 'Extract: how long it is kept'), ('data_source', 'Extract: where it comes from'), ('data_rights', 'Extract: your rights'), ('data_complaint', 'Extract: where to complain')], max_length=20, verbose_name='place')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('body', audit.models.words.LocalText(default=dict, verbose_name='text')),
                ('valid_from', models.DateField(verbose_name='in force from')),
            ],
            options={
                'verbose_name': 'public text',
                'verbose_name_plural': 'public texts',
                'ordering': ['key', '-version'],
                'constraints': [models.UniqueConstraint(fields=('key', 'version'), name='public_text_one_per_version')],
            },
        ),
        migrations.CreateModel(
            name='RefusalReason',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(max_length=40, verbose_name='code')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('title', audit.models.words.LocalText(default=dict, verbose_name='title')),
                ('valid_from', models.DateField(verbose_name='in force from')),
                ('valid_until', models.DateField(blank=True, null=True, verbose_name='in force until')),
            ],
            options={
                'verbose_name': 'reason to refuse a proposal',
                'verbose_name_plural': 'reasons to refuse a proposal',
                'ordering': ['code', '-version'],
                'constraints': [models.UniqueConstraint(fields=('code', 'version'), name='refusal_reason_one_per_version'), models.CheckConstraint(condition=models.Q(('valid_until__isnull', True), ('valid_until__gte', models.F('valid_from')), _connector='OR'), name='refusal_reason_ends_after_it_begins')],
            },
        ),
        migrations.CreateModel(
            name='Service',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', audit.models.words.LocalText(default=dict, verbose_name='name')),
                ('description', audit.models.words.LocalText(blank=True, default=dict, verbose_name='description')),
                ('is_open', models.BooleanField(default=False, verbose_name='residents may come by themselves')),
                ('audience', audit.models.words.LocalText(blank=True, default=dict, verbose_name='for whom')),
                ('how_to_come', audit.models.words.LocalText(blank=True, default=dict, verbose_name='how to come there')),
                ('hours', audit.models.words.LocalText(blank=True, default=dict, verbose_name='when it is open')),
                ('languages', models.JSONField(blank=True, default=list, verbose_name='languages')),
                ('phone', models.CharField(blank=True, max_length=30, verbose_name='phone')),
                ('from_age', models.PositiveSmallIntegerField(default=0, verbose_name='from age')),
                ('to_age', models.PositiveSmallIntegerField(default=120, verbose_name='to age')),
                ('capacity', models.CharField(choices=[('open', 'Room'), ('few', 'Few places'), ('full', 'Full'), ('unknown', 'Not known')], default='unknown', max_length=10, verbose_name='room')),
                ('capacity_said_at', models.DateTimeField(editable=False, null=True, verbose_name='said at')),
                ('is_active', models.BooleanField(default=True, verbose_name='in use')),
                ('cost', audit.models.words.LocalText(blank=True, default=dict, verbose_name='cost')),
                ('access', models.JSONField(blank=True, default=list, verbose_name='access')),
                ('address', models.CharField(blank=True, max_length=120, verbose_name='street and number')),
                ('postal_code', models.CharField(blank=True, max_length=12, verbose_name='postal code')),
                ('city', models.CharField(blank=True, max_length=60, verbose_name='town')),
                ('address_is_hidden', models.BooleanField(default=False, help_text='Only the areas are shown, as for a shelter. Write it in no text either.', verbose_name='the address is hidden')),
                ('checked_on', models.DateField(blank=True, null=True, verbose_name='checked on')),
                ('hsds_id', models.UUIDField(default=uuid.uuid4, help_text='By which other directories know it. Leave it as it is if you know of no other.', unique=True, verbose_name='id in Open Referral')),
                ('carried', models.JSONField(default=dict, editable=False, verbose_name='kept for the exchange')),
                ('changed_at', models.DateTimeField(auto_now=True)),
                ('imported_at', models.DateTimeField(editable=False, null=True)),
                ('areas', models.ManyToManyField(blank=True, related_name='services', to='partners.area', verbose_name='areas (none: everywhere)')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='services', to='partners.organisation', verbose_name='organisation')),
                ('topics', models.ManyToManyField(blank=True, related_name='services', to='partners.topic', verbose_name='topics')),
            ],
            options={
                'verbose_name': 'service',
                'verbose_name_plural': 'services',
                'ordering': ['organisation__name', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='ServiceKind',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(max_length=40, verbose_name='code')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('title', audit.models.words.LocalText(default=dict, verbose_name='title')),
                ('always_assessed', models.BooleanField(default=False, verbose_name='always takes an assessment')),
                ('paragraph', models.CharField(max_length=60, verbose_name='paragraph')),
                ('text', audit.models.words.LocalText(blank=True, default=dict, verbose_name='explanation')),
                ('valid_from', models.DateField(verbose_name='in force from')),
                ('valid_until', models.DateField(blank=True, null=True, verbose_name='in force until')),
            ],
            options={
                'verbose_name': 'kind of open service',
                'verbose_name_plural': 'kinds of open services',
                'ordering': ['always_assessed', 'code', '-version'],
                'constraints': [models.UniqueConstraint(fields=('code', 'version'), name='service_kind_one_per_version'), models.CheckConstraint(condition=models.Q(('valid_until__isnull', True), ('valid_until__gte', models.F('valid_from')), _connector='OR'), name='service_kind_ends_after_it_begins')],
            },
        ),
        migrations.CreateModel(
            name='Team',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60, unique=True, verbose_name='name')),
                ('kind', models.CharField(choices=[('area', 'Area team'), ('reception', 'Reception for concern reports')], default='area', max_length=10, verbose_name='kind')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name="the team's own mailbox")),
                ('takes_the_rest', models.BooleanField(default=False, verbose_name='takes requests without an area')),
                ('areas', models.ManyToManyField(blank=True, related_name='teams', to='partners.area', verbose_name='areas')),
                ('group', models.OneToOneField(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='team', to='auth.group', verbose_name='group')),
            ],
            options={
                'verbose_name': 'team',
                'verbose_name_plural': 'teams',
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='Arena',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=30, unique=True, validators=[django.core.validators.RegexValidator('^[a-z0-9]+(-[a-z0-9]+)*\\Z', 'Only small letters a–z, digits and hyphens, as in an address.')], verbose_name='end of the short link')),
                ('name', audit.models.words.LocalText(default=dict, verbose_name='name')),
                ('kind', models.CharField(choices=[('school', 'School'), ('library', 'Library'), ('youth_centre', 'Youth centre'), ('event', 'Event'), ('other', 'Another place')], max_length=15, verbose_name='kind')),
                ('opens_on', models.DateField(default=django.utils.timezone.localdate, verbose_name='open from')),
                ('closes_on', models.DateField(blank=True, null=True, verbose_name='closed from')),
                ('area', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='arenas', to='partners.area', verbose_name='area')),
            ],
            options={
                'verbose_name': 'arena',
                'verbose_name_plural': 'arenas',
                'ordering': ['slug'],
                'constraints': [models.CheckConstraint(condition=models.Q(('closes_on__isnull', True), ('closes_on__gte', models.F('opens_on')), _connector='OR'), name='arena_closes_after_it_opens')],
            },
        ),
        migrations.CreateModel(
            name='OpenService',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=40, verbose_name='kind')),
                ('name', audit.models.words.LocalText(default=dict, verbose_name='name')),
                ('description', audit.models.words.LocalText(blank=True, default=dict, verbose_name='description')),
                ('audience', audit.models.words.LocalText(blank=True, default=dict, verbose_name='for whom')),
                ('from_age', models.PositiveSmallIntegerField(default=0, verbose_name='from age')),
                ('to_age', models.PositiveSmallIntegerField(default=120, verbose_name='to age')),
                ('talks', models.PositiveSmallIntegerField(blank=True, help_text='At most so many. Leave it empty if there is no limit.', null=True, verbose_name='number of talks')),
                ('mode', models.CharField(choices=[('advice', 'Advice: only that it took place (SoL 14:4)'), ('identity_exempt', 'What happened, but never who it was (SoL 14:5)'), ('full', 'In full (SoL 14:3)')], help_text='As the board has decided. While a service runs it can only become more.', max_length=15, verbose_name='documentation')),
                ('decision_number', models.CharField(blank=True, max_length=40, verbose_name='number of the board’s decision')),
                ('decided_on', models.DateField(blank=True, null=True, verbose_name='decided')),
                ('valid_from', models.DateField(blank=True, null=True, verbose_name='in force from')),
                ('valid_until', models.DateField(blank=True, null=True, verbose_name='in force until')),
                ('withdrawn_from', models.DateField(editable=False, null=True, verbose_name='withdrawn from')),
                ('withdrawal_number', models.CharField(blank=True, editable=False, max_length=40, verbose_name='number of the withdrawal')),
                ('provider', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='open_services', to='partners.organisation', verbose_name='provider')),
            ],
            options={
                'verbose_name': 'open service',
                'verbose_name_plural': 'open services',
                'ordering': ['pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('valid_from__isnull', True), models.Q(('decided_on__isnull', False), models.Q(('decision_number', ''), _negated=True)), _connector='OR'), name='open_service_in_force_is_decided'), models.CheckConstraint(condition=models.Q(('valid_until__isnull', True), models.Q(('valid_from__isnull', False), ('valid_until__gte', models.F('valid_from'))), _connector='OR'), name='open_service_ends_after_it_begins'), models.CheckConstraint(condition=models.Q(models.Q(('withdrawal_number', ''), ('withdrawn_from__isnull', True)), models.Q(('withdrawn_from__isnull', False), models.Q(('withdrawal_number', ''), _negated=True)), _connector='OR'), name='open_service_is_withdrawn_by_a_decision'), models.CheckConstraint(condition=models.Q(('to_age__gte', models.F('from_age'))), name='open_service_ages_are_in_order'), models.CheckConstraint(condition=models.Q(('talks__isnull', True), ('talks__gte', 1), _connector='OR'), name='open_service_has_at_least_a_talk'), models.CheckConstraint(condition=models.Q(('mode__in', ['advice', 'identity_exempt', 'full'])), name='open_service_mode_is_known')],
            },
        ),
        migrations.CreateModel(
            name='OpeningHours',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('weekday', models.PositiveSmallIntegerField(choices=[(0, 'Monday'), (1, 'Tuesday'), (2, 'Wednesday'), (3, 'Thursday'), (4, 'Friday'), (5, 'Saturday'), (6, 'Sunday')], verbose_name='weekday')),
                ('opens', models.TimeField(verbose_name='opens')),
                ('closes', models.TimeField(verbose_name='closes')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='opening_hours', to='partners.organisation', verbose_name='organisation')),
            ],
            options={
                'verbose_name': 'opening hours',
                'verbose_name_plural': 'opening hours',
                'ordering': ['organisation', 'weekday', 'opens'],
                'constraints': [models.CheckConstraint(condition=models.Q(('closes__gt', models.F('opens'))), name='opening_hours_end_after_they_begin')],
            },
        ),
        migrations.CreateModel(
            name='ClosedDays',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('first', models.DateField(verbose_name='first day')),
                ('last', models.DateField(verbose_name='last day')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='closed_days', to='partners.organisation', verbose_name='organisation')),
            ],
            options={
                'verbose_name': 'closed days',
                'verbose_name_plural': 'closed days',
                'ordering': ['organisation', 'first'],
                'constraints': [models.CheckConstraint(condition=models.Q(('last__gte', models.F('first'))), name='closed_days_end_after_they_begin')],
            },
        ),
        migrations.CreateModel(
            name='AgreementTerm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(editable=False, max_length=90)),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('purpose', models.SlugField(max_length=40, verbose_name='purpose')),
                ('items', models.JSONField(blank=True, default=list, verbose_name='what may be told')),
                ('valid_from', models.DateField(verbose_name='in force from')),
                ('valid_until', models.DateField(blank=True, null=True, verbose_name='in force until')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='terms', to='partners.organisation', verbose_name='organisation')),
            ],
            options={
                'verbose_name': 'what an agreement lets us tell',
                'verbose_name_plural': 'what agreements let us tell',
                'ordering': ['organisation__name', 'purpose', '-version'],
                'constraints': [models.UniqueConstraint(fields=('name', 'version'), name='agreement_term_one_per_version'), models.CheckConstraint(condition=models.Q(('valid_until__isnull', True), ('valid_until__gte', models.F('valid_from')), _connector='OR'), name='agreement_term_ends_after_it_begins')],
            },
        ),
        migrations.CreateModel(
            name='Proposal',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('is_new', models.BooleanField(default=False, verbose_name='a new service')),
                ('values', models.JSONField()),
                ('before', models.JSONField()),
                ('status', models.CharField(choices=[('proposed', 'Waiting for the municipality'), ('approved', 'Approved'), ('refused', 'Not approved'), ('taken_back', 'Taken back by the partner')], default='proposed', max_length=10, verbose_name='state')),
                ('reason', models.SlugField(blank=True, max_length=40, verbose_name='reason')),
                ('proposed_at', models.DateTimeField(verbose_name='proposed')),
                ('decided_at', models.DateTimeField(null=True, verbose_name='decided')),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='proposals', to='partners.organisation')),
                ('proposed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('service', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='proposals', to='partners.service')),
            ],
            options={
                'verbose_name': 'proposal',
                'verbose_name_plural': 'proposals',
                'ordering': ['-proposed_at', 'pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('status', 'proposed')), fields=('service',), name='proposal_one_waits_per_service'), models.UniqueConstraint(condition=models.Q(('is_new', False), ('service__isnull', True), ('status', 'proposed')), fields=('organisation',), name='proposal_one_waits_for_the_hours'), models.CheckConstraint(condition=models.Q(('is_new', False), ('service__isnull', True), ('status', 'approved'), _connector='OR'), name='proposal_of_a_new_service_has_it_after_a_yes'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'refused'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='proposal_is_refused_for_a_reason')],
            },
        ),
        migrations.CreateModel(
            name='ShortDay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(verbose_name='day')),
                ('closes', models.TimeField(verbose_name='closes')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='short_days', to='partners.organisation', verbose_name='organisation')),
            ],
            options={
                'verbose_name': 'short day',
                'verbose_name_plural': 'short days',
                'ordering': ['organisation', 'day'],
                'constraints': [models.UniqueConstraint(fields=('organisation', 'day'), name='short_day_closes_once')],
            },
        ),
        migrations.RunPython(install, remove),
    ]
