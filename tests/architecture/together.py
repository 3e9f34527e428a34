"""Who somebody is and what they need help with, on one page: only where one person's words open.

Every sealed text of the town is opened beforehand, so that it is known by what it says wherever
it turns up. A new sealed column must be put into one of the three groups.
"""

from dataclasses import dataclass
from html import unescape

from django.apps import apps

from audit.trail import name_of
from audit.vault import box, keys
from audit.vault.fields import sealed_fields
from partners.models import Topic

WHO = {
    "intake.SafeContact": {"name", "email"},
    "intake.ConcernReport": {"child", "reached_at"},
    "intake.ServiceStart": {"name", "personal_number"},
    "intake.Remark": {"reply_to"},
    "police.ContactRequest": {"whom", "who"},
    "referrals.Package": {"name", "email"},
}
WHY = {
    "intake.HelpRequest": {"story"},
    "intake.Message": {"text"},
    "intake.Draft": {"text"},
    "intake.Note": {"text"},
    "intake.ConcernReport": {"concern"},
    "intake.Judgement": {"reasons"},
    "intake.ChildTalk": {"said", "why_not_alone"},
    "intake.GuardianAccess": {"reasons"},
    "intake.Agreement": {"note"},
    "intake.ServiceTalk": {"note"},
    "referrals.Package": {"situation"},
    "referrals.Goal": {"text"},
    "referrals.Question": {"answer"},
    "referrals.PartnerMessage": {"text"},
    "referrals.Basis": {"reasons"},
    "incidents.Incident": {"what"},
    "deviations.Deviation": {"what"},
    "police.ContactDecision": {"reasons"},
    "threats.Threat": {"what"},
}
NEITHER = {
    "intake.SafeContact": {"phone", "code_word", "wishes"},
    "intake.ServiceStart": {"phone"},
    "intake.Attachment": {"name"},
    "intake.Extract": {"package"},
    "intake.Remark": {"text"},
    "referrals.Package": {"phone", "wishes"},
    "incidents.Measure": {"text"},
    "deviations.Step": {"text"},
    "threats.Evidence": {"text", "name"},
    "threats.Step": {"text"},
}
# Where one person's words open, for a stated purpose: both belong there. And to whom, for example.
ABOUT_ONE = {
    "desk:words": "amina",
    "desk:concern_words": "rut",
    "desk:concern_paper": "rut",
    "desk:concern_package": "rut",
    "desk:referral_preview": "amina",
    "desk:contact_request_paper": "amina",
    "desk:referral_told": "amina",
    "portal:package": "clara",
    "referral-package": "system",
}
HEAD, SHORTEST = 24, 4  # of a text, so much says which it is; what is shorter says nothing


@dataclass(frozen=True)
class Told:
    """What the town's sealed texts say of who somebody is, and of what they need."""

    who: list[str]
    why: list[str]

    def on(self, page: str) -> tuple[str, str] | None:
        """One of each, if both stand on this page."""
        seen = " ".join(unescape(page).split())
        who = next((text for text in self.who if text in seen), None)
        why = who and next((text for text in self.why if text in seen), None)
        return (who, why) if why else None


def told_in_town() -> Told:
    topics = [topic.label["sv"] for topic in Topic.objects.all()]
    return Told(_texts(WHO), [*_texts(WHY), *topics])


def _texts(group: dict) -> list[str]:
    found = {
        " ".join(text.split())[:HEAD].strip()
        for label, names in group.items()
        for text in _opened(apps.get_model(label), names)
    }
    return sorted(text for text in found if len(text) >= SHORTEST)


def _opened(model, names: set[str]):
    rows = list(model._base_manager.all())
    data_keys = keys.take_out({name_of(row) for row in rows}, by=None)
    for row in rows:
        about = name_of(row)
        for name in sorted(names):
            sealed = getattr(row, name)
            if sealed is not None and about in data_keys:
                yield box.decrypt(bytes(sealed), key=data_keys[about], place=f"{about}/{name}")


def sealed_columns() -> dict[str, set[str]]:
    found = {model._meta.label: set(sealed_fields(model)) for model in apps.get_models()}
    return {label: names for label, names in found.items() if names}
