import audit.vault.fields
import django.db.models.deletion
import django.utils.timezone
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [
        ('police', '0001_contact_requests'), ('police', '0002_when_it_ended_and_was_erased'),
    ]

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
        ('intake', '0001_tables'),
        ('referrals', '0001_tables'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ContactDecision',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('outcome', models.CharField(choices=[('give', 'The contact details are given'), ('nothing', 'We hold none: there is nothing to give'), ('refuse', 'It is refused')], max_length=10, verbose_name='decision')),
                ('refusal', models.CharField(blank=True, choices=[('secrecy', 'Secrecy applies, and there are exceptional reasons'), ('no_contact', 'What is asked for is no contact detail'), ('no_authority', 'It is no authority that the law names'), ('not_checked', 'We could not make sure who asks'), ('not_named', 'It does not say enough about whom it is')], max_length=12, verbose_name='refused because')),
                ('items', models.JSONField(default=list, verbose_name='what is given')),
                ('revision', models.PositiveIntegerField(editable=False, null=True)),
                ('answers', models.JSONField(default=list)),
                ('tells_person', models.BooleanField(default=False, verbose_name='the person may see it')),
                ('decided_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='proposed')),
                ('confirmed_at', models.DateTimeField(null=True, verbose_name='decided')),
                ('handed_back_for', models.CharField(blank=True, choices=[('too_much', 'It gives more than is asked for'), ('condition', 'A condition is not met'), ('wrong_person', 'It may be about somebody else'), ('reasons', 'The reasons do not say enough')], max_length=12, verbose_name='handed back because')),
                ('reasons', audit.vault.fields.SealedTextField(verbose_name='reasons')),
                ('confirmed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('decided_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('ground', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='referrals.legalground')),
            ],
            options={
                'ordering': ['decided_at'],
            },
        ),
        migrations.CreateModel(
            name='ContactRequest',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('reference', models.CharField(max_length=12, unique=True, verbose_name='reference')),
                ('status', models.CharField(choices=[('received', 'Received'), ('checked', 'It is they who ask'), ('decided', 'Waits for a second person'), ('confirmed', 'To be answered'), ('answered', 'Answered'), ('called_off', 'Called off by the authority')], default='received', max_length=10, verbose_name='status')),
                ('authority', models.CharField(choices=[('police', 'The Police Authority'), ('security', 'The Security Service'), ('economic', 'The Economic Crime Authority'), ('prosecutor', 'The Prosecution Authority'), ('customs', 'The Customs'), ('coast_guard', 'The Coast Guard'), ('tax', 'The Tax Agency’s unit against crime'), ('other', 'Somebody else')], max_length=12, verbose_name='authority')),
                ('way', models.CharField(choices=[('phone', 'By phone'), ('letter', 'By letter'), ('secure', 'By secure e-mail'), ('email', 'By ordinary e-mail'), ('visit', 'They came here')], max_length=10, verbose_name='how it came')),
                ('asked', models.JSONField(default=list, verbose_name='what they ask for')),
                ('their_number', models.CharField(blank=True, max_length=40, verbose_name='their number')),
                ('received_on', models.DateField(verbose_name='received')),
                ('checked_how', models.CharField(blank=True, choices=[('called_back', 'We called back through its own switchboard'), ('secure', 'It came by a secure channel between authorities'), ('shown', 'They came here and showed who they are')], max_length=12, verbose_name='checked')),
                ('subject', models.UUIDField(editable=False, null=True)),
                ('answered_on', models.DateField(null=True, verbose_name='answered')),
                ('answered_how', models.CharField(blank=True, choices=[('phone', 'By phone'), ('letter', 'By letter'), ('secure', 'By secure e-mail'), ('email', 'By ordinary e-mail'), ('visit', 'They came here')], max_length=10, verbose_name='answered how')),
                ('ended_at', models.DateTimeField(editable=False, null=True, verbose_name='ended')),
                ('erased_at', models.DateTimeField(editable=False, null=True, verbose_name='erased')),
                ('who', audit.vault.fields.SealedTextField(verbose_name='who asks there')),
                ('whom', audit.vault.fields.SealedTextField(verbose_name='whom they ask about')),
                ('answered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('decision', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='police.contactdecision')),
                ('help_request', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='intake.helprequest')),
                ('received_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='auth.group')),
            ],
            options={
                'verbose_name': 'request for contact details',
                'verbose_name_plural': 'requests for contact details',
                'ordering': ['-received_on', 'reference'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('status__in', ['confirmed', 'answered']), _negated=True), ('decision__isnull', False), _connector='OR'), name='contact_request_is_answered_as_decided'), models.CheckConstraint(condition=models.Q(models.Q(('answered_by__isnull', False), ('answered_on__isnull', False), ('status', 'answered')), models.Q(models.Q(('status', 'answered'), _negated=True), ('answered_by', None), ('answered_on', None)), _connector='OR'), name='contact_request_answered_by_somebody')],
            },
        ),
        migrations.AddField(
            model_name='contactdecision',
            name='contact_request',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='police.contactrequest'),
        ),
        migrations.AddConstraint(
            model_name='contactdecision',
            constraint=models.CheckConstraint(condition=models.Q(('confirmed_by__isnull', True), models.Q(('confirmed_by', models.F('decided_by')), _negated=True), _connector='OR'), name='contact_decision_is_made_by_two'),
        ),
        migrations.AddConstraint(
            model_name='contactdecision',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ground__isnull', False), ('outcome', 'give'), ('revision__isnull', False)), models.Q(('ground__isnull', True), ('outcome', 'nothing')), models.Q(('ground__isnull', True), ('outcome', 'refuse'), models.Q(('refusal', ''), _negated=True)), _connector='OR'), name='contact_decision_gives_on_a_ground'),
        ),
    ]
