
import django.db.models.deletion
import django.utils.timezone
import referrals.models.answer_link
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('referrals', '0014_grounds_have_conditions'),
    ]

    operations = [
        migrations.CreateModel(
            name='AnswerLink',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('nonce', models.CharField(default=referrals.models.answer_link.new_nonce, editable=False, max_length=32)),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('expires_at', models.DateTimeField(default=referrals.models.answer_link.five_days_on)),
                ('is_asked_for', models.BooleanField(default=False)),
                ('replaced_at', models.DateTimeField(null=True)),
                ('wrong_codes', models.PositiveSmallIntegerField(default=0)),
                ('used_at', models.DateTimeField(null=True)),
                ('browser', models.CharField(blank=True, editable=False, max_length=64)),
                ('referral', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answer_links', to='referrals.referral')),
            ],
            options={
                'verbose_name': 'link to answer by',
                'verbose_name_plural': 'links to answer by',
                'constraints': [models.UniqueConstraint(condition=models.Q(('replaced_at', None), ('used_at', None)), fields=('referral',), name='answer_link_one_opens')],
            },
        ),
    ]
