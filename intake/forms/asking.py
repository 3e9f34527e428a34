"""What is asked follows who asks: nobody is asked what their first answer has said already."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from intake.models import About, AgeBand, Asker

EVERY_AGE = tuple(AgeBand)
YOUNG = (AgeBand.UNKNOWN, AgeBand.UNDER_12, AgeBand.FROM_12, AgeBand.FROM_15)
ADULT = (AgeBand.UNKNOWN, AgeBand.FROM_18, AgeBand.FROM_25, AgeBand.FROM_65)

YOU = _("How old are you?")
THEM = _("How old is the person it is about?")


@dataclass(frozen=True)
class Questions:
    """*about*: whom it can be about. The first is meant when nothing is chosen, and what is
    alone is not asked for."""

    about: tuple[About, ...]
    ages: tuple[AgeBand, ...] = EVERY_AGE
    how_old: str = THEM
    must_tell_of_harm: bool = False

    @property
    def asks_about(self) -> bool:
        return len(self.about) > 1


QUESTIONS = {
    Asker.UNKNOWN: Questions((About.SELF, About.FAMILY, About.SOMEBODY, About.PLACE)),
    Asker.SELF: Questions((About.SELF,), ADULT, YOU),
    Asker.YOUNG: Questions((About.SELF,), YOUNG, YOU),
    Asker.RELATIVE: Questions((About.FAMILY, About.SOMEBODY, About.SELF)),
    Asker.SOMEBODY: Questions((About.SOMEBODY, About.PLACE)),
    Asker.PROFESSIONAL: Questions(
        (About.PUPIL, About.SOMEBODY, About.PLACE), must_tell_of_harm=True
    ),
}


def questions_for(asker: str) -> Questions:
    """What was not answered, or made up, is asked as of somebody we know nothing about."""
    return QUESTIONS.get(asker, QUESTIONS[Asker.UNKNOWN])
