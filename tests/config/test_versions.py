"""What the municipality edits by adding a version: one to come changes nothing before its day."""

from datetime import timedelta

import pytest
from django.utils import timezone

from audit.models import ErasureGround
from config.incidents.models import Deadline
from config.police.services import grounds
from config.register.models import Provision, RegisterTitle
from config.retention.models import RetentionRule
from intake.models import HandingReason, LinkReason, Reason, WithholdingGround
from partners.models import AgreedPurpose, RefusalReason, ServiceKind
from partners.models.agreement import purposes_on
from partners.models.catalogue import kinds_on
from referrals.forms.basis import grounds_for
from referrals.models import LegalGround, SuggestionRule

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
TO_A_SCHOOL, ASKED_FOR = {"recipients": ["school"]}, {"on_request": True}

# What of a kind holds today: how a row of it is named, what else it says, and who is asked.
KINDS = {
    "erasing": (ErasureGround, {"code": "x", "covers": ["request"]},
                lambda day: ErasureGround.in_force("request", day)),
    "keeping": (RetentionRule, {"kind": "request", "months": 60},
                lambda day: RetentionRule.in_force(day).values()),
    "reporting": (Deadline, {"code": "x", "covers": "breach", "amount": 72},
                  lambda day: Deadline.in_force(["breach"], day)),
    "registering": (RegisterTitle, {"kind": "request"},
                    lambda day: RegisterTitle.in_force(day).values()),
    "marking": (Provision, {"code": "x"}, lambda day: Provision.in_force(day).values()),
    "withholding": (WithholdingGround, {"code": "x"},
                    lambda day: WithholdingGround.in_force(day).values()),
    "handing out": (HandingReason, {"code": "x"},
                    lambda day: HandingReason.in_force(day).values()),
    "linking": (LinkReason, {"code": "x"}, LinkReason.in_force),
    "suggesting": (SuggestionRule, {"code": "x", "points": 5}, SuggestionRule.in_force),
    "agreeing": (AgreedPurpose, {"code": "x"}, lambda day: purposes_on(day).values()),
    "open services": (ServiceKind, {"code": "x"}, kinds_on),
    "telling": (LegalGround, {"code": "x", **TO_A_SCHOOL}, lambda day: grounds_for("school", day)),
    "answering": (LegalGround, {"code": "x", **ASKED_FOR},
                  lambda day: [one for one in [grounds.in_force()] if one]),
    "putting off": (Reason, {"code": "x", "of": "put_off"},
                    lambda day: Reason.choices("put_off")),
    "refusing": (RefusalReason, {"code": "x"}, lambda day: RefusalReason.choices()),
}  # fmt: skip


@pytest.fixture(params=KINDS, ids=str)
def kind(request):
    """Nothing is in force but what the test writes."""
    model, told, asked = KINDS[request.param]
    model.objects.all().delete()
    return model, told, asked


def write(kind, *versions: tuple[int, int | None]) -> list[str]:
    """Each version from the first of its days on, until the second. Returns what holds today."""
    model, told, asked = kind
    today = timezone.localdate()
    for number, (first, last) in enumerate(versions, start=1):
        until = None if last is None else today + last * DAY
        model.objects.create(
            version=number, title={"sv": f"Nr {number}"}, valid_from=today + first * DAY,
            valid_until=until, **told,
        )  # fmt: skip
    held = list(asked(today))
    return [one[1] if isinstance(one, tuple) else one.title["sv"] for one in held]


def test_a_version_to_come_leaves_the_one_of_today(kind):
    assert write(kind, (-9, None), (1, None)) == ["Nr 1"]


def test_of_those_that_have_begun_the_newest_holds(kind):
    assert write(kind, (-9, None), (0, None)) == ["Nr 2"]


def test_an_older_version_never_comes_back_when_a_newer_one_ends(kind):
    assert write(kind, (-9, None), (-3, -1)) == []
