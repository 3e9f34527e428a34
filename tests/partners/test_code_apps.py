"""An organisation answers without an account only where the municipality has turned it on."""

import time
import uuid
from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from audit.guard import OutOfReach, Refused
from audit.models import Event
from audit.vault import one_time_codes
from partners.models import CodeApp, Kind, Organisation
from partners.services import registering_app

pytestmark = pytest.mark.django_db
NOON = "2027-03-01 12:00:10+01:00"


def works_at(organisation) -> bool:
    app = CodeApp.objects.filter(organisation=organisation).first()
    return app is not None and app.works


def turned_on(organisation, by) -> str:
    """Registered and tried out. Returns the secret, as the organisation's phones have it."""
    secret = registering_app.register(organisation.pk, by=by).secret
    code = one_time_codes.code_at(secret, time.time() - 30)  # so that the next one is new
    registering_app.confirm(organisation.pk, code=code, by=by)
    return secret


@pytest.mark.parametrize(
    ("moment", "code"),
    [(59, "287082"), (1111111109, "081804"), (1234567890, "005924"), (20000000000, "353130")],
)
def test_the_codes_are_those_of_the_standard(moment, code):
    """RFC 6238, appendix B: its secret, the last six digits of its codes."""
    secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    assert one_time_codes.code_at(secret, moment) == code
    assert one_time_codes.turn_of(secret, code, moment) == moment // 30


def test_a_phones_clock_may_be_half_a_minute_off_and_no_more():
    secret = one_time_codes.new_secret()
    code = one_time_codes.code_at(secret, 3000)
    near = [one_time_codes.turn_of(secret, code, 3000 + off) for off in (-60, -30, 0, 30, 60)]
    assert near == [None, 100, 100, 100, None]


def test_off_is_the_rule_and_registered_is_not_yet_on(youth_centre, adam):
    assert not works_at(youth_centre)
    registering_app.register(youth_centre.pk, by=adam)
    assert not works_at(youth_centre)


def test_it_is_on_when_they_have_read_a_code_out(youth_centre, adam):
    turned_on(youth_centre, adam)
    assert works_at(youth_centre)
    deeds = Event.objects.filter(deed__startswith="codeapp.").order_by("pk")
    assert list(deeds.values_list("deed", flat=True)) == ["codeapp.register", "codeapp.confirm"]


def test_a_wrong_code_turns_nothing_on(youth_centre, adam):
    registering_app.register(youth_centre.pk, by=adam)
    with pytest.raises(ValidationError) as refusal:
        registering_app.confirm(youth_centre.pk, code="000000", by=adam)
    assert "code" in refusal.value.error_dict
    assert not works_at(youth_centre)


def test_never_the_police_also_when_a_partner_becomes_one(police, youth_centre, adam):
    with pytest.raises(ValidationError) as refusal:
        registering_app.register(police.pk, by=adam)
    assert refusal.value.code == "police"
    turned_on(youth_centre, adam)
    Organisation.objects.filter(pk=youth_centre.pk).update(kind=Kind.POLICE)
    youth_centre.refresh_from_db()
    assert not works_at(youth_centre)


@pytest.mark.parametrize(
    ("change", "code"), [({"is_active": False}, "not_a_partner"), ({"email": ""}, "no_mailbox")]
)
def test_only_where_a_link_could_go(change, code, youth_centre, adam):
    Organisation.objects.filter(pk=youth_centre.pk).update(**change)
    with pytest.raises(ValidationError) as refusal:
        registering_app.register(youth_centre.pk, by=adam)
    assert refusal.value.code == code


def test_ourselves_we_never_ask_by_link(house, adam):
    with pytest.raises(ValidationError):
        registering_app.register(house.pk, by=adam)


def test_a_new_app_ends_the_old_one(youth_centre, adam):
    old = turned_on(youth_centre, adam)
    registering_app.register(youth_centre.pk, by=adam)
    assert not works_at(youth_centre)
    app = CodeApp.objects.get(organisation=youth_centre)
    assert not app.takes(one_time_codes.code_at(old, time.time()))


def test_turned_off_it_is_gone(youth_centre, adam):
    turned_on(youth_centre, adam)
    registering_app.remove(youth_centre.pk, by=adam)
    assert not CodeApp.objects.exists()
    with pytest.raises(ValidationError):
        registering_app.remove(youth_centre.pk, by=adam)


def test_a_code_opens_once_and_none_before_it(youth_centre, adam):
    with time_machine.travel(NOON, tick=False):
        secret, now = turned_on(youth_centre, adam), timezone.now().timestamp()
        app = CodeApp.objects.get(organisation=youth_centre)
        codes = [one_time_codes.code_at(secret, now + 30 * turn) for turn in (0, 0, -1, 1)]
        assert [app.takes(code) for code in codes] == [True, False, False, True]


def test_twenty_wrong_codes_in_a_row_stop_it(youth_centre, adam):
    turned_on(youth_centre, adam)
    app = CodeApp.objects.get(organisation=youth_centre)
    for _again in range(19):
        app.takes("000000")
    assert app.works
    app.takes("000000")
    assert not app.works


def test_a_right_code_forgives_the_wrong_ones(youth_centre, adam):
    secret = turned_on(youth_centre, adam)
    app = CodeApp.objects.get(organisation=youth_centre)
    app.wrong_in_a_row = 19
    assert app.takes(one_time_codes.code_at(secret, time.time()))
    assert app.wrong_in_a_row == 0


def test_a_copy_of_the_database_shows_no_secret(youth_centre, adam):
    registered = registering_app.register(youth_centre.pk, by=adam)
    assert registered.secret not in CodeApp.objects.get().secret
    assert registered.secret not in repr(registered)
    assert not Event.objects.filter(facts__icontains=registered.secret).exists()


@pytest.mark.parametrize("who", ["amina", "lena", "carl", "loke", "sofia"])
def test_only_an_administrator_turns_it_on(who, request, youth_centre):
    with pytest.raises(Refused):
        registering_app.register(youth_centre.pk, by=request.getfixturevalue(who))


def test_an_organisation_that_is_not_there(adam):
    for deed in (registering_app.register, registering_app.remove):
        with pytest.raises(OutOfReach):
            deed(uuid.uuid4(), by=adam)


# --- the pages -----------------------------------------------------------------------------------


@pytest.fixture
def desk(client, adam, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    client.force_login(adam)
    return client


def test_the_secret_is_shown_once_with_a_square(desk, youth_centre):
    page = desk.post(reverse("desk:code_app_register", args=[youth_centre.pk]))
    secret = page.context["registered"].secret
    assert secret in page.content.decode().replace("<wbr>", "")
    assert "data:image/svg+xml" in page.content.decode()
    assert page["Cache-Control"] == "no-store"
    for later in (reverse("desk:code_app", args=[youth_centre.pk]), reverse("desk:code_apps")):
        assert secret not in desk.get(later).content.decode().replace("<wbr>", "")


def test_the_page_turns_it_on_and_off(desk, youth_centre):
    registered = desk.post(reverse("desk:code_app_register", args=[youth_centre.pk]))
    code = one_time_codes.code_at(registered.context["registered"].secret, time.time())
    where = reverse("desk:code_app", args=[youth_centre.pk])
    wrong = desk.post(where, {"code": "12 34"})
    assert wrong.context["form"].errors["code"]
    assert "12 34" in wrong.content.decode()
    assert desk.post(where, {"code": f"{code[:3]} {code[3:]}"}).status_code == 302
    assert works_at(youth_centre)
    desk.post(reverse("desk:code_app_remove", args=[youth_centre.pk]))
    assert not works_at(youth_centre)


def test_the_police_are_not_in_the_list(desk, police, youth_centre):
    page = desk.get(reverse("desk:code_apps")).content.decode()
    assert youth_centre.name in page
    assert police.name not in page
    assert desk.get(reverse("desk:code_app", args=[police.pk])).status_code == 404


def test_the_settings_lead_there(desk, house):
    assert reverse("desk:code_apps") in desk.get(reverse("desk:settings")).content.decode()


def test_a_registration_says_when(youth_centre, adam):
    before = timezone.now() - timedelta(minutes=1)
    registering_app.register(youth_centre.pk, by=adam)
    app = CodeApp.objects.get()
    assert app.registered_at > before
    assert app.registered_by == adam
