from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [
        ('accounts', '0001_initial'), ('accounts', '0002_initial'),
        ('accounts', '0003_people_are_invited'),
        ('accounts', '0004_groups_at_identity_providers'), ('accounts', '0005_neighbours'),
        ('accounts', '0006_rules_confirmed_by_two'), ('accounts', '0007_name_is_hidden'),
    ]

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
    ]

    operations = [
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('email', models.EmailField(max_length=254, unique=True, verbose_name='e-mail')),
                ('name', models.CharField(max_length=80, verbose_name='name')),
                ('alias', models.CharField(blank=True, help_text='For example a first name. Empty: only the role is shown.', max_length=40, verbose_name='name shown to residents')),
                ('shielded_at', models.DateTimeField(editable=False, null=True, verbose_name='name hidden since')),
                ('shield', models.CharField(blank=True, editable=False, max_length=40, verbose_name='name shown while it is hidden')),
                ('role', models.CharField(blank=True, choices=[('social_worker', 'Social worker'), ('team_lead', 'Team lead'), ('registrar', 'School or partner registrar'), ('partner_member', 'Partner member'), ('partner_lead', 'Partner lead'), ('log_reviewer', 'Log reviewer'), ('administrator', 'Administrator'), ('e_service', 'E-service platform'), ('partner_system', "A partner's own system"), ('neighbour', 'Another municipality’s Lotsen')], max_length=20, verbose_name='role')),
                ('language', models.CharField(default='sv', max_length=5, verbose_name='language')),
                ('has_shortcuts', models.BooleanField(default=True, verbose_name='keyboard shortcuts')),
                ('is_active', models.BooleanField(default=True, verbose_name='active')),
                ('expires_at', models.DateTimeField(blank=True, null=True, verbose_name='access ends')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created')),
                ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
            ],
            options={
                'verbose_name': 'user',
                'verbose_name_plural': 'users',
            },
        ),
    ]
