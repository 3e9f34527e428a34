import config.accounts.models
import config.accounts.oidc_providers
import django.db.models.deletion
import django.utils.timezone
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('accounts', '0008_shortcuts_can_be_turned_off')]

    initial = True

    dependencies = [
        ('accounts', '0001_tables'),
        ('partners', '0001_tables'),
    ]

    operations = [
        migrations.AddField(
            model_name='user',
            name='organisation',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='members', to='partners.organisation', verbose_name='organisation'),
        ),
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('email', models.EmailField(max_length=254, verbose_name='e-mail')),
                ('name', models.CharField(max_length=80, verbose_name='name')),
                ('role', models.CharField(choices=[('social_worker', 'Social worker'), ('team_lead', 'Team lead'), ('registrar', 'School or partner registrar'), ('partner_member', 'Partner member'), ('partner_lead', 'Partner lead'), ('log_reviewer', 'Log reviewer'), ('administrator', 'Administrator'), ('e_service', 'E-service platform'), ('partner_system', "A partner's own system"), ('neighbour', 'Another municipality’s Lotsen')], max_length=20, verbose_name='role')),
                ('language', models.CharField(default='sv', max_length=5, verbose_name='language')),
                ('account_expires_at', models.DateTimeField(blank=True, null=True, verbose_name='access ends')),
                ('nonce', models.CharField(default=config.accounts.models.new_nonce, editable=False, max_length=32)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('expires_at', models.DateTimeField(default=config.accounts.models.in_a_week)),
                ('accepted_at', models.DateTimeField(null=True)),
                ('revoked_at', models.DateTimeField(null=True)),
                ('created_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partners.organisation', verbose_name='organisation')),
                ('teams', models.ManyToManyField(blank=True, related_name='+', to='partners.team', verbose_name='teams')),
            ],
            options={
                'verbose_name': 'invitation',
                'verbose_name_plural': 'invitations',
                'ordering': ['-created_at'],
            },
        ),
        migrations.CreateModel(
            name='GroupRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(editable=False, max_length=260)),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('provider', models.CharField(choices=config.accounts.oidc_providers.choices, max_length=40, verbose_name='identity provider')),
                ('group', models.CharField(max_length=200, verbose_name='group there')),
                ('role', models.CharField(choices=[('social_worker', 'Social worker'), ('team_lead', 'Team lead'), ('registrar', 'School or partner registrar'), ('partner_member', 'Partner member'), ('partner_lead', 'Partner lead'), ('log_reviewer', 'Log reviewer'), ('administrator', 'Administrator')], max_length=20, verbose_name='role')),
                ('is_active', models.BooleanField(default=True, verbose_name='active')),
                ('confirmed_at', models.DateTimeField(editable=False, null=True)),
                ('confirmed_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='confirmed by')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partners.organisation', verbose_name='organisation')),
                ('proposed_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='written by')),
                ('teams', models.ManyToManyField(blank=True, help_text='None chosen: the group says nothing about teams.', related_name='+', to='partners.team', verbose_name='teams')),
            ],
            options={
                'verbose_name': 'group at an identity provider',
                'verbose_name_plural': 'groups at identity providers',
                'ordering': ['name', '-version'],
                'constraints': [models.UniqueConstraint(fields=('name', 'version'), name='group_rule_one_per_version')],
            },
        ),
    ]
