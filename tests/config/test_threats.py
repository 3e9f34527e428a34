"""Threats against staff: reported in a minute, handled, evidence apart, a name that is hidden."""

# ruff: noqa: E501 – a table: one refusal a line

from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from audit.guard import OutOfReach, Refused
from audit.models import Event, Letter, Outgoing, Piece
from audit.moves import MoveNotAllowed
from audit.trail import name_of
from config.accounts.models import User
from config.accounts.roles import Role
from config.threats.models import Entrusted, Evidence, Threat, ThreatPolicy
from config.threats.services import entrusting, following, keeping, opening, reporting, shielding
from intake.cleaning import File, clean
from intake.services import admitting, answering, conversing, triaging
from tests.conftest import _person
from tests.intake.papers import picture
from tests.stage import cast

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
HAPPENED, EXACT = "Han ringde och skrek.", "Jag vet var du bor."


def tells(by, against=None, **more):
    told = {"kind": "threat", "way": "phone", "what": HAPPENED, "happened_at": timezone.now()}
    return reporting.report(**told | more, against_pk=against and against.pk, by=by)


@contextmanager
def refused(code: str):
    """What is done inside is refused, for the reason of that code."""
    with pytest.raises(ValidationError) as refusal:
        yield
    found = getattr(refusal.value, "error_dict", {"": [refusal.value]}).values()
    assert [one.code for errors in found for one in errors] == [code]


@cast
def maj(house):
    """She is the safety representative, and belongs to no team."""
    return _person("maj", Role.SOCIAL_WORKER, house)


@cast
def entrusted(maj, adam):
    return entrusting.appoint(user_pk=maj.pk, task="safety", by=adam)


@cast
def threat(amina, lena, entrusted):
    return tells(amina, amina)


@cast
def evidence(threat, amina):
    return reporting.add_evidence(
        threat.pk, text=EXACT, files=[File("skärm.png", clean(picture()))], by=amina
    )


@cast
def ready(threat, lena):
    """Everything is said that must be said before it ends."""
    today = timezone.localdate()
    keeping.plan(threat.pk, risk="high", measures=["alarm", "two"], follow_up_on=today, by=lena)
    keeping.tell_police(threat.pk, police="reported", police_on=today, number="0201-K1-26", by=lena)
    return threat


def test_the_leads_and_the_entrusted_are_told_once_and_without_a_word(threat, lena, maj, north):
    told = Outgoing.objects.filter(notice="config.threats.REPORTED")
    assert sorted(one.to for one in told) == sorted([name_of(lena), name_of(maj)])
    assert (threat.unit_id, threat.against.name) == (north.group_id, "Amina")
    assert HAPPENED.encode() not in bytes(threat.what)
    assert threat.follow_up_on == timezone.localdate() + 7 * DAY


def test_whom_it_concerns_sees_it_and_nobody_else(
    threat, amina, lena, maj, bjorn, clara, loke, adam, house, north, south
):
    ludde = _person("ludde", Role.TEAM_LEAD, house, [south])
    edit = _person("edit", Role.SOCIAL_WORKER, house, [north])
    for who in (amina, lena, maj):
        assert keeping.read(threat.pk, by=who).text == HAPPENED
    for who in (bjorn, ludde, edit, loke, adam):
        with pytest.raises(OutOfReach):
            keeping.look(threat.pk, by=who)
    with pytest.raises(Refused):
        keeping.look(threat.pk, by=clara)


def test_whoever_is_threatened_sees_what_a_colleague_reported(bjorn, amina, entrusted):
    row = tells(bjorn, amina)
    assert keeping.read(row.pk, by=amina).text == HAPPENED
    assert row.unit == amina.groups.get(team__isnull=False)


def test_only_the_entrusted_open_evidence_and_each_opening_is_a_line(
    evidence, amina, lena, maj, loke
):
    words, file = evidence
    for who in (amina, lena):
        for open_it in (opening.open_words, opening.open_file):
            with pytest.raises(OutOfReach):
                open_it(words.pk, by=who)
    with pytest.raises(Refused):
        opening.open_words(words.pk, by=loke)
    assert opening.open_words(words.pk, by=maj).text == EXACT
    assert opening.open_words(file.pk, by=maj).name == "skärm.png"
    assert opening.open_file(file.pk, by=maj).contents == clean(picture()).contents
    lines = Event.objects.filter(deed="evidence.opened", actor=f"user/{maj.pk}", purpose="threat")
    assert [one.about for one in lines.order_by("pk")] == [name_of(words), *[name_of(file)] * 2]


def test_whoever_is_not_entrusted_any_more_opens_nothing(evidence, entrusted, maj, adam):
    entrusting.end(entrusted.pk, by=adam)
    with pytest.raises(OutOfReach):
        opening.open_words(evidence[0].pk, by=maj)
    with pytest.raises(OutOfReach):
        keeping.look(evidence[0].threat_id, by=maj)
    with pytest.raises(OutOfReach):
        entrusting.end(entrusted.pk, by=adam)


def test_nobody_is_entrusted_before_the_day_or_without_the_role(evidence, lena, adam, loke):
    later = timezone.localdate() + DAY
    entrusting.appoint(user_pk=lena.pk, task="lead", from_on=later, by=adam)
    with pytest.raises(OutOfReach):
        opening.open_words(evidence[0].pk, by=lena)
    for told, code in (
        ({"user_pk": loke.pk, "task": "safety"}, "not_one"),
        ({"user_pk": lena.pk, "task": "safety"}, "already"),
        ({"user_pk": lena.pk, "task": "queen"}, "no_task"),
    ):
        with refused(code):
            entrusting.appoint(**told, by=adam)
    User.objects.filter(pk=lena.pk).update(role=Role.ADMINISTRATOR)
    Entrusted.objects.filter(user=lena).update(from_on=timezone.localdate())
    with pytest.raises(Refused):
        opening.open_words(evidence[0].pk, by=User.objects.get(pk=lena.pk))


def test_the_evidence_lies_apart_from_the_threat(evidence, threat, lena):
    """Whoever reads the threat opens no letter of its evidence."""
    keeping.read(threat.pk, by=lena)
    opened = Event.objects.get(deed="threat.opened").facts["opened"]
    assert not [one for one in opened if "evidence" in one]
    assert Letter.objects.filter(about__in=map(name_of, evidence)).count() == 2


def test_evidence_is_destroyed_when_it_has_ended_or_was_put_there_by_mistake(
    evidence, ready, threat, lena, maj
):
    words, file = evidence
    with refused("runs"):
        opening.destroy(words.pk, why="not_needed", by=maj)
    opening.destroy(words.pk, why="mistake", by=maj)
    keeping.close(threat.pk, by=lena)
    opening.destroy(file.pk, why="handed_over", by=maj)
    assert not Letter.objects.filter(about__in=map(name_of, evidence)).exists()
    assert not Piece.objects.filter(about=name_of(file)).exists()
    assert set(Evidence.objects.values_list("why", flat=True)) == {"mistake", "handed_over"}
    for open_it in (opening.open_words, opening.open_file):
        with refused("destroyed"):
            open_it(file.pk, by=maj)


def test_the_name_is_hidden_at_once_also_beside_what_was_written_before(
    help_request, told, amina, lena, entrusted, resident
):
    User.objects.filter(pk=amina.pk).update(alias="Amina")
    amina.refresh_from_db()
    _answer(help_request, amina)
    assert conversing.read_thread(resident).said[-1].who == "Amina"
    row = tells(amina, amina)
    assert conversing.read_thread(resident).said[-1].alias == ""
    shielding.shield(row.pk, name="Sam", by=lena)
    assert conversing.read_thread(resident).said[-1].who == "Sam"
    shielding.lift(row.pk, by=lena)
    assert conversing.read_thread(resident).said[-1].who == "Amina"


def _answer(help_request, by):
    triaging.take(help_request.pk, by=by)
    answering.answer(help_request.pk, text="Välkommen.", by=by)


@pytest.fixture
def resident(told):
    return admitting.admit(told.code)


@pytest.fixture
def at(settings):
    settings.SECOND_FACTOR_REQUIRED = False

    def sign_in(user) -> Client:
        browser = Client()
        browser.force_login(user)
        return browser

    return sign_in


def test_where_the_setting_says_so_the_name_stays_until_a_lead_hides_it(amina, lena):
    ThreatPolicy.objects.create(shields_at_once=False, days_to_follow_up=3)
    row = tells(amina, amina)
    assert User.objects.get(pk=amina.pk).shielded_at is None
    assert row.follow_up_on == timezone.localdate() + 3 * DAY
    with pytest.raises(Refused):
        shielding.shield(row.pk, name="Sam", by=amina)
    shielding.shield(row.pk, name="Sam", by=lena)
    assert User.objects.get(pk=amina.pk).name_outward == "Sam"


def test_another_threat_leaves_the_name_that_was_chosen(amina, lena):
    shielding.shield(tells(amina, amina).pk, name="Sam", by=lena)
    tells(lena, amina)
    assert User.objects.get(pk=amina.pk).name_outward == "Sam"


def test_what_nobodys_team_is_concerned_by_is_told_to_every_lead(adam, lena, bjorn):
    """An administrator belongs to no team. A threat that nobody hears of helps nobody."""
    tells(adam, adam)
    told_to = Outgoing.objects.filter(notice="config.threats.REPORTED").values_list("to", flat=True)
    assert list(told_to) == [name_of(lena)]


def test_what_cannot_be_hidden_is_said(amina, lena):
    everybody = tells(amina)
    with refused("nobody"):
        shielding.shield(everybody.pk, name="", by=lena)
    row = tells(amina, amina)
    with refused("own_name"):
        shielding.shield(row.pk, name="amina K", by=lena)
    shielding.lift(row.pk, by=lena)
    with refused("not_shielded"):
        shielding.lift(row.pk, by=lena)


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"kind": "joke"}, "kind"), ({"way": "dove"}, "way"), ({"what": " "}, None),
        ({"happened_at": timezone.now() + 400 * DAY}, "happened_at"),
        ({"reference": "K4M-7R2"}, "reference"), ({"against_pk": 0}, "against_pk"),
    ],
)  # fmt: skip
def test_a_report_that_makes_no_sense_says_where(amina, told, field):
    values = {"kind": "threat", "way": "phone", "what": "x", "happened_at": timezone.now()}
    with pytest.raises(ValidationError) as refusal:
        reporting.report(**values | told, by=amina)
    assert field is None or field in refusal.value.message_dict
    assert not Threat.objects.exists()


def test_it_names_the_request_it_came_from_within_reach_only(help_request, amina, bjorn):
    row = tells(amina, reference=help_request.reference.lower())
    assert row.about == name_of(help_request)
    with refused("no_such_reference"):
        tells(bjorn, reference=help_request.reference)


@pytest.mark.parametrize("missing", ["risk", "measures", "police", "follow_up_on"])
def test_it_ends_when_everything_is_said_and_it_was_looked_at_again(ready, lena, missing):
    nothing = {"police_on": None, "police_number": ""} if missing == "police" else {}
    value = {"measures": [], "follow_up_on": timezone.localdate() + DAY}.get(missing, "")
    Threat.objects.update(**{missing: value}, **nothing)
    with pytest.raises(ValidationError):
        keeping.close(ready.pk, by=lena)
    assert Threat.objects.get().status == "open"


def test_what_has_ended_is_taken_up_again_first(ready, lena):
    assert keeping.close(ready.pk, by=lena).closed_by == lena
    with pytest.raises(MoveNotAllowed):
        keeping.note(ready.pk, text="Mer.", by=lena)
    keeping.reopen(ready.pk, by=lena)
    assert keeping.note(ready.pk, text="Mer.", by=lena)


def test_a_lead_does_not_end_what_is_against_themselves(amina, lena):
    row = tells(amina, lena)
    keeping.plan(row.pk, risk="low", measures=["talk"], follow_up_on=timezone.localdate(), by=lena)
    keeping.tell_police(row.pk, police="not", by=lena)
    with refused("ones_own"):
        keeping.close(row.pk, by=lena)


@pytest.mark.parametrize(
    ("deed", "told", "code"),
    [
        (keeping.plan, {"risk": "", "measures": [], "follow_up_on": timezone.localdate()}, "no_risk"),
        (keeping.plan, {"risk": "low", "measures": ["x"], "follow_up_on": timezone.localdate()}, "no_measure"),
        (keeping.plan, {"risk": "low", "measures": [], "follow_up_on": timezone.localdate() - DAY}, "past"),
        (keeping.tell_police, {"police": ""}, "no_police"),
        (keeping.tell_police, {"police": "reported"}, "no_day"),
        (keeping.tell_police, {"police": "reported", "police_on": timezone.localdate() + DAY}, "future"),
        (keeping.tell_police, {"police": "reported", "police_on": timezone.localdate(), "number": "två ord"}, "no_number"),
        (keeping.tell_police, {"police": "reported", "police_on": timezone.localdate(), "number": "20150131-9808"}, "is_personal"),
        (reporting.add_evidence, {"text": " "}, "no_evidence"),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused(threat, lena, deed, told, code):
    with refused(code):
        deed(threat.pk, **told, by=lena)


def test_the_clock_says_once_for_each_day_that_it_is_to_be_looked_at_again(threat, lena, maj):
    assert following.sweep() == 0
    today = timezone.localdate()
    keeping.plan(threat.pk, risk="low", measures=[], follow_up_on=today, by=lena)
    assert (following.sweep(), following.sweep()) == (1, 0)
    told = Outgoing.objects.filter(notice="config.threats.LOOK_AGAIN")
    assert {one.to for one in told} == {name_of(lena), name_of(maj)}
    Threat.objects.update(follow_up_on=today - DAY)
    assert following.sweep() == 1


def test_the_database_refuses_what_is_half_said(threat, evidence):
    for model, wrong in (
        (Threat, {"status": "closed"}), (Threat, {"police": "reported"}),
        (Threat, {"police_number": "1"}), (Evidence, {"why": "mistake"}),
        (Evidence, {"destroyed_at": timezone.now()}),
        (Entrusted, {"ended_at": timezone.now()}),
    ):  # fmt: skip
        with pytest.raises(IntegrityError), transaction.atomic():
            model.objects.update(**wrong)


def test_the_pages_lead_through_the_whole_of_it(at, amina, lena, maj, adam, entrusted):
    desk, when = at(amina), timezone.localtime().strftime("%Y-%m-%dT%H:%M")
    form = {"kind": "exposed", "way": "online", "what": HAPPENED, "happened_at": when,
            "against_pk": amina.pk}  # fmt: skip
    assert (
        HAPPENED in desk.post(reverse("desk:threat_report"), form | {"kind": ""}).content.decode()
    )
    for whom in ("everybody", amina.pk):
        report = form | {"against_pk": whom}
        assert desk.post(reverse("desk:threat_report"), report).status_code == 302
    everybodys, row = Threat.objects.order_by("reported_at")
    assert (row.against, everybodys.against) == (amina, None)

    def send(browser, deed, /, **told):
        return browser.post(reverse(f"desk:threat_{deed}", args=[row.pk]), told)

    sent = SimpleUploadedFile("skärm.png", picture(), "image/png")
    assert (
        EXACT
        in send(
            desk, "evidence", text=EXACT, files=[SimpleUploadedFile("x.txt", b"x")]
        ).content.decode()
    )
    assert send(desk, "evidence", text=EXACT, files=[sent]).status_code == 302
    page = desk.get(reverse("desk:threat", args=[row.pk])).content.decode()
    assert "Maj" in page
    assert HAPPENED not in page
    assert "threats/evidence/" not in page
    assert send(desk, "plan").status_code == 403
    desk, today = at(lena), timezone.localdate().isoformat()
    assert str(row.pk) in desk.get(reverse("desk:threats")).content.decode()
    assert send(desk, "close").status_code == 409
    assert send(desk, "plan", risk="high", follow_up_on="").status_code == 200
    assert send(desk, "plan", risk="high", measures=["two"], follow_up_on=today).status_code == 302
    assert send(desk, "note", text="Vi har talat om det.").status_code == 302
    assert send(desk, "police", police="reported", police_on=today, number="K1").status_code == 302
    assert send(desk, "shield", name="Sam").status_code == 302
    assert send(desk, "unshield").status_code == 302
    assert send(desk, "close").status_code == 302
    paper = desk.get(reverse("desk:threat_paper", args=[row.pk])).content.decode()
    assert HAPPENED in paper
    assert "Vi har talat om det." in paper
    assert EXACT not in paper
    assert send(desk, "reopen").status_code == 302
    _and_the_evidence(at(maj), at(adam), entrusted)


def _and_the_evidence(desk, office, entrusted):
    words, file = Evidence.objects.order_by("kind")
    at_it = reverse("desk:evidence", args=[words.pk])
    assert EXACT in desk.get(at_it).content.decode()
    seen = desk.get(reverse("desk:evidence_file", args=[file.pk]))
    assert seen.headers["Content-Security-Policy"].startswith("sandbox")
    assert seen.content == clean(picture()).contents
    away = reverse("desk:evidence_destroy", args=[file.pk])
    assert desk.post(away, {"why": "not_needed"}).status_code == 200  # it is under way
    assert desk.post(away, {"why": "mistake"}).status_code == 302
    assert office.post(reverse("desk:entrusted_end", args=[entrusted.pk])).status_code == 302
    assert desk.get(at_it).status_code == 404
