"""A referral from the north to the youth centre, in each of its states – through the front door.

amina asks, clara answers, carl leads the youth centre; dag and petra belong to other partners.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from time import time

import pytest
from django.test import Client
from django.utils import timezone

from audit.actors import Resident
from intake.models import Consent, GivenBy, GivenHow, HelpRequest, Item, Urgency
from intake.services import answering as to_person
from intake.services import consenting, noting, reading, triaging
from referrals.lifecycle import Status
from referrals.models import LegalGround, Referral
from referrals.services import (
    answering,
    chasing,
    drafting,
    erasing,
    following_up,
    lining_up,
    pausing,
    reporting,
    sending,
    withdrawing,
)
from tests.audit.erasing import a_ground
from tests.stage import cast, stopped

SITUATION = "Behöver prata om vardagen."
GOALS = ["Kommer hemifrån varje vecka", "Har någon att ringa"]
ALL_ITEMS = [item.value for item in Item]


def consent_to(organisation, help_request, by, items=ALL_ITEMS, purpose="") -> Consent:
    return consenting.give(
        help_request.pk, organisation=organisation, items=items, given_by=GivenBy.PERSON,
        given_how=GivenHow.ORAL, valid_until=timezone.localdate() + timedelta(days=90), by=by,
        purpose=purpose,
    )  # fmt: skip


def a_draft(help_request, organisation, by, **fields) -> Referral:
    told = {
        "goals": GOALS, "situation": SITUATION, "items": [Item.NAME, Item.EMAIL], "access": [],
        "urgency": Urgency.NORMAL,
    }  # fmt: skip
    return drafting.draft(
        help_request.pk, to_pk=organisation.pk, service_pk=organisation.services.get().pk,
        by=by, **told | fields,
    )  # fmt: skip


def send(referral, by) -> Referral:
    previewed = drafting.preview(referral.pk, by=by).digest
    return sending.send(referral.pk, previewed=previewed, by=by)


def submit(referral, by) -> Referral:
    return sending.submit(referral.pk, previewed=drafting.preview(referral.pk, by=by).digest, by=by)


def approve(referral, by, lead) -> Referral:
    """Asked for by one, approved by the other."""
    submit(referral, by)
    return sending.approve(
        referral.pk, digest=drafting.preview(referral.pk, by=lead).digest, by=lead
    )


def in_line(referral, first, by) -> Referral:
    """Asked if the other one says no."""
    previewed = drafting.preview(referral.pk, by=by).digest
    return lining_up.agree(referral.pk, after_pk=first.pk, previewed=previewed, by=by)


def a_day(later: int):
    return timezone.localdate() + timedelta(days=later)


def results_of(referral, result="met", reason="") -> dict:
    return {goal.pk: (result, reason) for goal in referral.goals.defer("text")}


# A Monday morning in a week without holidays.
clock = stopped("2027-03-01 09:00+01:00")


@cast
def consent(help_request, youth_centre, amina):
    return consent_to(youth_centre, help_request, amina)


@cast
def ground(db):
    """A ground in law that fits the youth centre and takes no second person."""
    return LegalGround.objects.create(
        code="need", paragraph="OSL 10:2", title={"sv": "Nödvändigt"}, text={"sv": "Text"},
        recipients=["youth_centre", "school", "civil_society"], needs_approval=False,
        valid_from=date(2020, 1, 1),
    )  # fmt: skip


@cast
def second_ground(db):
    """A ground in law that fits the youth centre and takes a second person."""
    return LegalGround.objects.create(
        code="grave", paragraph="OSL 10:27", title={"sv": "Grav"}, text={"sv": "Text"},
        recipients=["youth_centre"], needs_approval=True, valid_from=date(2020, 1, 1),
    )  # fmt: skip


@cast
def police_ground(db):
    return LegalGround.objects.create(
        code="crime", paragraph="OSL 10:18 a", title={"sv": "Brott"}, text={"sv": "Text"},
        recipients=["police"], needs_approval=True, coded_only=True, valid_from=date(2020, 1, 1),
    )  # fmt: skip


@cast
def resident(help_request):
    return Resident(
        "resident", "resident", request_id=help_request.pk, subject=help_request.subject
    )


@cast
def draft(help_request, youth_centre, consent, amina, clara, carl):
    """Ready to be sent: rests on the consent."""
    row = a_draft(help_request, youth_centre, amina)
    return drafting.set_consent_basis(row.pk, consent_pk=consent.pk, by=amina)


@cast
def sent(draft, amina):
    return send(draft, amina)


@cast
def opened(sent, clara):
    return answering.open_envelope(sent.pk, by=clara)


@cast
def asked(opened, clara):
    return answering.ask(opened.pk, code="availability", by=clara)


@cast
def accepted(opened, clara):
    return answering.accept(opened.pk, by=clara)


@cast
def active(accepted, clara):
    return following_up.start(accepted.pk, by=clara)


@cast
def reported(active, clara):
    return reporting.report(active.pk, results=results_of(active), by=clara)


@dataclass(frozen=True)
class Story:
    """Bring one draft, ready to be sent, to any state the way it comes there in life."""

    amina: object
    clara: object
    carl: object
    consent: object
    second: object
    asked_first: object

    WAY = ("sent", "opened", "accepted", "active", "reported")
    ENDS = {
        "closed": "reported", "declined": "opened", "returned": "active",
        "expired": "opened", "recalled": "active", "withdrawn": "active",
    }  # fmt: skip

    WITHIN = {"waiting": "opened", "paused": "active", "contested": "reported"}

    def bring(self, draft, state: str) -> Referral:
        if state == Status.DRAFT:
            return draft
        if state == "asked":
            row = self._along(draft, "opened")
            return answering.ask(row.pk, code="availability", by=self.clara)
        if state in self.WAY:
            return self._along(draft, state)
        if state == "in_line":
            return in_line(draft, self.asked_first(), self.amina)
        if state in ("unseen", "pending"):
            return self._unsent(draft, state)
        if state in self.WITHIN:
            row = self._along(draft, self.WITHIN[state])
            return self._within(row, state)
        row = self._along(draft, self.ENDS[state])
        self._end(row, state)
        row.refresh_from_db()
        return row

    def _unsent(self, draft, state):
        """On a ground that takes a second person, who has been asked, or not yet."""
        row = drafting.set_ground_basis(
            draft.pk, ground_pk=self.second.pk, reasons="Därför", by=self.amina
        )
        return submit(row, self.amina) if state == "pending" else row

    def _along(self, draft, state):
        send(draft, self.amina)
        steps = {
            "opened": lambda: answering.open_envelope(draft.pk, by=self.clara),
            "accepted": lambda: answering.accept(draft.pk, by=self.clara),
            "active": lambda: following_up.start(draft.pk, by=self.clara),
            "reported": lambda: reporting.report(
                draft.pk, results=results_of(draft), by=self.clara
            ),
        }
        for step in self.WAY[1 : self.WAY.index(state) + 1]:
            steps[step]()
        draft.refresh_from_db()
        return draft

    def _within(self, row, state):
        return {
            "waiting": lambda: answering.accept(row.pk, expected_start=a_day(60), by=self.clara),
            "paused": lambda: pausing.pause(
                row.pk, reason="away", review_at=a_day(30), by=self.clara
            ),
            "contested": lambda: reporting.contest(row.pk, reason="incomplete", by=self.amina),
        }[state]()

    def _end(self, row, state):
        {
            "closed": lambda: following_up.acknowledge(row.pk, by=self.amina),
            "declined": lambda: answering.decline(row.pk, reason="capacity", by=self.clara),
            "returned": lambda: following_up.give_back(row.pk, reason="capacity", by=self.carl),
            "expired": lambda: chasing.sweep(timezone.now() + timedelta(days=60)),
            "recalled": lambda: sending.recall(row.pk, reason="changed", by=self.amina),
            "withdrawn": lambda: withdrawing.withdraw(row.pk, by=self.amina),
        }[state]()


@pytest.fixture
def story(request, amina, clara, carl, consent, second_ground):
    def asked_first() -> Referral:
        return request.getfixturevalue("asked_first")

    return Story(amina, clara, carl, consent, second_ground, asked_first)


@pytest.fixture
def asked_first(help_request, school, amina):
    """Another referral of the same request, to the school: sent, and not answered."""
    row = a_draft(help_request, school, amina)
    given = consent_to(school, help_request, amina)
    drafting.set_consent_basis(row.pk, consent_pk=given.pk, by=amina)
    return send(row, amina)


@cast
def private(help_request, debt_advice, amina, dag):
    """Sent to civil society, which is bound by a reservation only."""
    consent = consent_to(debt_advice, help_request, amina)
    row = a_draft(help_request, debt_advice, amina)
    drafting.set_consent_basis(row.pk, consent_pk=consent.pk, by=amina)
    return send(row, amina)


@pytest.fixture
def at(settings):
    """A browser where somebody has signed in a moment ago, with both factors."""
    settings.SECOND_FACTOR_REQUIRED = False

    def sign_in(user) -> Client:
        client = Client()
        client.force_login(user)
        session = client.session
        session["account_authentication_methods_user"] = str(user.pk)
        session["account_authentication_methods"] = [{"method": "password", "at": time()}]
        session.save()
        return client

    return sign_in


@cast
def declined(opened, clara):
    return answering.decline(opened.pk, reason="capacity", by=clara)


# --- Erasing -------------------------------------------------------------------------------------


@cast
def right(db):
    return a_ground()


@cast
def ended(help_request, amina):
    """Read, answered, noted upon, closed."""
    triaging.take(help_request.pk, by=amina)
    reading.begin(help_request.pk, by=amina, purpose="triage")
    noting.note(help_request.pk, text="Ring på onsdag.", by=amina)
    to_person.answer(help_request.pk, text="Välkommen.", by=amina)
    triaging.close(help_request.pk, reason="advised", children="none", by=amina)
    return HelpRequest.objects.get(pk=help_request.pk)


@cast
def proposed(ended, right, lena):
    return erasing.propose(ended.pk, ground_pk=right.pk, by=lena)


@pytest.fixture  # not of the cast: it is certified with keys that every test has of its own
def erased(proposed, adam):
    return erasing.confirm(proposed.pk, by=adam)
