"""What the database itself refuses, also from the shell."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import DatabaseError, IntegrityError, connection, models, transaction
from django.utils import timezone

from referrals.models import Basis, Referral
from tests.referrals.conftest import a_draft
from tests.referrals.paper import ENDED


@pytest.mark.parametrize(
    "wrong",
    [{"holder": "partner"}, {"holder": ""}, {"due_at": None}, {"status": "closed"},
     {"status": "sent"}],
)  # fmt: skip
def test_exactly_one_side_has_the_ball(wrong, draft):
    with pytest.raises(IntegrityError), transaction.atomic():
        Referral.objects.filter(pk=draft.pk).update(**wrong)


def test_nothing_is_sent_without_a_basis_not_even_from_the_shell(help_request, school, amina):
    row = a_draft(help_request, school, amina)
    with pytest.raises(IntegrityError), transaction.atomic():
        Referral.objects.filter(pk=row.pk).update(status="sent", holder="partner")


def test_a_basis_is_one_thing(draft, ground):
    for wrong in ({"ground": ground}, {"consent": None}, {"consent": None, "ground": ground}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Basis.objects.update(**wrong)


def test_one_open_referral_per_partner_and_service(sent, help_request, youth_centre):
    sent.pk, sent.reference = None, "A2A-2A2"
    sent._state.adding = True
    with pytest.raises(IntegrityError), transaction.atomic():
        sent.save()


def test_plain_sql_is_refused_as_well(sent):
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE referrals_referral SET basis_id = NULL")
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE referrals_referral SET holder = 'us'")


# What another value of a column of each kind would be; a key is another row's.
OTHER = {
    models.BooleanField: lambda was: not was,
    models.DateTimeField: lambda was: timezone.now() + timedelta(days=9),
    models.DateField: lambda was: timezone.localdate() + timedelta(days=9),
    models.DurationField: lambda was: timedelta(hours=9),
    models.PositiveSmallIntegerField: lambda was: (was or 0) + 1,
    models.JSONField: lambda was: ["steps"],
    models.UUIDField: lambda was: "00000000-0000-4000-8000-000000000009",
    models.CharField: lambda was: "Z9Z",
}


def _other(field, was):
    if field.is_relation:
        nobodys = UUID(int=7) if isinstance(field.target_field, models.UUIDField) else 0
        return nobodys if was is None or not field.null else None
    return OTHER[type(field)](was)


@pytest.mark.parametrize("state", ENDED)
def test_not_one_column_of_an_ended_referral_changes(state, draft, story):
    row = story.bring(draft, state)
    for field in Referral._meta.concrete_fields:
        changed = {field.attname: _other(field, getattr(row, field.attname))}
        with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
            Referral.objects.filter(pk=row.pk).update(**changed)
    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        Referral.objects.filter(pk=row.pk).delete()


def test_what_is_under_way_still_changes(active):
    assert Referral.objects.filter(pk=active.pk).update(attempts=2) == 1


def test_an_erasure_may_empty_two_columns_and_no_more(draft, story):
    row = story.bring(draft, "declined")
    rows = Referral.objects.filter(pk=row.pk)
    assert rows.update(language="", access=[]) == 1
    for wrong in ({"language": "", "attempts": 1}, {"language": "en"}, {"access": ["steps"]}):
        with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
            rows.update(**wrong)
