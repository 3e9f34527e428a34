import audit.models.words
import django.db.models.deletion
import django.utils.timezone
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [
        ('register', '0001_titles_provisions_and_markings'),
        ('register', '0002_contact_requests_are_registered'),
    ]

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Provision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(max_length=40, verbose_name='code')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('paragraph', models.CharField(max_length=80, verbose_name='paragraph')),
                ('title', audit.models.words.LocalText(default=dict, verbose_name='title')),
                ('text', audit.models.words.LocalText(default=dict, verbose_name='in plain words')),
                ('valid_from', models.DateField(verbose_name='in force from')),
                ('valid_until', models.DateField(blank=True, null=True, verbose_name='in force until')),
            ],
            options={
                'verbose_name': 'provision of secrecy',
                'verbose_name_plural': 'provisions of secrecy',
                'ordering': ['code', '-version'],
                'constraints': [models.UniqueConstraint(fields=('code', 'version'), name='provision_one_per_version')],
            },
        ),
        migrations.CreateModel(
            name='RegisterTitle',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('request', 'Request to us'), ('no_request', 'What was no request'), ('concern', 'Concern report'), ('deviation', 'Deviation'), ('incident', 'Incident'), ('threat', 'Threat against staff'), ('contact', 'An authority’s request for contact details')], max_length=12, verbose_name='what')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('is_registered', models.BooleanField(default=True, help_text='Documents of a personal file need not (OSF section 2), and what is obviously of minor importance need not either (OSL 5:1).', verbose_name='stands in the register')),
                ('paragraph', models.CharField(max_length=80, verbose_name='paragraph')),
                ('title', audit.models.words.LocalText(default=dict, verbose_name='what it is about, in brief')),
                ('party', audit.models.words.LocalText(default=dict, verbose_name='sender or receiver, without saying who')),
                ('valid_from', models.DateField(verbose_name='in force from')),
                ('valid_until', models.DateField(blank=True, null=True, verbose_name='in force until')),
            ],
            options={
                'verbose_name': 'title in the register',
                'verbose_name_plural': 'titles in the register',
                'ordering': ['kind', '-version'],
                'constraints': [models.UniqueConstraint(fields=('kind', 'version'), name='register_title_one_per_version')],
            },
        ),
        migrations.CreateModel(
            name='Marking',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('about', models.CharField(max_length=120)),
                ('authority', models.CharField(max_length=200, verbose_name='authority')),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='marked')),
                ('lifted_at', models.DateTimeField(null=True, verbose_name='lifted')),
                ('lifted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('provision', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='register.provision', verbose_name='provision')),
            ],
            options={
                'verbose_name': 'marking of confidentiality',
                'verbose_name_plural': 'markings of confidentiality',
                'ordering': ['made_at'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('lifted_at__isnull', True)), fields=('about', 'provision'), name='marking_once_for_each_provision'), models.CheckConstraint(condition=models.Q(models.Q(('lifted_at__isnull', True), ('lifted_by__isnull', True)), models.Q(('lifted_at__isnull', False), ('lifted_by__isnull', False)), _connector='OR'), name='marking_lifted_by_somebody')],
            },
        ),
    ]
