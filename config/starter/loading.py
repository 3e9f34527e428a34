"""What a new house begins with: topics, legal grounds and public texts. All of it is edited later.

The files beside this one are data. Loading adds what is missing and never touches what the
municipality has changed.
"""

import json
from pathlib import Path

from django.utils import timezone

from audit import trail
from audit.models import ErasureGround, ReviewPlan, SignWeight
from config.incidents.models import Deadline
from config.register.models import Provision, RegisterTitle
from config.retention.models import RetentionRule
from intake.models import (
    ConcernLimit,
    GuardTime,
    HandingReason,
    LinkReason,
    LoadWeight,
    Reason,
    StandardAnswer,
    WithholdingGround,
)
from partners.models import (
    AgreedPurpose,
    Kind,
    Municipality,
    Organisation,
    PublicText,
    RefusalReason,
    ServiceKind,
    Topic,
)
from partners.services import directory
from referrals.models import LegalGround, SuggestionRule

HERE = Path(__file__).parent
IN_VERSIONS = {
    "grounds": LegalGround, "erasure_grounds": ErasureGround,
    "withholding_grounds": WithholdingGround, "deadlines": Deadline, "service_kinds": ServiceKind,
    "provisions": Provision, "link_reasons": LinkReason,
}  # fmt: skip
FROM_TODAY = {
    "concern_limits": ConcernLimit, "guard_times": GuardTime, "signs": SignWeight,
    "load_weights": LoadWeight, "handing_reasons": HandingReason, "reasons": Reason,
    "suggestion_rules": SuggestionRule,
    "agreed_purposes": AgreedPurpose, "refusal_reasons": RefusalReason,
}  # fmt: skip


def read(name: str):
    return json.loads((HERE / f"{name}.json").read_text())


def open_house(name: str, *, by, **promises) -> Organisation:
    """Make the municipality and its own organisation, and fill in the lists it starts from."""
    fill_in(name, by=by, **promises)
    ours = Organisation.objects.filter(is_ours=True).first()
    return ours or directory.add_organisation(
        by=by, name=f"{name}: socialtjänsten", kind=Kind.SOCIAL_SERVICES,
        secrecy=Organisation.Secrecy.STRONG, is_ours=True,
    )  # fmt: skip


@trail.act
def fill_in(name: str, *, by, **promises) -> None:
    """Topics, grounds, texts and the weights of the log review that are not there yet."""
    municipality, _is_new = Municipality.objects.get_or_create(
        pk=1, defaults={"name": name, **promises}
    )
    for position, topic in enumerate(read("topics")):
        Topic.objects.get_or_create(
            code=topic["code"], defaults={"label": topic["label"], "position": position}
        )
    for name, model in IN_VERSIONS.items():
        for row in read(name):
            model.objects.get_or_create(code=row["code"], version=1, defaults=row)
    for name, model in FROM_TODAY.items():
        for row in read(name):
            defaults = row | {"valid_from": timezone.localdate()}
            model.objects.get_or_create(code=row["code"], version=1, defaults=defaults)
    for rule in read("retention_rules"):
        RetentionRule.objects.get_or_create(kind=rule["kind"], version=1, defaults=rule)
    for title in read("register_titles"):
        RegisterTitle.objects.get_or_create(kind=title["kind"], version=1, defaults=title)
    for text in read("texts"):
        PublicText.objects.get_or_create(
            key=text["key"],
            version=1,
            defaults={"body": text["body"], "valid_from": timezone.localdate()},
        )
    for answer in read("standard_answers"):
        _fill_in_answer(**answer)
    ReviewPlan.objects.get_or_create(pk=1)
    trail.record(by, "house.fill_in", municipality)


def _fill_in_answer(*, code: str, topic: str, **texts) -> None:
    defaults = texts | {
        "topic": Topic.objects.filter(code=topic).first(),
        "valid_from": timezone.localdate(),
    }
    StandardAnswer.objects.get_or_create(code=code, version=1, defaults=defaults)
