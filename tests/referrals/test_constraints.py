"""What the database itself refuses, also from the shell."""

import pytest
from django.db import IntegrityError, connection, transaction

from referrals.models import Basis, Referral
from tests.referrals.conftest import a_draft


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
