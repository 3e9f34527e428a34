"""Five questions about how it was, in the words of the national user survey.

They are SKR's (brukarundersökning inom individ- och familjeomsorg), so that a municipality can lay
its answers beside the national ones in Kolada. That is why they are code and not a setting: a
question with another wording measures something else. Each has four answers, the best one first;
none has to be answered.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

BEST, WORST = 4, 1
EASY = (_("Very easy"), _("Rather easy"), _("Rather hard"), _("Very hard"))


@dataclass(frozen=True)
class Question:
    """*answers* from the best to the worst: 4, 3, 2, 1."""

    name: str
    text: Promise
    answers: tuple[Promise, ...]

    @property
    def choices(self) -> list[tuple[int, Promise]]:
        return list(zip(range(BEST, WORST - 1, -1), self.answers, strict=True))


QUESTIONS = (
    Question(
        "contact",
        _("How easy or hard is it to get in contact with the social worker?"),
        EASY,
    ),
    Question(
        "information",
        _("How easy or hard is it to understand the information you get from the social worker?"),
        EASY,
    ),
    Question(
        "understanding",
        _("How much understanding do you feel that the social worker shows for your situation?"),
        (_("Very much"), _("Rather much"), _("Rather little"), _("None at all")),
    ),
    Question(
        "influence",
        _("How much have you been able to influence what kind of help you get?"),
        (
            pgettext_lazy("influence", "Very much"), pgettext_lazy("influence", "Rather much"),
            pgettext_lazy("influence", "Rather little"), _("Not at all"),
        ),
    ),
    Question(
        "overall",
        _("How satisfied or dissatisfied are you overall with the support you get?"),
        (
            _("Very satisfied"), _("Rather satisfied"), _("Rather dissatisfied"),
            _("Very dissatisfied"),
        ),
    ),
)  # fmt: skip
