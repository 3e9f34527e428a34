"""Codes in a colleague's words. The labels of the codes themselves are what the person reads."""

from django.utils.translation import gettext_lazy as _

from intake.models import About, AgeBand, Asker, CloseReason, Purpose, Way

PURPOSES = [
    (Purpose.TRIAGE, _("To decide what help fits")),
    (Purpose.ANSWER, _("To answer the person")),
    (Purpose.FOLLOW_UP, _("To follow up")),
    (Purpose.COVER, _("To stand in for a colleague")),
    (Purpose.CONCERN, _("To assess a concern for a child")),
    (Purpose.REFERRAL, _("To ask a partner for help")),
]

ASKERS = [
    (Asker.UNKNOWN, _("Not known")),
    (Asker.SELF, _("The person themselves")),
    (Asker.YOUNG, _("The person themselves, under 18")),
    (Asker.RELATIVE, _("A parent or a relative")),
    (Asker.SOMEBODY, _("A friend, a neighbour or somebody else")),
    (Asker.PROFESSIONAL, _("Somebody who meets them in their work")),
]

ABOUT = [
    (About.SELF, _("The person themselves")),
    (About.FAMILY, _("Their child or family")),
    (About.SOMEBODY, _("Somebody else they worry about")),
    (About.PUPIL, About.PUPIL.label),
    (About.PLACE, About.PLACE.label),
]

AGES = [
    (AgeBand.UNKNOWN, _("Not known")),
    *((band, band.label) for band in AgeBand if band != AgeBand.UNKNOWN),
]

WAYS = [
    (Way.NONE, _("Not at all: they come back with their code")),
    (Way.PHONE, _("By phone")),
    (Way.EMAIL, _("By an e-mail that says that there is an answer")),
]

# Why we close it. Taking it back is the person's own to do.
NOT_CHOSEN = (CloseReason.WITHDRAWN, CloseReason.NO_REQUEST)  # each has a deed of its own
ENDINGS = [one for one in CloseReason.choices if one[0] not in NOT_CHOSEN]
