"""The police have no list of anybody: they are told one thing at a time, by a notice of its own."""

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from audit import outbox
from config.accounts.roles import NEVER, Role
from config.api.models import MachineToken
from config.police import statistics
from partners.models import Kind
from referrals import rights
from referrals.models import Basis, LegalGround, Referral
from referrals.services import answering, drafting, sending
from tests.architecture.answers import DOORS
from tests.config.conftest import a_machine
from tests.referrals.conftest import a_draft, approve, send
from tests.stage import cast

# Whatever may be asked for without naming one row, of what was asked of an organisation.
LISTS = sorted(
    name for name, door in DOORS.items()
    if door.right.startswith("referrals.") and not door.kind and not name.startswith("desk:")
)  # fmt: skip
NO_LIST = {"portal:home", "portal:absences"}  # says that there is none; who of their own is away


@cast
def addressed(help_request, police, police_ground, amina, lena, petra):
    """Sent to the police on the law, and approved."""
    row = a_draft(help_request, police, amina, goals=[], situation="", items=["name"])
    drafting.set_ground_basis(row.pk, ground_pk=police_ground.pk, reasons="Därför", by=amina)
    approve(row, amina, lena)
    return send(row, amina)


def test_there_are_lists_to_be_kept_from():
    assert {"portal:inbox", "referral-list"} <= set(LISTS)


@pytest.mark.parametrize("role", [Role.PARTNER_MEMBER, Role.PARTNER_LEAD])
def test_no_list_answers_the_police(at, client, adam, addressed, police, petra, role):
    petra.role = role
    petra.save()
    machine = a_machine(client, adam, Role.PARTNER_SYSTEM, police)
    MachineToken.objects.update(scopes=[*machine.token.scopes, rights.LIST])  # behind our back
    for name in LISTS:
        is_api = not name.startswith("portal:")
        answer = (machine if is_api else at(petra)).get(reverse(name))
        assert answer.status_code == (200 if name in NO_LIST else 403), name
        assert addressed.reference not in answer.content.decode(), name


def test_others_have_their_lists(at, client, adam, sent, youth_centre, clara):
    assert sent.reference in at(clara).get(reverse("portal:inbox")).content.decode()
    machine = a_machine(client, adam, Role.PARTNER_SYSTEM, youth_centre)
    assert machine.get(reverse("referral-list")).json()["results"]


def test_the_notice_leads_to_the_one_thing_it_is_about(at, addressed, sent, petra):
    outbox.deliver()
    led = {message.to[0]: message.body for message in mail.outbox}
    own = reverse("portal:referral", args=[addressed.pk])
    assert own in led["police@partner.example"]
    assert "/portal/inbox/" not in led["youth_centre@partner.example"]
    page = at(petra).get(own)
    assert page.status_code == 200
    assert f'href="{reverse("portal:inbox")}"' not in page.content.decode()


def test_they_are_led_on_to_a_page_that_opens(at, addressed, petra):
    answering.open_envelope(addressed.pk, by=petra)
    answer = at(petra).post(
        reverse("portal:decline", args=[addressed.pk]), {"reason": "area"}, follow=True
    )
    assert (answer.status_code, answer.redirect_chain) == (200, [(reverse("portal:home"), 302)])


def test_what_has_ended_is_still_found_by_its_own_address(at, addressed, amina, petra):
    sending.recall(addressed.pk, reason="changed", by=amina)
    outbox.deliver()
    own = reverse("portal:referral", args=[addressed.pk])
    assert own in mail.outbox[-1].body
    left = at(petra).get(own)
    assert left.status_code == 404
    assert "tombstone" in left.context


def test_two_grounds_of_one_name_are_counted_together(addressed, police_ground):
    """None of what was told is lost to the yearly report because of how a ground is called."""
    one = Referral.objects.get(pk=addressed.pk)
    ground = LegalGround.objects.create(code="crime-2", **{
        name: getattr(police_ground, name)
        for name in ("paragraph", "title", "text", "recipients", "valid_from")
    })  # fmt: skip
    basis = Basis.objects.create(
        ground=ground,
        subject=one.subject,
        decided_by=one.author,
        decided_at=one.sent_at,
        reasons=one.basis.reasons,
    )
    Referral.objects.create(
        help_request_id=one.help_request_id, subject=one.subject, unit_id=one.unit_id, basis=basis,
        reference="P2", to_id=one.to_id, service_id=one.service_id, author_id=one.author_id,
        age_band=one.age_band, status="declined", decline_reason="area", sent_at=one.sent_at,
        ended_at=one.sent_at,
    )  # fmt: skip
    year = timezone.localdate().year
    assert list(statistics._referred(year).items()) == [(str(police_ground), 2)]


def test_what_is_withheld_from_a_kind_is_withheld_from_every_role(police, petra, clara):
    assert {Kind.POLICE: {rights.LIST}} == NEVER
    for role in Role:
        petra.role = role
        assert not petra.has_perm(rights.LIST), role
    assert clara.has_perm(rights.LIST)
